import { SLOT_MS } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCrossing } from "../../domain/adoption/crossing.ts";
import type { MemberQuery } from "../facts.ts";
import { ALL, cell, lasting, NOW_MS, SLOT, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const QUERY: MemberQuery = {
  scope: ALL,
  account: "acme",
  user: "u_1",
  idleLimitIndex: 1,
  thresholds: [{ feature: "calendars", thresholdMs: 420_000 }],
  actionThresholds: [],
};

/** Everything about one member. */
export function testMember(makePlace: MakePlace): void {
  describe("a member", () => {
    test("has sums, actions, the last use and one writer's share for each feature", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [
        cell({ actions: { sent: 2 } }),
        cell({ writer: "phone", slot: SLOT - 500, actions: { sent: 1, saved: 1 } }),
        cell({ writer: "phone", slot: SLOT - 400, activeMs: lasting(0), visits: 0, actions: { saved: 1 } }),
        cell({ writer: "phone", feature: "contacts", slot: SLOT - 300 }),
        cell({ user: "u_2" }),
        cell({ account: "b" }),
      ];
      await facts.mergeCells(cells, NOW_MS);
      const { features, receivedAtMs } = await facts.member({ ...QUERY, writer: "phone" });
      expect(receivedAtMs).toBe(NOW_MS);
      expect(features.toSorted((one, other) => (one.feature < other.feature ? -1 : 1))).toEqual([
        {
          feature: "calendars",
          activeMs: [60_000, 120_000, 120_000, 180_000],
          progressMs: 120_000,
          visits: 2,
          actions: { sent: 3, saved: 2 },
          crossedSlot: null,
          adoptions: [],
          lastSlot: SLOT,
          writerActiveMs: [30_000, 60_000, 60_000, 90_000],
        },
        {
          feature: "contacts",
          activeMs: [30_000, 60_000, 60_000, 90_000],
          progressMs: 60_000,
          visits: 1,
          actions: {},
          crossedSlot: null,
          adoptions: [],
          lastSlot: SLOT - 300,
          writerActiveMs: [30_000, 60_000, 60_000, 90_000],
        },
      ]);
    });

    test("has the days of use of each feature where they are asked for, whatever order they came in", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells(
        [
          cell({ slot: SLOT - 96 }),
          cell({ slot: SLOT - 960 }),
          cell({ slot: SLOT }),
          cell({ slot: SLOT - 480, activeMs: lasting(0), visits: 0, actions: { sent: 1 } }),
          cell({ slot: SLOT - 1, activeMs: [0, 0, 9_000, 9_000], visits: 0 }),
          cell({ feature: "contacts", slot: SLOT - 192, activeMs: [0, 0, 9_000, 9_000], visits: 0 }),
        ],
        NOW_MS,
      );
      const { features } = await facts.member({ ...QUERY, withUseDays: true });
      expect(new Map(features.map(({ feature, useDays }) => [feature, useDays]))).toEqual(
        new Map([
          ["calendars", [TODAY - 10, TODAY - 1, TODAY]],
          ["contacts", []],
        ]),
      );
    });

    test("is told beside others as by itself, in the order asked", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell({}), cell({ user: "u_2", feature: "contacts" })], NOW_MS);
      const { user: _, ...query } = QUERY;
      const users = ["u_2", "nobody", "u_1"];
      const alone = await Promise.all(users.map((user) => facts.member({ ...query, user })));
      expect(await facts.members({ ...query, users })).toEqual(alone);
      expect(await facts.members({ ...query, users: [] })).toEqual([]);
    });

    test("that nobody has heard of has nothing", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ account: "b", user: "u_2" })], NOW_MS);
      await facts.putUsers([{ id: "u_2", name: "Ben Okafor", accounts: ["b"] }]);
      const nothing = {
        accountName: null,
        userName: null,
        features: [],
        actionCrossings: [],
        useCrossings: [],
        receivedAtMs: null,
        timeZone: "UTC",
      };
      expect(await facts.member({ ...QUERY, user: "unheard-of" })).toEqual(nothing);
      expect(await facts.member({ ...QUERY, account: "unheard-of" })).toEqual(nothing);
      expect(await facts.member({ ...QUERY, user: "u_2" })).toEqual(nothing);
    });

    test("crosses a threshold at exactly that much, in the slot that completes it", async () => {
      const { facts } = await useStore(makePlace);
      const parts = [cell({ slot: SLOT - 200, activeMs: lasting(300_000) }), cell({ activeMs: lasting(119_999) })];
      await facts.mergeCells(parts, NOW_MS);
      expect((await facts.member(QUERY)).features).toMatchObject([{ progressMs: 419_999, crossedSlot: null }]);
      await facts.mergeCells([cell({ writer: "late", slot: SLOT - 100, activeMs: lasting(1) })], NOW_MS);
      expect((await facts.member(QUERY)).features).toMatchObject([{ progressMs: 420_000, crossedSlot: SLOT }]);
      // What arrives late can only move the crossing to where it always belonged.
      await facts.mergeCells([cell({ slot: SLOT - 150, activeMs: lasting(120_000) })], NOW_MS);
      expect((await facts.member(QUERY)).features).toMatchObject([{ crossedSlot: SLOT - 150 }]);
    });

    test("is told from a slot on", async () => {
      const { facts } = await useStore(makePlace);
      const slots = [SLOT - 20, SLOT - 2, SLOT - 1, SLOT];
      await facts.mergeCells(
        slots.map((slot) => cell({ slot, activeMs: lasting(210_000), actions: { sent: 1 } })),
        NOW_MS,
      );
      const actionThresholds = [{ action: "sent", count: 2 }];
      const since = (sinceSlot: number) => facts.member({ ...QUERY, actionThresholds, sinceSlot });
      expect((await since(SLOT - 20)).features).toMatchObject([
        { activeMs: lasting(840_000), progressMs: 840_000, visits: 4, crossedSlot: SLOT - 2 },
      ]);
      expect(await since(SLOT - 1)).toMatchObject({
        features: [
          { activeMs: lasting(420_000), progressMs: 420_000, visits: 2, actions: { sent: 2 }, crossedSlot: SLOT },
        ],
        actionCrossings: [{ action: "sent", count: 2, slot: SLOT }],
      });
      expect(await since(SLOT)).toMatchObject({
        features: [{ progressMs: 210_000, visits: 1, actions: { sent: 1 }, crossedSlot: null, lastSlot: SLOT }],
        actionCrossings: [],
      });
      expect((await since(SLOT + 1)).features).toEqual([]);
    });

    test("is told up to a slot, as if nothing had come and nobody had been removed since", async () => {
      const { facts, records } = await useStore(makePlace);
      const slots = [SLOT - 200, SLOT - 2, SLOT - 1, SLOT];
      await facts.mergeCells(
        slots.map((slot) => cell({ slot, activeMs: lasting(210_000), actions: { sent: 1 } })),
        NOW_MS,
      );
      const removal = { account: "acme", user: "u_1", feature: "calendars", actor: "Maya", reason: null };
      await records.removeFromStage({ ...removal, atMs: NOW_MS - SLOT_MS });
      const until = (untilSlot: number, sinceSlot = 0) => facts.member({ ...QUERY, untilSlot, sinceSlot });
      const adopted = { epoch: 0, slot: SLOT - 2 };
      expect((await until(SLOT + 1)).features).toMatchObject([
        { activeMs: lasting(840_000), progressMs: 210_000, crossedSlot: null, adoptions: [adopted] },
      ]);
      expect((await until(SLOT)).features).toMatchObject([
        { progressMs: 630_000, visits: 3, crossedSlot: SLOT - 2, actions: { sent: 3 }, lastSlot: SLOT - 1 },
      ]);
      expect((await until(SLOT - 2)).features).toMatchObject([{ progressMs: 210_000, crossedSlot: null, visits: 1 }]);
      expect((await until(SLOT, SLOT - 1)).features).toMatchObject([{ progressMs: 210_000, visits: 1 }]);
      expect((await until(SLOT - 200)).features).toEqual([]);
    });

    test("crosses a count of actions over all features", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [
        cell({ slot: SLOT - 100, actions: { sent: 4 } }),
        cell({ slot: SLOT - 99, feature: "contacts", actions: { sent: 5 } }),
        cell({ slot: SLOT, actions: { sent: 1, saved: 50 } }),
      ];
      await facts.mergeCells(cells, NOW_MS);
      const actionThresholds = [1, 9, 10, 11].map((count) => ({ action: "sent", count }));
      const { actionCrossings } = await facts.member({ ...QUERY, actionThresholds });
      expect(actionCrossings).toEqual([
        { action: "sent", count: 1, slot: SLOT - 100 },
        { action: "sent", count: 9, slot: SLOT - 99 },
        { action: "sent", count: 10, slot: SLOT },
      ]);
    });

    test("crosses a number of visits and a length of active time, in a feature and over all of them, since a slot", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [
        cell({ slot: SLOT - 100, visits: 2, activeMs: lasting(50_000) }),
        cell({ slot: SLOT - 99, feature: "contacts", visits: 1, activeMs: lasting(20_000) }),
        cell({ slot: SLOT, visits: 1, activeMs: lasting(30_000) }),
      ];
      await facts.mergeCells(cells, NOW_MS);
      const useThresholds = [
        { of: "visits", amount: 3 },
        { of: "visits", feature: "calendars", amount: 3 },
        { of: "visits", amount: 5 },
        { of: "activeMs", amount: 70_000 },
        { of: "activeMs", feature: "calendars", amount: 50_001 },
      ] as const;
      const slots = async (sinceSlot: number) =>
        (await facts.member({ ...QUERY, useThresholds, sinceSlot })).useCrossings.map(
          ({ of, feature = "all", amount, slot }) => [of, feature, amount, slot - SLOT],
        );
      expect(await slots(0)).toEqual([
        ["visits", "all", 3, -99],
        ["visits", "calendars", 3, 0],
        ["activeMs", "all", 70_000, -99],
        ["activeMs", "calendars", 50_001, 0],
      ]);
      expect(await slots(SLOT - 99)).toEqual([]);
    });

    test("crosses where the sum over its cells does, folded or not, under every idle limit", async () => {
      const { facts } = await useStore(makePlace, { timeZone: "Asia/Kathmandu" });
      let run = 0;
      const use = fc.record({ slot: fc.integer({ min: SLOT - 300, max: SLOT }), amount: fc.nat({ max: 900_000 }) });
      const asked = fc.record({
        uses: fc.array(use, { minLength: 1, maxLength: 12 }),
        sinceSlot: fc.integer({ min: SLOT - 310, max: SLOT }),
        lengthSlots: fc.integer({ min: 1, max: 310 }),
        thresholdMs: fc.integer({ min: 1, max: 3_000_000 }),
        idleLimitIndex: fc.nat({ max: 3 }),
      });
      const expectations: { readonly user: string; readonly check: () => Promise<void> }[] = [];
      await fc.assert(
        fc.asyncProperty(asked, async ({ uses, sinceSlot, lengthSlots, thresholdMs, idleLimitIndex }) => {
          const user = `person-${run++}`;
          const untilSlot = sinceSlot + lengthSlots;
          const cells = uses.map(({ slot, amount }, index) =>
            cell({
              user,
              slot,
              writer: `writer-${index}`,
              activeMs: [0, 1, 2, 3].map((more) => amount + more) as never,
            }),
          );
          await facts.mergeCells(cells, NOW_MS);
          const steps = cells
            .filter(({ slot }) => slot >= sinceSlot && slot < untilSlot)
            .map(({ slot, activeMs }) => ({ at: slot, amount: activeMs[idleLimitIndex] ?? 0 }));
          const check = async (): Promise<void> => {
            const thresholds = [{ feature: "calendars", thresholdMs }];
            const { features } = await facts.member({
              ...QUERY,
              user,
              idleLimitIndex,
              thresholds,
              sinceSlot,
              untilSlot,
            });
            const expected = {
              progressMs: steps.reduce((sum, { amount }) => sum + amount, 0),
              crossedSlot: findCrossing(steps, thresholdMs)?.at ?? null,
              lastSlot: Math.max(...steps.map(({ at }) => at)),
            };
            expect(features).toMatchObject(steps.length === 0 ? [] : [expected]);
          };
          await check();
          expectations.push({ user, check });
        }),
        { numRuns: 25 },
      );
      await facts.fold(SLOT - 120);
      for (const { check } of expectations) await check();
    });
  });
}
