import { createLayoutShifts, type LayoutShifts } from "./layout-shifts.ts";
import { createLongestInteractions, type LongestInteractions } from "./longest-interactions.ts";
import type { Vitals } from "./protocol/index.ts";

/** A larger value says no more: a minute, or a score of 60. */
const MAX_VALUE = 60_000;

/** As the wire wants it. */
export const wholeNumber = (value: number): number => Math.round(Math.min(Math.max(value, 0), MAX_VALUE));

/** What one feature shows to one writer. */
export interface FeatureVitals {
  readonly interactions: LongestInteractions;
  readonly shifts: LayoutShifts;
  /** What is higher than it was when it was last asked for; null when nothing is. */
  news(): Vitals | null;
}

/** @param canShift whether this browser tells of shifts: without, there is no score, and 0 would be a lie. */
export function createFeatureVitals(canShift: boolean): FeatureVitals {
  const interactions = createLongestInteractions();
  const shifts = createLayoutShifts();
  let toldInpMs = -1;
  let toldCls1000 = -1;
  return {
    interactions,
    shifts,
    news() {
      const inpMs = wholeNumber(interactions.inpMs() ?? 0);
      const cls1000 = wholeNumber(shifts.cls() * 1_000);
      const hasInp = interactions.inpMs() !== undefined && inpMs > toldInpMs;
      const hasCls = canShift && cls1000 > toldCls1000;
      if (hasInp) toldInpMs = inpMs;
      if (hasCls) toldCls1000 = cls1000;
      return hasInp || hasCls ? { ...(hasInp && { inpMs }), ...(hasCls && { cls1000 }) } : null;
    },
  };
}
