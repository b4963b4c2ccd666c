import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isMeasured, moduleAdoption, sumOfAccounts } from "./module-adoption.ts";

test("120 active of 200 licensed users are 60 %", () => {
  expect(moduleAdoption({ active: 120, licensed: 200 })).toEqual({
    kind: "measured",
    active: 120,
    licensed: 200,
    percent: 60,
    overUsed: false,
  });
});

test("nobody active, not licensed and no data are three different things", () => {
  expect(moduleAdoption({ active: 0, licensed: 5 })).toMatchObject({ kind: "measured", percent: 0 });
  expect(moduleAdoption({ active: 3, licensed: 0 })).toEqual({ kind: "notLicensed", active: 3 });
  expect(moduleAdoption({ active: null, licensed: 0 })).toEqual({ kind: "notLicensed", active: null });
  expect(moduleAdoption({ active: null, licensed: 5 })).toEqual({ kind: "noData", active: null, licensed: 5 });
  expect(moduleAdoption({ active: 3, licensed: null })).toEqual({ kind: "noData", active: 3, licensed: null });
});

test("only what is licensed and counted is measured", () => {
  const counts = [0, 3, null].flatMap((active) => [0, 5, null].map((licensed) => ({ active, licensed })));
  expect(counts.filter(isMeasured)).toEqual([
    { active: 0, licensed: 5 },
    { active: 3, licensed: 5 },
  ]);
});

test("more active than licensed users are above 100 %, with a warning", () => {
  expect(moduleAdoption({ active: 6, licensed: 5 })).toMatchObject({ percent: 120, overUsed: true });
  expect(moduleAdoption({ active: 5, licensed: 5 })).toMatchObject({ percent: 100, overUsed: false });
});

test("over accounts it is the sum of those in which it is measured", () => {
  const accounts = [
    { active: 10, licensed: 20 },
    { active: 7, licensed: 0 },
    { active: null, licensed: 50 },
    { active: 5, licensed: 80 },
  ];
  expect(sumOfAccounts(accounts)).toMatchObject({ kind: "measured", active: 15, licensed: 100, percent: 15 });
});

test("where it is measured nowhere, it is licensed nowhere or there is no data", () => {
  expect(sumOfAccounts([{ active: 1, licensed: 0 }])).toMatchObject({ kind: "notLicensed" });
  expect(
    sumOfAccounts([
      { active: 1, licensed: 0 },
      { active: null, licensed: 2 },
    ]),
  ).toMatchObject({ kind: "noData" });
  expect(sumOfAccounts([])).toMatchObject({ kind: "noData" });
});

test("over several accounts both terms are the sums of those where it is measured, in any order", () => {
  const term = fc.option(fc.nat(20));
  fc.assert(
    fc.property(fc.array(fc.record({ active: term, licensed: term })), (accounts) => {
      const measured = accounts.filter(isMeasured);
      const sum = sumOfAccounts(accounts);
      expect(sumOfAccounts(accounts.toReversed())).toEqual(sum);
      expect(sum.kind === "measured").toBe(measured.length > 0);
      const sumOf = (name: "active" | "licensed"): number => measured.reduce((all, one) => all + (one[name] ?? 0), 0);
      const [active, licensed] = [sumOf("active"), sumOf("licensed")];
      const percent = expect.closeTo((100 * active) / licensed, 9) as number;
      const whole = { kind: "measured", active, licensed, percent, overUsed: active > licensed };
      expect(sum).toEqual(measured.length > 0 ? whole : sum);
    }),
  );
});
