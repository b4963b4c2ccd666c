import type { CollectReply, WriterState } from "../../../packages/tracker/src/protocol/index.ts";
import type { CollectorPlace } from "./collector-place.ts";
import type { HttpClient, Reply } from "./http-client.ts";
import type { Manifest } from "./manifest.ts";

/** What became of a request. */
export type CollectOutcome =
  | { readonly kind: "acknowledged" }
  /** The collector can't now, and says when to come again. */
  | { readonly kind: "unavailable"; readonly retryAfterMs: number }
  /** The connection broke or was refused: whether it was stored is unknown. */
  | { readonly kind: "broken"; readonly code: string }
  /** An answer that a collector must not give to a request that holds. */
  | { readonly kind: "wrong"; readonly reply: Reply };

/** Sends writers in one request, and notes in the manifest what left and what was acknowledged. */
export async function sendWriters(
  client: HttpClient,
  { publicKey }: Pick<CollectorPlace, "publicKey">,
  manifest: Pick<Manifest, "sent" | "acknowledged">,
  writers: readonly WriterState[],
): Promise<CollectOutcome> {
  for (const writer of writers) manifest.sent(writer);
  const body = JSON.stringify({ v: 1, sdk: "faults", sentAt: Date.now(), writers });
  let reply: Reply;
  try {
    reply = await client.send(`/v1/collect?key=${publicKey}`, {
      headers: { "content-type": "text/plain;charset=UTF-8" },
      body,
    });
  } catch (error) {
    return { kind: "broken", code: (error as NodeJS.ErrnoException).code ?? String(error) };
  }
  const outcome = judge(reply, writers);
  if (outcome.kind === "acknowledged") for (const writer of writers) manifest.acknowledged(writer);
  return outcome;
}

function judge(reply: Reply, writers: readonly WriterState[]): CollectOutcome {
  if (reply.status === 503 && Number(reply.headers["retry-after"]) > 0) {
    const { retryAfterMs } = JSON.parse(reply.body) as { readonly retryAfterMs?: number };
    if (typeof retryAfterMs === "number") return { kind: "unavailable", retryAfterMs };
  }
  if (reply.status !== 200) return { kind: "wrong", reply };
  const { accepted, rejected } = JSON.parse(reply.body) as CollectReply;
  const named = writers.every(({ id, seq }) => accepted.some((one) => one.id === id && one.seq === seq));
  return named && rejected.length === 0 ? { kind: "acknowledged" } : { kind: "wrong", reply };
}
