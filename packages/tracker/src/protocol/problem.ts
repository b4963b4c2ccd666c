/** An RFC 9457 problem document, `application/problem+json`: every error of the collector. */
export interface Problem {
  /** Stable identifier, a URI reference such as `/problems/unknown-key`. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened, the value, what to do. */
  readonly detail?: string;
  /** With 429 and 503: when to try again, beside the `Retry-After` header, which is in whole seconds. */
  readonly retryAfterMs?: number;
}
