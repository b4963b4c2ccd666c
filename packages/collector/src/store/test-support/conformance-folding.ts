import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts } from "../facts.ts";
import type { Progress } from "../upkeep.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, sorted, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** Folding, and history that meets it. */
export function testFolding(makePlace: MakePlace): void {
  describe("folding", () => {
    test("changes no total, moves the watermark, and refuses what comes later for the folded slots", async () => {
      const { facts } = await useStore(makePlace);
      const old = [cell({ slot: SLOT - 300, actions: { sent: 2 } }), cell({ slot: SLOT - 300, writer: "another" })];
      await facts.mergeCells([...old, cell({ slot: SLOT - 100 }), cell()], NOW_MS);
      const before = await everything(facts);
      await facts.fold(SLOT - 100);
      expect(await everything(facts)).toEqual(before);
      expect(await facts.watermark(ALL)).toEqual({
        receivedAtMs: NOW_MS,
        cellsReceivedAtMs: NOW_MS,
        toldAtMs: null,
        slot: SLOT - 100,
        timeZone: "UTC",
        hasRoster: false,
      });
      const more = cell({ slot: SLOT - 101, activeMs: lasting(900_000) });
      expect(await facts.mergeCells([more, cell({ slot: SLOT - 100, visits: 2 })], NOW_MS)).toEqual([
        "slot_too_old",
        null,
      ]);
      expect(await facts.verify()).toEqual([]);
    });

    test("never moves the watermark back", async () => {
      const { facts } = await useStore(makePlace);
      await facts.fold(SLOT - 10);
      await facts.fold(SLOT - 500);
      expect((await facts.watermark(ALL)).slot).toBe(SLOT - 10);
    });

    test("goes on from where it stopped, over many days", async () => {
      const { facts } = await useStore(makePlace);
      const slots = Array.from({ length: 30 }, (_, index) => SLOT - index * 97);
      await facts.mergeCells(
        slots.map((slot) => cell({ slot, actions: { sent: 1 } })),
        NOW_MS,
      );
      const before = await everything(facts);
      await facts.fold(SLOT - 2_000);
      await facts.fold(SLOT + 1);
      expect(await everything(facts)).toEqual(before);
      expect(await facts.verify()).toEqual([]);
    });

    test("step by step is what it is at once, and nothing of a half folded store counts otherwise", async () => {
      const { facts, upkeep } = await useStore(makePlace);
      const crowd = Array.from({ length: 4_000 }, (_, index) =>
        cell({
          user: `u_${index % 7}`,
          writer: `writer-${index}`,
          slot: SLOT - 100 - (index % 2),
          actions: { sent: 1 },
        }),
      );
      await facts.mergeCells(crowd, NOW_MS);
      await facts.backfill("seed", [row({ slot: SLOT - 100 })], NOW_MS);
      const before = await everything(facts);
      let progress: Progress;
      do {
        progress = await upkeep.foldStep(SLOT);
        await facts.backfill("seed", [row({ slot: SLOT - 100 })], NOW_MS);
        expect(await everything(facts)).toEqual(before);
      } while (progress === "more");
      expect((await facts.watermark(ALL)).slot).toBe(SLOT);
      expect(await facts.verify()).toEqual([]);
    });
  });

  describe("history from a source", () => {
    test("counts once, however often it is written, before and after it is folded", async () => {
      const { facts } = await useStore(makePlace);
      const history = Array.from({ length: 50 }, (_, index) =>
        row({ slot: SLOT - index * 130, user: `u_${index % 3}`, actions: { sent: 1 } }),
      );
      await facts.backfill("seed", history, NOW_MS);
      const before = await everything(facts);
      expect(before.totals).toEqual([{ activeMs: [1_500_000, 3_000_000, 3_000_000, 4_500_000], visits: 50 }]);
      await facts.backfill("seed", history, NOW_MS);
      expect(await everything(facts)).toEqual(before);
      await facts.fold(SLOT - 1_000);
      await facts.backfill("seed", history, NOW_MS);
      expect(await everything(facts)).toEqual(before);
      await facts.fold(SLOT + 1);
      await facts.backfill("seed", history, NOW_MS);
      expect(await everything(facts)).toEqual(before);
      expect(await facts.verify()).toEqual([]);
    });

    test("replaces its own rows below the watermark, downwards too, and its actions with them", async () => {
      const { facts } = await useStore(makePlace);
      const old = row({ slot: SLOT - 4_000, actions: { sent: 5, saved: 1 } });
      await facts.backfill("seed", [old], NOW_MS);
      await facts.backfill("seed", [{ ...old, activeMs: lasting(10), visits: 0, actions: { sent: 2 } }], NOW_MS);
      const { totals, actions } = await everything(facts);
      expect(totals).toEqual([{ activeMs: lasting(10), visits: 0 }]);
      expect(actions).toMatchObject([{ action: "sent", count: 2 }]);
      await facts.backfill("seed", [{ ...old, activeMs: lasting(0), visits: 0, actions: {} }], NOW_MS);
      expect(await facts.totals({ scope: ALL, by: ["account"] })).toEqual([]);
      expect(await facts.actionTotals({ scope: ALL, by: [] })).toEqual([]);
      expect(await facts.verify()).toEqual([]);
    });

    test("leaves what browsers and other sources counted in the same slot", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell({ visits: 1 })], NOW_MS);
      await facts.backfill("seed", [row({ visits: 10, actions: { sent: 10 } })], NOW_MS);
      await facts.backfill("import", [row({ visits: 100, actions: { sent: 100 } })], NOW_MS);
      const visits = async () => (await everything(facts)).totals[0]?.visits;
      expect(await visits()).toBe(111);
      await facts.fold(SLOT + 1);
      expect(await visits()).toBe(111);
      await facts.backfill("seed", [row({ visits: 20, actions: { sent: 1 } })], NOW_MS);
      expect(await visits()).toBe(121);
      expect((await everything(facts)).actions).toMatchObject([{ count: 101 }]);
      expect(await facts.verify()).toEqual([]);
    });

    test("makes its people known, as seen when they were there, and says when it came", async () => {
      const { facts } = await useStore(makePlace);
      await facts.backfill("seed", [row({ slot: SLOT - 9_000 })], NOW_MS);
      expect(await facts.users(ALL)).toMatchObject([{ id: "u_1", accounts: ["acme"], inRoster: false }]);
      const lastReceivedAtMs = (SLOT - 8_999) * 900_000;
      expect(await facts.accounts(ALL)).toMatchObject([{ id: "acme", lastReceivedAtMs }]);
      expect(await facts.watermark(ALL)).toMatchObject({ receivedAtMs: NOW_MS });
    });

    test("and cells and folds give, in any order, what a plain list of states gives", async () => {
      const { facts } = await useStore(makePlace);
      const state = fc.record({
        user: fc.constantFrom("u_1", "u_2"),
        slot: fc.nat({ max: 2 }),
        visits: fc.nat({ max: 50 }),
      });
      const step = fc.oneof(
        fc.record({ kind: fc.constant("browser" as const), writer: fc.constantFrom("one", "two"), state }),
        fc.record({ kind: fc.constant("source" as const), source: fc.constantFrom("seed", "import"), state }),
        fc.record({ kind: fc.constant("fold" as const), slot: fc.nat({ max: 3 }) }),
      );
      let firstSlot = SLOT - 3_000;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
          const account = `account-${firstSlot}`;
          const states = new Map<string, number>();
          const replies: unknown[] = [];
          const expectedReplies: unknown[] = [];
          for (const taken of steps) {
            const { slot: watermark } = await facts.watermark(ALL);
            if (taken.kind === "fold") {
              await facts.fold(firstSlot + taken.slot);
              continue;
            }
            const { user, visits } = taken.state;
            const slot = firstSlot + taken.state.slot;
            const sent = row({ account, user, slot, visits, activeMs: lasting(visits), actions: { sent: visits } });
            const owner = taken.kind === "browser" ? taken.writer : taken.source;
            const key = `${owner},${user},${slot}`;
            const merged = Math.max(states.get(key) ?? 0, visits);
            if (taken.kind === "source") {
              await facts.backfill(owner, [sent], NOW_MS);
              states.set(key, slot < watermark ? visits : merged);
            } else {
              const [refused] = await facts.mergeCells([{ ...sent, writer: owner }], NOW_MS);
              replies.push(refused);
              expectedReplies.push(slot < watermark ? "slot_too_old" : null);
              if (refused === null) states.set(key, merged);
            }
          }
          expect(replies).toEqual(expectedReplies);
          const expected = [...states.values()].reduce((sum, visits) => sum + visits, 0);
          const [total] = await facts.totals({ scope: ALL, by: [], account });
          expect(total).toEqual({ activeMs: lasting(expected), visits: expected });
          const actions = await facts.actionTotals({ scope: ALL, by: [], account });
          expect(actions.reduce((sum, { count }) => sum + count, 0)).toBe(expected);
          firstSlot += 10;
        }),
        { numRuns: 40 },
      );
      expect(await facts.verify()).toEqual([]);
    });

    test("is refused without a source", async () => {
      const { facts } = await useStore(makePlace);
      await expect(facts.backfill("", [row()], NOW_MS)).rejects.toThrow(/needs a source/);
    });
  });
}

async function everything(facts: Facts) {
  const member = { scope: ALL, account: "acme", user: "u_1", idleLimitIndex: 0, actionThresholds: [] };
  const thresholds = [{ feature: "calendars", thresholdMs: 60_000 }];
  return {
    totals: await facts.totals({ scope: ALL, by: [] }),
    byAll: sorted(await facts.totals({ scope: ALL, by: ["account", "user", "feature", "day"] })),
    actions: await facts.actionTotals({ scope: ALL, by: [] }),
    member: await facts.member({ ...member, thresholds }),
  };
}
