import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { dayOfIsoDate, isoDate } from "../domain/period/calendar-date.ts";
import { daysIn, lastDays } from "../domain/period/day-range.ts";
import { countedOn } from "../domain/usage/daily-series.ts";
import { featuresUsed, STRIP_DAYS } from "../domain/usage/features-used.ts";
import type { TotalsRow } from "../store/facts.ts";
import { DEFAULT_PERIOD, type SparklinesReply } from "./contract.ts";
import { addressTemplates } from "./number-address.ts";
import { SPARKLINE_SERIES } from "./openapi/strip-shapes.ts";
import { readFormat, type ListFormat } from "./query/list-query.ts";
import { invalidParameter, noList, readTexts, readWords } from "./query/parameters.ts";
import { isThen } from "./reading/existence.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { definedFeatures } from "./reading/uses.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

type Series = (typeof SPARKLINE_SERIES)[number];
type Subjects = "account" | "user";

const MAX_IDS = 100;
const MAX_SERIES = 3;

/**
 * `GET /v1/sparklines?accounts=|users=&series=&format=`: 14 closed days of up to 100 accounts or people, in one call and a handful of
 * questions, however many there are.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readSparklines(request: ReadRequest): Promise<Response> {
  const { of, ids } = readIds(request.parameters);
  const series = readSeries(request.parameters, of);
  const format = readFormat(request.parameters, request.accept);
  const reading = await readingOfPeople(request, DEFAULT_PERIOD);
  const { from, to } = lastDays(STRIP_DAYS, reading.lastClosedDay);
  const reply: SparklinesReply = {
    ...reading.head,
    from: isoDate(from),
    to: isoDate(to),
    addresses: addressTemplates(request.parameters, seriesNumbers(of, series, reading)),
    rows: await sparklines(reading, of, ids, series),
  };
  return format === "json" ? Response.json(reply) : fileOf(of, reply, format);
}

/** One day of a small chart, as its file has it. */
interface SparklinesLine {
  readonly of: Subjects;
  readonly id: string;
  readonly series: Series;
  readonly day: string;
  /** Null: no data yet. */
  readonly value: number | null;
}

const FILE: TableFile<SparklinesLine> = {
  name: "sparklines",
  isOfDay: true,
  keys: ["id", "series", "day"],
  columns: ["of", "id", "series", "day", "value"],
};

/** A line for each day of each series of each of those that were asked for. */
function fileOf(of: Subjects, reply: SparklinesReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  const first = dayOfIsoDate(reply.from) ?? 0;
  const lines = reply.rows.flatMap(({ id, series }) =>
    SPARKLINE_SERIES.flatMap((name) =>
      (series[name] ?? []).map((value, index) => ({ of, id, series: name, day: isoDate(first + index), value })),
    ),
  );
  return answerTable(FILE, lines, format, reply);
}

const NUMBER_OF: Readonly<Record<Series, string>> = {
  featuresUsed: "featuresUsedInPeriod",
  modulesUsed: "modulesUsedInPeriod",
  activeMs: "activeMs",
  activeUsers: "activeUsers",
};

/** What a day of each series is. */
function seriesNumbers(of: Subjects, series: readonly Series[], { lastDay: asOf }: Reading) {
  return Object.fromEntries(
    series.map((name) => [
      `series.${name}`,
      { number: NUMBER_OF[name], of: { [of]: "id" }, asOf, days: { from: "day", to: "day" } } as const,
    ]),
  );
}

function readIds(parameters: URLSearchParams): { readonly of: Subjects; readonly ids: readonly string[] } {
  const [accounts, users] = [readTexts(parameters, "accounts"), readTexts(parameters, "users")];
  if (accounts !== null && users !== null) throw invalidParameter("users", users.join(","), "no users beside accounts");
  const [of, ids] = users === null ? (["account", accounts ?? []] as const) : (["user", users] as const);
  if (ids.length === 0 || ids.length > MAX_IDS) {
    throw invalidParameter(`${of}s`, `${ids.length} ids`, `1 to ${MAX_IDS} ids, each as accounts=… or each as users=…`);
  }
  return { of, ids };
}

function readSeries(parameters: URLSearchParams, of: Subjects): readonly Series[] {
  const asked = readWords(parameters, "series", SPARKLINE_SERIES) ?? ["featuresUsed"];
  if (asked.length === 0 || asked.length > MAX_SERIES) {
    throw invalidParameter("series", asked.join(","), `1 to ${MAX_SERIES} of ${SPARKLINE_SERIES.join(", ")}`);
  }
  if (of === "user" && asked.includes("activeUsers")) {
    throw invalidParameter("series", "activeUsers", "featuresUsed, modulesUsed, activeMs, since they are of users");
  }
  return asked;
}

