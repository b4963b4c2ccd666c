import { SLOT_MS } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ALL, cell, lasting, NOW_MS, row, SLOT, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DAY_MS = 86_400_000;
const DAY_SLOTS = DAY_MS / SLOT_MS;
/** The last slot of the day before. */
const LAST_OF_YESTERDAY = TODAY * DAY_SLOTS - 1;

/** Days that change after they have closed. */
export function testRestatements(makePlace: MakePlace): void {
  describe("restatements", () => {
    test("are what comes after its day has ended, from its first millisecond on, by the day on which it comes", async () => {
      const { facts, records } = await useStore(makePlace);
      const late = cell({ slot: LAST_OF_YESTERDAY, activeMs: [1, 2, 3, 4] });
      await facts.mergeCells([late], TODAY * DAY_MS - 1);
      expect(await records.restatements({ scope: ALL })).toEqual([]);
      await facts.mergeCells([{ ...late, activeMs: [11, 22, 33, 44] }], TODAY * DAY_MS);
      await facts.mergeCells([{ ...late, feature: "contacts", user: "u_2", visits: 3 }], NOW_MS);
      await facts.mergeCells([cell()], NOW_MS);
      const today = { account: "acme", day: TODAY - 1, foundDay: TODAY, activeMs: [11, 22, 33, 44], visits: 3 };
      expect(await records.restatements({ scope: ALL })).toEqual([today]);
      await facts.mergeCells([{ ...late, visits: 2 }], NOW_MS + DAY_MS);
      const tomorrow = { ...today, foundDay: TODAY + 1, activeMs: lasting(0), visits: 1 };
      expect(await records.restatements({ scope: ALL })).toEqual([today, tomorrow]);
      // The same again changes nothing, so nothing is restated.
      await facts.mergeCells([late, { ...late, visits: 2 }], NOW_MS + DAY_MS);
      expect(await records.restatements({ scope: ALL, account: "acme" })).toEqual([today, tomorrow]);
      expect(await records.restatements({ scope: { kind: "only", accounts: ["b"] } })).toEqual([]);
      expect(await records.restatements({ scope: ALL, days: { from: TODAY, to: TODAY } })).toEqual([]);
    });

    test("are of the workspace's days", async () => {
      const { facts, records } = await useStore(makePlace, { timeZone: "America/New_York" });
      // 23:45 in New York, five hours behind.
      const lastSlot = LAST_OF_YESTERDAY + 20;
      await facts.mergeCells([cell({ slot: lastSlot })], lastSlot * SLOT_MS + 1);
      expect(await records.restatements({ scope: ALL })).toEqual([]);
      await facts.mergeCells([cell({ slot: lastSlot, visits: 2 })], (lastSlot + 1) * SLOT_MS);
      expect(await records.restatements({ scope: ALL })).toMatchObject([
        { day: TODAY - 1, foundDay: TODAY, visits: 1 },
      ]);
    });

    test("are also use that a host tells of days that have ended, above and below the watermark, by what it changes", async () => {
      const { facts, records } = await useStore(makePlace);
      const day = (daysAgo: number) => ({ account: "acme", day: TODAY - daysAgo, foundDay: TODAY });
      const told = (daysAgo: number, visits: number, ms: number) =>
        row({ slot: SLOT - 96 * daysAgo, visits, activeMs: lasting(ms) });
      await facts.fold(SLOT - 96 * 40);
      await facts.backfill("host", [told(0, 1, 5_000), told(1, 2, 60_000), told(50, 3, 60_000)], NOW_MS);
      const before = [
        { ...day(50), activeMs: lasting(60_000), visits: 3 },
        { ...day(1), activeMs: lasting(60_000), visits: 2 },
      ];
      expect(await records.restatements({ scope: ALL })).toEqual(before);
      // Told again it changes nothing; told less, below the watermark, it is less.
      await facts.backfill("host", [told(1, 2, 60_000), told(50, 3, 60_000)], NOW_MS + DAY_MS);
      expect(await records.restatements({ scope: ALL })).toEqual(before);
      await facts.backfill("host", [told(50, 1, 20_000)], NOW_MS + DAY_MS);
      expect(await records.restatements({ scope: ALL, days: { from: TODAY - 50, to: TODAY - 50 } })).toEqual([
        before[0],
        { ...day(50), foundDay: TODAY + 1, activeMs: lasting(-40_000), visits: -2 },
      ]);
      expect(await facts.verify()).toEqual([]);
    });

    test("are also what is taken out, but neither a past that was never another nor what the store does for itself", async () => {
      const { facts, records, upkeep } = await useStore(makePlace);
      await facts.backfill("seed", [row({ slot: SLOT - 96 }), row({ slot: SLOT - 9_600 })], NOW_MS, false);
      await facts.mergeCells([cell({ slot: SLOT - 95 })], (SLOT - 95) * SLOT_MS);
      await facts.backfill("seed", [row({ slot: SLOT - 9_600, visits: 9 })], NOW_MS, false);
      await facts.fold(SLOT - 90);
      while ((await upkeep.wholeDaysStep(SLOT)) === "more");
      while ((await upkeep.forgetDaysStep(SLOT - 9_000)) === "more");
      expect(await records.restatements({ scope: ALL })).toEqual([]);
      const target = { kind: "user", user: "u_1", fromSlot: 0, toSlot: SLOT } as const;
      await facts.void(target, { actor: "Maya", atMs: NOW_MS });
      expect(await records.restatements({ scope: ALL })).toEqual([
        {
          account: "acme",
          day: TODAY - 1,
          foundDay: TODAY,
          activeMs: [-60_000, -120_000, -120_000, -180_000],
          visits: -2,
        },
      ]);
      expect(await facts.verify()).toEqual([]);
      // A day that is forgotten is forgotten as a whole.
      await facts.fold(SLOT);
      while ((await upkeep.forgetDaysStep(SLOT)) === "more");
      expect(await records.restatements({ scope: ALL })).toEqual([]);
    });

    test("and what a day was when it closed come to what it is now", async () => {
      const { facts, records } = await useStore(makePlace);
      let run = 0;
      const sent = fc.record({
        slot: fc.nat({ max: 3 * DAY_SLOTS - 1 }),
        receivedAfterSlots: fc.nat({ max: 3 * DAY_SLOTS }),
        amountMs: fc.nat({ max: 900_000 }),
        visits: fc.nat({ max: 9 }),
      });
      await fc.assert(
        fc.asyncProperty(fc.array(sent, { maxLength: 20 }), async (sendings) => {
          const account = `account-${run++}`;
          const firstDay = TODAY - 5;
          const inOrder = sendings
            .map((one) => Object.assign(one, { receivedSlot: one.slot + one.receivedAfterSlots }))
            .toSorted((one, other) => one.receivedSlot - other.receivedSlot);
          const atClose = new Map<number, number>();
          const dayNow = async (day: number): Promise<number> => {
            const days = { from: firstDay + day, to: firstDay + day };
            const [total] = await facts.totals({ scope: ALL, by: [], account, days });
            return total?.activeMs[0] ?? 0;
          };
          for (const { slot, receivedSlot, amountMs, visits } of inOrder) {
            for (const day of [0, 1, 2]) {
              if (!atClose.has(day) && receivedSlot >= (day + 1) * DAY_SLOTS) atClose.set(day, await dayNow(day));
            }
            const first = firstDay * DAY_SLOTS;
            const one = cell({ account, slot: first + slot, activeMs: lasting(amountMs), visits });
            await facts.mergeCells([one], (first + receivedSlot) * SLOT_MS);
          }
          const rows = await records.restatements({ scope: ALL, account });
          for (const day of [0, 1, 2]) {
            const restated = rows.filter((found) => found.day === firstDay + day);
            const sum = restated.reduce((total, { activeMs }) => total + activeMs[0], 0);
            expect((atClose.get(day) ?? (await dayNow(day))) + sum).toBe(await dayNow(day));
          }
        }),
        { numRuns: 25 },
      );
    });
  });
}
