import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIVING_DAYS, livingDaysOf } from "./living-days.ts";

test("a monthly report is active for 60 days and cools until 120 are over", () => {
  expect(livingDaysOf(30)).toEqual({ activeDays: 60, coolingDays: 120 });
});

test("a weekly rhythm, a quicker one, or none, shortens nothing", () => {
  for (const rhythmDays of [null, 1, 7]) expect(livingDaysOf(rhythmDays)).toEqual({ activeDays: 14, coolingDays: 30 });
  expect(livingDaysOf(8)).toEqual({ activeDays: 16, coolingDays: 32 });
});

test("who keeps to a rhythm is always active, and a slower one never shortens a life", () => {
  fc.assert(
    fc.property(fc.nat(400), fc.nat(100), (rhythmDays, slower) => {
      const living = livingDaysOf(rhythmDays);
      expect(living.activeDays).toBeGreaterThanOrEqual(Math.max(rhythmDays, DEFAULT_LIVING_DAYS.activeDays));
      expect(living.coolingDays).toBeGreaterThanOrEqual(
        Math.max(living.activeDays + 1, DEFAULT_LIVING_DAYS.coolingDays),
      );
      const longer = livingDaysOf(rhythmDays + slower);
      expect(longer.activeDays).toBeGreaterThanOrEqual(living.activeDays);
      expect(longer.coolingDays).toBeGreaterThanOrEqual(living.coolingDays);
    }),
  );
});
