import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { fillStore } from "../api/test-support/fill-store.ts";
import { randomWorkspace, TODAY } from "../api/test-support/random-workspace.ts";
import type { FactQuestions } from "../store/facts.ts";
import { factsOfDays } from "./facts-of-days.ts";
import { openKeeperParts } from "./keep-figures.ts";

/** Sums that are made of days read once are the store's, over whatever days, by whatever dimensions. */

const ACCOUNTS = ["acme", "beta", "gone", "quiet"];
const DIMENSIONS = ["account", "user", "feature", "day"] as const;

let systems: readonly TestCollector[];
let stores: readonly ReturnType<typeof openKeeperParts>[];
beforeAll(async () => {
  systems = await Promise.all(
    fc.sample(randomWorkspace, { numRuns: 3, seed: 20_261_129 }).map(async (workspace) => {
      const system = await startTestCollector();
      await fillStore(system.store.facts, workspace);
      return system;
    }),
  );
  stores = systems.map(({ store }) => openKeeperParts(store.path, () => START_MS));
});
afterAll(async () => {
  for (const store of stores) store.close();
  for (const system of systems) await system.stop();
});

const question = fc.record({
  by: fc.subarray([...DIMENSIONS], { minLength: 1 }).chain((by) => fc.shuffledSubarray(by, { minLength: by.length })),
  days: fc
    .tuple(fc.integer({ min: TODAY - 100, max: TODAY }), fc.nat(60))
    .map(([from, length]) => ({ from, to: Math.min(TODAY, from + length) })),
  accounts: fc.subarray(ACCOUNTS, { minLength: 1 }),
  spanUnder: fc.option(fc.constantFrom(0, 1, 3), { nil: undefined }),
  features: fc.option(fc.constantFrom(["calendars"], ["calendars", "contacts"], ["unheard"]), { nil: undefined }),
});

/** Of one store the answers of both, in no order. */
async function bothOf(
  { facts, useDays }: (typeof stores)[number],
  ask: (from: FactQuestions) => Promise<readonly unknown[]>,
) {
  // Nothing may come from the store itself.
  const refuse = (): never => {
    throw new Error("the store was asked");
  };
  const deaf: FactQuestions = { ...facts, totals: refuse, distinctUsers: refuse };
  const sorted = (rows: readonly unknown[]) => new Set(rows.map((row) => JSON.stringify(inOrder(row as object))));
  const made = await ask(factsOfDays(deaf, ACCOUNTS, useDays(ACCOUNTS, TODAY)));
  return { made: sorted(made), stored: sorted(await ask(facts)) };
}

function inOrder(row: object): object {
  return Object.fromEntries(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

test("sums of time and visits, with the days of use or without", async () => {
  await fc.assert(
    fc.asyncProperty(question, async ({ by, days, accounts, spanUnder }) => {
      for (const store of stores) {
        const query = { by, days, scope: { kind: "only", accounts } as const };
        const asked = { ...query, ...(spanUnder !== undefined && { spanUnder }) };
        const { made, stored } = await bothOf(store, (facts) => facts.totals(asked));
        expect(made).toEqual(stored);
      }
    }),
  );
});

test("how many people used what, of all features or some", async () => {
  await fc.assert(
    fc.asyncProperty(question, async ({ by, days, accounts, features, spanUnder: idleLimitIndex = 1 }) => {
      const dimensions = by.filter((dimension) => dimension === "account" || dimension === "feature");
      fc.pre(dimensions.length > 0);
      for (const store of stores) {
        const query = { by: dimensions, days, scope: { kind: "only", accounts } as const, idleLimitIndex };
        const asked = { ...query, ...(features !== undefined && { features }) };
        const { made, stored } = await bothOf(store, (facts) => facts.distinctUsers(asked));
        expect(made).toEqual(stored);
      }
    }),
  );
});

test("the store itself is asked of other accounts, of one person, and of days that weren't read", async () => {
  for (const { facts, useDays } of stores) {
    const own = factsOfDays(facts, ["acme"], useDays(["acme"], TODAY - 10));
    const by = ["account", "user"] as const;
    const days = { from: TODAY - 90, to: TODAY - 10 };
    const acme = { kind: "only", accounts: ["acme"] } as const;
    for (const query of [
      { by, days, scope: { kind: "all" } as const },
      { by, days, scope: { kind: "only", accounts: ["acme", "beta"] } as const },
      { by, days, scope: acme, user: "u_1" },
      { by, scope: acme },
      { by, days: { from: TODAY - 90, to: TODAY }, scope: acme },
    ]) {
      expect(await own.totals(query)).toEqual(await facts.totals(query));
    }
  }
});
