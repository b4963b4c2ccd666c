import type { Logger } from "../ops/logger.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import { HttpProblem } from "./problem.ts";

const DRAINING_RETRY_MS = 5_000;
const STORE_RETRY_MS = 2_000;

/** What everybody is told who asks while the collector is stopping. */
export function draining(): HttpProblem {
  return new HttpProblem("unavailable", "The collector is stopping. Try again.", { retryAfterMs: DRAINING_RETRY_MS });
}

/**
 * Whatever was thrown below a door, as the problem that it answers; the log hears of what is not the caller's fault.
 * @param door the path as its route writes it: the one that was asked for may hold ids.
 */
export function toProblem(error: unknown, method: string, door: string, logger: Logger): HttpProblem {
  if (error instanceof HttpProblem) return error;
  if (error instanceof StoreUnavailableError) {
    logger.error({ method, door, kind: error.kind, reason: error.message }, "store unavailable");
    return new HttpProblem("unavailable", `The store can't serve now (${error.kind}). Try again.`, {
      retryAfterMs: STORE_RETRY_MS,
    });
  }
  logger.error({ method, door, err: error }, "unexpected fault");
  return new HttpProblem("internal", "An unexpected fault; the collector's log says more.");
}
