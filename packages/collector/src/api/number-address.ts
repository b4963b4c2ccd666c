import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { isoDate } from "../domain/period/calendar-date.ts";
import type { NumberReference, Subject } from "./numbers/number.ts";
import { REPORT_PARAMETERS } from "./openapi/operations/reading.ts";

/** A number as a column shows it: the columns of its row say what it is about. */
export interface ColumnNumber<Column extends string> {
  readonly number: string;
  readonly of: Partial<Readonly<Record<keyof Subject, Column>>>;
  /** As in a {@link NumberReference}. */
  readonly over?: DayRange;
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
  { number, subject, over }: NumberReference,
  asOf: WorkspaceDay | null = null,
): string {
  const query = reportQuery(asked);
  if (over !== undefined) {
    // Days of one's own end the look, unless one looks from another day.
    const end = query.get("asOf") ?? query.get("to");
    for (const name of ["period", "from", "to"]) query.delete(name);
    if (asOf !== null) query.set("asOf", isoDate(asOf));
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
      const parts = Object.entries(shown.of);
      const fixed = new URLSearchParams(asked);
      for (const [part] of parts) fixed.delete(part);
      const whole = numberAddress(fixed, {
        number: shown.number,
        subject,
        ...(shown.over !== undefined && { over: shown.over }),
      });
      return [[column, [whole, ...parts.map(([part, of]) => `${part}={${of}}`)].join("&")] as const];
    }),
  );
}

function reportQuery(asked: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...asked].filter(([name, value]) => REPORT_PARAMETERS.has(name) && value !== ""));
}
