import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findCrossing } from "../../domain/adoption/crossing.ts";
import { createAdoptionWorker, type TestRules } from "./adoption-worker.ts";
import { ALL, cell, lasting, NOW_MS, row, SLOT, sorted, type MakePlace, type OpenedStore } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const FEATURES = ["calendars", "contacts"] as const;

const FIRST_RULES: TestRules = { version: 1, idleLimitIndex: 1, thresholdMs: 420_000 };

/** Members with news, and what they have adopted. */
export function testAdoptions(makePlace: MakePlace): void {
  describe("adoption", () => {
    test("is at exactly the threshold, in the slot that completes it, and one event however often it is found", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const worker = createAdoptionWorker(store);
      await facts.mergeCells([cell({ slot: SLOT - 3, activeMs: lasting(419_999) })], NOW_MS);
      await worker.settleAll(FIRST_RULES, NOW_MS);
      expect([await records.adoptions(ALL), await records.events(ALL)]).toEqual([[], []]);
      await facts.mergeCells([cell({ activeMs: lasting(1) })], NOW_MS);
      await worker.settleAll(FIRST_RULES, NOW_MS + 1);
      const adopted = { account: "acme", user: "u_1", feature: "calendars", epoch: 0 };
      const event = {
        ...adopted,
        id: expect.stringMatching(/^[\w-]{43}$/),
        kind: "feature.adopted",
        slot: SLOT,
        definitionVersion: 1,
        foundAtMs: NOW_MS + 1,
      };
      expect(await records.adoptions(ALL)).toEqual([{ ...adopted, isCurrent: true, slot: SLOT }]);
      expect(await records.events(ALL)).toEqual([event]);
      // What comes late moves the slot to where it belonged; the event stays what it was.
      await facts.mergeCells([cell({ writer: "late", slot: SLOT - 2, activeMs: lasting(1) })], NOW_MS);
      await worker.settleAll(FIRST_RULES, NOW_MS + 2);
      expect(await records.adoptions(ALL)).toEqual([{ ...adopted, isCurrent: true, slot: SLOT - 2 }]);
      expect(await records.events(ALL)).toEqual([event]);
      expect(await records.adoptions({ kind: "only", accounts: ["b"] })).toEqual([]);
      expect(await records.events({ kind: "only", accounts: ["b"] })).toEqual([]);
    });

    test("is looked for only where active time has changed", async () => {
      const store = await useStore(makePlace);
      const { facts } = store;
      const worker = createAdoptionWorker(store);
      await facts.mergeCells([cell(), cell({ user: "u_2" })], NOW_MS);
      await facts.putUsers([{ id: "u_3", accounts: ["acme"] }]);
      expect(await worker.take(FIRST_RULES, NOW_MS)).toEqual(["u_1", "u_2"]);
      await worker.settle(NOW_MS);
      await facts.mergeCells([cell(), cell({ user: "u_2", visits: 2 })], NOW_MS);
      await facts.fold(SLOT + 1);
      expect(await worker.take(FIRST_RULES, NOW_MS)).toEqual(["u_2"]);
    });

    test("misses no news that come while it is looked for, and nothing that a dead job had taken", async () => {
      const place = await usePlace(makePlace);
      const store = await place.open();
      const { facts, records } = store;
      const [slow, quick] = [createAdoptionWorker(store), createAdoptionWorker(store)];
      await facts.mergeCells([cell({ activeMs: lasting(400_000) })], NOW_MS);
      await slow.take(FIRST_RULES, NOW_MS);
      await slow.read();
      expect(await quick.take(FIRST_RULES, NOW_MS)).toEqual([]);
      await facts.mergeCells([cell({ activeMs: lasting(420_000) })], NOW_MS);
      expect(await quick.take(FIRST_RULES, NOW_MS)).toEqual(["u_1"]);
      await quick.settle(NOW_MS);
      await slow.settle(NOW_MS);
      expect(await records.adoptions(ALL)).toMatchObject([{ slot: SLOT }]);
      await facts.mergeCells([cell({ slot: SLOT - 1, activeMs: lasting(420_000) })], NOW_MS);
      await slow.take(FIRST_RULES, NOW_MS);
      await store.close();
      const again = await place.open();
      const worker = createAdoptionWorker(again);
      await worker.settleAll(FIRST_RULES, NOW_MS + 59_000);
      expect(await again.records.adoptions(ALL)).toMatchObject([{ slot: SLOT }]);
      await worker.settleAll(FIRST_RULES, NOW_MS + 61_000);
      expect(await again.records.adoptions(ALL)).toMatchObject([{ slot: SLOT - 1 }]);
      expect(await again.records.events(ALL)).toHaveLength(1);
      await again.close();
    });

    test("follows new rules, for everybody, and never goes back to older ones", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const crowd = Array.from({ length: 2_500 }, (_, index) =>
        cell({ user: `u_${index}`, activeMs: lasting(60_000) }),
      );
      await facts.mergeCells(crowd, NOW_MS);
      const worker = createAdoptionWorker(store);
      await worker.settleAll(FIRST_RULES, NOW_MS);
      expect(await records.adoptions(ALL)).toEqual([]);
      const easier = { version: 3, idleLimitIndex: 0, thresholdMs: 60_000 };
      await worker.settleAll(easier, NOW_MS);
      expect(await records.adoptions(ALL)).toHaveLength(2_500);
      await worker.settleAll({ ...FIRST_RULES, version: 2 }, NOW_MS);
      expect(await records.adoptions(ALL)).toHaveLength(2_500);
      // The same rules in other definitions are nothing to look into.
      expect(await worker.take({ ...easier, version: 4 }, NOW_MS)).toEqual([]);
      await worker.settleAll({ ...easier, version: 5, thresholdMs: 60_001 }, NOW_MS);
      expect(await records.adoptions(ALL)).toEqual([]);
      await worker.settleAll({ ...easier, version: 6 }, NOW_MS);
      expect([(await records.adoptions(ALL)).length, (await records.events(ALL)).length]).toEqual([2_500, 2_500]);
    });

    test("moves to the first slot of its day when that becomes whole", async () => {
      const store = await useStore(makePlace);
      const { facts, records, upkeep } = store;
      const worker = createAdoptionWorker(store);
      await facts.mergeCells([cell({ activeMs: lasting(420_000) })], NOW_MS);
      await facts.fold(SLOT + 96);
      await worker.settleAll(FIRST_RULES, NOW_MS);
      while ((await upkeep.wholeDaysStep(SLOT + 96)) === "more");
      await worker.settleAll(FIRST_RULES, NOW_MS);
      expect(await records.adoptions(ALL)).toMatchObject([{ slot: SLOT - (SLOT % 96) }]);
      expect(await records.events(ALL)).toMatchObject([{ slot: SLOT }]);
    });

    test("equals a plain list of states, in whatever order cells, history, folds, takes, deaths and new rules come", async () => {
      const store = await useStore(makePlace);
      const { facts, records } = store;
      const state = fc.record({
        user: fc.constantFrom("u_1", "u_2"),
        feature: fc.constantFrom(...FEATURES),
        slot: fc.nat({ max: 3 }),
        amountMs: fc.nat({ max: 600_000 }),
      });
      const worker = fc.nat({ max: 1 });
      const step = fc.oneof(
        { weight: 4, arbitrary: fc.record({ kind: fc.constantFrom("browser", "seed"), state }) },
        { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("take", "read", "settle", "settle"), worker }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("fold"), slot: fc.nat({ max: 4 }) }) },
        { weight: 1, arbitrary: fc.record({ kind: fc.constant("minute") }) },
        {
          weight: 2,
          arbitrary: fc.record({
            kind: fc.constant("rules"),
            idleLimitIndex: fc.nat({ max: 3 }),
            thresholdMs: fc.constantFrom(100_000, 420_000, 700_000),
          }),
        },
      ) as fc.Arbitrary<AnyStep>;
      let rules = FIRST_RULES;
      let nowMs = NOW_MS;
      let firstSlot = SLOT - 3_000;
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 60 }), async (steps) => {
          const account = `account-${firstSlot}`;
          const workers = [createAdoptionWorker(store), createAdoptionWorker(store)];
          const states = new Map<string, ModelState>();
          const everAdopted = new Set<string>();
          for (const taken of steps) {
            if ("state" in taken) await write(store, account, firstSlot, taken, states);
            else if (taken.kind === "fold") await facts.fold(firstSlot + taken.slot);
            else if (taken.kind === "minute") nowMs += 60_001;
            else if (taken.kind === "rules") rules = { ...taken, version: rules.version + 1 };
            else if (taken.kind === "take") await workers[taken.worker]?.take(rules, nowMs);
            else if (taken.kind === "read") await workers[taken.worker]?.read();
            else await workers[taken.worker]?.settle(nowMs);
            for (const { user, feature } of modelAdoptions(account, states, rules))
              everAdopted.add(`${user},${feature}`);
          }
          nowMs += 60_001;
          await createAdoptionWorker(store).settleAll(rules, nowMs);
          const scope = { kind: "only", accounts: [account] } as const;
          expect(sorted(await records.adoptions(scope))).toEqual(sorted(modelAdoptions(account, states, rules)));
          const events = await records.events(scope);
          const found = events.map(({ user, feature }) => `${user},${feature}`);
          expect(new Set(found).size).toBe(found.length);
          expect(found.filter((event) => !everAdopted.has(event))).toEqual([]);
          for (const { user, feature } of await records.adoptions(scope)) expect(found).toContain(`${user},${feature}`);
          firstSlot += 10;
        }),
        { numRuns: 100 },
      );
    });
  });
}

