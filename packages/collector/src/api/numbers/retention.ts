import type { DayRange } from "../../domain/day.ts";
import { dayOfIsoDate, isoDate } from "../../domain/period/calendar-date.ts";
import { isWithin } from "../../domain/period/day-range.ts";
import { percentOf } from "../../domain/share.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject, Term } from "./number.ts";

/** Who began in a week, and who of them came back in another. */

const WEEK_DAYS = 7;

/** Whoever first used the product, or the feature, in the week that begins with a day. */
async function beginners(reading: Reading, of: "account" | "user", { feature, cohort = "" }: Subject) {
  const { idleLimitIndex } = reading.definitions;
  const monday = dayOfIsoDate(cohort) ?? 0;
  const week = { from: monday, to: Math.min(monday + WEEK_DAYS - 1, reading.lastDay) };
  const rows = await reading.totals(
    { by: [of], ...(feature !== undefined && { feature }), spanUnder: idleLimitIndex },
    null,
  );
  return rows.flatMap((row) =>
    row.span && isWithin(row.span.firstDay, week) ? [{ id: row[of] ?? "", firstDay: row.span.firstDay }] : [],
  );
}

/** Their active time in some days, of those who had any, or a visit. */
async function timesIn(
  reading: Reading,
  of: "account" | "user",
  { feature }: Subject,
  days: DayRange,
): Promise<ReadonlyMap<string, number>> {
  const { idleLimitIndex } = reading.definitions;
  const rows = await reading.totals({ by: [of], ...(feature !== undefined && { feature }) }, days);
  return new Map(
    rows
      .map((row) => [row[of] ?? "", row.activeMs[idleLimitIndex] ?? 0, row.visits] as const)
      .filter(([, activeMs, visits]) => activeMs > 0 || visits > 0)
      .map(([id, activeMs]) => [id, activeMs]),
  );
}

/** @param week how many weeks after the first one. */
async function cohortIn(
  reading: Reading,
  of: "account" | "user",
  subject: Subject,
  week: number | null,
): Promise<Measurement> {
  const monday = (dayOfIsoDate(subject.cohort ?? "") ?? 0) + (week ?? 0) * WEEK_DAYS;
  const days = { from: monday, to: monday + WEEK_DAYS - 1 };
  const [cohort, times, names] = await Promise.all([
    beginners(reading, of, subject),
    timesIn(reading, of, subject, days),
    createNames(reading),
  ]);
  const own = cohort.filter(({ id, firstDay }) => week === null || times.has(id) || isWithin(firstDay, days));
  const about = subject.feature === undefined ? {} : { feature: subject.feature };
  const rows = own
    .toSorted((one, other) => (one.id < other.id ? -1 : 1))
    .map(({ id, firstDay }): Evidence => ({
      kind: of,
      id,
      name: names.of(of, id),
      value: times.get(id) ?? 0,
      opens: { number: "activeMs", subject: { ...about, [of]: id }, over: days },
      details: { firstDay: isoDate(firstDay) },
    }));
  const away = {
    what: "Not seen in that week",
    why: "They began in the cohort's week.",
    value: cohort.length - own.length,
  };
  return lengthOf(rows, { rowUnit: "ms", excluded: week === null ? [] : [away] });
}

async function shareIn(reading: Reading, of: "account" | "user", { week, ...cohort }: Subject): Promise<Measurement> {
  const [all, back] = await Promise.all([
    cohortIn(reading, of, cohort, null),
    cohortIn(reading, of, cohort, Number(week)),
  ]);
  const ids = RETENTION_NUMBERS[of];
  const term = (name: string, { value }: Measurement, number: string, subject: Subject): Term => ({
    name,
    value,
    unit: "count",
    opens: { number, subject },
  });
  return {
    ...back,
    value: percentOf(back.rows.length, all.rows.length),
    terms: [
      term("Came back", back, ids.retained, { ...cohort, ...(week !== undefined && { week }) }),
      term("All of the cohort", all, ids.size, cohort),
    ],
  };
}

/** The numbers of a cohort and of one of its cells. */
export const RETENTION_NUMBERS = {
  user: { size: "cohortUsers", retained: "retainedUsers", percent: "retainedUsersPercent" },
  account: { size: "cohortAccounts", retained: "retainedAccounts", percent: "retainedAccountsPercent" },
} as const;

export const RETENTION: readonly NumberDefinition[] = (["user", "account"] as const).flatMap((of) => {
  const who = of === "user" ? "People" : "Accounts";
  const ids = RETENTION_NUMBERS[of];
  const subjects = ["account", "feature", "cohort"] as const;
  return [
    countOf({
      id: ids.size,
      name: `${who} of a cohort`,
      formula: `${who} that used the product, or the feature, for the first time ever in the week that begins with the cohort's day.`,
      subjects,
      requires: ["cohort"],
      splits: [of],
      measure: (reading, subject) => cohortIn(reading, of, subject, null),
    }),
    countOf({
      id: ids.retained,
      name: `${who} that came back`,
      formula: `${who} of the cohort with at least one active day in the week that is so many weeks after theirs, whatever was in between; in week 0 all of them.`,
      subjects: [...subjects, "week"],
      requires: ["cohort", "week"],
      splits: [of],
      measure: (reading, subject) => cohortIn(reading, of, subject, Number(subject.week)),
    }),
    {
      id: ids.percent,
      name: `Retention of ${who.toLowerCase()}`,
      unit: "percent",
      kind: "ratio",
      formula: `${who} of the cohort that came back in the week that is so many weeks after theirs ÷ all of the cohort.`,
      subjects: [...subjects, "week"],
      requires: ["cohort", "week"],
      splits: [of],
      measure: (reading, subject) => shareIn(reading, of, subject),
    },
  ];
});
