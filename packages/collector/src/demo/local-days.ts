import { Temporal } from "temporal-polyfill";
import type { WorkspaceDay } from "../domain/day.ts";

/** A calendar day of any time zone, as days since 1970-01-01 of that calendar; of the workspace's zone a `WorkspaceDay`. */
export type LocalDay = WorkspaceDay;

/** The days of one time zone. */
export interface LocalDays {
  /** The day that contains an instant, Unix ms. */
  dayOf(epochMs: number): LocalDay;
  /** The first instant of a day, Unix ms. */
  startMs(day: LocalDay): number;
  /**
   * The instant at which the day's clocks would have shown 00:00 had they not been changed that day, Unix ms, so that
   * 09:00 is nine hours later on the days of a clock change too.
   */
  clockZeroMs(day: LocalDay): number;
}

const DAY_MS = 86_400_000;

/** @param timeZone an IANA name. @throws RangeError when it is unknown. */
export function createLocalDays(timeZone: string): LocalDays {
  const clockZeros = new Map<LocalDay, number>();
  return {
    dayOf(epochMs) {
      const date = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(timeZone);
      return Date.UTC(date.year, date.month - 1, date.day) / DAY_MS;
    },
    startMs: (day) => dateOf(day).toZonedDateTime({ timeZone }).epochMilliseconds,
    clockZeroMs(day) {
      const known = clockZeros.get(day);
      if (known !== undefined) return known;
      const noonMs = dateOf(day).toZonedDateTime({ timeZone, plainTime: "12:00" }).epochMilliseconds;
      clockZeros.set(day, noonMs - DAY_MS / 2);
      return noonMs - DAY_MS / 2;
    },
  };
}

/** Saturday or Sunday. 1970-01-01 was a Thursday. */
export function isWeekend(day: LocalDay): boolean {
  return (day + 3) % 7 >= 5;
}

/** Counts weeks, Monday to Sunday. */
export function weekOf(day: LocalDay): number {
  return Math.floor((day + 3) / 7);
}

/** The working day (Monday to Friday) that lies this many working days before `day`; 0: `day` itself or the last one before it. */
export function workingDayBefore(day: LocalDay, workingDays: number): LocalDay {
  let found = day;
  for (let rest = workingDays; ; found -= 1) {
    if (isWeekend(found)) continue;
    if (rest === 0) return found;
    rest -= 1;
  }
}

function dateOf(day: LocalDay): Temporal.PlainDate {
  const date = new Date(day * DAY_MS);
  return new Temporal.PlainDate(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}
