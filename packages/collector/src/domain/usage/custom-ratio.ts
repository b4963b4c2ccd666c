import type { DayRange, WorkspaceDay } from "../day.ts";
import { daysIn, lastDays } from "../period/day-range.ts";
import { sumOver, type DailySeries } from "./daily-series.ts";

/** One daily series over another. A day without an entry adds nothing to either. */
export interface CustomRatio {
  readonly numerator: DailySeries;
  readonly denominator: DailySeries;
  /** How many days each point sums up, its own included; 1: each day by itself. */
  readonly windowDays: number;
}

/** A ratio on a day. */
export interface RatioPoint {
  readonly day: WorkspaceDay;
  /** Null: the denominator is 0 over the window. */
  readonly ratio: number | null;
}

/**
 * A ratio of two named series over a rolling window, such as emails opened ÷ emails sent over 28 days, after Vitally's
 * success metrics, but for all of history. Sums are divided, not daily ratios averaged, so that days weigh what they hold.
 */
export function customRatio(
  { numerator, denominator, windowDays }: CustomRatio,
  days: DayRange,
): readonly RatioPoint[] {
  return daysIn(days).map((day) => {
    const window = lastDays(windowDays, day);
    const below = sumOver(denominator, window);
    return { day, ratio: below === 0 ? null : sumOver(numerator, window) / below };
  });
}
