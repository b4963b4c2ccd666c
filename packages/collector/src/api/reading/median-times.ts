import type { Reading } from "./reading.ts";

/** Somebody's active time on a feature in the period. */
export interface UserTime {
  readonly user: string;
  readonly feature: string;
  readonly activeMs: number;
}

/** The active time of everybody who used a feature in the period, with a visit or active time. */
export async function userTimes(reading: Reading): Promise<readonly UserTime[]> {
  const { idleLimitIndex } = reading.definitions;
  const rows = await reading.totals({ by: ["user", "feature"] });
  return rows
    .map(({ user = "", feature = "", activeMs, visits }) => ({
      user,
      feature,
      activeMs: activeMs[idleLimitIndex] ?? 0,
      visits,
    }))
    .filter(({ activeMs, visits }) => activeMs > 0 || visits > 0);
}

/** The median active time per active user of each feature that anybody used, by its key. */
export async function medianTimes(reading: Reading): Promise<ReadonlyMap<string, number>> {
  const { facts, scope, days, definitions } = reading;
  const { idleLimitIndex } = definitions;
  const rows = await facts.medianTimes({ scope, days: reading.within(days), idleLimitIndex });
  return new Map(rows.map(({ feature, medianMs }) => [feature, medianMs]));
}
