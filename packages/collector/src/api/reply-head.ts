import type { AccountScope } from "../domain/account-scope.ts";
import type { CompiledDefinitions } from "../domain/compile-definitions.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import type { Facts, TotalsQuery } from "../store/facts.ts";
import type { PeriodName, ReplyHead } from "./contract.ts";
import { periodDays, periodReply } from "./period.ts";

/** What every list of the read API needs. */
export interface ReadParts {
  readonly facts: Facts;
  readonly definitions: () => Promise<CompiledDefinitions>;
  /** IANA name of the workspace's zone. */
  readonly timeZone: string;
  /** The workspace's present day. */
  readonly today: () => WorkspaceDay;
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
  const days: DayRange | null = periodDays(period, parts.today());
  const [definitions, watermark] = await Promise.all([parts.definitions(), parts.facts.watermark(scope)]);
  return {
    head: {
      asOf: watermark.receivedAtMs,
      definitionVersion: definitions.version,
      idleLimit: definitions.idleLimit,
      timeZone: parts.timeZone,
      period: periodReply(period, days),
    },
    definitions,
    within: { scope, ...(days !== null && { days }) },
  };
}
