import { parse } from "csv-parse/sync";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AttentionReply, StageMatrixReply } from "./contract.ts";
import { READ_OPERATIONS } from "./openapi/operations/read-operations.ts";
import { readJson, startReportWorkspace } from "./test-support/report-workspace.ts";

/** Every door of the read API that answers a list answers the same one as a file. */

type Row = Readonly<Record<string, unknown>>;

/** What a list has to be asked for. */
const ASKED: Readonly<Record<string, readonly string[]>> = {
  "/v1/explain": [
    "number=activeMs&by=user",
    "number=assets",
    "number=adoptedMembers",
    "number=moduleAdoptionPercent",
    "number=healthScore&account=acme",
    "number=activeMs&account=acme&by=cell",
  ],
  "/v1/snapshots/compare": ["module=planning&from=2026-11-01&to=2026-11-18"],
  "/v1/stages/matrix": ["by=account", "by=user"],
  "/v1/attention": ["", "order=score"],
};
const IDS: Readonly<Record<string, string>> = { accounts: "acme", modules: "planning", segments: "busy" };

const LISTS = Object.entries(READ_OPERATIONS)
  // Rows that a job finds out, and reports that are no lists in JSON: their files have tests of their own.
  .filter(([operation]) => operation !== "GET /v1/adoptions")
  .filter(([, { query }]) => query?.some(({ name }) => name === "columns"))
  .filter(([, { replies }]) => replies[200]?.types !== undefined && "text/csv" in replies[200].types)
  .flatMap(([method]) => {
    const address = method.replace("GET ", "");
    const path = address.replace(/\/v1\/(\w+)\/:id/, (_whole, of: string) => `/v1/${of}/${IDS[of] ?? of}`);
    return (ASKED[address] ?? [""]).map((query) => [path, query] as const);
  });

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace({
    segments: { busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 1_000 } } },
    milestones: { first: { name: "First minutes", rule: { kind: "time", activeMs: 60_000 } } },
  });
  const { facts, records } = system.store;
  await records.changeSegmentMembers([
    { of: "account", segment: "busy", subject: "acme", kind: "joined", atMs: START_MS },
  ]);
  await facts.push(
    "accounts",
    [{ id: "=odd, id", name: '-1+1 "x"', assignments: { csm: "Ada" }, attributes: { "@size": "+3", seats: 7 } }],
    START_MS,
  );
  const writer = { id: writerId("odd"), account: "=odd, id", user: "@vera" };
  await system.collect(Object.assign(writer, { cells: [cellOf("phone", START_MS, 90_000)] }));
  const isnt = { account: "acme", relevant: false, reason: "=Not, theirs" };
  await system.request("/v1/features/phone/relevance", { method: "POST", bearer: system.secretKey, body: isnt });
  for (const body of [{ module: "planning" }, { module: "talking", account: "acme", active: 2, licensed: 3 }]) {
    const { status } = await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
    if (status !== 201) throw new Error(`No snapshot of ${JSON.stringify(body)}: ${status}`);
  }
});
afterAll(() => system.stop());

test.each(LISTS)("%s?%s is a file with the same figures", async (path, query) => {
  const { rows } = await readJson<{ readonly rows: readonly Row[] }>(system, `${path}?${query}&limit=1000`);
  expect(rows.length).toBeGreaterThan(0);
  const lines = await fileOf(`${path}?${query}`);
  expect(JSON.stringify(lines)).not.toContain("[object");
  expect(lines).toEqual(rows.map((row, index) => expectedOf(row, Object.keys(lines[index] ?? {}))));
  // Whatever a row has stands in its line, in a column of its own or in those of its parts.
  const headings = Object.keys(lines[0] ?? {});
  const isNested = (name: string): boolean => name === "cells" || headings.some((one) => one.startsWith(`${name}.`));
  expect(Object.keys(rows[0] ?? {}).filter((name) => !headings.includes(name) && !isNested(name))).toEqual([]);
});

