import type { MeReply } from "@uptake/tracker/protocol";

/** How long a request may take. */
export const REQUEST_TIMEOUT_MS = 15_000;

/** What `GET /v1/me` takes. */
export interface MeRequest {
  /** The collector's base address, with or without a trailing slash. */
  readonly server: string;
  /** Read token; null: the host's own session says who asks. */
  readonly token: string | null;
  /** The tracker's writer, whose share the reply then tells. */
  readonly writer: string | null;
  readonly signal: AbortSignal;
}

/** Why a request brought nothing. */
export type Failure =
  | { readonly kind: "unauthorized" }
  | { readonly kind: "unreachable" }
  | { readonly kind: "server"; readonly status: number; readonly retryAfterMs: number | null };

export type MeResult = { readonly kind: "ok"; readonly reply: MeReply } | Failure;

/** Reads a member's own record. Never rejects; an aborted request is `unreachable`. */
export async function fetchMe({ server, token, writer, signal }: MeRequest): Promise<MeResult> {
  try {
    const query = writer === null ? "" : `?writer=${encodeURIComponent(writer)}`;
    const response = await fetch(`${server.replace(/\/+$/, "")}/v1/me${query}`, {
      headers: token === null ? {} : { authorization: `Bearer ${token}` },
      cache: "no-store",
      signal: AbortSignal.any([signal, AbortSignal.timeout(REQUEST_TIMEOUT_MS)]),
    });
    if (response.status === 401 || response.status === 403) return { kind: "unauthorized" };
    const body: unknown = await response.json().catch(() => null);
    if (response.ok && isMeReply(body)) return { kind: "ok", reply: body };
    return { kind: "server", status: response.status, retryAfterMs: retryAfterMs(body) };
  } catch {
    return { kind: "unreachable" };
  }
}

/** Tells a record from a proxy's page or another service's JSON; the collector itself is trusted with the rest. */
function isMeReply(body: unknown): body is MeReply {
  const reply = body as Partial<MeReply> | null;
  return (
    Array.isArray(reply?.features) &&
    Array.isArray(reply.milestones) &&
    typeof reply.user?.id === "string" &&
    typeof reply.account?.id === "string"
  );
}

function retryAfterMs(body: unknown): number | null {
  const value = (body as { readonly retryAfterMs?: unknown } | null)?.retryAfterMs;
  return typeof value === "number" ? value : null;
}
