import type { DayRange, WorkspaceDay } from "../day.ts";
import { dayCount, daysIn, isWithin, lastDays } from "../period/day-range.ts";

const WEEK_DAYS = 7;
const MONTH_DAYS = 30;

/** Active people on a day, and in the 7 and 30 days that end with it. Unlike login classes these contain each other. */
export interface ActiveUsers {
  readonly day: WorkspaceDay;
  readonly daily: number;
  readonly weekly: number;
  readonly monthly: number;
}

/** How much of its month an active user is there. */
export interface Stickiness {
  /**
   * The mean of the daily active users over the 30 days ÷ the monthly ones: 0 to 1. The mean, because one day's ratio
   * says nothing on a Sunday. Null: nobody was active.
   */
  readonly ratio: number | null;
  /** `daysActive[n]`: how many of the people were active on exactly n of the 30 days; n from 0 to 30, adding up to all. */
  readonly daysActive: readonly number[];
}

/** The active days of each person who is to be looked at, in any order. */
export type PeopleActiveDays = readonly ReadonlySet<WorkspaceDay>[];

/** Daily, weekly (7 days) and monthly (30 days) active users for each day of a range, each person counted once. */
export function activeUsersPerDay(people: PeopleActiveDays, days: DayRange): readonly ActiveUsers[] {
  const daily = countPerDay(people, days, 1);
  const weekly = countPerDay(people, days, WEEK_DAYS);
  const monthly = countPerDay(people, days, MONTH_DAYS);
  return daysIn(days).map((day, index) => ({
    day,
    daily: daily[index] ?? 0,
    weekly: weekly[index] ?? 0,
    monthly: monthly[index] ?? 0,
  }));
}

/**
 * Stickiness over the 30 days that end with a day: the usual DAU ÷ MAU, and the distribution of active days behind it.
 * @param people all who are known, so that those who never came stand in the distribution at 0.
 */
export function stickinessOn(people: PeopleActiveDays, day: WorkspaceDay): Stickiness {
  const window = lastDays(MONTH_DAYS, day);
  const daysActive = Array.from({ length: MONTH_DAYS + 1 }, () => 0);
  let personDays = 0;
  for (const days of people) {
    const active = activeDaysIn(days, window);
    personDays += active;
    daysActive[active] = (daysActive[active] ?? 0) + 1;
  }
  const monthly = people.length - (daysActive[0] ?? 0);
  return { ratio: monthly === 0 ? null : personDays / MONTH_DAYS / monthly, daysActive };
}

/** How many of somebody's active days lie in a window. */
export function activeDaysIn(days: ReadonlySet<WorkspaceDay>, window: DayRange): number {
  return [...days].filter((day) => isWithin(day, window)).length;
}

/** Active on day d makes a person count on d and the `windowDays − 1` days after; overlapping stretches are merged. */
function countPerDay(people: PeopleActiveDays, { from, to }: DayRange, windowDays: number): readonly number[] {
  const length = dayCount({ from, to });
  const changes = Array.from({ length: length + 1 }, () => 0);
  const addAt = (day: WorkspaceDay, amount: number): void => {
    const index = Math.max(0, day - from);
    if (index < length) changes[index] = (changes[index] ?? 0) + amount;
  };
  for (const days of people) {
    let countedUntil = from - 1;
    for (const day of [...days].sort((one, other) => one - other)) {
      const last = day + windowDays - 1;
      if (last <= countedUntil || last < from || day > to) continue;
      addAt(Math.max(day, countedUntil + 1), 1);
      addAt(last + 1, -1);
      countedUntil = last;
    }
  }
  let count = 0;
  return changes.slice(0, length).map((change) => (count += change));
}
