import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { naturalKey } from "../domain/text-order.ts";
import type { KeptWorkspace } from "../kept/test-support/keep-workspace.ts";
import { REPORT_LISTS } from "./report-lists.ts";
import { askList, startWideWorkspace, type Row, type WideWorkspace } from "./test-support/wide-workspace.ts";

/**
 * Every order of every list, both ways, counted for the answer and from what is kept: what has no value comes last, texts
 * come as people sort them, what is equal keeps one order whichever way, and pages neither overlap nor leave anything out.
 */

const COUNTING_TIMEOUT_MS = 60_000;
const PAGE_ROWS = 7;

let workspace: WideWorkspace;
let parts: KeptWorkspace;
beforeAll(async () => {
  workspace = await startWideWorkspace();
  ({ parts } = workspace);
}, COUNTING_TIMEOUT_MS);
afterAll(() => workspace.stop());

/** What tells rows of lists that have no order of their own apart; equal ones come in this order. */
const KEYS: Readonly<Record<string, readonly string[]>> = {
  accounts: ["account"],
  users: ["user"],
  assets: ["account", "asset"],
  coverage: ["account"],
  stages: ["account", "user", "feature"],
  "stages/nearly": ["account", "user", "feature"],
  "stages/matrix": ["account"],
  "modules/:id/accounts": ["account"],
  "segments/:id/members": ["id"],
  "snapshots/compare": ["module", "account"],
  touchpoints: ["id"],
  responses: ["id"],
};

function keyOf(value: unknown): string | number | null {
  if (typeof value === "string") return naturalKey(value);
  return value === undefined ? null : (value as number | null);
}

/** Negative, 0 or positive; null comes last whichever way. */
function compare(one: unknown, other: unknown, descending: boolean): number {
  const [left, right] = [keyOf(one), keyOf(other)];
  if (left === null || right === null) return Number(left === null) - Number(right === null);
  const ascending = left < right ? -1 : left > right ? 1 : 0;
  return descending ? -ascending : ascending;
}

/** Reports that are no lists have no columns to choose, and an order of their own. */
const LISTS = REPORT_LISTS.filter(({ query }) => query.some(({ name }) => name === "columns"));

describe.each(LISTS)("the list $address", (list) => {
  const { address, query } = list;
  const wordsOf = (name: string): readonly string[] => {
    const { schema } = query.find((parameter) => parameter.name === name) ?? { schema: {} };
    return (schema as { readonly enum?: readonly string[] }).enum ?? [];
  };

  test("can be sorted by every column of numbers", async () => {
    const { rows } = await askList(list, {}, parts.live);
    const sorts = new Set(wordsOf("sort"));
    const ofNumbers = wordsOf("columns").filter((column) => rows.some((row) => typeof row[column] === "number"));
    expect(ofNumbers.filter((column) => !sorts.has(column))).toEqual([]);
  });

  test("comes in every order that it can be asked for, and in pages as in one", async () => {
    const own = await askList(list, {}, parts.live);
    const key = KEYS[address];
    const idOf = (row: Row): string => (key ?? []).map((name) => String(row[name])).join("\n");
    const text = (row: Row): string => JSON.stringify(row);
    const place = new Map(
      (key === undefined ? own.rows : own.rows.toSorted((one, other) => (idOf(one) < idOf(other) ? -1 : 1))).map(
        (row, index) => [text(row), index],
      ),
    );
    for (const sort of wordsOf("sort")) {
      const [by, descending] = [sort.replace("-", ""), sort.startsWith("-")];
      const apart = (one: Row, other: Row): number => (place.get(text(one)) ?? 0) - (place.get(text(other)) ?? 0);
      const inOrder = (some: readonly Row[], ties: (one: Row, other: Row) => number): readonly Row[] =>
        some.toSorted((one, other) => compare(one[by], other[by], descending) || ties(one, other));
      for (const from of [parts.live, parts.kept]) {
        const { rows } = await askList(list, { sort: [sort] }, from);
        // Equal assets come as an index has them, which is walked either way.
        const expected = address === "assets" ? inOrder(rows, () => 0) : inOrder(own.rows, apart);
        const shown = (some: readonly Row[]) =>
          some.map((row) => [row[by] ?? null, ...(key ?? []).map((name) => row[name])]);
        const asked = { sort, isKept: from === parts.kept };
        expect({ ...asked, rows: shown(rows) }).toEqual({ ...asked, rows: shown(expected) });
        expect(new Set(rows.map(text)).size).toBe(own.rows.length);
        const paged: Row[] = [];
        for (let offset = 0; offset < rows.length; offset += PAGE_ROWS) {
          const page = await askList(
            list,
            { sort: [sort], limit: [String(PAGE_ROWS)], offset: [String(offset)] },
            from,
          );
          expect(page.total).toBe(rows.length);
          paged.push(...page.rows);
        }
        expect(paged).toEqual(rows);
      }
    }
  });
});
