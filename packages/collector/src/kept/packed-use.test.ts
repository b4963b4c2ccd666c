import * as fc from "fast-check";
import { expect, test } from "vitest";
import { USE_COUNTERS, type UseDays } from "../store/use-days.ts";
import { packUse, unpackUse } from "./packed-use.ts";

/** What was packed is the same rows again, day after day. */

interface Row {
  readonly day: number;
  readonly account: string;
  readonly user: string;
  readonly feature: string;
  readonly counters: readonly number[];
}

const counter = fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 2 ** 45 }));
const rows: fc.Arbitrary<readonly Row[]> = fc.array(
  fc.record({
    day: fc.integer({ min: 0, max: 30_000 }),
    account: fc.constantFrom("acme", "beta"),
    user: fc.constantFrom("u_1", "u_2", "größe"),
    feature: fc.constantFrom("calendars", "_other"),
    counters: fc.array(counter, { minLength: USE_COUNTERS, maxLength: USE_COUNTERS }),
  }),
  { maxLength: 300 },
);

/** Rows of a day come in the order of the accounts. */
const inOrder = (some: readonly Row[]): readonly Row[] =>
  some.toSorted(
    (one, other) => one.day - other.day || Number(one.account > other.account) - Number(one.account < other.account),
  );

function columnsOf(some: readonly Row[], until: number): UseDays {
  const names = { accounts: ["beta", "acme"], users: ["größe", "u_2", "u_1"], features: ["_other", "calendars"] };
  return {
    until,
    day: Int32Array.from(some, ({ day }) => day),
    account: Int32Array.from(some, ({ account }) => names.accounts.indexOf(account)),
    user: Int32Array.from(some, ({ user }) => names.users.indexOf(user)),
    feature: Int32Array.from(some, ({ feature }) => names.features.indexOf(feature)),
    counters: Float64Array.from(some.flatMap(({ counters }) => counters)),
    ...names,
  };
}

function rowsOf(use: UseDays): readonly Row[] {
  return Array.from(use.day, (day, row) => ({
    day,
    account: use.accounts[use.account[row] ?? 0] ?? "",
    user: use.users[use.user[row] ?? 0] ?? "",
    feature: use.features[use.feature[row] ?? 0] ?? "",
    counters: [...use.counters.subarray(row * USE_COUNTERS, (row + 1) * USE_COUNTERS)],
  }));
}

test("rows before a day are packed, and are there again up to another one", () => {
  fc.assert(
    fc.property(
      rows,
      fc.integer({ min: 0, max: 30_001 }),
      fc.integer({ min: 0, max: 30_000 }),
      (some, before, until) => {
        const sorted = inOrder(some);
        const packed = packUse(columnsOf(sorted, 30_000), before);
        const ofAccounts = ["acme", "beta"].flatMap((account) => {
          const own = packed.get(account);
          return own === undefined ? [] : [[account, own] as const];
        });
        const use = unpackUse(ofAccounts, until);
        expect(use.until).toBe(until);
        expect(rowsOf(use)).toEqual(sorted.filter(({ day }) => day < before && day <= until));
      },
    ),
  );
});

test("a row takes a dozen bytes, and nothing is of nobody", () => {
  const some = Array.from({ length: 1_000 }, (_, index): Row => ({
    day: 20_000 + Math.floor(index / 10),
    account: "acme",
    user: "u_1",
    feature: "calendars",
    counters: [120_000, 121_000, 121_000, 122_000, 2],
  }));
  const packed = packUse(columnsOf(some, 30_000), 30_000);
  expect([...packed.keys()]).toEqual(["acme"]);
  expect((packed.get("acme")?.length ?? 0) / some.length).toBeLessThan(13);
  expect(rowsOf(unpackUse([], 30_000))).toEqual([]);
});
