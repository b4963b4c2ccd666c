import type { LivingDays } from "../../domain/adoption/living-days.ts";
import { recentSince, type UseTrace } from "../../domain/adoption/use-trace.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import type { TotalsRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

type Asked = Pick<Reading, "definitions" | "lastDay">;

/**
 * Of all time, what every member did in every feature, and on which days: one question for all who ask for it, with what traces
 * of uses are made of.
 */
export function memberSpans(reading: Asked & Pick<Reading, "totals">): Promise<readonly TotalsRow[]> {
  const spanUnder = reading.definitions.idleLimitIndex;
  return reading.totals({ by: ["account", "user", "feature"], spanUnder, splitAt: splitDays(reading) }, null);
}

/** Finds the trace of such a row, as of the reading's last day. */
export function createTraceOf(reading: Asked): (row: Pick<TotalsRow, "span">, living: LivingDays) => UseTrace | null {
  const places = new Map(splitDays(reading).map((day, index) => [day, index]));
  return ({ span }, living) => {
    if (!span) return null;
    const split = span.splits?.[places.get(recentSince(reading.lastDay, living)) ?? -1];
    if (split === undefined) throw new RangeError(`no feature lives for ${living.activeDays} days`);
    return { lastDay: span.lastDay, recentDay: split.from, earlierDay: split.before };
  };
}

/** The days since which uses are recent: of most features the same. */
function splitDays({ definitions, lastDay }: Asked): readonly WorkspaceDay[] {
  return [...new Set([...definitions.features.values()].map(({ living }) => recentSince(lastDay, living)))];
}
