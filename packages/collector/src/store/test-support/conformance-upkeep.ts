import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { Facts } from "../facts.ts";
import type { Progress } from "../upkeep.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, sorted, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const BERLIN = createWorkspaceCalendar("Europe/Berlin");
/** Clocks go back on this day: it has 100 slots. */
const LONG_DAY = Date.parse("2026-10-25T00:00Z") / 86_400_000;
const NOON_MS = Date.parse("2026-10-27T12:00Z");

/** What a store does for itself as time goes by. */
export function testUpkeep(makePlace: MakePlace): void {
  describe("whole days", () => {
    test("keep every sum, and crossings on their days, whatever is done again", async () => {
      const { facts, upkeep } = await useStore(makePlace, { timeZone: "Europe/Berlin", nowMs: NOON_MS });
      const use = fc.record({
        user: fc.constantFrom("u_1", "u_2"),
        feature: fc.constantFrom("calendars", "contacts"),
        day: fc.integer({ min: LONG_DAY - 2, max: LONG_DAY + 1 }),
        slotOfDay: fc.nat({ max: 91 }),
        activeMs: fc.nat({ max: 400_000 }).map(lasting),
        actions: fc.record({ sent: fc.nat({ max: 2 }) }),
      });
      const uses = fc.sample(fc.tuple(use, fc.constantFrom("browser", "browser", "seed")), 200);
      for (const [index, [{ day, slotOfDay, ...counted }, origin]] of uses.entries()) {
        const used = row({ ...counted, slot: BERLIN.firstSlotOf(day) + slotOfDay });
        if (origin === "seed") await facts.backfill("seed", [used], NOON_MS);
        else await facts.mergeCells([{ ...used, writer: `writer-${index}` }], NOON_MS);
      }
      await facts.fold(BERLIN.firstSlotOf(LONG_DAY + 2));
      const before = await everything(facts);
      const crossedBefore = await crossings(facts);
      // A day that has begun stays as it is.
      const limit = BERLIN.firstSlotOf(LONG_DAY + 1) + 50;
      for (let again = 0; again < 2; again++) {
        await finish(() => upkeep.wholeDaysStep(limit));
        expect(await everything(facts)).toEqual(before);
        expect(await facts.verify()).toEqual([]);
      }
      const crossed = await crossings(facts);
      expect(crossed.map(dayOfCrossing)).toEqual(crossedBefore.map(dayOfCrossing));
      const open = (slot: number | null): boolean => slot !== null && slot >= BERLIN.firstSlotOf(LONG_DAY + 1);
      expect(crossed.filter(([, , slot]) => open(slot))).toEqual(crossedBefore.filter(([, , slot]) => open(slot)));
    });

    test("have what browsers sent in their first slot, and leave sources their slots to replace", async () => {
      const { facts, upkeep } = await useStore(makePlace, { timeZone: "Europe/Berlin", nowMs: NOON_MS });
      const first = BERLIN.firstSlotOf(LONG_DAY);
      const parts = [first + 40, first + 99].map((slot) => cell({ slot, activeMs: lasting(210_000) }));
      await facts.mergeCells(parts, NOON_MS);
      await facts.backfill(
        "seed",
        [row({ slot: first + 60, feature: "contacts", activeMs: lasting(420_000) })],
        NOON_MS,
      );
      await facts.fold(first + 200);
      expect(await crossings(facts)).toEqual([
        ["u_1", "calendars", first + 99],
        ["u_1", "contacts", first + 60],
      ]);
      await finish(() => upkeep.wholeDaysStep(first + 100));
      expect(await crossings(facts)).toEqual([
        ["u_1", "calendars", first],
        ["u_1", "contacts", first + 60],
      ]);
      await facts.backfill("seed", [row({ slot: first + 60, feature: "contacts", activeMs: lasting(1) })], NOON_MS);
      expect(await crossings(facts)).toEqual([
        ["u_1", "calendars", first],
        ["u_1", "contacts", null],
      ]);
      expect(await facts.verify()).toEqual([]);
    });
  });

  describe("forgetting", () => {
    test("removes whole days from every sum, and nothing of the days after", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      const days = Array.from({ length: 6 }, (_, index) => SLOT - 96 * (40 - index));
      const used = days.map((slot, index) => row({ slot, user: `u_${index}`, actions: { sent: 1 } }));
      await facts.backfill("seed", used, NOW_MS);
      await facts.mergeCells([cell({ actions: { sent: 1 } })], NOW_MS);
      const slot = (days[3] ?? 0) + 1;
      await finish(() => upkeep.forgetDaysStep(slot));
      const users = (rows: readonly { readonly user?: string }[]) => sorted(rows.map(({ user }) => user));
      expect(users(await facts.totals({ scope: ALL, by: ["user"] }))).toEqual(["u_1", "u_3", "u_4", "u_5"]);
      expect(users(await facts.actionTotals({ scope: ALL, by: ["user"] }))).toEqual(["u_1", "u_3", "u_4", "u_5"]);
      expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 4 }]);
      expect(await facts.verify()).toEqual([]);
    });

    test("waits for cells until they are folded", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      await facts.mergeCells([cell({ slot: SLOT - 200 }), cell()], NOW_MS);
      await finish(() => upkeep.forgetDaysStep(SLOT));
      expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 2 }]);
      await facts.fold(SLOT);
      await finish(() => upkeep.forgetDaysStep(SLOT));
      expect(await facts.totals({ scope: ALL, by: [] })).toMatchObject([{ visits: 1 }]);
      expect(await facts.verify()).toEqual([]);
    });
  });
}

async function finish(step: () => Promise<Progress>): Promise<void> {
  while ((await step()) === "more");
}

type CrossedFeature = readonly [user: string, feature: string, slot: number | null];

async function crossings(facts: Facts): Promise<readonly CrossedFeature[]> {
  const thresholds = ["calendars", "contacts"].map((feature) => ({ feature, thresholdMs: 420_000 }));
  const question = { scope: ALL, account: "acme", idleLimitIndex: 1, thresholds, actionThresholds: [] };
  const users = ["u_1", "u_2"];
  const members = await Promise.all(users.map((user) => facts.member({ ...question, user })));
  const rows = members.flatMap(({ features }, index) =>
    features.map(({ feature, crossedSlot }): CrossedFeature => [users[index] ?? "", feature, crossedSlot]),
  );
  return sorted(rows);
}

function dayOfCrossing([user, feature, slot]: CrossedFeature): readonly unknown[] {
  return [user, feature, slot === null ? null : BERLIN.dayOfSlot(slot)];
}

async function everything(facts: Facts): Promise<unknown> {
  const by = ["account", "user", "feature", "day"] as const;
  return [sorted(await facts.totals({ scope: ALL, by })), sorted(await facts.actionTotals({ scope: ALL, by }))];
}
