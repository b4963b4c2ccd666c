import type { LivingDays } from "../../domain/adoption/living-days.ts";
import { traceDays, type UseTrace } from "../../domain/adoption/use-trace.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { TotalsRow, UseSpan } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/** A use of all time. */
type UseRow = Pick<TotalsRow, "account" | "user" | "feature" | "span">;
type TraceOf = (row: UseRow) => UseTrace | null;
type Asked = Pick<Reading, "definitions" | "lastDay" | "totals">;

/**
 * Finds the traces of members' uses as of the reading's last day. Features that live equally long are asked about together: most
 * do, and it takes two sums over the days that matter.
 * @returns the trace of a row of all time by account, user and feature; null: it isn't used, or none of these features.
 */
export async function useTraces(reading: Asked, features: readonly CompiledFeature[]): Promise<TraceOf> {
  const groups = [...groupBy(features, ({ living }) => `${living.activeDays} ${living.coolingDays}`).values()];
  const traces = await Promise.all(groups.map(([first]) => first && tracesOf(reading, first.living)));
  const ofFeature = new Map(groups.flatMap((group, index) => group.map(({ feature }) => [feature, traces[index]])));
  return (row) => ofFeature.get(row.feature ?? "")?.(row) ?? null;
}

async function tracesOf(reading: Asked, living: LivingDays): Promise<TraceOf> {
  const { recent, earlier } = traceDays(reading.lastDay, living);
  const by = ["account", "user", "feature"] as const;
  const spanUnder = reading.definitions.idleLimitIndex;
  const [recentRows, earlierRows] = await Promise.all(
    [recent, earlier].map((days) => reading.totals({ by, spanUnder }, days)),
  );
  const [recentOf, earlierOf] = [spansOf(recentRows), spansOf(earlierRows)];
  return (row) => {
    if (!row.span) return null;
    const { firstDay, lastDay } = row.span;
    const key = useKey(row);
    return {
      firstDay,
      lastDay,
      recentDay: recentOf.get(key)?.firstDay ?? null,
      earlierDay: earlierOf.get(key)?.lastDay ?? null,
    };
  };
}

function spansOf(rows: readonly UseRow[] = []): ReadonlyMap<string, UseSpan> {
  return new Map(rows.flatMap((row) => (row.span ? [[useKey(row), row.span] as const] : [])));
}

/** Ids hold no control characters. */
function useKey({ account = "", user = "", feature = "" }: UseRow): string {
  return `${account}\n${user}\n${feature}`;
}