type AnyStep =
  | WriteStep
  | { readonly kind: "take" | "read" | "settle"; readonly worker: number }
  | { readonly kind: "fold"; readonly slot: number }
  | { readonly kind: "minute" }
  | { readonly kind: "rules"; readonly idleLimitIndex: number; readonly thresholdMs: number };

interface WriteStep {
  readonly kind: "browser" | "seed";
  readonly state: { readonly user: string; readonly feature: string; readonly slot: number; readonly amountMs: number };
}

interface ModelState {
  readonly user: string;
  readonly feature: string;
  readonly slot: number;
  readonly activeMs: readonly number[];
}

/** Writes a state, and keeps in the model what that has to come to. */
async function write(
  { facts }: OpenedStore,
  account: string,
  firstSlot: number,
  { kind, state }: WriteStep,
  states: Map<string, ModelState>,
): Promise<void> {
  const { slot: watermark } = await facts.watermark(ALL);
  const { user, feature, amountMs } = state;
  const slot = firstSlot + state.slot;
  const key = JSON.stringify([kind, user, feature, slot]);
  const activeMs = [amountMs, amountMs + 10, amountMs + 20, amountMs + 30] as const;
  const sent = row({ account, user, feature, slot, activeMs });
  const isFolded = slot < watermark;
  if (kind === "seed") await facts.backfill("seed", [sent], NOW_MS);
  else await facts.mergeCells([{ ...sent, writer: "writer" }], NOW_MS);
  if (kind === "browser" && isFolded) return;
  const before = isFolded ? undefined : states.get(key);
  const merged = activeMs.map((amount, index) => Math.max(amount, before?.activeMs[index] ?? 0));
  states.set(key, { user, feature, slot, activeMs: merged });
}

function modelAdoptions(account: string, states: ReadonlyMap<string, ModelState>, rules: TestRules) {
  return ["u_1", "u_2"].flatMap((user) =>
    FEATURES.flatMap((feature) => {
      const own = [...states.values()].filter((known) => known.user === user && known.feature === feature);
      const parts = own.map(({ slot, activeMs }) => ({ at: slot, amount: activeMs[rules.idleLimitIndex] ?? 0 }));
      const crossing = findCrossing(parts, rules.thresholdMs);
      return crossing === null ? [] : [{ account, user, feature, epoch: 0, isCurrent: true, slot: crossing.at }];
    }),
  );
}
