import type { CatalogFeature } from "./catalog.ts";
import { createRandom } from "./random.ts";
import { workingDayBefore, type LocalDay } from "./working-days.ts";

/** Days of a weekend. */
const LONGEST_REST_DAYS = 2;

/**
 * Whether somebody turns to a feature on a day: to one that the definitions say is used once a month only then, on a working
 * day, each at a time of month of their own.
 */
export function isDue(seed: number, user: string, { feature, rhythmDays }: CatalogFeature, day: LocalDay): boolean {
  if (rhythmDays === null) return true;
  const phase = createRandom(seed, "rhythm", user, feature).integer(0, rhythmDays - 1);
  for (let date = day; date <= day + LONGEST_REST_DAYS; date += 1) {
    if ((date + phase) % rhythmDays === 0) return workingDayBefore(date, 0) === day;
  }
  return false;
}
