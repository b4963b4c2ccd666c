import type { WorkspaceDay } from "../domain/day.ts";
import { groupBy } from "../domain/group-by.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import { daysIn, lastDays } from "../domain/period/day-range.ts";
import { countedOn } from "../domain/usage/daily-series.ts";
import { featuresUsed, STRIP_DAYS } from "../domain/usage/features-used.ts";
import type { TotalsRow } from "../store/facts.ts";
import { DEFAULT_PERIOD, type SparklinesReply } from "./contract.ts";
import { addressTemplates } from "./number-address.ts";
import { SPARKLINE_SERIES } from "./openapi/strip-shapes.ts";
import { invalidParameter, noList, readTexts, readWords } from "./query/parameters.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { definedFeatures } from "./reading/uses.ts";

type Series = (typeof SPARKLINE_SERIES)[number];
type Subjects = "account" | "user";

const MAX_IDS = 100;
const MAX_SERIES = 3;

/**
 * `GET /v1/sparklines?accounts=|users=&series=`: 14 closed days of up to 100 accounts or people, in one call and a handful of
 * questions, however many there are.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readSparklines(request: ReadRequest): Promise<Response> {
  const { of, ids } = readIds(request.parameters);
  const series = readSeries(request.parameters, of);
  const reading = await readingOfPeople(request, DEFAULT_PERIOD);
  const { from, to } = lastDays(STRIP_DAYS, reading.lastClosedDay);
  const reply: SparklinesReply = {
    ...reading.head,
    from: isoDate(from),
    to: isoDate(to),
    addresses: addressTemplates(request.parameters, seriesNumbers(of, series, reading)),
    rows: await sparklines(reading, of, ids, series),
  };
  return Response.json(reply);
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
    narrow.totals({ by: [of], spanUnder: idleLimitIndex }, null),
  ]);
  const timeOf = ({ activeMs }: TotalsRow): number => activeMs[idleLimitIndex] ?? 0;
  const idOf = (row: TotalsRow): string => row[of] ?? "";
  const [features, users] = [groupBy(featureRows, idOf), groupBy(userRows, idOf)];
  const since = new Map(firsts.map((row) => [idOf(row), row.span?.firstDay ?? null]));
  const modules = new Map(definedFeatures(reading).map(({ feature, module }) => [feature, module]));
  return ids
    .filter((id) => known.has(id))
    .map((id) => {
      const own = features.get(id) ?? [];
      const first = since.get(id) ?? null;
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
  const accounts = [...new Set(people.flatMap((person) => person.accounts))];
  return { known: new Set(people.map(({ id }) => id)), reading: reading.narrow(accounts) };
}

function sumByDay(rows: readonly TotalsRow[], amountOf: (row: TotalsRow) => number): ReadonlyMap<WorkspaceDay, number> {
  const sums = new Map<WorkspaceDay, number>();
  for (const row of rows) sums.set(row.day ?? 0, (sums.get(row.day ?? 0) ?? 0) + amountOf(row));
  return sums;
}
