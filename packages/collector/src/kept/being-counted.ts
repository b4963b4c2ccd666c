import { HttpProblem } from "../http/problem.ts";
import type { KeepingProgress } from "./keeper.ts";

/** Whoever asks for what is being counted waits as long before they are told to come again. */
const WAIT_MS = 10_000;
/** When to come again while nobody can tell how long it will take, and at the latest: at the beginning one can tell badly. */
const UNKNOWN_MS = 30_000;
const AT_LATEST_MS = 60_000;

/** Figures that are being counted. */
export interface BeingCounted {
  /** As a sentence begins: `The numbers of these days`. */
  readonly what: string;
  /** What is answered at once. */
  readonly instead: string;
  /** Unix ms; null: counting hasn't begun. */
  readonly startedAtMs: number | null;
  /** Null: nobody knows yet. */
  readonly progress: KeepingProgress | null;
}

/**
 * Waits a while until something is counted.
 * @param now clock, ms. @param state asked when the wait is over.
 * @throws HttpProblem `being-counted`, as a rejection, where it takes longer: how far it has got, and when to come again.
 */
export async function waitUntilCounted(
  counted: Promise<unknown>,
  now: () => number,
  state: () => BeingCounted,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<"waiting">((done) => (timer = setTimeout(done, WAIT_MS, "waiting").unref()));
  const outcome = await Promise.race([counted, patience]);
  clearTimeout(timer);
  if (outcome === "waiting") throw beingCounted(state(), now());
}

function beingCounted({ what, instead, startedAtMs, progress }: BeingCounted, nowMs: number): HttpProblem {
  const isKnown = startedAtMs !== null && progress !== null && progress.counted > 0;
  const leftMs = isKnown
    ? ((nowMs - startedAtMs) / progress.counted) * (progress.accounts - progress.counted)
    : UNKNOWN_MS;
  const leftSeconds = Math.max(1, Math.ceil(leftMs / 1_000));
  const retryAfterMs = Math.min(AT_LATEST_MS, leftSeconds * 1_000);
  const sofar = isKnown
    ? ` ${progress.counted} of ${progress.accounts} accounts are done, which leaves about ${leftSeconds} s.`
    : "";
  return new HttpProblem(
    "being-counted",
    `${what} are counted for the first time, which takes some minutes in a workspace of this size.${sofar} ` +
      `Ask again in ${retryAfterMs / 1_000} s; once they are counted they are kept. ${instead}`,
    { retryAfterMs },
  );
}
