import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { createContext } from "../cli/context.ts";
import { runExport } from "../cli/export.ts";
import type { FunnelReply, OverviewReply, RetentionReply, SparklinesReply, TrendReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

/** Reports that are no lists are files as well: of the same numbers, in lines, also out of the command line. */

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace({
    goal: { name: "=Ten", metric: "accounts", target: 10 },
  });
});
afterAll(() => system.stop());

type Line = Readonly<Record<string, unknown>>;

const ask = (path: string, format: string): Promise<Response> =>
  system.request(`/v1/${path}&format=${format}`, { bearer: system.secretKey });
const linesOf = async (path: string): Promise<readonly Line[]> =>
  (await (await ask(path, "ndjson")).text())
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Line);
const read = <Reply>(path: string) => readJson<Reply>(system, `/v1/${path}`);

const FILES = [
  ["retention", "weeks=11", "retention_2026-11-18"],
  ["funnel", "feature=calendars", "funnel-of-calendars_2026-11-18"],
  ["sparklines", "accounts=acme&accounts=beta&series=featuresUsed,activeMs", "sparklines_2026-11-18"],
  ["trend", "number=activeMs&bucket=week&account=acme", "trend-of-activeMs_month_2026-11-01_2026-11-18"],
  ["history", "number=adoptionPercent&account=acme&points=4", "history-of-adoptionPercent_2026-11-18"],
  ["overview", "period=7d", "overview_7d_2026-11-12_2026-11-18"],
] as const;

describe.each(FILES)("%s?%s", (path, query, name) => {
  test("is the same lines as CSV and as NDJSON, which say what they are called", async () => {
    const lines = await linesOf(`${path}?${query}`);
    expect(lines.length).toBeGreaterThan(2);
    const csv = await ask(`${path}?${query}`, "csv");
    expect(csv.headers.get("content-disposition")).toBe(`attachment; filename="${name}.csv"`);
    expect(csv.headers.get("uptake-definition-version")).not.toBe("");
    const [header, ...rows] = parse(await csv.text()) as string[][];
    expect(header).toEqual(Object.keys(lines[0] ?? {}));
    const texts = (line: Line): readonly string[] => Object.values(line).map((value) => String(value ?? ""));
    // What looks like a formula is none in CSV.
    expect(rows).toEqual(lines.map((line) => texts(line).map((text) => text.replace(/^[=+@]/, "'$&"))));
  });

  test("comes out of the command line, too", async () => {
    const out: string[] = [];
    const output = { print: (line: string) => void out.push(line), warn: (line: string) => void out.push(line) };
    const own = createContext({ UPTAKE_STORE: `sqlite:${system.storePath}` }, output);
    const options = [...new URLSearchParams(query)].flatMap(([option, value]) => [`--${option}`, value]);
    const words = [path, "--format", "ndjson", ...options];
    expect(await runExport(words, { ...own, now: () => START_MS })).toBe(0);
    expect(out.join("\n").trim()).toBe((await (await ask(`${path}?${query}`, "ndjson")).text()).trim());
  });

  test("takes no other format", async () => {
    expect(await readProblem(system, `/v1/${path}?${query}&format=xml`)).toEqual([
      400,
      `format is "xml". Allowed: json, csv, ndjson.`,
    ]);
  });
});

test("a file of retention has a line for each cell", async () => {
  const { cohorts } = await read<RetentionReply>("retention?weeks=11");
  expect((await linesOf("retention?weeks=11")).map(({ cohort, retained }) => [cohort, retained])).toEqual(
    cohorts.flatMap(({ from, cells }) => cells.map(({ retained }) => [from, retained])),
  );
});

test("a file of a funnel begins with its members and ends with who is still on the way", async () => {
  const { members, steps, stillOpen } = await read<FunnelReply>("funnel?feature=calendars");
  const lines = await linesOf("funnel?feature=calendars");
  expect(lines.map(({ step, people, percentOfPrevious }) => [step, people, percentOfPrevious])).toEqual([
    ["members", members, null],
    ...steps.map(({ stage, people, percentOfPrevious }) => [stage, people, percentOfPrevious]),
    ["stillOpen", stillOpen, null],
  ]);
});

test("a file of sparklines has a line for each day of each series", async () => {
  const query = "sparklines?users=uma&users=vic&series=modulesUsed,activeMs";
  const { rows, from, to } = await read<SparklinesReply>(query);
  const lines = await linesOf(query);
  for (const { id, series } of rows) {
    for (const [name, values] of Object.entries(series)) {
      const own = lines.filter((line) => line["id"] === id && line["series"] === name);
      expect([id, name, own.map(({ value }) => value)]).toEqual([id, name, values]);
      expect([own[0]?.["day"], own.at(-1)?.["day"]]).toEqual([from, to]);
    }
  }
  expect(lines).toHaveLength(2 * 2 * 14);
});

test("a file of a trend has a line for each bucket, with what it is about", async () => {
  const query = "trend?number=activeMs&bucket=week&account=acme";
  const { buckets } = await read<TrendReply>(query);
  const about = { number: "activeMs", unit: "ms", account: "acme", user: null, feature: null, module: null };
  expect(await linesOf(query)).toEqual(buckets.map((bucket) => Object.assign({ action: null }, about, bucket)));
});

test("a file of the overview has each tile, the goal, and the new subscribers of each month", async () => {
  const { tiles, goal, newSubscribers } = await read<OverviewReply>("overview?period=7d");
  const lines = await linesOf("overview?period=7d");
  expect(lines.map(({ group, number, value }) => [group, number, value])).toEqual([
    ...tiles.map(({ group, number, value }) => [group, number, value]),
    ["goal", "companies", goal?.value],
    ...newSubscribers.map(({ value }) => ["newSubscribers", "newSubscribers", value]),
  ]);
  expect(lines.find(({ group }) => group === "goal")).toMatchObject({ name: "=Ten", target: 10 });
  const changed = tiles.findIndex(({ change }) => change !== null);
  expect(lines[changed]?.["changeAbsolute"]).toBe(tiles[changed]?.change?.absolute);
});
