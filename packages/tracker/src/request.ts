import { guard } from "./edges.ts";

/** A request that isn't answered in this time has failed. */
export const TIMEOUT_MS = 10_000;

/** The first back-off is up to this long. */
export const FIRST_BACKOFF_MS = 1_000;

/** No back-off is longer, unless the collector asks for it. */
export const LONGEST_BACKOFF_MS = 60_000;

/** What won't change soon, such as an unknown key, is asked again after this. */
export const REFUSAL_MS = 3_600_000;

/** No wait that the collector asks for is longer: timers can't count that far. */
export const LONGEST_RETRY_AFTER_MS = 86_400_000;

/** An answer of the collector that isn't a success, or an error on the way. */
export type Failure = Partial<Pick<Response, "status" | "headers">>;

/**
 * Asks the collector. `fetch` is looked up at each call: hosts replace it.
 * @returns the JSON of a successful answer. Rejects with a {@link Failure}.
 */
export const request = async (url: string, init?: RequestInit): Promise<unknown> => {
  // A browser that has none waits for ever.
  const controller = guard(() => new AbortController());
  let isOver = false;
  // Cookies go to the page's own origin only, which is fetch's default: a host that mounts the collector knows its session by
  // them. The page's address is nobody's business, whatever its own policy says.
  const answer = fetch(url, { referrerPolicy: "no-referrer", signal: controller?.signal ?? null, ...init });
  // The browser's own AbortSignal.timeout goes off even after the answer, and its error takes 5 KiB of memory. After the request,
  // since a page that goes away may be stopped at any step.
  guard(() => setTimeout(() => isOver || guard(() => controller?.abort()), TIMEOUT_MS));
  const response = await answer;
  // Read to the end, so that the connection can be used again.
  const text = await response.text();
  isOver = true;
  if (!response.ok) throw response;
  return JSON.parse(text) as unknown;
};

/**
 * How long to wait after a failed try. Full jitter (https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/),
 * so that a fleet of browsers doesn't come back in step; `Retry-After` is a lower bound on top of which the jitter comes.
 * @param failures how many tries in a row have failed, this one included.
 * @param random from 0 (included) to 1 (excluded).
 * @returns milliseconds; 0 for a piece that was too large, since the next one will be smaller.
 */
export const backoffMs = ({ status = 0, headers }: Failure, failures: number, random: number = Math.random()): number =>
  status === 413
    ? 0
    : /^4(?!08|29)/.test(`${status}`)
      ? REFUSAL_MS
      : Math.min(Number(headers?.get("Retry-After")) * 1_000 || 0, LONGEST_RETRY_AFTER_MS) +
        random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** (failures - 1));
