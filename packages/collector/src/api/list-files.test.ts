import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { createContext } from "../cli/context.ts";
import { runExport } from "../cli/export.ts";
import { REPORT_LISTS } from "../reports/report-lists.ts";
import { startReportWorkspace } from "./test-support/report-workspace.ts";

/** Every list is JSON, CSV and NDJSON, of the same rows, with the columns that were asked for, and comes out of the command line as well. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
  for (const module of ["planning", "talking"]) {
    await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body: { module } });
  }
});
afterAll(() => system.stop());

const IDS: Readonly<Record<string, string>> = { accounts: "acme", modules: "planning", segments: "big" };
const NEEDED: Readonly<Record<string, string>> = {
  "snapshots/compare": "module=planning&from=2026-11-01&to=2026-11-18",
  explain: "number=activeMs",
};
/** The names of the files of lists that are as of a day, or about something. */
const NAMES: Readonly<Record<string, string>> = {
  accounts: "accounts_month_2026-11-01_2026-11-18",
  users: "users_month_2026-11-01_2026-11-18",
  features: "features_month_2026-11-01_2026-11-18",
  modules: "modules_month_2026-11-01_2026-11-18",
  assets: "assets_month_2026-11-01_2026-11-18",
  "accounts/:id/features": "features-of-acme_month_2026-11-01_2026-11-18",
  "accounts/:id/modules": "modules-of-acme_month_2026-11-01_2026-11-18",
  "modules/:id/accounts": "accounts-of-planning_2026-11-18",
  "modules/:id/nearly-there": "nearly-there-of-planning_2026-11-18",
  relevance: "relevance_2026-11-18",
  stages: "stages_2026-11-18",
  "stages/nearly": "nearly-adopted_2026-11-18",
  "stages/matrix": "stage-matrix_2026-11-18",
  segments: "segments_2026-11-18",
  "segments/:id/members": "segment-members-of-big_2026-11-18",
  milestones: "milestones_2026-11-18",
  snapshots: "snapshots_2026-11-18",
  "snapshots/history": "module-history_2026-11-18",
  "snapshots/compare": "comparison-of-planning_2026-11-01_2026-11-18",
  attention: "attention_2026-11-18",
  coverage: "coverage_2026-11-18",
  touchpoints: "touchpoints_month_2026-11-01_2026-11-18",
  responses: "responses_month_2026-11-01_2026-11-18",
  adoptions: "adoptions_month_2026-11-01_2026-11-18",
  lapses: "lapses_2026-11-18",
  explain: "explain-of-activeMs_month_2026-11-01_2026-11-18",
};

type Row = Readonly<Record<string, unknown>>;

/** Others are no lists in JSON, and have no columns to choose; their files have tests of their own. */
const LISTS = REPORT_LISTS.filter(({ query }) => query.some(({ name }) => name === "columns"));

test("every list is named here", () => {
  expect(LISTS.map(({ address }) => address).toSorted()).toEqual(Object.keys(NAMES).toSorted());
});

/** The columns of a file, those that stand for the parts of one column as that one. */
function withParts(header: readonly string[], columns: readonly string[]): readonly string[] {
  const parted = columns.filter((column) => !header.includes(column));
  let of = 0;
  return header.flatMap((name, index) => {
    if (columns.includes(name)) return [name];
    const isNext = index === 0 || columns.includes(header[index - 1] ?? "");
    return isNext ? [parted[of++] ?? name] : [];
  });
}

describe.each(LISTS)("the list $address", ({ address, query }) => {
  const words = address.replace(":id", IDS[address.split("/")[0] ?? ""] ?? "");
  const { schema } = query.find(({ name }) => name === "columns") ?? { schema: {} };
  const { enum: columns = [] } = schema as { readonly enum?: readonly string[] };
  const ask = (more: string, method = "GET"): Promise<Response> =>
    system.request(`/v1/${words}?${NEEDED[address] ?? ""}&${more}`, { method, bearer: system.secretKey });
  const rows = async (): Promise<readonly Row[]> => ((await (await ask("limit=1000")).json()) as { rows: Row[] }).rows;

  test("has the same rows in all of them", async () => {
    const json = await rows();
    const lines = (await (await ask("format=ndjson")).text()).split("\n").filter((line) => line !== "");
    expect(lines.map((line) => JSON.parse(line) as Row)).toEqual(json);
    const csv = parse(await (await ask("format=csv")).text()) as string[][];
    expect(withParts(csv[0] ?? [], columns)).toEqual(columns);
    expect(csv).toHaveLength(json.length + 1);
    expect(Object.keys(json[0] ?? {}).toSorted()).toEqual(json.length === 0 ? [] : [...columns].toSorted());
  });

  test("has in its files the columns that were asked for, and in their order", async () => {
    const asked = columns.toReversed().slice(0, -1);
    const csv = parse(await (await ask(`format=csv&columns=${asked.join(",")}`)).text()) as string[][];
    expect(withParts(csv[0] ?? [], asked)).toEqual(asked);
    const lines = await (await ask(`format=ndjson&columns=${asked.join("&columns=")}`)).text();
    for (const line of lines.split("\n").filter((one) => one !== "")) {
      expect(Object.keys(JSON.parse(line) as Row)).toEqual(asked);
    }
    const refused = await ask("columns=secret&format=csv");
    expect([refused.status, await refused.json()]).toMatchObject([
      400,
      { detail: `columns is "secret". Allowed: ${columns.join(", ")}, with commas between them.` },
    ]);
  });

  test.each(["csv", "ndjson"])("says as %s what it is called, and HEAD says the same", async (format) => {
    const [get, head] = [await ask(`format=${format}`), await ask(`format=${format}`, "HEAD")];
    expect(get.headers.get("content-disposition")).toBe(`attachment; filename="${NAMES[address]}.${format}"`);
    expect([head.status, await head.text()]).toEqual([200, ""]);
    await get.body?.cancel();
    const told = ({ headers }: Response) => [...headers].filter(([name]) => name !== "content-length");
    expect(told(head)).toEqual(told(get));
  });

  test("comes out of the command line as it comes out of its address", async () => {
    const expected = await (await ask("format=ndjson")).text();
    const out: string[] = [];
    const options = [...new URLSearchParams(NEEDED[address] ?? "")].flatMap(([name, value]) => [`--${name}`, value]);
    const output = { print: (line: string) => void out.push(line), warn: (line: string) => void out.push(line) };
    const own = createContext({ UPTAKE_STORE: `sqlite:${system.storePath}` }, output);
    expect(await runExport([words, "--format", "ndjson", ...options], { ...own, now: () => START_MS })).toBe(0);
    expect(out.join("\n").trim()).toBe(expected.trim());
  });
});
