import { dayOfIsoDate, isoDate } from "../../domain/period/calendar-date.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { PERIOD_NAMES, type PeriodName } from "../contract.ts";
import { readAccountFilters, type AccountFilters } from "./account-filters.ts";
import { invalidParameter, readText, readWord } from "./parameters.ts";

/** What every number can be asked: over which days, as of when, of which accounts. */
export interface ReportQuery {
  /** Null: the one that the definitions say. */
  readonly period: AskedPeriod | null;
  /** The last day whose use counts, as it is known now; null: today. */
  readonly asOf: WorkspaceDay | null;
  readonly filters: AccountFilters;
}

/** A period by name, or days of one's own. */
export type AskedPeriod = PeriodName | DayRange;

const DAY_MS = 86_400_000;
const FIRST_DAY = Date.UTC(2000, 0, 1) / DAY_MS;
const LAST_DAY = Date.UTC(2199, 11, 31) / DAY_MS;

/**
 * Reads `?period=&from=&to=&asOf=` and the filters.
 * @param period of a report that isn't asked for one; null: it is.
 * @throws HttpProblem `invalid-parameter`.
 */
export function readReportQuery(parameters: URLSearchParams, period: AskedPeriod | null = null): ReportQuery {
  return {
    period: period ?? readPeriod(parameters),
    asOf: readDay(parameters, "asOf"),
    filters: readAccountFilters(parameters),
  };
}

function readPeriod(parameters: URLSearchParams): AskedPeriod | null {
  const [from, to] = [readDay(parameters, "from"), readDay(parameters, "to")];
  if (from === null && to === null) return readWord(parameters, "period", PERIOD_NAMES, null);
  if (from === null) throw invalidParameter("from", "", "an ISO date such as 2026-11-01, since to is given");
  if (to === null) throw invalidParameter("to", "", "an ISO date such as 2026-11-30, since from is given");
  const name = readText(parameters, "period");
  if (name !== null) throw invalidParameter("period", name, "no period beside from and to");
  if (to < from)
    throw invalidParameter("to", parameters.get("to") ?? "", `from itself, ${parameters.get("from")}, or later`);
  return { from, to };
}

/** An ISO date; null where the parameter is absent. */
export function readDay(parameters: URLSearchParams, name: string): WorkspaceDay | null {
  const value = readText(parameters, name);
  if (value === null) return null;
  const day = dayOfIsoDate(value);
  if (day === null || day < FIRST_DAY || day > LAST_DAY) {
    throw invalidParameter(
      name,
      value,
      `ISO dates such as 2026-11-01, from ${isoDate(FIRST_DAY)} to ${isoDate(LAST_DAY)}`,
    );
  }
  return day;
}
