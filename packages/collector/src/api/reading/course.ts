import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { engagementOf, featureOfAction } from "../../domain/engagement.ts";
import { daysIn } from "../../domain/period/day-range.ts";
import { sumOver, type DailySeries } from "../../domain/usage/daily-series.ts";
import type { TotalsRow } from "../../store/facts.ts";
import type { TrendReply } from "../contract.ts";
import { assetCourse } from "./asset-course.ts";
import type { Reading } from "./reading.ts";

/** What a course is about, within the accounts of the reading. */
export interface CourseSubject {
  /** Null: everybody. */
  readonly user: string | null;
  /** Null: all, also what no definition names. */
  readonly features: ReadonlySet<string> | null;
  /** As it was asked for. */
  readonly told: TrendReply["subject"];
}

/** How a number went, day by day. */
export interface Course {
  readonly values: DailySeries;
  /** Over several days, in the way of the number. */
  readonly valueIn: (days: DayRange) => number;
  /** First day from which anything is known; null: nothing is. */
  readonly since: WorkspaceDay | null;
}

/**
 * The course of a number over days.
 * @param first the first day on which anybody used anything; null: nobody did.
 */
export async function courseOf(
  reading: Reading,
  number: TrendReply["number"]["id"],
  subject: CourseSubject,
  days: DayRange,
  first: WorkspaceDay | null,
): Promise<Course> {
  switch (number) {
    case "activeMs":
    case "visits": {
      const { idleLimitIndex } = reading.definitions;
      const rows = await useRows(reading, subject, days, []);
      const amount = (row: TotalsRow): number =>
        number === "visits" ? row.visits : (row.activeMs[idleLimitIndex] ?? 0);
      return summed(
        rows.map((row) => [row.day ?? 0, amount(row)]),
        first,
      );
    }
    case "engagement": {
      const { definitions } = reading;
      const { user, features } = subject;
      const rows = await reading.actionTotals({ by: ["day"], ...(user !== null && { user }) }, days);
      const own = rows.filter((row) => features === null || features.has(featureOfAction(row, definitions)));
      return summed(
        own.map((row) => [row.day ?? 0, engagementOf([row], definitions)]),
        first,
      );
    }
    case "activeUsers":
      return distinct(await useRows(reading, subject, days, ["user"]), reading.definitions.idleLimitIndex, first);
    case "assets":
    case "activeAssets": {
      const { assetTypes } = reading.definitions;
      const isCounted = (type: string): boolean =>
        subject.features === null || subject.features.has(assetTypes.get(type)?.feature ?? "");
      const course = await assetCourse(reading, days, isCounted);
      const values = new Map([...course].map(([day, counts]) => [day, counts[number]]));
      // Before anybody has told of an asset there is no data.
      const since = [...course.keys()][0] ?? null;
      return { values, valueIn: ({ to }) => values.get(to) ?? 0, since };
    }
  }
}

/** Rows by day, of the features in question only. */
async function useRows(
  reading: Reading,
  { user, features }: CourseSubject,
  days: DayRange,
  by: readonly "user"[],
): Promise<readonly TotalsRow[]> {
  const [only, second] = features ?? [];
  const one = only !== undefined && second === undefined ? only : null;
  const isSplit = features !== null && one === null;
  const rows = await reading.totals(
    {
      by: [...by, ...(isSplit ? (["feature"] as const) : []), "day"],
      ...(user !== null && { user }),
      ...(one !== null && { feature: one }),
    },
    days,
  );
  return isSplit ? rows.filter(({ feature = "" }) => features.has(feature)) : rows;
}

function summed(amounts: readonly (readonly [WorkspaceDay, number])[], first: WorkspaceDay | null): Course {
  const values = new Map<WorkspaceDay, number>();
  for (const [day, amount] of amounts) values.set(day, (values.get(day) ?? 0) + amount);
  return { values, valueIn: (days) => sumOver(values, days), since: earliest(first, values) };
}

/** People who had a visit or active time, each counted once in whatever days are asked for. */
function distinct(rows: readonly TotalsRow[], idleLimitIndex: number, first: WorkspaceDay | null): Course {
  const people = new Map<WorkspaceDay, Set<string>>();
  for (const { user = "", day = 0, activeMs, visits } of rows) {
    if (visits === 0 && (activeMs[idleLimitIndex] ?? 0) === 0) continue;
    const ofDay = people.get(day);
    if (ofDay === undefined) people.set(day, new Set([user]));
    else ofDay.add(user);
  }
  const values = new Map([...people].map(([day, users]) => [day, users.size]));
  const valueIn = (days: DayRange): number => {
    const all = new Set<string>();
    for (const day of daysIn(days)) for (const user of people.get(day) ?? []) all.add(user);
    return all.size;
  };
  return { values, valueIn, since: earliest(first, values) };
}

/** What a server has counted may be older than what a browser has. */
function earliest(first: WorkspaceDay | null, values: DailySeries): WorkspaceDay | null {
  return [...values.keys()].reduce<WorkspaceDay | null>(
    (found, day) => (found === null ? day : Math.min(found, day)),
    first,
  );
}
