import type { AccountScope } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { DayRange } from "../domain/day.ts";
import { dayOf, type WorkspaceCalendar } from "../domain/workspace-calendar.ts";
import type { Facts, TotalsQuery } from "../store/facts.ts";
import type { PeriodName, ReplyHead } from "./contract.ts";
import { periodDays, periodReply } from "./period.ts";

/** What every list of the read API needs. */
export interface ReadParts {
  readonly facts: Facts;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** The calendar of a zone, IANA name. */
  readonly calendarOf: (timeZone: string) => WorkspaceCalendar;
  readonly now: () => number;
}

/** The head of a reply, and what its rows are read with. */
export interface ReadContext {
  readonly head: ReplyHead;
  readonly definitions: CompiledDefinitions;
  /** Scope and days, to be spread into a question to the store. */
  readonly within: Pick<TotalsQuery, "scope" | "days">;
}

/** Reads how fresh the answer is and over which days it goes. */
export async function readContext(parts: ReadParts, scope: AccountScope, period: PeriodName): Promise<ReadContext> {
  const [definitions, watermark] = await Promise.all([parts.definitions(), parts.facts.watermark(scope)]);
  const { timeZone } = watermark;
  const days: DayRange | null = periodDays(period, dayOf(parts.now(), parts.calendarOf(timeZone)));
  return {
    head: {
      asOf: watermark.receivedAtMs,
      definitionVersion: definitions.version,
      idleLimit: definitions.idleLimit,
      timeZone,
      period: periodReply(period, days),
    },
    definitions,
    within: { scope, ...(days !== null && { days }) },
  };
}