test("the matrix has what became of every feature in columns of its own", async () => {
  const { features, rows } = await readJson<StageMatrixReply>(system, "/v1/stages/matrix");
  const lines = await fileOf("/v1/stages/matrix");
  const cells = rows.map((row) => row.cells.map(({ stage, adopters }) => [stage, String(adopters)]));
  expect(
    lines.map((line) => features.map(({ feature }) => [line[`${feature}.stage`], line[`${feature}.adopters`]])),
  ).toEqual(cells);
  expect(Object.keys((await fileOf("/v1/stages/matrix?columns=cells,name"))[0] ?? {}).slice(0, 2)).toEqual([
    "calendars.stage",
    "calendars.living",
  ]);
});

test("attention has each reason with its weight and numbers", async () => {
  const { rows } = await readJson<AttentionReply>(system, "/v1/attention");
  const acme = (await fileOf("/v1/attention")).find((row) => row["account"] === "acme");
  expect(rows.find(({ account }) => account === "acme")?.hits[0]).toMatchObject({
    weight: 3,
    numbers: { notHappy: 1, answers: 2 },
  });
  expect(acme).toMatchObject({ "hits.unhappy": "weight 3; notHappy 1; answers 2", "hits.silent": "" });
  expect(acme?.["hits.lowCoverage"]).toBe("weight 2; seenByServer 2; seenByBoth 1");
});

test("numbers below zero are numbers, and texts that begin like a formula are none", async () => {
  const lines = await fileOf("/v1/features?period=7d");
  expect(lines.some(({ engagementChange = "" }) => Number(engagementChange) < 0)).toBe(true);
  const odd = (await fileOf("/v1/accounts?search=odd"))[0];
  expect(odd).toMatchObject({ account: "'=odd, id", name: `'-1+1 "x"` });
});

async function fileOf(path: string): Promise<readonly Readonly<Record<string, string>>[]> {
  const response = await system.request(`${path}${path.includes("?") ? "&" : "?"}format=csv`, {
    bearer: system.secretKey,
  });
  expect([path, response.status]).toEqual([path, 200]);
  return parse(await response.text(), { columns: true }) as Record<string, string>[];
}

/** What a line says by the JSON alone. */
function expectedOf(row: Row, headings: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(headings.map((heading) => [heading, textAt(row, heading)]));
}

function textAt(row: Row, heading: string): string {
  const value = valueAt(row, heading);
  const isMoment = /(?:^|\.)(?:at|[a-zA-Z]+At)$/.test(heading) && typeof value === "number";
  return isMoment ? new Date(value).toISOString() : textOf(value);
}

function valueAt(row: Row, heading: string): unknown {
  if (heading === "opens") return (row["opens"] as { readonly address: string } | null)?.address;
  if (heading in row) return row[heading];
  const [, of = "", part = ""] = /^(.*)\.([^.]+)$/.exec(heading) ?? [];
  const { cells, hits } = row as {
    readonly cells?: readonly (Row & { readonly feature: string })[];
    readonly hits?: AttentionReply["rows"][number]["hits"];
  };
  if (cells !== undefined) return cells.find(({ feature }) => feature === of)?.[part];
  if (hits !== undefined) {
    const hit = hits.find(({ reason }) => reason === part);
    const numbers = Object.entries({ weight: hit?.weight, ...hit?.numbers });
    return hit && numbers.map(([name, value]) => `${name} ${value}`).join("; ");
  }
  return (row[of] as Row | null | undefined)?.[part];
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value) && value.every((part) => typeof part !== "object")) return safe(value.join("; "));
  if (typeof value === "object") return JSON.stringify(value);
  return typeof value === "string" ? safe(value) : String(value);
}

/** As OWASP asks of CSV files. */
function safe(text: string): string {
  return /^[=+\-@\t\r＝＋－＠]/u.test(text) ? `'${text}` : text;
}
