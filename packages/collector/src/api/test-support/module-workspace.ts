import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { SnapshotWrite } from "../../store/module-snapshots.ts";
import type { ModulesReply, ModulesRow } from "../contract.ts";
import { DAY_MS, TODAY } from "./report-workspace.ts";

export const MODULE_DEFINITIONS: Definitions = {
  idleLimit: "60s",
  features: {
    reports: { name: "Reports", module: "analytics" },
    charts: { name: "Charts", module: "analytics" },
    calendars: { name: "Calendars", module: "planning" },
  },
  modules: {
    planning: { name: "Planning", targetPercent: 70 },
    analytics: { name: "Analytics Dashboard", description: "Numbers at a glance", targetPercent: 85 },
    offline: { name: "Offline" },
    unbought: { name: "Unbought", targetPercent: 50 },
    unknown: { name: "Unknown", targetPercent: 50 },
  },
};

/**
 * Five modules, each in another state: above and below its target, without one, not licensed, not known. Two accounts with
 * snapshots of 205 active and 435 licensed users together, and one that has left.
 */
export async function startModuleWorkspace(): Promise<TestCollector> {
  const system = await startTestCollector({ definitions: MODULE_DEFINITIONS });
  const { facts, records } = system.store;
  await facts.putAccounts([
    { id: "acme", name: "Acme" },
    { id: "beta", name: "Beta" },
    { id: "gone", name: "Gone", churnedAt: START_MS - DAY_MS },
  ]);
  await facts.putUsers([
    { id: "u_1", name: "Uma", accounts: ["acme", "beta"] },
    { id: "u_2", name: "Vic", accounts: ["acme"] },
    { id: "u_3", name: "Wim", accounts: ["acme"] },
    { id: "u_4", name: "Xu", accounts: ["beta"] },
  ]);
  await facts.push(
    "seats",
    [
      { account: "acme", module: "analytics", licensed: 4, users: ["u_1", "u_2"] },
      { account: "beta", module: "analytics", licensed: 1 },
      { account: "acme", module: "unbought", licensed: 0 },
      { account: "gone", module: "analytics", licensed: 900 },
    ],
    START_MS,
  );
  await records.recordSnapshots([
    snapshot("analytics", "acme", 60, 100, TODAY - 20),
    snapshot("analytics", "acme", 70, 120, TODAY - 2),
    snapshot("analytics", "beta", 50, 80, TODAY - 9),
    snapshot("analytics", "gone", 900, 900, TODAY - 9),
    snapshot("planning", "acme", 35, 135, TODAY - 2),
    snapshot("offline", "acme", 50, 100, TODAY - 2),
  ]);
  const use = (id: string, account: string, user: string, feature: string, activeMs: number, atMs = START_MS) => ({
    id: writerId(id),
    account,
    user,
    cells: [cellOf(feature, atMs, activeMs)],
  });
  await system.collect(
    use("w1", "acme", "u_1", "reports", 40_000),
    use("w2", "acme", "u_1", "charts", 20_000),
    use("w3", "beta", "u_1", "reports", 59_999),
    use("w4", "acme", "u_2", "reports", 50_000),
    use("w5", "acme", "u_2", "calendars", 90_000),
    // Just outside the window of 30 days.
    use("w6", "acme", "u_3", "reports", 90_000, START_MS - 30 * DAY_MS),
  );
  return system;
}

/** What somebody has recorded of a module in an account. */
export function snapshot(
  module: string,
  account: string,
  active: number,
  licensed: number | null,
  day: number,
  rest: Partial<SnapshotWrite> = {},
): SnapshotWrite {
  return {
    id: `${module} ${account} ${day}`,
    module,
    account,
    day,
    takenAtMs: START_MS,
    kind: "manual",
    actor: "Ada",
    active,
    activeUsers: null,
    licensed,
    definitionVersion: 1,
    ...rest,
  };
}

/** The row of a module. */
export function rowOf(reply: ModulesReply, module: string): ModulesRow | undefined {
  return reply.rows.find((one) => one.module === module);
}
