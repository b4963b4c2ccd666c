import { useEffect, useState } from "preact/hooks";
import { useDashboard } from "./dashboard.ts";
import { ProblemError } from "./problem-error.ts";

/** How often a visible view asks again, in milliseconds. */
export const REFRESH_MS = 15_000;

/** What a view knows of the collector's answer. */
export interface Query<Reply> {
  /** Null: nothing to show yet, or an error instead. */
  readonly reply: Reply | null;
  /** Why the last try failed; with a reply beside it, that reply is older than it should be. */
  readonly error: ProblemError | null;
  /** The reply still answers the previous question (another order or page of the same thing). */
  readonly isOutdated: boolean;
  /** Asks again now. */
  readonly retry: () => void;
}

/**
 * Asks the collector, and again every {@link REFRESH_MS} while the page is visible, on its return and when the network is
 * back. An older answer stays on screen while a new one is under way, as long as it is about the same `subject`; it never
 * stays under a question that failed.
 * @param key the whole question: a change asks anew and drops the answer that was under way.
 */
export function useQuery<Reply>(
  subject: string,
  key: string,
  load: (signal: AbortSignal) => Promise<Reply>,
): Query<Reply> {
  const { session } = useDashboard();
  const [answer, setAnswer] = useState<{ subject: string; key: string; reply: Reply } | null>(null);
  const [failure, setFailure] = useState<{ key: string; error: ProblemError } | null>(null);
  const [tries, setTries] = useState(0);

  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    let isLoading = false;
    let dueAt = 0;
    let timer: ReturnType<typeof setTimeout> | undefined;

    async function ask(): Promise<void> {
      clearTimeout(timer);
      isLoading = true;
      let waitMs = REFRESH_MS;
      try {
        const reply = await load(signal);
        if (signal.aborted) return;
        setAnswer({ subject, key, reply });
        setFailure(null);
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof ProblemError)) throw error;
        if (error.status === 401) session.expire();
        setFailure({ key, error });
        waitMs = Math.max(REFRESH_MS, error.retryAfterMs);
      } finally {
        isLoading = false;
      }
      dueAt = Date.now() + waitMs;
      timer = setTimeout(askIfVisible, waitMs);
    }
    function askIfVisible(): void {
      if (!isLoading && document.visibilityState === "visible" && Date.now() >= dueAt) void ask();
    }
    function askNow(): void {
      if (!isLoading) void ask();
    }

    void ask();
    document.addEventListener("visibilitychange", askIfVisible);
    addEventListener("online", askNow);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", askIfVisible);
      removeEventListener("online", askNow);
    };
  }, [subject, key, tries]);

  const error = failure?.key === key ? failure.error : null;
  const isOutdated = answer !== null && answer.key !== key;
  const isUsable = answer !== null && answer.subject === subject && !(isOutdated && error !== null);
  return {
    reply: isUsable ? answer.reply : null,
    error,
    isOutdated: isUsable && isOutdated,
    retry: () => setTries(tries + 1),
  };
}
