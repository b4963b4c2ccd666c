import { AWAITS_NOTHING, type CanAwait } from "../api/reading/awaited.ts";
import type { Asker } from "../api/reading/read-request.ts";
import type { ReadParts } from "../api/reading/read-parts.ts";
import { HttpProblem } from "../http/problem.ts";
import { TooManySumsError } from "../store/too-many-sums-error.ts";
import { REPORT_DOORS, type ReportName } from "./report-doors.ts";

/** One question to the read API, of plain values alone, so that it can cross to a thread. */
export interface ReportQuestion {
  readonly report: ReportName;
  /** The query of its address. */
  readonly query: string;
  /** Parts of the path. */
  readonly path: Readonly<Record<string, string>>;
  /** The `Accept` header. */
  readonly accept: string | null;
  readonly asker: Asker;
  /** When it was asked, Unix ms. */
  readonly nowMs: number;
  /** See `ReadParts`. */
  readonly canAwait?: CanAwait;
}

/** Everything that a report needs beside its question. */
export type ReportParts = Omit<ReadParts, "now" | "canAwait">;

/** Whoever works reports out. */
export interface Reports {
  /** @throws HttpProblem, StoreUnavailableError, NotKeptError where it can be awaited, or a fault, as rejections. */
  answer(question: ReportQuestion): Promise<Response>;
  /** Takes no more questions, and waits for those under way. */
  close(): Promise<void>;
}

/**
 * Works a report out on the thread that asks.
 * @throws NotKeptError, or HttpProblem, as rejections; `too-much-to-count` where it would have to read more sums than fit into memory.
 */
export async function workOut(
  { report, query, path, accept, asker, nowMs, canAwait = AWAITS_NOTHING }: ReportQuestion,
  parts: ReportParts,
): Promise<Response> {
  try {
    return await REPORT_DOORS[report].read({
      parameters: new URLSearchParams(query),
      path,
      accept,
      asker,
      parts: { ...parts, canAwait, now: () => nowMs },
    });
  } catch (error) {
    throw error instanceof TooManySumsError ? tooMuch(error) : error;
  }
}

function tooMuch({ maxRows }: TooManySumsError): HttpProblem {
  return new HttpProblem(
    "too-much-to-count",
    `This needs more than ${maxRows} sums at once, which is what fits into the memory that the collector may use. ` +
      "Ask for fewer accounts, with a filter such as plan or segment, or for a preset period up to today: " +
      "these are kept ready for a large workspace, some minutes after the first read.",
  );
}
