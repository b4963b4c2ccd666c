import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIVING_DAYS, livingState } from "./living-state.ts";
import { livingDaysOf, recoveredOn, rhythmOf } from "./use-rhythm.ts";

const DAY_MS = 86_400_000;

test("the rhythm is the median gap between days of use", () => {
  expect(rhythmOf([0, 30, 61, 91])).toBe(30);
  expect(rhythmOf([91, 0, 61, 30, 30])).toBe(30);
  expect(rhythmOf([0, 1, 2, 3, 100])).toBe(1);
});

test("fewer than three gaps tell none", () => {
  expect(rhythmOf([])).toBeNull();
  expect(rhythmOf([0, 30, 60])).toBeNull();
});

test.each([
  [60, "active"],
  [61, "cooling"],
  [120, "cooling"],
  [121, "lapsed"],
])("a monthly report that was last used %i days ago is %s", (days, state) => {
  expect(livingState(0, days * DAY_MS, livingDaysOf(30))).toBe(state);
});

test("a quick rhythm, or none, shortens nothing", () => {
  expect(livingDaysOf(1)).toEqual({ activeDays: 14, coolingDays: 30 });
  expect(livingDaysOf(null)).toEqual({ activeDays: 14, coolingDays: 30 });
});

test("a use has recovered on the first day after it had lapsed", () => {
  expect(recoveredOn([0, 31, 35])).toBe(31);
  expect(recoveredOn([0, 30, 35])).toBeNull();
  expect(recoveredOn([0, 40, 41, 90, 91])).toBe(90);
  expect(recoveredOn([])).toBeNull();
  expect(recoveredOn([0, 31], livingDaysOf(30))).toBeNull();
});

test("neither order nor repetition matters", () => {
  const arrivals = fc
    .array(fc.nat({ max: 400 }))
    .chain((days) => fc.tuple(fc.constant(days), fc.shuffledSubarray(days, { minLength: days.length })));
  fc.assert(
    fc.property(arrivals, ([days, others]) => {
      expect(rhythmOf([...others, ...days])).toBe(rhythmOf(days));
      expect(recoveredOn([...others, ...days])).toBe(recoveredOn(days));
    }),
  );
});

test("who keeps to their rhythm is always active, and a slower rhythm never shortens a life", () => {
  const anyRhythm = fc.nat(800).map((halfDays) => halfDays / 2);
  fc.assert(
    fc.property(anyRhythm, fc.nat(100), (rhythmDays, slower) => {
      const living = livingDaysOf(rhythmDays);
      expect(livingState(0, rhythmDays * DAY_MS, living)).toBe("active");
      expect(living.activeDays).toBeGreaterThanOrEqual(DEFAULT_LIVING_DAYS.activeDays);
      expect(living.coolingDays).toBeGreaterThanOrEqual(DEFAULT_LIVING_DAYS.coolingDays);
      expect(living.coolingDays).toBeGreaterThanOrEqual(living.activeDays);
      const longer = livingDaysOf(rhythmDays + slower);
      expect(longer.activeDays).toBeGreaterThanOrEqual(living.activeDays);
      expect(longer.coolingDays).toBeGreaterThanOrEqual(living.coolingDays);
    }),
  );
});

test("a use came back on the last of its days before which it had lapsed", () => {
  fc.assert(
    fc.property(fc.array(fc.nat(400), { maxLength: 12 }), fc.option(fc.nat(40)), (days, rhythmDays) => {
      const living = livingDaysOf(rhythmDays);
      const comebacks = days.filter((day) => {
        const earlier = days.filter((other) => other < day);
        return (
          livingState(earlier.length === 0 ? null : Math.max(...earlier) * DAY_MS, day * DAY_MS, living) === "lapsed"
        );
      });
      expect(recoveredOn(days, living)).toBe(comebacks.length === 0 ? null : Math.max(...comebacks));
    }),
  );
});
