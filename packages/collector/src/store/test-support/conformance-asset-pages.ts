import { describe, expect, test } from "vitest";
import { naturalKey } from "../../domain/text-order.ts";
import type { AssetOrder, AssetRow, AssetsQuery } from "../assets-question.ts";
import type { AssetWrite, Facts } from "../facts.ts";
import { ALL, NOW_MS, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const SORTS = ["name", "account", "type", "runs", "periodRuns", "createdAt", "lastRunAt"] as const;
const NAMES = ["Élan", "flow 10", "Flow 9", "zebra", undefined] as const;
const ACCOUNTS = ["a10", "a9", "B", "c"] as const;

/** Few values, so that many are equal; some are absent. The last one of each account and type is deleted. */
const ROWS: readonly AssetWrite[] = ACCOUNTS.flatMap((account, accountIndex) =>
  ["workflow", "calendar", "Étape"].flatMap((type, typeIndex) =>
    Array.from({ length: 7 }, (_, index): AssetWrite => {
      const name = NAMES[(index * 3 + typeIndex + accountIndex) % NAMES.length];
      return {
        id: `x${index}`,
        account,
        type,
        ...(name !== undefined && { name }),
        ...(index % 3 > 0 && { createdAt: NOW_MS - (index % 2) * 1_000 }),
        ...(index % 4 > 0 && { lastRunAt: NOW_MS - (index % 3) * 1_000 }),
        runs: (index * 5 + typeIndex) % 3,
        configured: index % 2 === 0,
        ...(index === 6 && { deletedAt: NOW_MS }),
      };
    }),
  ),
);
const EXISTING = ROWS.filter(({ deletedAt }) => deletedAt === undefined);

const RUNS_IN = { from: TODAY - 1, to: TODAY };

const idOf = ({ account, type, id }: Pick<AssetRow, "account" | "type" | "id">): string => `${account} ${type} ${id}`;
const ids = (rows: readonly Pick<AssetRow, "account" | "type" | "id">[]): readonly string[] => rows.map(idOf);

async function withRows(makePlace: MakePlace): Promise<Facts> {
  const { facts } = await useStore(makePlace);
  await facts.push("assets", ROWS, NOW_MS);
  return facts;
}

/** All pages of a question, each behind the one before. */
async function inPieces(facts: Facts, query: AssetsQuery, limit: number): Promise<readonly AssetRow[]> {
  const first = await facts.assets({ ...query, limit });
  const rows = [...first.rows];
  for (let { next } = first; next !== null;) {
    const page = await facts.assets({ ...query, limit, after: next });
    expect(page.total).toBeNull();
    rows.push(...page.rows);
    next = page.next;
  }
  return rows;
}

function valueOf(row: AssetRow, by: AssetOrder["by"]): string | number | null {
  if (by === "name") return naturalKey(row.name ?? row.id);
  return by === "account" || by === "type" ? naturalKey(row[by]) : (row[by] ?? null);
}

/** Pages of assets: found, sorted and cut by the store. */
export function testAssetPages(makePlace: MakePlace): void {
  describe("a page of assets", () => {
    test("is of one order, by any column, up and down, and null comes last", async () => {
      const facts = await withRows(makePlace);
      for (const by of SORTS) {
        for (const descending of [false, true]) {
          for (const query of [
            {},
            { types: ["workflow"] },
            { scope: { kind: "only", accounts: ["a9", "c"] } as const },
          ]) {
            const { rows, total } = await facts.assets({
              scope: ALL,
              ...query,
              runsIn: RUNS_IN,
              sort: { by, descending },
            });
            expect(total).toBe(rows.length);
            expect(new Set(ids(rows)).size).toBe(rows.length);
            const values = rows.map((row) => valueOf(row, by));
            const known = values.filter((value) => value !== null);
            const sorted = known.toSorted((one, other) => (one < other ? -1 : Number(one > other)));
            expect([by, ...values]).toEqual([
              by,
              ...(descending ? sorted.toReversed() : sorted),
              ...values.filter((value) => value === null),
            ]);
          }
        }
      }
      expect((await facts.assets({ scope: ALL })).total).toBe(EXISTING.length);
    });

    test("reads names as people do: numbers by size, without case and diacritics, the id where there is none", async () => {
      const facts = await withRows(makePlace);
      const names = ["zebra", "flow 10", "Flow 9", "Élan", "2 ways", "(draft)"];
      const of = (index: number) => ({ id: `x${index}`, account: "names", type: "t" });
      await facts.putAssets([...names.map((name, index) => Object.assign(of(index), { name })), of(names.length)]);
      const { rows } = await facts.assets({ scope: ALL, account: "names" });
      expect(rows.map(({ name, id }) => name ?? id)).toEqual([
        "(draft)",
        "2 ways",
        "Élan",
        "Flow 9",
        "flow 10",
        "x6",
        "zebra",
      ]);
    });

    test("doesn't know how often an asset ran in days in which runs of no day may have been", async () => {
      const { facts } = await useStore(makePlace);
      const of = (id: string, more: Partial<AssetWrite>) => ({ id, account: "a", type: "t", ...more });
      const at = (daysAgo: number): number => NOW_MS - daysAgo * 86_400_000;
      await facts.push("assets", [of("early", { runs: 9 })], at(20));
      await facts.push(
        "assets",
        [
          of("ran lately", { runs: 5, lastRunAt: at(2) }),
          of("ran long ago", { runs: 5, lastRunAt: at(12) }),
          of("ran sometime", { runs: 5 }),
          of("ran never", {}),
          of("ran since", { runs: 5 }),
        ],
        at(1),
      );
      await facts.push("assets", [of("ran since", { runs: 7 }), of("early", { runs: 10 })], NOW_MS);
      const runsIn = (from: number) => ({ from: TODAY - from, to: TODAY });
      const runs = async (from: number, more: Partial<AssetsQuery> = {}) =>
        (await facts.assets({ scope: ALL, runsIn: runsIn(from), ...more })).rows.map(({ id, periodRuns }) => [
          id,
          periodRuns,
        ]);
      expect(await runs(9)).toEqual([
        ["early", 1],
        ["ran lately", null],
        ["ran long ago", 0],
        ["ran never", 0],
        ["ran since", 2],
        ["ran sometime", null],
      ]);
      // Of today all is known: it had been told of before.
      expect((await runs(0)).map(([, periodRuns]) => periodRuns)).toEqual([1, 0, 0, 0, 2, 0]);
      expect((await runs(15)).map(([, periodRuns]) => periodRuns)).toEqual([1, null, null, 0, 2, null]);
      const undated = await facts.pushed({ kind: "undatedRuns", scope: ALL, days: runsIn(9) });
      expect(undated.map(({ id, runs: some }) => [id, some]).toSorted()).toEqual([
        ["ran lately", 5],
        ["ran since", 5],
        ["ran sometime", 5],
      ]);
      for (const more of [{}, { asOf: TODAY }, { search: { text: "r", types: [], accounts: [] } }]) {
        for (const descending of [false, true]) {
          const sorted = await runs(9, { sort: { by: "periodRuns", descending }, ...more });
          const known = [0, 0, 1, 2];
          expect([descending, ...sorted.map(([, periodRuns]) => periodRuns)]).toEqual([
            descending,
            ...(descending ? known.toReversed() : known),
            null,
            null,
          ]);
        }
      }
    });

    test("is the same list, whichever way it is cut", async () => {
      const facts = await withRows(makePlace);
      // Some run, as often as others or not; of one account all do, of another none.
      const ran = EXISTING.filter(({ account }, index) => account === "a9" || (account !== "B" && index % 3 === 0));
      await facts.push(
        "assets",
        ran.map((row, index) => Object.assign({}, row, { runs: (row.runs ?? 0) + 1 + (index % 2) })),
        NOW_MS + 1,
      );
      const questions: readonly AssetsQuery[] = [
        { scope: ALL },
        { scope: ALL, types: ["calendar"] },
        { scope: { kind: "only", accounts: ["B", "c"] }, active: true },
        { scope: ALL, active: false },
        { scope: ALL, search: { text: "flow", types: [], accounts: [] } },
      ];
      for (const question of questions) {
        for (const by of SORTS) {
          for (const descending of [false, true]) {
            const query = { ...question, runsIn: RUNS_IN, sort: { by, descending } };
            const { rows: whole, total } = await facts.assets(query);
            const cut = await facts.assets({ ...query, offset: 4, limit: 5 });
            expect([by, descending, cut.total, ids(cut.rows)]).toEqual([by, descending, total, ids(whole.slice(4, 9))]);
            expect(await facts.assets({ ...query, offset: 1_000, limit: 5 })).toEqual({ total, rows: [], next: null });
            expect(ids(await inPieces(facts, query, 4))).toEqual(ids(whole));
            // As of the end of the day that is going on it is the same, too.
            const then = { ...query, asOf: TODAY };
            expect(await facts.assets(then)).toEqual({ total, rows: whole, next: null });
            const cutThen = await facts.assets({ ...then, offset: 4, limit: 5 });
            expect([cutThen.total, ids(cutThen.rows)]).toEqual([total, ids(whole.slice(4, 9))]);
            expect(ids(await inPieces(facts, then, 4))).toEqual(ids(whole));
          }
        }
      }
    });

    test("has what was searched for: in names and ids, by type or by account", async () => {
      const facts = await withRows(makePlace);
      await facts.putAssets([{ id: "ÜBER-1", account: "c", type: "calendar", name: "100% José" }]);
      const found = async (search: Partial<AssetsQuery["search"]>, more: Partial<AssetsQuery> = {}) => {
        const page = await facts.assets({
          scope: ALL,
          search: { text: "-", types: [], accounts: [], ...search },
          ...more,
        });
        expect(page.total).toBe(page.rows.length);
        return new Set(ids(page.rows));
      };
      const having = (isFound: (row: AssetWrite) => boolean) => new Set(ids(EXISTING.filter(isFound)));
      expect(await found({ text: "jose" })).toEqual(new Set(["c calendar ÜBER-1"]));
      expect(await found({ text: "uber" })).toEqual(new Set(["c calendar ÜBER-1"]));
      expect(await found({ text: "0%" })).toEqual(new Set(["c calendar ÜBER-1"]));
      expect(await found({ text: "flow 1" })).toEqual(having(({ name }) => name === "flow 10"));
      expect(await found({ text: "x3" })).toEqual(having(({ id }) => id === "x3"));
      expect(await found({ text: "nothing", types: ["Étape"] })).toEqual(having(({ type }) => type === "Étape"));
      expect(await found({ text: "nothing", accounts: ["B"] })).toEqual(having(({ account }) => account === "B"));
      expect(await found({ text: "x3", types: ["Étape"] }, { account: "a9", types: ["workflow"] })).toEqual(
        new Set(["a9 workflow x3"]),
      );
    });

    test("is of the accounts that may be seen, and of them alone", async () => {
      const facts = await withRows(makePlace);
      const scope = { kind: "only", accounts: ["c", "nobody"] } as const;
      for (const by of SORTS) {
        const page = await facts.assets({ scope, runsIn: RUNS_IN, sort: { by, descending: false }, limit: 5 });
        expect(page.total).toBe(18);
        expect(new Set(page.rows.map(({ account }) => account))).toEqual(new Set(["c"]));
        expect(await facts.assets({ scope, account: "B", runsIn: RUNS_IN, sort: { by, descending: true } })).toEqual({
          total: 0,
          rows: [],
          next: null,
        });
      }
      const search = { text: "x", types: [], accounts: ["B"] };
      expect((await facts.assets({ scope, search })).rows.every(({ account }) => account === "c")).toBe(true);
    });

    test("follows what is told: new names, runs, deletions and what comes back", async () => {
      const facts = await withRows(makePlace);
      const query = { scope: ALL, account: "c", types: ["workflow"] } as const;
      await facts.putAssets([
        { id: "x0", account: "c", type: "workflow", name: "aaa", runs: 900 },
        { id: "x1", account: "c", type: "workflow", deletedAt: NOW_MS },
        { id: "x6", account: "c", type: "workflow", deletedAt: null },
      ]);
      const byName = await facts.assets(query);
      expect(byName.total).toBe(6);
      expect(byName.rows[0]).toMatchObject({ id: "x0", name: "aaa", runs: 900 });
      expect(ids(byName.rows)).not.toContain("c workflow x1");
      expect(ids(byName.rows)).toContain("c workflow x6");
      const byRuns = await facts.assets({ ...query, sort: { by: "runs", descending: true }, limit: 1 });
      expect(byRuns.rows).toMatchObject([{ id: "x0" }]);
      expect(await facts.verify()).toEqual([]);
    });
  });

  test("counts of assets keep the dimensions that are asked for", async () => {
    const facts = await withRows(makePlace);
    const scope = { kind: "only", accounts: ["a9", "c"] } as const;
    expect(await facts.assetCounts({ scope: ALL, by: [] })).toEqual([{ assets: 72, activeAssets: 36 }]);
    expect(await facts.assetCounts({ scope, types: ["calendar"], by: ["type"] })).toEqual([
      { type: "calendar", assets: 12, activeAssets: 6 },
    ]);
    expect(await facts.assetCounts({ scope, by: ["account"] })).toEqual([
      { account: "a9", assets: 18, activeAssets: 9 },
      { account: "c", assets: 18, activeAssets: 9 },
    ]);
    expect(await facts.assetCounts({ scope: { kind: "only", accounts: [] }, by: [] })).toEqual([]);
    for (const by of [[], ["type"], ["account"], ["account", "type"]] as const) {
      const query = { scope, types: ["calendar"], by };
      expect(await facts.assetCounts({ ...query, asOf: TODAY })).toEqual(await facts.assetCounts(query));
      expect(await facts.assetCounts({ ...query, asOf: TODAY - 1 })).toEqual([]);
    }
  });
}