async function sparklines(
  reading: Reading,
  of: Subjects,
  ids: readonly string[],
  series: readonly Series[],
): Promise<SparklinesReply["rows"]> {
  const { idleLimitIndex } = reading.definitions;
  const { known, reading: narrow } = await narrowTo(reading, of, ids);
  const listed = ids.find((id) => id.includes(",") && !known.has(id));
  if (listed !== undefined) throw noList(`${of}s`, listed);
  const strip = lastDays(STRIP_DAYS, reading.lastClosedDay);
  const [featureRows, userRows, firsts] = await Promise.all([
    narrow.totals({ by: [of, "feature", "day"] }, strip),
    series.includes("activeUsers") ? narrow.totals({ by: ["account", "user", "day"] }, strip) : [],
    firstDays(narrow, of, known, strip),
  ]);
  const timeOf = ({ activeMs }: TotalsRow): number => activeMs[idleLimitIndex] ?? 0;
  const idOf = (row: TotalsRow): string => row[of] ?? "";
  const [features, users] = [groupBy(featureRows, idOf), groupBy(userRows, idOf)];
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  return ids
    .filter((id) => known.has(id))
    .map((id) => {
      const own = features.get(id) ?? [];
      const first = firsts.get(id) ?? null;
      const perDay = (values: ReadonlyMap<WorkspaceDay, number>): readonly (number | null)[] =>
        daysIn(strip).map((day) => countedOn(values, day, first));
      const used = featuresUsed({
        featureDays: own.map((row) => ({ feature: row.feature ?? "", day: row.day ?? 0, activeMs: timeOf(row) })),
        modules,
        lastClosedDay: reading.lastClosedDay,
        since: first,
      });
      const values: Readonly<Record<Series, () => readonly (number | null)[]>> = {
        featuresUsed: () => used.features,
        modulesUsed: () => used.modules,
        activeMs: () => perDay(sumByDay(own, timeOf)),
        activeUsers: () => perDay(sumByDay(users.get(id) ?? [], (row) => (row.visits > 0 || timeOf(row) > 0 ? 1 : 0))),
      };
      return { id, series: Object.fromEntries(series.map((name) => [name, values[name]()])) };
    });
}

/** Of the ids those that are known, and a look at their accounts only. */
async function narrowTo(
  reading: Reading,
  of: Subjects,
  ids: readonly string[],
): Promise<{ readonly known: ReadonlySet<string>; readonly reading: Reading }> {
  if (of === "account") {
    const narrow = reading.narrow(ids);
    return { known: new Set((await narrow.accounts()).map(({ id }) => id)), reading: narrow };
  }
  const people = await reading.facts.users(reading.scope, ids);
  const narrow = reading.narrow([...new Set(people.flatMap((person) => person.accounts))]);
  const there = new Set((await narrow.users()).map(({ id }) => id));
  const known = people.filter((person) =>
    person.accounts.length === 0 ? isThen(reading, person) : there.has(person.id),
  );
  return { known: new Set(known.map(({ id }) => id)), reading: narrow };
}

/**
 * Since when anything is known of each; what was before the days just before the chart is looked through only for those of
 * whom nothing is known then, since nobody asks here when exactly it began.
 */
async function firstDays(
  reading: Reading,
  of: Subjects,
  known: ReadonlySet<string>,
  { from }: DayRange,
): Promise<ReadonlyMap<string, WorkspaceDay>> {
  const daysOf = async (which: Reading, days: DayRange | null): Promise<[string, WorkspaceDay][]> => {
    const rows = await which.totals({ by: [of], spanUnder: reading.definitions.idleLimitIndex }, days);
    return rows.flatMap((row) => (row.span ? [[row[of] ?? "", row.span.firstDay]] : []));
  };
  const before = new Map(await daysOf(reading, lastDays(STRIP_DAYS, from - 1)));
  const others = [...known].filter((id) => !before.has(id));
  if (others.length === 0) return before;
  return new Map([...before, ...(await daysOf(of === "account" ? reading.narrow(others) : reading, null))]);
}

function sumByDay(rows: readonly TotalsRow[], amountOf: (row: TotalsRow) => number): ReadonlyMap<WorkspaceDay, number> {
  const sums = new Map<WorkspaceDay, number>();
  for (const row of rows) sums.set(row.day ?? 0, (sums.get(row.day ?? 0) ?? 0) + amountOf(row));
  return sums;
}
