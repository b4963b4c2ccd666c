import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { engagementOf, featureOfAction } from "../../domain/engagement.ts";
import { sumOver, type DailySeries } from "../../domain/usage/daily-series.ts";
import type { TotalsRow } from "../../store/facts.ts";
import type { TrendReply } from "../contract.ts";
import { featuresWithAssets } from "./assets-told.ts";
import { assetCourse } from "./asset-course.ts";
import type { Reading } from "./reading.ts";

/** What a course is about, within the accounts of the reading. */
export interface CourseSubject {
  /** Null: everybody. */
  readonly user: string | null;
  /** Null: all, also what no definition names. */
  readonly features: ReadonlySet<string> | null;
  /** Null: all that the definitions name. */
  readonly action: string | null;
  /** Of assets; null: all. */
  readonly type: string | null;
  /** As it was asked for. */
  readonly told: TrendReply["subject"];
}

/** How a number went, day by day. */
export interface Course {
  readonly values: DailySeries;
  /** Over several days, in the way of the number: a day, or a range that was said to be asked for. */
  readonly valueIn: (days: DayRange) => number;
  /** First day from which anything is known; null: nothing is. */
  readonly since: WorkspaceDay | null;
}

/** The days of a course. */
export interface CourseDays {
  /** Those of which the number is told one by one. */
  readonly days: DayRange;
  /** The first day on which anybody used anything; null: nobody did. */
  readonly first: WorkspaceDay | null;
  /** Over which days the number will be asked for, once it is clear from when on anything is known. */
  readonly rangesSince: (since: WorkspaceDay | null) => readonly DayRange[];
}

/** The course of a number over days. */
export async function courseOf(
  reading: Reading,
  number: TrendReply["number"]["id"],
  subject: CourseSubject,
  { days, first, rangesSince }: CourseDays,
): Promise<Course> {
  switch (number) {
    case "activeMs":
    case "visits": {
      const { idleLimitIndex } = reading.definitions;
      const rows = await useRows(reading, subject, days);
      const amount = (row: TotalsRow): number =>
        number === "visits" ? row.visits : (row.activeMs[idleLimitIndex] ?? 0);
      return summed(
        rows.map((row) => [row.day ?? 0, amount(row)]),
        first,
      );
    }
    case "engagement": {
      const { definitions } = reading;
      const { user, features, action } = subject;
      const rowsOf = async (asked: DayRange | null) =>
        (await reading.actionTotals({ by: ["day"], ...(user !== null && { user }) }, asked))
          .filter((row) => (action ?? row.action) === row.action)
          .filter((row) => features === null || features.has(featureOfAction(row, definitions)));
      const own = await rowsOf(days);
      // What a server has counted may be older than what a browser has, whatever days are looked at.
      const told = first !== null && first <= days.from ? [] : await rowsOf({ from: 0, to: days.to });
      const since = told.reduce<WorkspaceDay | null>((found, { day = 0 }) => Math.min(found ?? day, day), first);
      return summed(
        own.map((row) => [row.day ?? 0, engagementOf([row], definitions)]),
        since,
      );
    }
    case "activeUsers":
      return distinct(reading, subject, { days, first, rangesSince });
    case "assets":
    case "activeAssets":
    case "runs": {
      const { assetTypes } = reading.definitions;
      const withAssets = featuresWithAssets(reading.definitions);
      if (subject.features !== null && ![...subject.features].some((feature) => withAssets.has(feature))) {
        return { values: new Map(), valueIn: () => 0, since: null };
      }
      const isCounted = (type: string): boolean =>
        (subject.type ?? type) === type &&
        (subject.features === null || subject.features.has(assetTypes.get(type)?.feature ?? ""));
      const course = await assetCourse(reading, days, isCounted);
      // Before anybody has told of an asset there is no data; afterwards none is 0.
      const since = [...course.keys()][0] ?? null;
      if (number === "runs") {
        const ran = (await reading.pushed("assetRunDays", days)).filter(({ type }) => isCounted(type));
        return summed(
          ran.map(({ day, runs }) => [day, runs]),
          since,
        );
      }
      const values = new Map([...course].map(([day, counts]) => [day, counts[number]]));
      return { values, valueIn: ({ to }) => values.get(to) ?? 0, since };
    }
  }
}

/** Rows by day, of the features in question only. */
async function useRows(
  reading: Reading,
  { user, features }: CourseSubject,
  days: DayRange,
): Promise<readonly TotalsRow[]> {
  const [only, second] = features ?? [];
  const one = only !== undefined && second === undefined ? only : null;
  const isSplit = features !== null && one === null;
  const rows = await reading.totals(
    {
      by: [...(isSplit ? (["feature"] as const) : []), "day"],
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

/** People who had a visit or active time, each counted once in whatever days will be asked for. */
async function distinct(
  reading: Reading,
  { features }: CourseSubject,
  { days, first, rangesSince }: CourseDays,
): Promise<Course> {
  const ofFeatures = features === null ? {} : { features: [...features] };
  const daily = await reading.distinctUsers({ by: ["day"], ...ofFeatures }, days);
  const values = new Map(daily.map(({ day = 0, users }) => [day, users]));
  const since = earliest(first, values);
  const ranges = rangesSince(since).filter(({ from, to }) => from < to);
  const counted = new Map(
    await Promise.all(
      ranges.map(async (range): Promise<readonly [string, number]> => {
        const [row] = await reading.distinctUsers({ by: [], ...ofFeatures }, range);
        return [rangeKey(range), row?.users ?? 0];
      }),
    ),
  );
  const valueIn = (range: DayRange): number => {
    if (range.from === range.to) return values.get(range.from) ?? 0;
    const users = counted.get(rangeKey(range));
    if (users === undefined) throw new RangeError(`nobody was counted from day ${range.from} to ${range.to}`);
    return users;
  };
  return { values, valueIn, since };
}

function rangeKey({ from, to }: DayRange): string {
  return `${from} ${to}`;
}

/** The first day on which there was anything. */
function earliest(first: WorkspaceDay | null, values: DailySeries): WorkspaceDay | null {
  return [...values.keys()].reduce<WorkspaceDay | null>(
    (found, day) => (found === null ? day : Math.min(found, day)),
    first,
  );
}
