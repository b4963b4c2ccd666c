import { NotKeptError, type Awaited } from "../api/reading/awaited.ts";
import type { KeptLayer } from "../api/reading/kept.ts";
import { HttpProblem, type ProblemExtras, type ProblemKind } from "../http/problem.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";

/** What came of work on another thread, as it crosses. That the store can't serve crosses as its threads always tell it. */
export type ReportOutcome<Result> =
  | { readonly kind: "done"; readonly result: Result }
  | {
      readonly kind: "problem";
      readonly problem: ProblemKind;
      readonly detail: string;
      readonly extras: ProblemExtras;
    }
  | { readonly kind: "notKept"; readonly awaited: Awaited; readonly needed: KeptLayer }
  /** An error that nobody expected, for the log. */
  | { readonly kind: "fault"; readonly message: string; readonly stack: string };

/**
 * Does work, on the thread's side.
 * @throws StoreUnavailableError, and nothing else.
 */
export async function outcomeOf<Result>(work: () => Promise<Result>): Promise<ReportOutcome<Result>> {
  try {
    return { kind: "done", result: await work() };
  } catch (error) {
    if (error instanceof StoreUnavailableError) throw error;
    if (error instanceof HttpProblem) {
      return { kind: "problem", problem: error.kind, detail: error.message, extras: error.extras };
    }
    if (error instanceof NotKeptError) return { kind: "notKept", awaited: error.awaited, needed: error.needed };
    const { message, stack = "" } = error instanceof Error ? error : new Error(String(error));
    return { kind: "fault", message, stack };
  }
}

/**
 * What was worked out, on the asker's side.
 * @throws HttpProblem, NotKeptError, or Error for a fault, with the stack of its thread.
 */
export function resultOf<Result>(outcome: ReportOutcome<Result>): Result {
  if (outcome.kind === "done") return outcome.result;
  if (outcome.kind === "problem") throw new HttpProblem(outcome.problem, outcome.detail, outcome.extras);
  if (outcome.kind === "notKept") throw new NotKeptError(outcome.awaited, outcome.needed);
  const fault = new Error(outcome.message);
  fault.stack = outcome.stack;
  throw fault;
}
