/** The first back-off is up to this long. */
export const FIRST_BACKOFF_MS = 1_000;

/** No back-off is longer, unless the collector asks for it. */
export const LONGEST_BACKOFF_MS = 60_000;

/** A try that failed: the reply's status, or 0 when there was no reply. */
export interface FailedTry {
  readonly status: number;
  /** What the reply's `Retry-After` asked for; 0 when it asked for nothing. */
  readonly retryAfterMs: number;
}

/** What to do after a failed try. `stop` means not again in this document: what is pending waits for the next. */
export type RetryDecision =
  | { readonly kind: "retry"; readonly delayMs: number }
  | { readonly kind: "halve" }
  | { readonly kind: "stop" };

/**
 * Full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/), so that a fleet of browsers
 * doesn't come back in step; `Retry-After` is a lower bound on top of which the jitter comes.
 * @param failures how many tries in a row have failed, this one included.
 * @param random from 0 (included) to 1 (excluded).
 */
export function decideRetry({ status, retryAfterMs }: FailedTry, failures: number, random: number): RetryDecision {
  if (status === 413) return { kind: "halve" };
  if (status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: "stop" };
  const longestMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
  return { kind: "retry", delayMs: Math.round(retryAfterMs + random * longestMs) };
}
