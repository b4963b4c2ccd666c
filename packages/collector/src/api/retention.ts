import { groupBy } from "../domain/group-by.ts";
import { firstDayOfWeek, isoDate } from "../domain/period/calendar-date.ts";
import { retentionCohorts, type RetainedSubject } from "../domain/usage/retention.ts";
import { DEFAULT_PERIOD, type RetentionReply } from "./contract.ts";
import { numberAddress } from "./number-address.ts";
import type { Subject } from "./numbers/number.ts";
import { RETENTION_NUMBERS } from "./numbers/retention.ts";
import { COHORT_SUBJECTS } from "./openapi/adoption-shapes.ts";
import { readFormat, type ListFormat } from "./query/list-query.ts";
import { readText, readWholeNumber, readWord } from "./query/parameters.ts";
import { assertKnown } from "./reading/assert-known.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerTable, type TableFile } from "./tables/table-file.ts";

const DEFAULT_WEEKS = 8;
const MAX_WEEKS = 52;
const DAYS_PER_WEEK = 7;

/**
 * `GET /v1/retention?of=&feature=&weeks=&format=`: who of each week's beginners comes back, people or accounts. Cohorts end with the
 * last day that counts; of the period only its end says anything about them.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readRetention(request: ReadRequest): Promise<Response> {
  const { parameters } = request;
  const of = readWord(parameters, "of", COHORT_SUBJECTS, "user");
  const weeks = readWholeNumber(parameters, "weeks", DEFAULT_WEEKS, 1, MAX_WEEKS);
  const feature = readText(parameters, "feature");
  const format = readFormat(parameters, request.accept);
  const reading = await readingOfPeople(request, DEFAULT_PERIOD);
  await assertKnown(request, reading, { feature: feature ?? undefined });
  const subjects = await subjectsOf(reading, of, feature, weeks);
  const opens = (number: string, subject: Subject): string =>
    numberAddress(parameters, { number, subject: { ...(feature !== null && { feature }), ...subject } });
  const reply: RetentionReply = {
    ...reading.head,
    of,
    feature,
    cohorts: retentionCohorts(subjects, { until: reading.lastDay, weeks }).map(({ week, size, cells }) => {
      const from = isoDate(week.from);
      return {
        from,
        to: isoDate(week.to),
        size,
        address: opens(RETENTION_NUMBERS[of].size, { cohort: from }),
        cells: cells.map((cell) => {
          const about = { cohort: from, week: String(cell.weeksSince) };
          return Object.assign({}, cell, {
            address: opens(RETENTION_NUMBERS[of].retained, about),
            percentAddress: opens(RETENTION_NUMBERS[of].percent, about),
          });
        }),
      };
    }),
  };
  return format === "json" ? Response.json(reply) : fileOf(reply, format);
}

/** One cell of the table, as its file has it. */
type RetentionLine = Pick<
  RetentionReply["cohorts"][number]["cells"][number],
  "weeksSince" | "retained" | "percent" | "isPartial"
> &
  Pick<RetentionReply, "of" | "feature"> & {
    /** First day of the cohort's week. */
    readonly cohort: string;
    readonly size: number;
  };

const FILE: TableFile<RetentionLine> = {
  name: "retention",
  isOfDay: true,
  keys: ["cohort", "weeksSince"],
  columns: ["of", "feature", "cohort", "size", "weeksSince", "retained", "percent", "isPartial"],
};

/** A line for each cohort and week since, the oldest cohort first. */
function fileOf(reply: RetentionReply, format: Exclude<ListFormat, "json">): Promise<Response> {
  const { of, feature, cohorts } = reply;
  const lines = cohorts.flatMap(({ from, size, cells }) =>
    cells.map(({ weeksSince, retained, percent, isPartial }) => ({
      of,
      feature,
      cohort: from,
      size,
      weeksSince,
      retained,
      percent,
      isPartial,
    })),
  );
  return answerTable(FILE, lines, format, reply);
}

async function subjectsOf(
  reading: Reading,
  of: RetentionReply["of"],
  feature: string | null,
  weeks: number,
): Promise<readonly RetainedSubject[]> {
  const { idleLimitIndex } = reading.definitions;
  const only = feature === null ? {} : { feature };
  const from = firstDayOfWeek(reading.lastDay) - (weeks - 1) * DAYS_PER_WEEK;
  const [firsts, days] = await Promise.all([
    reading.totals({ by: [of], ...only, spanUnder: idleLimitIndex }, null),
    reading.totals({ by: [of, "day"], ...only }, { from, to: reading.lastDay }),
  ]);
  const used = days.filter(({ visits, activeMs }) => visits > 0 || (activeMs[idleLimitIndex] ?? 0) > 0);
  const bySubject = groupBy(used, (row) => row[of] ?? "");
  return firsts.flatMap((row) =>
    row.span
      ? [
          {
            firstUseDay: row.span.firstDay,
            activeDays: new Set((bySubject.get(row[of] ?? "") ?? []).map(({ day = 0 }) => day)),
          },
        ]
      : [],
  );
}
