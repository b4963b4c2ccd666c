import type { DatabaseSync } from "node:sqlite";
import { createAccountChanges } from "./account-changes.ts";
import { pairKey, type Changes } from "./changes.ts";

/** Keeps when the latest cells of members, accounts and the workspace arrived, and which accounts changed without any. */
export interface Arrivals {
  note(changes: Changes): void;
  /** Forgets what was written: after a rollback, or when another process has written. */
  forget(): void;
}

/** How much older than the latest arrival a stored one may be: writing each would dirty a page for each request. */
const MAX_LAG_MS = 5_000;

/** Most remembered members; beyond it the memory starts afresh, and a few are written sooner than they need be. */
const MAX_REMEMBERED = 100_000;

/** Prepares the statements on a connection. */
export function createArrivals(database: DatabaseSync): Arrivals {
  const latest = "last_received_at_ms = max(coalesce(last_received_at_ms, 0), ?)";
  const member = database.prepare(`UPDATE members SET ${latest} WHERE account = ? AND user = ?`);
  const account = database.prepare(`UPDATE accounts SET ${latest} WHERE id = ?`);
  const workspace = database.prepare(`UPDATE workspace SET ${latest}`);
  const accountChanges = createAccountChanges({ database });
  const memberTimes = new Map<number, number>();
  const accountTimes = new Map<number, number>();
  /** Whether a time is worth writing; remembers it then. */
  const isNews = (times: Map<number, number>, key: number, atMs: number): boolean => {
    if (atMs < (times.get(key) ?? -Infinity) + MAX_LAG_MS) return false;
    if (times.size >= MAX_REMEMBERED) times.clear();
    times.set(key, atMs);
    return true;
  };
  return {
    note(changes) {
      const changedOtherwise = new Set<number>();
      for (const { account: accountId, user, arrivedAtMs } of changes.members()) {
        if (arrivedAtMs === 0) {
          changedOtherwise.add(accountId);
          continue;
        }
        if (isNews(memberTimes, pairKey(accountId, user), arrivedAtMs)) member.run(arrivedAtMs, accountId, user);
        if (isNews(accountTimes, accountId, arrivedAtMs)) account.run(arrivedAtMs, accountId);
      }
      for (const accountId of changedOtherwise) accountChanges.account(accountId);
      if (changes.committedAtMs() > 0) workspace.run(changes.committedAtMs());
    },
    forget() {
      memberTimes.clear();
      accountTimes.clear();
    },
  };
}
