import { HttpProblem } from "../http/problem.ts";
import { DEFAULT_PERIOD, PERIOD_NAMES, type PeriodName } from "./contract.ts";

/** What every list can be asked: `?period=&search=&sort=&limit=&offset=` */
export interface ListQuery<Sort extends string> {
  readonly period: PeriodName;
  /** Empty: everything. */
  readonly search: string;
  /** Null: the list's own order. */
  readonly sort: { readonly by: Sort; readonly descending: boolean } | null;
  readonly limit: number;
  readonly offset: number;
}

const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 1_000;
const MAX_SEARCH_LENGTH = 200;

/**
 * Reads a list's parameters; others are ignored.
 * @throws HttpProblem `invalid-parameter`, naming the value and the allowed ones.
 */
export function readListQuery<Sort extends string>(url: string, sorts: readonly Sort[]): ListQuery<Sort> {
  const { searchParams } = new URL(url);
  const limit = readWholeNumber(searchParams, "limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
  const offset = readWholeNumber(searchParams, "offset", 0, 0, Number.MAX_SAFE_INTEGER);
  const search = searchParams.get("search") ?? "";
  if (search.length > MAX_SEARCH_LENGTH) {
    throw invalid("search", `${search.length} characters`, `at most ${MAX_SEARCH_LENGTH} characters`);
  }
  return { period: readPeriod(searchParams), search, sort: readSort(searchParams.get("sort"), sorts), limit, offset };
}

function readPeriod(searchParams: URLSearchParams): PeriodName {
  const value = searchParams.get("period") ?? DEFAULT_PERIOD;
  const period = PERIOD_NAMES.find((name) => name === value);
  if (period === undefined) throw invalid("period", value, PERIOD_NAMES.join(", "));
  return period;
}

function readSort<Sort extends string>(value: string | null, sorts: readonly Sort[]): ListQuery<Sort>["sort"] {
  if (value === null || value === "") return null;
  const descending = value.startsWith("-");
  const by = sorts.find((sort) => sort === (descending ? value.slice(1) : value));
  if (by === undefined) throw invalid("sort", value, `${sorts.join(", ")}, each also with - in front for descending`);
  return { by, descending };
}

function readWholeNumber(
  searchParams: URLSearchParams,
  name: string,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const value = searchParams.get(name);
  if (value === null || value === "") return fallback;
  const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw invalid(name, value, `whole numbers from ${minimum} to ${maximum}`);
}

function invalid(name: string, value: string, allowed: string): HttpProblem {
  return new HttpProblem("invalid-parameter", `${name} is "${value.slice(0, 80)}". Allowed: ${allowed}.`);
}
