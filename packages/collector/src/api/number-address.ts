import { isoDate } from "../domain/period/calendar-date.ts";
import type { NumberReference, Subject } from "./numbers/number.ts";

/** Over which days, as of when, of which accounts: what every number can be asked with. */
const REPORT_PARAMETERS: ReadonlySet<string> = new Set([
  "period",
  "from",
  "to",
  "asOf",
  "account",
  "plan",
  "segment",
  "role",
  "assignee",
  "owner",
  "health",
  "premium",
  "churned",
  "inRoster",
  "userSegment",
]);

/** A number as a column shows it: the columns of its row say what it is about. */
export interface ColumnNumber<Column extends string> {
  readonly number: string;
  readonly of: Partial<Readonly<Record<keyof Subject, Column>>>;
}

/**
 * The address at which a number opens, below the collector's own: it has the days and filters of the question in whose
 * answer the number stands.
 * @param asked the parameters of that question.
 */
export function numberAddress(asked: URLSearchParams, { number, subject, over }: NumberReference): string {
  const query = reportQuery(asked);
  if (over !== undefined) {
    for (const name of ["period", "from", "to"]) query.delete(name);
    if (over === "all") query.set("period", "all");
    else {
      query.set("from", isoDate(over.days.from));
      query.set("to", isoDate(over.days.to));
      if (over.asOf !== undefined) query.set("asOf", isoDate(over.asOf));
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
      const parts = Object.entries(shown.of);
      const fixed = new URLSearchParams(asked);
      for (const [part] of parts) fixed.delete(part);
      const whole = numberAddress(fixed, { number: shown.number, subject });
      return [[column, [whole, ...parts.map(([part, of]) => `${part}={${of}}`)].join("&")] as const];
    }),
  );
}

function reportQuery(asked: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...asked].filter(([name, value]) => REPORT_PARAMETERS.has(name) && value !== ""));
}
