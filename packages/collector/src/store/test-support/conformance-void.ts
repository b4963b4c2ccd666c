import { array, assert, asyncProperty, constant, constantFrom, nat, oneof, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { Facts, VoidTarget } from "../facts.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const FORGED = "writer-of-somebody-bad";
const BY = { actor: "Maya", atMs: NOW_MS };
const NOTHING = { activeMs: lasting(0), visits: 0, actions: 0, rows: 0 };

const ofUser = (user: string, slotsAgo: number, account?: string): VoidTarget => ({
  kind: "user",
  user,
  fromSlot: SLOT - slotsAgo,
  toSlot: SLOT + 1,
  ...(account !== undefined && { account }),
});

async function visitsBy(facts: Facts, column: "account" | "user"): Promise<Readonly<Record<string, number>>> {
  const rows = await facts.totals({ scope: ALL, by: [column] });
  return Object.fromEntries(rows.map((found) => [found[column] ?? "", found.visits]));
}

/** Taking out what should never have been counted. */
export function testVoid(makePlace: MakePlace): void {
  describe("a void of a writer", () => {
    test("takes out its cells, actions and vitals, and nobody else's", async () => {
      const { facts } = await useStore(makePlace);
      const forged = { writer: FORGED, visits: 900, actions: { sent: 7 }, vitals: { lcpMs: 60_000 } };
      await facts.mergeCells([cell({ actions: { sent: 1 }, vitals: { lcpMs: 900 } })], NOW_MS);
      const [before, vitals] = [await facts.totals({ scope: ALL, by: ["day"] }), await facts.vitals({ scope: ALL })];
      await facts.mergeCells([cell(forged), cell({ ...forged, slot: SLOT - 96, feature: "contacts" })], NOW_MS);
      const target: VoidTarget = { kind: "writer", writer: FORGED };
      const expected = { activeMs: [60_000, 120_000, 120_000, 180_000], visits: 1_800, actions: 14, rows: 4 };
      expect(await facts.void(target, null)).toEqual(expected);
      expect(await visitsBy(facts, "user")).toEqual({ u_1: 1_801 });
      expect(await facts.void(target, BY)).toEqual(expected);
      expect(await facts.totals({ scope: ALL, by: ["day"] })).toEqual(before);
      expect(await facts.actionTotals({ scope: ALL, by: [] })).toMatchObject([{ action: "sent", count: 1 }]);
      expect(await facts.vitals({ scope: ALL })).toEqual(vitals);
      expect(await facts.verify()).toEqual([]);
    });

    test("refuses what it sends again, old and new, and after opening again; once more, it takes out nothing", async () => {
      const place = await makePlace();
      const store = await place.open();
      await store.facts.mergeCells([cell({ writer: FORGED }), cell()], NOW_MS);
      await store.facts.void({ kind: "writer", writer: FORGED }, BY);
      await store.close();
      const { facts, close } = await place.open();
      const again = [
        cell({ writer: FORGED, visits: 50 }),
        cell({ writer: FORGED, slot: SLOT + 1 }),
        cell({ visits: 2 }),
      ];
      expect(await facts.mergeCells(again, NOW_MS)).toEqual(["voided", "voided", null]);
      expect(await facts.void({ kind: "writer", writer: FORGED }, BY)).toEqual(NOTHING);
      expect(await visitsBy(facts, "user")).toEqual({ u_1: 2 });
      await facts.fold(SLOT + 2);
      expect(await facts.mergeCells([cell({ writer: FORGED, slot: SLOT + 3 })], NOW_MS)).toEqual(["voided"]);
      expect(await facts.verify()).toEqual([]);
      await close();
      await place.remove();
    });

    test("is told from one of a writer that nobody has heard of", async () => {
      const { facts } = await useStore(makePlace);
      for (const by of [null, BY]) expect(await facts.void({ kind: "writer", writer: FORGED }, by)).toBeNull();
    });
  });

  describe("a void of a user's time", () => {
    test("takes out cells and base of all writers and sources in it, and leaves what is outside", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [500, 300, 100, 0].flatMap((slotsAgo) => [
        cell({ slot: SLOT - slotsAgo, actions: { sent: 1 } }),
        cell({ slot: SLOT - slotsAgo, writer: "another", account: "b" }),
        cell({ slot: SLOT - slotsAgo, user: "u_2" }),
      ]);
      await facts.mergeCells(cells, NOW_MS);
      const history = [400, 200].map((slotsAgo) => row({ slot: SLOT - slotsAgo, visits: 10, actions: { sent: 10 } }));
      await facts.backfill("seed", history, NOW_MS);
      await facts.fold(SLOT - 150);
      expect(await facts.void(ofUser("u_1", 300), BY)).toMatchObject({ visits: 10 + 3 + 3, actions: 10 + 3 });
      expect(await visitsBy(facts, "user")).toEqual({ u_1: 12, u_2: 4 });
      expect(await facts.verify()).toEqual([]);
      expect(await facts.void(ofUser("u_1", 300), BY)).toEqual(NOTHING);
      const refused = await facts.mergeCells(
        [cell({ visits: 9 }), cell({ slot: SLOT + 1 }), cell({ user: "u_2" })],
        NOW_MS,
      );
      expect(refused).toEqual(["voided", null, null]);
      await facts.backfill("seed", history, NOW_MS);
      expect(await visitsBy(facts, "user")).toEqual({ u_1: 13, u_2: 4 });
      expect(await facts.verify()).toEqual([]);
    });

    test("in one account leaves the others, now and later", async () => {
      const { facts } = await useStore(makePlace);
      const sent = [cell(), cell({ account: "b" })];
      await facts.mergeCells(sent, NOW_MS);
      await facts.void(ofUser("u_1", 10, "b"), BY);
      expect(await visitsBy(facts, "account")).toEqual({ acme: 1 });
      expect(await facts.mergeCells(sent, NOW_MS)).toEqual([null, "voided"]);
      expect(await facts.void(ofUser("u_1", 10, "unheard-of"), BY)).toBeNull();
      expect(await facts.void(ofUser("unheard-of", 10), BY)).toBeNull();
    });

    test("holds for another process that has the store open", async () => {
      const place = await makePlace();
      const [one, other] = [await place.open(), await place.open()];
      await one.facts.mergeCells([cell()], NOW_MS);
      await other.facts.void(ofUser("u_1", 10), BY);
      expect(await one.facts.mergeCells([cell({ visits: 7 })], NOW_MS)).toEqual(["voided"]);
      await one.close();
      await other.close();
      await place.remove();
    });

    test("takes out as much as there is, in steps", async () => {
      const { facts } = await useStore(makePlace);
      const history = Array.from({ length: 5_000 }, (_, index) => row({ slot: SLOT - 4_000 - index }));
      await facts.backfill("seed", [...history, row({ user: "u_2" })], NOW_MS);
      expect(await facts.void(ofUser("u_1", 9_500), BY)).toMatchObject({ visits: 5_000, rows: 5_000 });
      expect(await visitsBy(facts, "user")).toEqual({ u_2: 1 });
      expect(await facts.verify()).toEqual([]);
    });

    test("among cells, history and folds, in any order, leaves what a list of states without it gives", async () => {
      const { facts } = await useStore(makePlace);
      const state = record({ user: constantFrom("u_1", "u_2"), slot: nat({ max: 3 }), visits: nat({ max: 50 }) });
      const step = oneof(
        record({ kind: constant("browser" as const), writer: constantFrom("one", "two"), state }),
        record({ kind: constant("source" as const), state }),
        record({ kind: constant("fold" as const), slot: nat({ max: 4 }) }),
        record({
          kind: constant("writer" as const),
          writer: constantFrom("one", "two"),
          user: constantFrom("u_1", "u_2"),
        }),
        record({ kind: constant("user" as const), state, length: nat({ max: 2 }) }),
      );
      let firstSlot = SLOT - 3_000;
      await assert(
        asyncProperty(array(step, { minLength: 5, maxLength: 25 }), async (steps) => {
          const account = `account-${firstSlot}`;
          const named = (writer: string, user: string): string => `${writer}-of-${user}-${account}`;
          const states = new Map<string, { owner: string; user: string; slot: number; visits: number }>();
          const voids: ((owner: string, user: string, slot: number) => boolean)[] = [];
          const replies: unknown[] = [];
          const expectedReplies: unknown[] = [];
          for (const taken of steps) {
            const { slot: watermark } = await facts.watermark(ALL);
            if (taken.kind === "fold") {
              await facts.fold(firstSlot + taken.slot);
              continue;
            }
            if (taken.kind === "writer") {
              const { writer, user: its } = taken;
              if ((await facts.void({ kind: "writer", writer: named(writer, its) }, BY)) === null) continue;
              const isOf = (owner: string, whose: string): boolean => owner === writer && whose === its;
              voids.push(isOf);
              for (const [key, { owner, user: whose, slot }] of states) {
                if (isOf(owner, whose) && slot >= watermark) states.delete(key);
              }
              continue;
            }
            const { user } = taken.state;
            const slot = firstSlot + taken.state.slot;
            if (taken.kind === "user") {
              const toSlot = slot + taken.length;
              const found = await facts.void({ kind: "user", user, account, fromSlot: slot, toSlot }, BY);
              if (found === null) continue;
              const isIn = (_: string, whose: string, when: number) => whose === user && when >= slot && when < toSlot;
              voids.push(isIn);
              for (const [key, { owner, slot: when, user: whose }] of states) {
                if (isIn(owner, whose, when)) states.delete(key);
              }
              continue;
            }
            const { visits } = taken.state;
            const owner = taken.kind === "browser" ? taken.writer : "";
            const sent = row({ account, user, slot, visits, activeMs: lasting(visits), actions: { sent: visits } });
            const isVoided = voids.some((isIn) => isIn(owner, user, slot));
            const key = [owner, user, slot].join();
            const before = states.get(key)?.visits ?? 0;
            if (taken.kind === "source") {
              await facts.backfill(account, [sent], NOW_MS);
              const now = slot < watermark ? visits : Math.max(before, visits);
              if (!isVoided) states.set(key, { owner, user, slot, visits: now });
            } else {
              const [refused] = await facts.mergeCells([{ ...sent, writer: named(owner, user) }], NOW_MS);
              replies.push(refused);
              expectedReplies.push(slot < watermark ? "slot_too_old" : isVoided ? "voided" : null);
              if (refused === null) states.set(key, { owner, user, slot, visits: Math.max(before, visits) });
            }
          }
          expect(replies).toEqual(expectedReplies);
          const expected = [...states.values()].reduce((sum, { visits }) => sum + visits, 0);
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
  });
}
