import { weekOf, type LocalDay } from "./working-days.ts";
import { createRandom } from "./random.ts";

const PUBLIC_HOLIDAY_CHANCE = 0.035;
const WEEK_AWAY_CHANCE = 0.055;

/** Whether a country rests: an invented public holiday, the same for all its accounts. */
export function isPublicHoliday(seed: number, country: string, day: LocalDay): boolean {
  return createRandom(seed, "holiday", country, day).chance(PUBLIC_HOLIDAY_CHANCE);
}

/** Whether a person is away for the whole week of this day, on holiday or ill. */
export function isWeekAway(seed: number, user: string, day: LocalDay): boolean {
  return createRandom(seed, "away", user, weekOf(day)).chance(WEEK_AWAY_CHANCE);
}
