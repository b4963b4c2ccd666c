import { daysIn, lastDays } from "../../domain/period/day-range.ts";
import { STRIP_DAYS, usedFeatures } from "../../domain/usage/features-used.ts";
import type { Reading } from "./reading.ts";
import { definedFeatures } from "./uses.ts";

/** How many distinct features and modules somebody has used over the last 14 closed days. */
export interface UsedLately {
  readonly features: number;
  readonly modules: number;
}

/**
 * Of everybody who has used any, by their id, as the columns of lists have it. Asked day by day: of all people at once there
 * are too many days and features for one answer.
 */
export async function usedLately(reading: Reading): Promise<ReadonlyMap<string, UsedLately>> {
  const { idleLimitIndex } = reading.definitions;
  const moduleOf = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  const counted = new Set(moduleOf.keys());
  const features = new Map<string, Set<string>>();
  for (const day of daysIn(lastDays(STRIP_DAYS, reading.lastClosedDay))) {
    const rows = await reading.totals({ by: ["user", "feature"] }, { from: day, to: day });
    for (const { user = "", feature = "", activeMs } of rows) {
      const used = usedFeatures([{ feature, day, activeMs: activeMs[idleLimitIndex] ?? 0 }], counted);
      if (used.get(day)?.length !== 1) continue;
      features.set(user, (features.get(user) ?? new Set()).add(feature));
    }
  }
  return new Map(
    [...features].map(([user, own]) => {
      const modules = new Set([...own].flatMap((feature) => moduleOf.get(feature) ?? []));
      return [user, { features: own.size, modules: modules.size }];
    }),
  );
}
