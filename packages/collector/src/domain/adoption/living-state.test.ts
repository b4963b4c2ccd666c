import * as fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_LIVING_DAYS, livingState, livingStateOn, type LivingDays } from "./living-state.ts";

const DAY_MS = 86_400_000;
const STATES = ["active", "cooling", "lapsed"] as const;

test.each([
  [0, "active"],
  [14 * DAY_MS, "active"],
  [14 * DAY_MS + 1, "cooling"],
  [30 * DAY_MS, "cooling"],
  [30 * DAY_MS + 1, "lapsed"],
])("a use %i ms ago is %s", (unusedMs, state) => {
  expect(livingState(1_000, 1_000 + unusedMs)).toBe(state);
});

test("what was never used has no living state", () => {
  expect(livingState(null, 1_000)).toBeNull();
  expect(livingStateOn(null, 20_000)).toBeNull();
});

test("a use is in one state, which never gets better with time, nor worse with more days to live", () => {
  const anyLiving = fc.tuple(fc.nat(60), fc.nat(60)).map(([activeDays, more]) => ({
    activeDays,
    coolingDays: activeDays + more,
  }));
  const anyCase = anyLiving.chain(({ activeDays, coolingDays }) =>
    fc.record({
      living: fc.constant({ activeDays, coolingDays }),
      unusedMs: fc.oneof(
        fc.nat(80 * DAY_MS),
        fc
          .tuple(fc.constantFrom(activeDays, coolingDays), fc.constantFrom(-1, 0, 1))
          .map(([days, moreMs]) => days * DAY_MS + moreMs),
      ),
    }),
  );
  const rankOf = (unusedMs: number, living: LivingDays): number => {
    const state = livingState(5 * DAY_MS, 5 * DAY_MS + unusedMs, living);
    return state === null ? Number.NaN : STATES.indexOf(state);
  };
  fc.assert(
    fc.property(anyCase, fc.nat(9), fc.nat(9 * DAY_MS), ({ living, unusedMs }, longer, moreMs) => {
      const { activeDays, coolingDays } = living;
      const rank = rankOf(unusedMs, living);
      const borders = [activeDays, coolingDays].map((days) => days * DAY_MS);
      expect(rank).toBe(borders.filter((border) => border < unusedMs).length);
      expect(rankOf(unusedMs + moreMs, living)).toBeGreaterThanOrEqual(rank);
      const more = { activeDays: activeDays + longer, coolingDays: coolingDays + longer };
      expect(rankOf(unusedMs, more)).toBeLessThanOrEqual(rank);
    }),
  );
});

test("whoever looks at days and whoever looks at moments come to one answer, whenever that is", () => {
  fc.assert(
    fc.property(fc.nat(60), fc.integer({ min: 0, max: 40_000 }), (unusedDays, today) => {
      const state = livingStateOn(today - unusedDays, today);
      expect(state).toBe(livingState((today - unusedDays) * DAY_MS, today * DAY_MS));
      expect(state).toBe(livingStateOn(0, unusedDays));
      const { activeDays, coolingDays } = DEFAULT_LIVING_DAYS;
      expect(state).toBe(unusedDays <= activeDays ? "active" : unusedDays <= coolingDays ? "cooling" : "lapsed");
    }),
  );
});
