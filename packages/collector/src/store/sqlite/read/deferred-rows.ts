import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import { addDeferredText } from "../deferred-text.ts";
import { createChanges, type MemberChanges } from "../write/changes.ts";

/** What of a member is committed and not in the rollups yet, by the integers of both; null: nothing. */
export type DeferredRows = (account: number, user: number) => MemberChanges | null;

/** Prepares the question on a connection. It looks through all that is deferred, which is a quarter of a second's load. */
export function createDeferredRows(database: DatabaseSync): DeferredRows {
  const select = prepareArrays(
    database,
    "SELECT changes, arrived_at_ms FROM deferred_changes WHERE account = ? AND user = ?",
  );
  return (account, user) => {
    const rows = select.all(account, user) as unknown as readonly (readonly [string, number])[];
    if (rows.length === 0) return null;
    const member = createChanges().member(account, user);
    for (const [text, arrivedAtMs] of rows) {
      addDeferredText(member, text);
      member.arrivedAtMs = Math.max(member.arrivedAtMs, arrivedAtMs);
    }
    return member;
  };
}
