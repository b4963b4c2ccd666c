import { afterEach, beforeEach, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { dayOfIsoDate } from "../domain/period/calendar-date.ts";
import type { ExplainReply, ModuleHistoryReply, ModulesReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const at = (date: string): number => Date.parse(`${date}T10:00:00Z`);

let system: TestCollector;
beforeEach(async () => {
  system = await startTestCollector({
    definitions: {
      features: { reports: { name: "Reports", module: "analytics" } },
      modules: { offline: { name: "Offline", targetPercent: 60 }, analytics: { name: "Analytics", targetPercent: 85 } },
    },
  });
  await system.store.facts.putAccounts([
    { id: "acme", createdAt: at("2026-01-01") },
    { id: "beta", createdAt: at("2026-01-01"), plan: "pro" },
  ]);
});
afterEach(() => system.stop());

interface Kept {
  readonly day: string;
  readonly account: string;
  readonly active: number;
  readonly licensed: number | null;
  readonly module?: string;
  readonly version?: number;
}

async function keep(...snapshots: readonly Kept[]): Promise<void> {
  const rows = snapshots.map(({ day, account, active, licensed, module = "analytics", version = 1 }, index) => ({
    id: `${module} ${account} ${day} ${index}`,
    module,
    account,
    day: dayOfIsoDate(day) ?? 0,
    takenAtMs: START_MS + index,
    kind: "scheduled" as const,
    actor: "uptake",
    active,
    activeUsers: null,
    licensed,
    definitionVersion: version,
  }));
  await system.store.records.recordSnapshots(rows);
}

const read = (query = ""): Promise<ModuleHistoryReply> =>
  readJson<ModuleHistoryReply>(system, `/v1/snapshots/history?${query}`);
const line = ({ rows }: ModuleHistoryReply): readonly (readonly unknown[])[] =>
  rows.map(({ day, active, licensed, percent, accounts }) => [day, active, licensed, percent, accounts]);

test("a module is told on each day of a snapshot, by the latest one of each account up to it", async () => {
  await keep(
    { day: "2026-09-30", account: "acme", active: 60, licensed: 200 },
    { day: "2026-10-15", account: "beta", active: 5, licensed: 50 },
    { day: "2026-10-31", account: "acme", active: 119, licensed: 200 },
    { day: "2026-10-31", account: "acme", active: 120, licensed: 200, version: 2 },
    { day: "2026-10-31", account: "acme", active: 6, licensed: 10, module: "offline" },
  );
  const { rows } = await read();
  expect(rows.map(({ day, module }) => [day, module])).toEqual([
    ["2026-09-30", "analytics"],
    ["2026-10-15", "analytics"],
    ["2026-10-31", "offline"],
    ["2026-10-31", "analytics"],
  ]);
  expect(line(await read("module=analytics"))).toEqual([
    ["2026-09-30", 60, 200, 30, 1],
    ["2026-10-15", 65, 250, 26, 2],
    ["2026-10-31", 125, 250, 50, 2],
  ]);
  expect(rows.at(-1)).toMatchObject({
    moduleName: "Analytics",
    status: "needsAttention",
    targetPercent: 85,
    targetStatus: "off",
    gapPoints: 35,
    gapUsers: 88,
    overUsed: false,
    definitionVersion: 2,
  });
  expect(rows[1]?.definitionVersion).toBe(1);
});

test("each row is the module's as of its day, and opens to it", async () => {
  await keep(
    { day: "2026-09-30", account: "acme", active: 3, licensed: 2 },
    { day: "2026-10-31", account: "beta", active: 1, licensed: 10 },
  );
  const { rows, addresses } = await read("module=analytics&period=all");
  expect(rows.map(({ percent, overUsed }) => [percent, overUsed])).toEqual([
    [150, true],
    [(4 * 100) / 12, false],
  ]);
  for (const row of rows) {
    const then = await readJson<ModulesReply>(system, `/v1/modules?asOf=${row.day}&search=analytics`);
    const { active, licensed, percent, gapPoints, gapUsers, accounts } = row;
    expect(then.rows[0]).toMatchObject({ active, licensed, percent, gapPoints, gapUsers, accounts });
    for (const column of ["active", "licensed", "percent", "gapPoints", "gapUsers", "accounts"] as const) {
      const address = (addresses[column] ?? "").replace("{module}", row.module).replace("{day}", row.day);
      expect([address, (await readJson<ExplainReply>(system, address)).value]).toEqual([address, row[column]]);
    }
  }
});

test("who wasn't there yet, or had left, is in no row, as in no number of that day", async () => {
  await system.store.facts.putAccounts([
    { id: "left", createdAt: at("2026-01-01"), churnedAt: at("2026-10-10") },
    { id: "late", createdAt: at("2026-11-01") },
    { id: "unsaid" },
  ]);
  await keep(
    { day: "2026-09-30", account: "acme", active: 1, licensed: 2 },
    { day: "2026-09-30", account: "left", active: 4, licensed: 8 },
    { day: "2026-10-31", account: "acme", active: 2, licensed: 2 },
    // Kept by a host that has since said that it began later.
    { day: "2026-10-31", account: "late", active: 9, licensed: 9 },
    { day: "2026-10-31", account: "unsaid", active: 0, licensed: 8 },
    { day: "2026-11-15", account: "beta", active: 1, licensed: 1 },
  );
  const told = line(await read());
  expect(told).toEqual([
    ["2026-09-30", 5, 10, 50, 2],
    ["2026-10-31", 2, 10, 20, 2],
    ["2026-11-15", 12, 20, 60, 4],
  ]);
  for (const [day, active, licensed] of told) {
    const then = await readJson<ModulesReply>(system, `/v1/modules?asOf=${String(day)}&search=analytics`);
    expect(then.rows[0]).toMatchObject({ active, licensed });
  }
});

test("of one account it is against its own target, and what isn't licensed is no point of the line", async () => {
  const body = { account: "acme", module: "analytics", targetPercent: 40 };
  await system.request("/v1/targets", { method: "PUT", bearer: system.secretKey, body });
  await keep(
    { day: "2026-08-31", account: "acme", active: 4, licensed: null },
    { day: "2026-09-30", account: "acme", active: 4, licensed: 10 },
    { day: "2026-10-31", account: "acme", active: 4, licensed: 0 },
  );
  const { rows } = await read("account=acme");
  expect(rows.map(({ day, targetPercent, targetStatus }) => [day, targetPercent, targetStatus])).toEqual([
    ["2026-09-30", 40, "on"],
  ]);
  expect((await read()).rows.map(({ targetPercent }) => targetPercent)).toEqual([85]);
});

test("days and filters leave what they ask for; a day before them still counts in those after", async () => {
  await keep(
    { day: "2026-09-30", account: "acme", active: 1, licensed: 2 },
    { day: "2026-10-31", account: "beta", active: 1, licensed: 8 },
    { day: "2026-11-15", account: "acme", active: 2, licensed: 2 },
  );
  expect(line(await read("from=2026-10-01&to=2026-10-31"))).toEqual([["2026-10-31", 2, 10, 20, 2]]);
  expect(line(await read("asOf=2026-10-31")).map(([day]) => day)).toEqual(["2026-09-30", "2026-10-31"]);
  expect(line(await read("plan=pro"))).toEqual([["2026-10-31", 1, 8, 12.5, 1]]);
  expect(line(await read("sort=-percent")).map(([, , , percent]) => percent)).toEqual([50, 30, 20]);
  // On those days the filter would leave others.
  expect((await read("churned=false")).addresses).toEqual({});
  const [status, detail] = await readProblem(system, "/v1/snapshots/history?module=none");
  expect([status, detail]).toEqual([400, 'module is "none". Allowed: offline, analytics.']);
});

test("a snapshot of today is told as the module is", async () => {
  const today = new Date(START_MS).toISOString().slice(0, 10);
  await system.store.facts.putAccounts([{ id: "acme", churnedAt: START_MS - DAY_MS }]);
  await keep(
    { day: today, account: "acme", active: 1, licensed: 4 },
    { day: today, account: "beta", active: 1, licensed: 1 },
  );
  expect(line(await read())).toEqual([[today, 1, 1, 100, 1]]);
});
