import type { AccountScope } from "../../domain/account-scope.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import { invalidParameter, readTexts } from "../query/parameters.ts";
import { readReportQuery, type AskedPeriod, type ReportQuery } from "../query/report-query.ts";
import { applyFilters } from "./apply-filters.ts";
import type { ReadParts } from "./read-parts.ts";
import { openReading, type Reading } from "./reading.ts";
import { ofSegments } from "./segment-people.ts";

/** Who asks. */
export interface Asker {
  readonly scope: AccountScope;
  /** As assignments name them; null: a program. */
  readonly name: string | null;
}

/** One question to the read API. */
export interface ReadRequest {
  readonly parameters: URLSearchParams;
  /** Parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** The `Accept` header. */
  readonly accept: string | null;
  readonly asker: Asker;
  readonly parts: ReadParts;
}

/** Answers one address of the read API. */
export type ReadDoor = (request: ReadRequest) => Promise<Response>;

/** What nobody can know yet is asked by mistake: to answer it as of today would be taken for what it isn't. */
async function openAsked({ asker, parts }: ReadRequest, query: ReportQuery): Promise<Reading> {
  const reading = await openReading(parts, asker.scope, query);
  const { calendar, nowMs, head } = reading;
  const today = dayOf(nowMs, calendar);
  if (query.asOf === null || query.asOf <= today) return reading;
  throw invalidParameter(
    "asOf",
    isoDate(query.asOf),
    `days up to today, which is ${isoDate(today)} in ${head.timeZone}`,
  );
}

/**
 * Begins to look at what a request is about: its days, its accounts.
 * @param period of a report that isn't asked for one; null: it is.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readingOf(request: ReadRequest, period: AskedPeriod | null = null): Promise<Reading> {
  const { parameters, asker } = request;
  const query = readReportQuery(parameters, period);
  const reading = await openAsked(request, query);
  return applyFilters(reading, query.filters, asker.name);
}

/**
 * Likewise where people are counted, who can be narrowed down to segments of users.
 * @throws HttpProblem `invalid-parameter`.
 */
export async function readingOfPeople(request: ReadRequest, period: AskedPeriod | null = null): Promise<Reading> {
  const { parameters, asker } = request;
  const query = readReportQuery(parameters, period);
  const reading = await openAsked(request, query);
  const filtered = await applyFilters(reading, query.filters, asker.name);
  const segments = readTexts(parameters, "userSegment");
  return segments === null ? filtered : ofSegments(filtered, reading, segments);
}
