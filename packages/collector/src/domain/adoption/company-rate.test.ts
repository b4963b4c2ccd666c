import * as fc from "fast-check";
import { expect, test } from "vitest";
import { companyRate } from "./company-rate.ts";

test("licensed seats are the denominator where they are known, and both rates are told", () => {
  expect(companyRate({ adopted: 120, licensedSeats: 200, knownUsers: 150, notRelevant: 30 })).toEqual({
    kind: "rate",
    adopted: 120,
    eligible: 200,
    of: "seats",
    notRelevant: 30,
    open: 50,
    percent: 60,
    percentOfRelevant: 12_000 / 170,
    overUsed: false,
  });
});

test("else it is the known users", () => {
  expect(companyRate({ adopted: 0, licensedSeats: null, knownUsers: 8, notRelevant: 0 })).toMatchObject({
    of: "users",
    eligible: 8,
    percent: 0,
    percentOfRelevant: 0,
    open: 8,
  });
});

test("not licensed, nobody there and nobody who has adopted are three different things", () => {
  expect(companyRate({ adopted: 3, licensedSeats: 0, knownUsers: 8, notRelevant: 0 })).toEqual({ kind: "notLicensed" });
  expect(companyRate({ adopted: 0, licensedSeats: null, knownUsers: 0, notRelevant: 0 })).toEqual({ kind: "noData" });
  expect(companyRate({ adopted: 0, licensedSeats: 5, knownUsers: 0, notRelevant: 0 })).toMatchObject({ percent: 0 });
});

test("more people than seats are above 100 %, with a mark", () => {
  expect(companyRate({ adopted: 6, licensedSeats: 5, knownUsers: 9, notRelevant: 2 })).toMatchObject({
    percent: 120,
    overUsed: true,
    notRelevant: 0,
    open: 0,
  });
});

test("where it is relevant to nobody, there is no rate of the relevant", () => {
  expect(companyRate({ adopted: 0, licensedSeats: null, knownUsers: 2, notRelevant: 2 })).toMatchObject({
    percent: 0,
    percentOfRelevant: null,
  });
});

test("adopted, not relevant and open are all who are eligible, and exclusions never lower a rate", () => {
  const counts = fc.record({
    adopted: fc.nat({ max: 50 }),
    licensedSeats: fc.option(fc.integer({ min: 50, max: 100 })),
    knownUsers: fc.integer({ min: 50, max: 100 }),
    notRelevant: fc.nat({ max: 100 }),
  });
  fc.assert(
    fc.property(counts, (some) => {
      const rate = companyRate(some);
      if (rate.kind !== "rate") throw new Error("there is somebody");
      expect(rate.adopted + rate.notRelevant + rate.open).toBe(rate.eligible);
      expect(rate.percentOfRelevant ?? 100).toBeGreaterThanOrEqual(rate.percent);
    }),
  );
});
