import { isWithin, lastDays } from "../../domain/period/day-range.ts";
import type { PersonFigures } from "../reading/person-figures.ts";
import type { Reading } from "../reading/reading.ts";
import { count, type Counting } from "./sums.ts";

const [WEEK_DAYS, MONTH_DAYS] = [7, 30];

/** Counts people into the numbers of people, under the ids that they have in `api/numbers/people.ts`. */
export function countPeople(reading: Reading, people: Iterable<PersonFigures>, sums: Counting): void {
  const week = lastDays(WEEK_DAYS, reading.lastDay);
  const month = lastDays(MONTH_DAYS, reading.lastDay);
  for (const { presence, loginClass, happiness, health } of people) {
    count(sums, "contacts");
    if (presence !== undefined) count(sums, "seenUsers");
    count(sums, `${loginClass}Users`);
    count(sums, happiness === null ? "unansweredUsers" : `${happiness}Users`);
    // Whoever was never seen is counted by their login class.
    if (health.class !== "neverSeen") {
      count(sums, health.class === null ? "unknownHealthUsers" : `${health.class}Users`);
    }
    const days = [...(presence?.activeDays ?? [])].filter((day) => isWithin(day, month));
    if (days.length === 0) continue;
    count(sums, "mau");
    // Of all 30 days together: how many people were there, summed over the days.
    count(sums, "activeDays", days.length);
    if (days.some((day) => isWithin(day, week))) count(sums, "wau");
    if (days.includes(reading.lastDay)) count(sums, "dau");
  }
}
