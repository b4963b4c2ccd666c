import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { lowestEngagement, type EngagedAccount } from "./lowest-engagement.ts";

const DAY_MS = 86_400_000;
const NOW_MS = 1_000 * DAY_MS;
const account = (id: string, engagement: number, rest: Partial<EngagedAccount> = {}): EngagedAccount => ({
  account: id,
  isCompany: true,
  engagement,
  createdAt: 0,
  hasData: true,
  churnedAt: null,
  ...rest,
});
const ids = (accounts: readonly EngagedAccount[]): string => accounts.map(({ account: id }) => id).join("");

describe("the lowest engagement", () => {
  test("is that of five accounts, lowest first, equal ones by their ids, zero included", () => {
    const accounts = [
      account("g", 7),
      account("b", 3),
      account("a", 3),
      account("e", 0),
      account("c", 90),
      account("d", 5),
      account("f", 8),
    ];
    expect(ids(lowestEngagement(accounts, NOW_MS).lowest)).toBe("eabdg");
  });

  test("leaves silent accounts and young ones to lists of their own, and churned ones out", () => {
    const found = lowestEngagement(
      [
        account("old", 4),
        account("silent", 0, { hasData: false }),
        account("young", 0, { createdAt: NOW_MS - 14 * DAY_MS + 1 }),
        account("youngSilent", 0, { createdAt: NOW_MS, hasData: false }),
        account("later today", 0, { createdAt: NOW_MS + 1, hasData: false }),
        account("churned", 0, { churnedAt: NOW_MS }),
        account("churnedSilent", 0, { churnedAt: NOW_MS - 1, hasData: false }),
        account("leaving", 1, { churnedAt: NOW_MS + 1 }),
        account("fortnight", 2, { createdAt: NOW_MS - 14 * DAY_MS }),
        account("ageless", 3, { createdAt: null }),
        account("made up", 0, { isCompany: false }),
      ],
      NOW_MS,
    );
    expect(found.lowest.map((each) => each.account)).toEqual(["leaving", "fortnight", "ageless", "old"]);
    expect(found.silent.map((each) => each.account)).toEqual(["later today", "silent", "youngSilent"]);
    expect(found.young.map((each) => each.account)).toEqual(["young"]);
  });

  test("says how many more have as much as the last of the five", () => {
    const equal = (count: number, engagement: number) =>
      Array.from({ length: count }, (_, index) => account(`${engagement}-${index}`, engagement));
    const tied = (...accounts: readonly EngagedAccount[]) => lowestEngagement(accounts, NOW_MS).tied;
    expect(tied(...equal(8, 0))).toBe(3);
    expect(tied(...equal(4, 0), ...equal(3, 2), account("more", 5))).toBe(2);
    expect(tied(...equal(5, 0), ...equal(3, 2))).toBe(0);
    expect(tied(...equal(4, 0))).toBe(0);
    expect(
      tied(...equal(5, 0), account("silent", 0, { hasData: false }), account("made up", 0, { isCompany: false })),
    ).toBe(0);
  });

  test("of no accounts is empty", () => {
    expect(lowestEngagement([], NOW_MS)).toEqual({ lowest: [], tied: 0, silent: [], young: [] });
  });

  test("names every company that hasn't churned at most once, and none that is higher than one it leaves out", () => {
    const any = fc.uniqueArray(
      fc.record({
        account: fc.string({ minLength: 1, maxLength: 2 }),
        isCompany: fc.boolean(),
        engagement: fc.nat({ max: 20 }),
        createdAt: fc.option(fc.integer({ min: NOW_MS - 20 * DAY_MS, max: NOW_MS })),
        hasData: fc.boolean(),
        churnedAt: fc.option(fc.integer({ min: NOW_MS - 5, max: NOW_MS + 5 })),
      }),
      { selector: ({ account: id }) => id },
    );
    fc.assert(
      fc.property(any, (accounts) => {
        const found = lowestEngagement(accounts, NOW_MS);
        const named = [...found.lowest, ...found.silent, ...found.young];
        const staying = accounts.filter(({ churnedAt }) => churnedAt === null || churnedAt > NOW_MS);
        const leftOut = staying.filter((each) => !named.includes(each));
        expect(new Set(named).size).toBe(named.length);
        expect(named.length).toBe(staying.length - leftOut.length);
        const highest = Math.max(0, ...found.lowest.map(({ engagement }) => engagement));
        expect(leftOut.filter(({ isCompany, engagement }) => isCompany && engagement < highest)).toEqual([]);
        expect(found.lowest.filter(({ isCompany }) => !isCompany)).toEqual([]);
        const equal = leftOut.filter(({ isCompany, engagement }) => isCompany && engagement === highest);
        expect(found.tied).toBe(found.lowest.length < 5 ? 0 : equal.length);
        expect(lowestEngagement(accounts.toReversed(), NOW_MS)).toEqual(found);
      }),
    );
  });
});
