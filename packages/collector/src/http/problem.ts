import type { Problem } from "@uptake/tracker/protocol";

/**
 * Every kind of error the collector answers with: its status and title. The kind is the last part of the problem's
 * `type`, `/problems/<kind>`, and never changes its meaning.
 */
export const PROBLEMS = {
  malformed: { status: 400, title: "The request can't be understood" },
  "invalid-parameter": { status: 400, title: "A parameter has a value that is not allowed" },
  "unknown-key": { status: 401, title: "The key is not known, or has been revoked" },
  unauthorized: { status: 401, title: "This needs a proof of who asks" },
  "token-invalid": { status: 401, title: "The token does not hold" },
  "token-expired": { status: 401, title: "The token has expired" },
  "origin-not-allowed": { status: 403, title: "This origin may not use the key" },
  "scope-missing": { status: 403, title: "The key does not allow this" },
  "role-missing": { status: 403, title: "The role of who is signed in does not allow this" },
  "secret-in-browser": { status: 403, title: "A secret key came from a browser" },
  "cross-site": { status: 403, title: "A change came from another site" },
  "not-found": { status: 404, title: "There is nothing here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  "not-acceptable": { status: 406, title: "There is no answer in a form that was asked for" },
  "length-required": { status: 411, title: "The request must say how long it is" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-type": { status: 415, title: "This content type is not accepted" },
  "too-much-to-count": { status: 422, title: "This is more than can be counted for one answer" },
  "too-many-requests": { status: 429, title: "Too many requests" },
  "body-taken": { status: 500, title: "The host has read the body before the collector could" },
  internal: { status: 500, title: "The collector has a fault" },
  unavailable: { status: 503, title: "The collector can't answer now" },
  "being-counted": { status: 503, title: "These numbers are being counted" },
  "not-built": { status: 503, title: "The browser bundles are not built" },
} as const satisfies Readonly<Record<string, { readonly status: number; readonly title: string }>>;

/** The last part of a problem's `type`. */
export type ProblemKind = keyof typeof PROBLEMS;

/** What an error answers beside its kind. */
export interface ProblemExtras {
  /** When to try again, in milliseconds; also sent as `Retry-After`, in whole seconds rounded up. */
  readonly retryAfterMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** What programs can tell apart, where the kind alone doesn't say it. */
  readonly reason?: string;
}

/** Thrown anywhere below a door; the app answers with its problem document. */
export class HttpProblem extends Error {
  readonly kind: ProblemKind;
  readonly extras: ProblemExtras;

  /** @param detail what happened · the value · what to do. */
  constructor(kind: ProblemKind, detail: string, extras: ProblemExtras = {}) {
    super(detail);
    this.name = "HttpProblem";
    this.kind = kind;
    this.extras = extras;
  }
}

/** The RFC 9457 document of a problem. */
export function problemResponse({ kind, message, extras }: HttpProblem): Response {
  const { status, title } = PROBLEMS[kind];
  const { retryAfterMs, reason } = extras;
  const problem: Problem & Pick<ProblemExtras, "reason"> = {
    type: `/problems/${kind}`,
    title,
    status,
    detail: message,
    ...(reason !== undefined && { reason }),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
  const headers = new Headers({ ...extras.headers, "content-type": "application/problem+json" });
  if (retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(retryAfterMs / 1000)));
  return new Response(JSON.stringify(problem), { status, headers });
}
