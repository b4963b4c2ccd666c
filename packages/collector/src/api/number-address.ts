import type { WorkspaceDay } from "../domain/day.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { NumberReference, Subject } from "./numbers/number.ts";
import { REPORT_PARAMETERS } from "./openapi/operations/reading.ts";

/** A number as a column shows it: the columns of its row say what it is about. */
export interface ColumnNumber<Column extends string> extends Pick<NumberReference, "over" | "asOf"> {
  /** A column in braces stands for what the row has in it, as in the rest of the address. */
  readonly number: string;
  readonly of: Partial<Readonly<Record<keyof Subject, Column>>>;
  /** The columns that say over which days it is, or as of which; absent: those of `over`, or that were asked for. */
  readonly days?: Partial<Readonly<Record<"from" | "to" | "asOf", Column>>>;
}

const DAYS = ["period", "from", "to"] as const;

/** Filters that leave other accounts as of another day, so that what was so on it can't be asked for. */
const DATED_FILTERS: ReadonlySet<string> = new Set(["segment", "userSegment", "health", "churned", "silent"]);

/** Whether the accounts that are asked for are the same as of each day, as far as they were there. */
export function asksTheSameOfAnyDay(asked: URLSearchParams): boolean {
  return ![...asked].some(([name, value]) => DATED_FILTERS.has(name) && value !== "");
}

/** A number of the account of a row. */
export function ofAccount(number: string): ColumnNumber<"account"> {
  return { number, of: { account: "account" } };
}

/**
 * The address at which a number opens, below the collector's own: it has the days and filters of the question in whose
 * answer the number stands.
 * @param asked the parameters of that question.
 * @param asOf the last day that counts, where it opens over other days; null: as it was asked for.
 */
export function numberAddress(
  asked: URLSearchParams,
  { number, subject, over, asOf: own }: NumberReference,
  asOf: WorkspaceDay | null = null,
): string {
  const query = reportQuery(asked);
  const lastDay = own ?? asOf;
  if (own !== undefined) query.set("asOf", isoDate(own));
  if (over !== undefined) {
    // Days of one's own end the look, unless one looks from another day.
    const end = query.get("asOf") ?? query.get("to");
    for (const name of DAYS) query.delete(name);
    if (lastDay !== null) query.set("asOf", isoDate(lastDay));
    else if (end !== null) query.set("asOf", end);
    if (over === "all") query.set("period", "all");
    else {
      query.set("from", isoDate(over.from));
      query.set("to", isoDate(over.to));
    }
  }
  query.set("number", number);
  for (const [part, id] of Object.entries(subject)) query.set(part, id);
  return `/v1/explain?${query}`;
}

/**
 * The same for all rows of a table, as a URI template (RFC 6570): `{account}` stands for what the row has in that column,
 * percent-encoded.
 * @param subject what all rows are about.
 */
export function addressTemplates<Column extends string>(
  asked: URLSearchParams,
  numbers: Partial<Readonly<Record<string, ColumnNumber<Column>>>>,
  subject: Subject = {},
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(numbers).flatMap(([column, shown]) => {
      if (shown === undefined) return [];
      const { of, days, ...reference } = shown;
      const parts = Object.entries({ ...of, ...days });
      const others = without(asked, [...parts.map(([part]) => part), ...(days === undefined ? [] : DAYS)]);
      const { number } = reference;
      const whole = numberAddress(others, { ...reference, subject }).replace(encodeURIComponent(number), () => number);
      return [[column, [whole, ...parts.map(([part, from]) => `${part}={${from}}`)].join("&")] as const];
    }),
  );
}

function without(parameters: URLSearchParams, names: readonly string[]): URLSearchParams {
  return new URLSearchParams([...parameters].filter(([name]) => !names.includes(name)));
}

function reportQuery(asked: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...asked].filter(([name, value]) => REPORT_PARAMETERS.has(name) && value !== ""));
}
