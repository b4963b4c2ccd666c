import type { WorkspaceDay } from "../../domain/day.ts";
import { groupBy } from "../../domain/group-by.ts";
import { isWithin, lastDays } from "../../domain/period/day-range.ts";
import { depthMs, FREQUENCY_DAYS, frequencyPercent } from "../../domain/usage/depth-frequency.ts";
import { STRIP_DAYS, totalUsed, type FeatureDay } from "../../domain/usage/features-used.ts";
import { presences, usedDays } from "./presence.ts";
import type { Reading } from "./reading.ts";
import { trackedSince } from "./tracked-since.ts";
import { definedFeatures } from "./uses.ts";

/** How widely, how deeply and how often somebody has used the product lately, over all accounts that the reading sees. */
export interface PersonUse {
  /** Distinct ones of the last 14 closed days; null: the tracker hadn't seen them by then. */
  readonly featuresUsed: number | null;
  readonly modulesUsed: number | null;
  /** The median of the days on which the tracker saw them, of the last 28 closed days; null: it saw them on none. */
  readonly depthMs: number | null;
  /** Active days ÷ 28; null: they were never seen. */
  readonly frequencyPercent: number | null;
}

/** Of whom nothing is known. */
export const NO_PERSON_USE: PersonUse = {
  featuresUsed: null,
  modulesUsed: null,
  depthMs: null,
  frequencyPercent: null,
};

/** The days that depth and frequency look at. The running day would look like a drop. */
export function frequencyDays({ lastClosedDay }: Reading) {
  return lastDays(FREQUENCY_DAYS, lastClosedDay);
}

/** Of everybody who was ever seen, by their id. */
export function personUse(reading: Reading): Promise<ReadonlyMap<string, PersonUse>> {
  return reading.derive("personUse", async () => {
    const { definitions, lastClosedDay } = reading;
    const [seen, since, times, totals] = await Promise.all([
      presences(reading, "user"),
      trackedSince(reading, "user"),
      daysOfPeople(reading),
      reading.totals({ by: ["user", "feature", "day"] }, lastDays(STRIP_DAYS, lastClosedDay)),
    ]);
    const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
    const window = frequencyDays(reading);
    const featureDays = groupBy(totals, ({ user = "" }) => user);
    return new Map(
      [...seen].map(([user, { activeDays }]): [string, PersonUse] => {
        const strip = (featureDays.get(user) ?? []).map(({ feature = "", day = 0, activeMs }): FeatureDay => ({
          feature,
          day,
          activeMs: activeMs[definitions.idleLimitIndex] ?? 0,
        }));
        const used = totalUsed({ featureDays: strip, modules, lastClosedDay, since: since.get(user) ?? null });
        return [
          user,
          {
            featuresUsed: used.totalFeatures,
            modulesUsed: used.totalModules,
            depthMs: depthMs(times.get(user) ?? new Map<WorkspaceDay, number>(), window),
            frequencyPercent: frequencyPercent(activeDays, window),
          },
        ];
      }),
    );
  });
}

/** The active time of everybody on each of the days on which the tracker saw them, by their id. */
export async function daysOfPeople(reading: Reading): Promise<ReadonlyMap<string, ReadonlyMap<WorkspaceDay, number>>> {
  const { idleLimitIndex } = reading.definitions;
  const days = frequencyDays(reading);
  const rows = await usedDays(reading, "user", days);
  const times = new Map<string, Map<WorkspaceDay, number>>();
  for (const { person, day, row } of rows) {
    if (!isWithin(day, days)) continue;
    const own = times.get(person) ?? new Map<WorkspaceDay, number>();
    times.set(person, own.set(day, (own.get(day) ?? 0) + (row.activeMs[idleLimitIndex] ?? 0)));
  }
  return times;
}
