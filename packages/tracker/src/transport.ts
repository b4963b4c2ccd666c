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
  /** Posts a body. Never rejects. @param isLast whether the document may be gone after this task. */
  send(body: string, isLast: boolean): Promise<SendOutcome>;
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
 * Where `fetch` can't outlive the page, the last one is a beacon, whose answer nobody learns.
 */
export function createTransport(page: Window, url: string): Transport {
  let underWayBytes = 0;

  const post = async (body: string, keepalive: boolean, signal: AbortSignal): Promise<SendOutcome> => {
    const response = await page.fetch(url, {
      method: "POST",
      headers: { "Content-Type": "text/plain;charset=UTF-8" },
      body,
      credentials: "omit",
      keepalive,
      signal,
    });
    return read(response);
  };
  /** The host's `fetch` may ignore the signal: nobody waits for it any longer. */
  const postInTime = async (body: string, keepalive: boolean): Promise<SendOutcome> => {
    const controller = new AbortController();
    let timer: number | undefined;
    const late = new Promise<SendOutcome>((resolve) => {
      timer = page.setTimeout(() => {
        resolve(failed(0));
        controller.abort();
      }, TIMEOUT_MS);
    });
    try {
      return await Promise.race([post(body, keepalive, controller.signal), late]);
    } finally {
      page.clearTimeout(timer);
    }
  };

  return {
    async send(body, isLast) {
      const bytes = new TextEncoder().encode(body).length;
      const keepalive = underWayBytes + bytes <= KEEPALIVE_BUDGET_BYTES;
      if (isLast && !("keepalive" in Request.prototype)) {
        const blob = new Blob([body], { type: "text/plain;charset=UTF-8" });
        if (page.navigator.sendBeacon(url, blob)) {
          // A page that lives on asks once more, to learn the answer.
          await new Promise((resolve) => void page.setTimeout(resolve, TIMEOUT_MS));
          return failed(0);
        }
      }
      if (keepalive) underWayBytes += bytes;
      try {
        return await postInTime(body, keepalive);
      } catch (error) {
        // The browser's shared quota may be used up by others, which looks like any other network error.
        if (!keepalive || (error as Error).name !== "TypeError") return failed(0);
        return await postInTime(body, false).catch(() => failed(0));
      } finally {
        if (keepalive) underWayBytes -= bytes;
      }
    },
  };
}
