import type { DayRange, WorkspaceDay } from "../day.ts";
import { lastDays } from "../period/day-range.ts";
import { isTrusted, type Coverage } from "./coverage.ts";
import { sumOver, type DailySeries } from "./daily-series.ts";

const WINDOW_DAYS = 14;

/** How far a metric has to fall to be told. */
export interface DropRule {
  /** 0.3: by 30 % or more. Above 0, up to 1. */
  readonly dropShare: number;
  /** The 14 days before must have had at least this much, or chance alone would raise alarms. */
  readonly minimumBaseline: number;
  /** After a drop was told, days during which it isn't told again. */
  readonly coolDownDays: number;
}

/** What {@link usageDrop} looks at. */
export interface DropInputs {
  /** A counted metric; a day without an entry is a zero. */
  readonly values: DailySeries;
  /** First day from which anything is known; null: nothing is. */
  readonly since: WorkspaceDay | null;
  readonly lastClosedDay: WorkspaceDay;
  /** Of the last 14 days. Null: not known. */
  readonly coverage: Coverage | null;
  /** The closed day for which a drop was last told; null: never. */
  readonly lastToldDay: WorkspaceDay | null;
}

/**
 * `unknown`: not all of the 28 days are known. `belowBaseline`: too little before to speak of a drop. `steady`: no drop.
 * `heldBack`: a drop, but too few users can be seen to believe it. `coolingDown`: a drop that was told lately.
 */
export type DropVerdict = "dropped" | "steady" | "belowBaseline" | "heldBack" | "coolingDown" | "unknown";

/** A verdict, and the sums behind it. */
export interface UsageDrop {
  readonly verdict: DropVerdict;
  /** Sum over the last 14 closed days; null: not all known. */
  readonly recent: number | null;
  /** Sum over the 14 days before; null: not all known. */
  readonly before: number | null;
}

/**
 * Whether usage has dropped: the metric over the last 14 closed days ≤ (1 − share) × the 14 days before, after the
 * article's alert "when feature usage has dropped in the past 14 days". Exactly the share counts as a drop.
 */
export function usageDrop(inputs: DropInputs, rule: DropRule): UsageDrop {
  const recentDays = lastDays(WINDOW_DAYS, inputs.lastClosedDay);
  const recent = knownSum(inputs, recentDays);
  const before = knownSum(inputs, lastDays(WINDOW_DAYS, recentDays.from - 1));
  return { verdict: verdictOn(recent, before, inputs, rule), recent, before };
}

function verdictOn(
  recent: number | null,
  before: number | null,
  { coverage, lastClosedDay, lastToldDay }: DropInputs,
  { dropShare, minimumBaseline, coolDownDays }: DropRule,
): DropVerdict {
  if (recent === null || before === null) return "unknown";
  if (before <= 0 || before < minimumBaseline) return "belowBaseline";
  // A quotient of whole numbers is rounded as the share itself is, so exactly 30 % is 0.3; 1 − 0.3 is not 0.7.
  if ((before - recent) / before < dropShare) return "steady";
  if (!isTrusted(coverage)) return "heldBack";
  const isCoolingDown = lastToldDay !== null && lastClosedDay - lastToldDay <= coolDownDays;
  return isCoolingDown ? "coolingDown" : "dropped";
}

function knownSum({ values, since }: DropInputs, days: DayRange): number | null {
  return since === null || days.from < since ? null : sumOver(values, days);
}
