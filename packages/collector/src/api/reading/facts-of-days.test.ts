import * as fc from "fast-check";
import { slotOf } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import { fillStore } from "../test-support/fill-store.ts";
import { randomWorkspace, TODAY } from "../test-support/random-workspace.ts";
import type { FactQuestions } from "../../store/facts.ts";
import { factsOfDays } from "./facts-of-days.ts";
import { factsOfSome } from "./facts-of-some.ts";
import { openLocalReader } from "../../store/sqlite/local-reader.ts";
import { TooManySumsError } from "../../store/too-many-sums-error.ts";
import { openKeeperParts } from "../../kept/keep-figures.ts";

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
  splitAt: fc.option(fc.array(fc.integer({ min: TODAY - 100, max: TODAY + 1 }), { maxLength: 3 }), { nil: undefined }),
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
  const made = await ask(factsOfDays(deaf, ACCOUNTS, () => useDays({ accounts: ACCOUNTS, until: TODAY })));
  return { made: sorted(made), stored: sorted(await ask(facts)) };
}

function inOrder(row: object): object {
  return Object.fromEntries(Object.entries(row).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

test("sums of time and visits, with the days of use or without", async () => {
  await fc.assert(
    fc.asyncProperty(question, async ({ by, days, accounts, spanUnder, splitAt }) => {
      for (const store of stores) {
        const query = { by, days, scope: { kind: "only", accounts } as const };
        const asked = { ...query, ...(spanUnder !== undefined && { spanUnder, ...(splitAt && { splitAt }) }) };
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
    const own = factsOfDays(facts, ["acme"], () => useDays({ accounts: ["acme"], until: TODAY - 10 }));
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

test("days of more accounts than are read at once come in order, and of some people theirs alone", async () => {
  const own = await startTestCollector();
  const accounts = Array.from({ length: 250 }, (_, index) => `account-${index}`);
  await own.store.facts.mergeCells(
    accounts.flatMap((account, index) =>
      [0, 1 + (index % 5)].map((daysAgo) => ({
        account,
        user: `user-${index % 50}`,
        writer: `w${index}-${daysAgo}`.padEnd(22, "0"),
        feature: "calendars",
        slot: slotOf(START_MS) - 4 - daysAgo * 96,
        activeMs: [index, index + 1, index + 2, index + 3] as const,
        visits: 1,
        actions: {},
      })),
    ),
    START_MS,
  );
  const store = openKeeperParts(own.store.path, () => START_MS);
  const scope = { kind: "only", accounts } as const;
  const query = { by: ["user", "day"], scope, days: { from: TODAY - 4, to: TODAY } } as const;
  const sorted = (rows: readonly unknown[]) => new Set(rows.map((row) => JSON.stringify(inOrder(row as object))));
  const use = store.useDays({ accounts, until: TODAY });
  expect([...use.day]).toEqual([...use.day].toSorted((one, other) => one - other));
  const expected = await store.facts.totals(query);
  expect(sorted(await factsOfDays(store.facts, accounts, () => use).totals(query))).toEqual(sorted(expected));

  const count = use.day.length;
  expect(store.useDays({ accounts, until: TODAY, maxRows: count }).day).toHaveLength(count);
  expect(() => store.useDays({ accounts, until: TODAY, maxRows: count - 1 })).toThrow(TooManySumsError);

  const people = new Set(["user-7", "user-8"]);
  const some = { users: people, unattached: [], scope };
  const theirs = (asked: typeof query) => factsOfSome(store, TODAY, some).totals(asked);
  const of = ({ user = "" }: { readonly user?: string }): boolean => people.has(user);
  expect(store.useDays({ accounts, until: TODAY, users: people }).users.toSorted()).toEqual([...people]);
  expect(sorted(await theirs(query))).toEqual(sorted(expected.filter(of)));
  // Where they don't fit into memory the sums do without them.
  const small = openLocalReader(own.store.path, 200);
  expect(() => small.useDays({ accounts, until: TODAY })).toThrow(TooManySumsError);
  const days = { from: TODAY, to: TODAY };
  const many = { ...some, users: new Set(expected.map(({ user = "" }) => user)) };
  expect(sorted(await factsOfSome(small, TODAY, many).totals({ ...query, days }))).toEqual(
    sorted(await store.facts.totals({ ...query, days })),
  );
  small.close();
  store.close();
  await own.stop();
});
