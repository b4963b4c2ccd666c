import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import { addDeferredText, deferredText } from "../deferred-text.ts";
import { createChanges, type Changes } from "./changes.ts";

/**
 * Changes that are committed with their cells and applied to the rollups later, many commits at once: one page at the end
 * of a table instead of five in the middle of others. A row is removed by the transaction that applies it, so each counts
 * exactly once, whoever dies when.
 */
export interface DeferredChanges {
  /** Writes changes down. */
  put(changes: Changes): void;
  /** Removes all that are written down, whoever wrote them, and returns them; null: there are none. */
  take(): Changes | null;
  /** Whether any are written down. */
  exist(): boolean;
}

/** Prepares the statements on a connection. */
export function createDeferredChanges(database: DatabaseSync): DeferredChanges {
  const insert = database.prepare(
    "INSERT INTO deferred_changes (account, user, arrived_at_ms, changes) VALUES (?, ?, ?, ?)",
  );
  const select = prepareArrays(database, "SELECT account, user, arrived_at_ms, changes FROM deferred_changes");
  const clear = database.prepare("DELETE FROM deferred_changes");
  const some = prepareArrays(database, "SELECT EXISTS (SELECT 1 FROM deferred_changes)");
  const exist = (): boolean => (some.get() as unknown as readonly [number])[0] !== 0;
  return {
    exist,
    put(changes) {
      for (const member of changes.members()) {
        insert.run(member.account, member.user, member.arrivedAtMs, deferredText(member));
      }
    },
    take() {
      if (!exist()) return null;
      const changes = createChanges();
      for (const row of select.iterate()) {
        const [account, user, arrivedAtMs, text] = row as unknown as readonly [number, number, number, string];
        const member = changes.member(account, user);
        addDeferredText(member, text);
        member.arrivedAtMs = Math.max(member.arrivedAtMs, arrivedAtMs);
        changes.addCommit(arrivedAtMs);
      }
      clear.run();
      return changes;
    },
  };
}
