import { SLOT_MS } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createAdoptionWorker, type TestRules } from "./adoption-worker.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, sorted, type MakePlace } from "./harness.ts";
import { adoptionByEpoch } from "./naive-epochs.ts";
import { useStore } from "./use-store.ts";

const RULES: TestRules = { version: 1, idleLimitIndex: 1, thresholdMs: 420_000 };
const MEMBER = { account: "acme", user: "u_1" };
const REMOVAL = { ...MEMBER, feature: "calendars", actor: "Maya", reason: "Was a test user", atMs: NOW_MS };
const QUESTION = {
  ...MEMBER,
  scope: ALL,
  idleLimitIndex: 1,
  thresholds: [{ feature: "calendars", thresholdMs: 420_000 }],
  actionThresholds: [],
};

/** Members who are taken out of stages. */
export function testRemovals(makePlace: MakePlace): void {
  describe("a removal from a stage", () => {
    test("asks for the whole threshold anew, from the slot after it, and what was adopted before is history", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const worker = createAdoptionWorker(store);
      await facts.mergeCells([cell({ slot: SLOT - 1, activeMs: lasting(420_000) })], NOW_MS);
      await worker.settleAll(RULES, NOW_MS);
      const removed = { ...REMOVAL, epoch: 1, sinceSlot: SLOT + 1 };
      expect(await records.removeFromStage(REMOVAL)).toEqual(removed);
      expect(await records.removals(ALL)).toEqual([removed]);
      // Also before anybody has looked again.
      const first = { ...MEMBER, feature: "calendars", epoch: 0, isCurrent: false, slot: SLOT - 1 };
      expect(await records.adoptions(ALL)).toEqual([first]);
      expect((await facts.member(QUESTION)).features).toMatchObject([
        { activeMs: lasting(420_000), progressMs: 0, crossedSlot: null, adoptions: [{ epoch: 0, slot: SLOT - 1 }] },
      ]);
      // What belongs to the slot of the removal is of no use any more, whenever it comes.
      await facts.mergeCells([cell({ activeMs: lasting(420_000) })], NOW_MS);
      await facts.mergeCells([cell({ slot: SLOT + 1, activeMs: lasting(419_999) })], NOW_MS);
      await worker.settleAll(RULES, NOW_MS);
      expect(await records.adoptions(ALL)).toEqual([first]);
      await facts.mergeCells([cell({ slot: SLOT + 2, activeMs: lasting(1) })], NOW_MS);
      await worker.settleAll(RULES, NOW_MS + 1);
      expect(sorted(await records.adoptions(ALL))).toEqual(
        sorted([first, { ...first, epoch: 1, isCurrent: true, slot: SLOT + 2 }]),
      );
      expect((await facts.member(QUESTION)).features).toMatchObject([{ progressMs: 420_000, crossedSlot: SLOT + 2 }]);
      const events = await records.events(ALL);
      expect(events.map(({ kind, epoch }) => [kind, epoch])).toEqual([
        ["feature.adopted", 0],
        ["feature.adopted", 1],
      ]);
      expect(new Set(events.map(({ id }) => id)).size).toBe(2);
    });

    test("marks the member, and takes from a job what it read before", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const [slow, quick] = [createAdoptionWorker(store), createAdoptionWorker(store)];
      await facts.mergeCells([cell({ activeMs: lasting(420_000) })], NOW_MS);
      await quick.settleAll(RULES, NOW_MS);
      await records.removeFromStage(REMOVAL);
      expect(await slow.take(RULES, NOW_MS)).toEqual(["u_1"]);
      await slow.read();
      await records.removeFromStage({ ...REMOVAL, atMs: NOW_MS + SLOT_MS });
      await slow.settle(NOW_MS);
      expect(await quick.take(RULES, NOW_MS)).toEqual(["u_1"]);
    });

    test("in a slot that one has closed already is one with it", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      const first = await records.removeFromStage({ ...REMOVAL, atMs: NOW_MS + 1 });
      for (const atMs of [NOW_MS + 2, NOW_MS, NOW_MS - 10 * SLOT_MS]) {
        expect(await records.removeFromStage({ ...REMOVAL, actor: "a rule", reason: null, atMs })).toEqual(first);
      }
      expect(await records.removals(ALL)).toEqual([first]);
      const next = await records.removeFromStage({ ...REMOVAL, reason: null, atMs: NOW_MS + SLOT_MS });
      expect(next).toMatchObject({ epoch: 2, sinceSlot: SLOT + 2, reason: null });
      expect(await records.removals(ALL)).toEqual([first, next]);
    });

    test("is nothing for a member or a feature of which nobody has heard", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.mergeCells([cell(), cell({ account: "b", user: "u_2" })], NOW_MS);
      for (const other of [{ account: "c" }, { user: "u_3" }, { feature: "phone" }, { account: "b" }]) {
        expect(await records.removeFromStage({ ...REMOVAL, ...other })).toBeNull();
      }
      expect(await records.removals(ALL)).toEqual([]);
    });

    test("is of one member and one feature, and seen by whoever may see the account", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const worker = createAdoptionWorker(store);
      const adopted = lasting(420_000);
      await facts.mergeCells(
        [
          cell({ activeMs: adopted }),
          cell({ feature: "contacts", activeMs: adopted }),
          cell({ user: "u_2", activeMs: adopted }),
          cell({ account: "b", activeMs: adopted }),
        ],
        NOW_MS,
      );
      await records.removeFromStage(REMOVAL);
      await worker.settleAll(RULES, NOW_MS);
      const current = (await records.adoptions(ALL)).filter(({ isCurrent }) => isCurrent);
      expect(sorted(current.map(({ account, user, feature }) => [account, user, feature]))).toEqual([
        ["acme", "u_1", "contacts"],
        ["acme", "u_2", "calendars"],
        ["b", "u_1", "calendars"],
      ]);
      expect(await records.removals({ kind: "only", accounts: ["b"] })).toEqual([]);
      expect(await records.removals({ kind: "only", accounts: ["acme"] })).toHaveLength(1);
    });

    test("stays right when time is taken out, and when its day becomes whole", async () => {
      const store = await useStore(makePlace);
      const { facts, records, upkeep } = store;
      const worker = createAdoptionWorker(store);
      const parts = [SLOT - 2, SLOT, SLOT + 1, SLOT + 3];
      await facts.mergeCells(
        parts.map((slot) => cell({ slot, activeMs: lasting(210_000) })),
        NOW_MS,
      );
      await records.removeFromStage(REMOVAL);
      await facts.fold(SLOT + 96);
      while ((await upkeep.wholeDaysStep(SLOT + 96)) === "more");
      await worker.settleAll(RULES, NOW_MS);
      const epochs = async () => sorted((await records.adoptions(ALL)).map(({ epoch, slot }) => [epoch, slot]));
      expect(await epochs()).toEqual([
        [0, SLOT - (SLOT % 96)],
        [1, SLOT + 1],
      ]);
      expect((await facts.member(QUESTION)).features).toMatchObject([{ progressMs: 420_000 }]);
      expect(await facts.verify()).toEqual([]);
      const target = { kind: "user", user: "u_1", fromSlot: SLOT + 1, toSlot: SLOT + 96 } as const;
      await facts.void(target, { actor: "Maya", atMs: NOW_MS });
      await worker.settleAll(RULES, NOW_MS);
      expect(await epochs()).toEqual([[0, SLOT - (SLOT % 96)]]);
    });

    test("comes to what its epochs say, in whatever order cells, history, folds, removals and takes come", async () => {
      const store = await useStore(makePlace, { timeZone: "Asia/Kathmandu" });
      const { facts, records } = store;
      let run = 0;
      const use = fc.record({ slot: fc.nat({ max: 120 }), amountMs: fc.nat({ max: 400_000 }) });
      const step = fc.oneof(
        { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom("browser" as const, "seed" as const), use }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant("removal" as const), slots: fc.nat({ max: 30 }) }) },
        { weight: 2, arbitrary: fc.record({ kind: fc.constant("settle" as const) }) },
      );
      const checks: (() => Promise<void>)[] = [];
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 25 }), async (steps) => {
          const user = `person-${run++}`;
          const used = new Map<string, { readonly at: number; readonly amount: number }>();
          const removals: { readonly atMs: number }[] = [];
          let removalSlot = SLOT - 120;
          await facts.putUsers([{ id: user, accounts: ["acme"] }]);
          await facts.mergeCells([cell({ user, slot: SLOT - 120, activeMs: lasting(0) })], NOW_MS);
          for (const one of steps) {
            if (one.kind === "settle") await createAdoptionWorker(store).settleAll(RULES, NOW_MS);
            else if (one.kind === "removal") {
              removalSlot += one.slots;
              const atMs = removalSlot * SLOT_MS + 7;
              removals.push({ atMs });
              await records.removeFromStage({ ...REMOVAL, user, atMs });
            } else {
              const slot = SLOT - 120 + one.use.slot;
              const key = `${one.kind} ${slot}`;
              const amount = Math.max(one.use.amountMs, used.get(key)?.amount ?? 0);
              used.set(key, { at: slot, amount });
              const sent = row({ user, slot, activeMs: lasting(amount) });
              if (one.kind === "seed") await facts.backfill("seed", [sent], NOW_MS);
              else await facts.mergeCells([{ ...sent, writer: "writer" }], NOW_MS);
            }
          }
          const epochs = adoptionByEpoch([...used.values()], RULES.thresholdMs, removals);
          const adopted = epochs.flatMap(({ epoch, adoptedSlot }) =>
            adoptedSlot === null
              ? []
              : [
                  {
                    account: "acme",
                    user,
                    feature: "calendars",
                    epoch,
                    isCurrent: epoch === epochs.length - 1,
                    slot: adoptedSlot,
                  },
                ],
          );
          const check = async (): Promise<void> => {
            await createAdoptionWorker(store).settleAll(RULES, NOW_MS);
            const ofUser = (await records.adoptions(ALL)).filter((adoption) => adoption.user === user);
            expect(sorted(ofUser)).toEqual(sorted(adopted));
            const { features } = await facts.member({ ...QUESTION, user });
            const current = epochs.at(-1);
            expect(features).toMatchObject([
              { progressMs: current?.progressMs ?? 0, crossedSlot: current?.adoptedSlot ?? null },
            ]);
          };
          await check();
          const events = (await records.events(ALL)).filter((event) => event.user === user);
          expect(new Set(events.map(({ epoch }) => epoch)).size).toBe(events.length);
          for (const { epoch } of adopted) expect(events.map((event) => event.epoch)).toContain(epoch);
          checks.push(check);
        }),
        { numRuns: 40 },
      );
      await facts.fold(SLOT - 40);
      for (const check of checks) await check();
    });
  });
}
