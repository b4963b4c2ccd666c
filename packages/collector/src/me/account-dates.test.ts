import * as fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../domain/compile-definitions.ts";
import type { Definitions } from "../domain/definitions/definitions.ts";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readAccountMilestones } from "./read-milestones.ts";

const SLOT_MS = 900_000;
const DAY_MS = 86_400_000;
const ofAccount = { scope: "account" } as const;

const definitions: Definitions = {
  features: {
    calendars: { name: "Calendars", thresholdMs: 60_000 },
    reports: { name: "Reports", thresholdMs: 90_000 },
  },
  actions: { sent: { name: "Sent" }, billed: { name: "Billed", source: "server" } },
  assetTypes: { workflow: { name: "Workflows" } },
  milestones: {
    time: { name: "T", ...ofAccount, rule: { kind: "time", activeMs: 100_000 } },
    timeThere: { name: "TT", ...ofAccount, rule: { kind: "time", feature: "reports", activeMs: 50_000 } },
    visits: { name: "V", ...ofAccount, rule: { kind: "visits", feature: "calendars", count: 3 } },
    sent: { name: "S", ...ofAccount, rule: { kind: "action", action: "sent", count: 4 } },
    billed: { name: "B", ...ofAccount, rule: { kind: "action", action: "billed", count: 2 } },
    adopted: { name: "A", ...ofAccount, rule: { kind: "adopted", feature: "calendars" } },
    both: { name: "AA", ...ofAccount, rule: { kind: "adoptedFeatures", count: 2 } },
    assets: { name: "F", ...ofAccount, rule: { kind: "assets", type: "workflow", count: 2, configured: true } },
  },
};

async function start(): Promise<TestCollector> {
  const system = await startTestCollector({ definitions });
  onTestFinished(() => system.stop());
  await system.collector.ready();
  return system;
}

async function datesOf({ store }: TestCollector): Promise<Readonly<Record<string, number | null>>> {
  const parts = { facts: store.facts, records: store.records, calendarOf: createWorkspaceCalendar };
  const standings = await readAccountMilestones("acme", parts, compileDefinitions(definitions, 1));
  return Object.fromEntries(
    standings.map(({ milestone, state }) => [milestone.milestone, state.kind === "met" ? state.metAtMs : null]),
  );
}

/** So many slots before the start. */
const ago = (slots: number): number => START_MS - slots * SLOT_MS;

test("an account has met a milestone in the slot in which all of its people together got there", async () => {
  const system = await start();
  const sent = { actions: { sent: 2 } };
  await system.collect(
    {
      id: writerId("u_1"),
      account: "acme",
      user: "u_1",
      cells: [
        cellOf("calendars", ago(300), 40_000, sent),
        cellOf("calendars", ago(2), 20_000, sent),
        cellOf("reports", ago(1), 60_000),
      ],
    },
    {
      id: writerId("u_2"),
      account: "acme",
      user: "u_2",
      cells: [cellOf("reports", ago(200), 50_000), cellOf("reports", ago(3), 40_000), cellOf("calendars", ago(2), 1)],
    },
  );
  const { facts } = system.store;
  await facts.push(
    "actions",
    [
      { account: "acme", action: "billed", slot: Math.floor(ago(120) / SLOT_MS), count: 1 },
      { account: "acme", action: "billed", slot: Math.floor(ago(20) / SLOT_MS), count: 1, user: "u_2" },
    ],
    START_MS,
  );
  const asset = { account: "acme", type: "workflow", configured: true };
  await facts.push("assets", [{ ...asset, id: "w1", createdAt: START_MS - 9 * DAY_MS }], START_MS);
  await facts.push("assets", [{ ...asset, id: "w2", createdAt: START_MS - 3 * DAY_MS }], START_MS);
  const slotOf = (atMs: number): number => Math.floor(atMs / SLOT_MS) * SLOT_MS;
  const dayOf = (atMs: number): number => Math.floor(atMs / DAY_MS) * DAY_MS;
  expect(await datesOf(system)).toEqual({
    time: slotOf(ago(3)),
    timeThere: slotOf(ago(200)),
    visits: slotOf(ago(2)),
    sent: slotOf(ago(2)),
    billed: slotOf(ago(20)),
    adopted: slotOf(ago(2)),
    both: slotOf(ago(2)),
    assets: dayOf(START_MS - 3 * DAY_MS),
  });
});

test("after a reset it is met where the sums from the next slot on get there, whatever came before", async () => {
  const system = await start();
  const use = fc.record({
    user: fc.constantFrom("u_1", "u_2"),
    slotsAgo: fc.integer({ min: 0, max: 250 }),
    activeMs: fc.nat({ max: 60_000 }),
  });
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(use, { maxLength: 8 }), fc.integer({ min: 1, max: 200 }), async (uses, resetAgo) => {
      const account = `acme ${run++}`;
      const writers = uses.map(({ user, slotsAgo, activeMs }, index) => ({
        id: writerId(`${run}w${index}w`),
        account,
        user,
        cells: [cellOf("reports", ago(slotsAgo), activeMs)],
      }));
      if (writers.length > 0) await system.collect(...writers);
      const resetAtMs = ago(resetAgo);
      const { store } = system;
      await store.records.resetMilestone({
        account,
        user: null,
        milestone: "timeThere",
        actor: "Maya",
        atMs: resetAtMs,
      });
      const parts = { facts: store.facts, records: store.records, calendarOf: createWorkspaceCalendar };
      const standings = await readAccountMilestones(account, parts, compileDefinitions(definitions, 1));
      const state = standings.find(({ milestone }) => milestone.milestone === "timeThere")?.state;
      let sum = 0;
      const since = Math.floor(resetAtMs / SLOT_MS) + 1;
      const counted = uses
        .map(({ slotsAgo, activeMs }) => ({ slot: Math.floor(ago(slotsAgo) / SLOT_MS), activeMs }))
        .filter(({ slot }) => slot >= since)
        .toSorted((one, other) => one.slot - other.slot);
      const crossed = counted.find(({ activeMs }) => (sum += activeMs) >= 50_000);
      expect(state?.kind === "met" ? state.metAtMs : null).toBe(crossed === undefined ? null : crossed.slot * SLOT_MS);
    }),
    { numRuns: 25 },
  );
});
