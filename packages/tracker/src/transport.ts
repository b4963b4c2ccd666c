import { inTime } from "./in-time.ts";
import type { CollectReply } from "./protocol/index.ts";
import type { FailedTry } from "./retry.ts";

/** A request that isn't answered in this time has failed. */
export const TIMEOUT_MS = 10_000;

/** Bytes that may be under way with keepalive: the browser allows 64 KiB, to all scripts of a page together. */
export const KEEPALIVE_BUDGET_BYTES = 60_000;

/** What became of a request. */
export type SendOutcome =
  | { readonly kind: "reply"; readonly reply: CollectReply }
  | ({ readonly kind: "failed" } & FailedTry);

export interface Transport {
  /** Posts a body. Never rejects. */
  send(body: string): Promise<SendOutcome>;
}

const failed = (status: number, retryAfterMs = 0): SendOutcome => ({ kind: "failed", status, retryAfterMs });

async function read(response: Response): Promise<SendOutcome> {
  // Read to the end, so that the connection can be used again.
  const text = await response.text();
  if (!response.ok) return failed(response.status, Number(response.headers.get("Retry-After")) * 1_000 || 0);
  const reply = JSON.parse(text) as CollectReply;
  // A captive portal says 200 to everything.
  return Array.isArray(reply.accepted) && Array.isArray(reply.rejected) ? { kind: "reply", reply } : failed(0);
}

/**
 * Requests that need no preflight and outlive the page. `fetch` is looked up at each call: hosts replace it.
 * Where `fetch` can't outlive the page (Firefox before 133), what it was to bring waits for the next load.
 */
export function createTransport(page: Window, url: string): Transport {
  let underWayBytes = 0;

  return {
    async send(body) {
      const bytes = new TextEncoder().encode(body).length;
      const keepalive = underWayBytes + bytes <= KEEPALIVE_BUDGET_BYTES;
      const controller = new AbortController();
      const post = async (outlivesPage: boolean) =>
        read(
          await page.fetch(url, {
            method: "POST",
            // Text goes as `text/plain;charset=UTF-8`.
            body,
            credentials: "omit",
            keepalive: outlivesPage,
            signal: controller.signal,
          }),
        );
      if (keepalive) underWayBytes += bytes;
      try {
        const answer = post(keepalive).catch((error: Error) => {
          // The browser's shared quota may be used up by others, which looks like any other network error.
          if (keepalive && error.name === "TypeError") return post(false);
          throw error;
        });
        return await inTime(page, TIMEOUT_MS, answer, () => {
          // The host's `fetch` may ignore this: nobody waits for it any longer.
          controller.abort();
          return failed(0);
        });
      } catch {
        return failed(0);
      } finally {
        if (keepalive) underWayBytes -= bytes;
      }
    },
  };
}
