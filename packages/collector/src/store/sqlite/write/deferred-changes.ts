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
  /**
   * Removes what is written down, whoever wrote it, and returns it; null: there is nothing.
   * @param share of some accounts, from 0 up to {@link SHARES}; null: of all.
   */
  take(share: number | null): Changes | null;
  /** Whether any are written down. */
  exist(): boolean;
}

/** Accounts are shared out to so many: to apply what is deferred of one share takes a few ms. */
export const SHARES = 8;

/** So many accounts that follow each other belong to one share: their rows in the rollups of accounts are on one page. */
const ACCOUNTS_IN_A_ROW = 16;

/** Prepares the statements on a connection. */
export function createDeferredChanges(database: DatabaseSync): DeferredChanges {
  const insert = database.prepare(
    "INSERT INTO deferred_changes (account, user, arrived_at_ms, changes) VALUES (?, ?, ?, ?)",
  );
  const columns = "account, user, arrived_at_ms, changes";
  const ofShare = `WHERE account / ${ACCOUNTS_IN_A_ROW} % ${SHARES} = ?`;
  const selectAll = prepareArrays(database, `SELECT ${columns} FROM deferred_changes`);
  const clear = database.prepare("DELETE FROM deferred_changes");
  const selectShare = prepareArrays(database, `SELECT ${columns} FROM deferred_changes ${ofShare}`);
  const clearShare = database.prepare(`DELETE FROM deferred_changes ${ofShare}`);
  const some = prepareArrays(database, "SELECT EXISTS (SELECT 1 FROM deferred_changes)");
  const exist = (): boolean => (some.get() as unknown as readonly [number])[0] !== 0;
  return {
    exist,
    put(changes) {
      for (const member of changes.members()) {
        insert.run(member.account, member.user, member.arrivedAtMs, deferredText(member));
      }
    },
    take(share) {
      if (!exist()) return null;
      const changes = createChanges();
      for (const row of share === null ? selectAll.iterate() : selectShare.iterate(share)) {
        const [account, user, arrivedAtMs, text] = row as unknown as readonly [number, number, number, string];
        const member = changes.member(account, user);
        addDeferredText(member, text);
        member.arrivedAtMs = Math.max(member.arrivedAtMs, arrivedAtMs);
        changes.addCommit(arrivedAtMs);
      }
      if (share === null) clear.run();
      else clearShare.run(share);
      return changes;
    },
  };
}
