import type { Roster } from "./roster.ts";
import type { UptakeSettings } from "./uptake-settings.ts";

const debounceMs = 500;
const firstRetryMs = 1_000;
const longestRetryMs = 60_000;
const timeoutMs = 10_000;

/** Keeps the collector's roster as Fieldnote's data is. */
export interface UptakePush {
  /** Something has changed: pushes soon, many changes at once. */
  schedule(): void;
  /** Ends without another try. */
  stop(): void;
}

/**
 * Pushes the whole roster: rows are upserts, so sending one again changes nothing and a lost push is healed by the next.
 * While the collector can't be reached it tries again, more and more slowly, and says so once.
 */
export function createUptakePush(options: {
  readonly uptake: UptakeSettings;
  readonly readRoster: () => Roster;
  readonly log: (line: string) => void;
  readonly fetch?: typeof fetch;
}): UptakePush {
  const { uptake, readRoster, log } = options;
  const request = options.fetch ?? fetch;
  let timer: NodeJS.Timeout | undefined;
  let failures = 0;
  let pushing = false;
  let again = false;
  let stopped = false;

  const put = async (path: string, rows: readonly unknown[]) => {
    const response = await request(`${uptake.server}/v1/${path}`, {
      method: "PUT",
      headers: { authorization: `Bearer ${uptake.secretKey}`, "content-type": "application/json" },
      body: JSON.stringify(rows),
      signal: AbortSignal.timeout(timeoutMs),
    });
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`PUT /v1/${path} was answered with ${response.status}`);
  };

  const push = async () => {
    pushing = true;
    again = false;
    try {
      const roster = readRoster();
      await put("accounts", roster.accounts);
      await put("users", roster.users);
      await put("assets", roster.assets);
      if (failures > 0) log(`[crm] Uptake at ${uptake.server} has the roster again.`);
      failures = 0;
      if (again) plan(debounceMs);
    } catch (error) {
      // fetch says only that it failed; why is in the cause.
      const { cause, message } = error as Error;
      const reason = cause instanceof Error ? cause.message : message;
      if (failures === 0) log(`[crm] Uptake at ${uptake.server} didn't take the roster (${reason}). Trying again.`);
      plan(Math.min(longestRetryMs, firstRetryMs * 2 ** failures));
      failures++;
    } finally {
      pushing = false;
    }
  };
  const plan = (delayMs: number) => {
    clearTimeout(timer);
    // Unreferenced: a push that is waiting doesn't keep the process alive.
    if (!stopped) timer = setTimeout(() => void push(), delayMs).unref();
  };

  return {
    schedule: () => {
      if (pushing) again = true;
      else if (failures === 0) plan(debounceMs);
    },
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
