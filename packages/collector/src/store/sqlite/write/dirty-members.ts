import type { DatabaseSync } from "node:sqlite";
import { pairKey, type Changes } from "./changes.ts";

/** Marks members with news, for the job that looks for adoption and milestones. */
export interface DirtyMembers {
  /** Marks whose active time, visits or counts of actions have changed. */
  mark(changes: Changes): void;
  /** A mark was taken: the next news marks the member again. */
  taken(account: number, user: number): void;
  /** Forgets which marks were written: after a rollback, or when another process has written. */
  forget(): void;
}

/** Most remembered marks; beyond it the memory starts afresh, and some are written again. */
const MAX_REMEMBERED = 100_000;

/** Prepares the statements on a connection. Who is marked already, and whose mark nobody took, costs a look at a set. */
export function createDirtyMembers(database: DatabaseSync): DirtyMembers {
  const put = database.prepare(
    "INSERT INTO dirty_members (account, user) VALUES (?, ?) ON CONFLICT DO UPDATE SET taken = 0 WHERE taken <> 0",
  );
  const marked = new Set<number>();
  return {
    mark(changes) {
      for (const { account, user, time, actions } of changes.members()) {
        if (time.length === 0 && actions.length === 0) continue;
        const key = pairKey(account, user);
        if (marked.has(key)) continue;
        put.run(account, user);
        if (marked.size >= MAX_REMEMBERED) marked.clear();
        marked.add(key);
      }
    },
    taken: (account, user) => void marked.delete(pairKey(account, user)),
    forget: () => marked.clear(),
  };
}
