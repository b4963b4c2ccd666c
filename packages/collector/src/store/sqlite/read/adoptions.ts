import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { AdoptionRow, EventRow } from "../../adoptions.ts";
import type { KeyLookup } from "./key-lookup.ts";

/** Answers who has adopted what, and what was found out. */
export function createAdoptionQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const select = (table: "adoptions" | "events", columns: string, order: string) =>
    database.prepare(`
      SELECT accounts.key AS account, users.key AS user, features.key AS feature, epoch, slot ${columns}
      FROM ${table} JOIN accounts ON accounts.id = ${table}.account JOIN users ON users.id = ${table}.user
        JOIN features ON features.id = ${table}.feature
      WHERE (:accounts IS NULL OR ${table}.account IN (SELECT value FROM json_each(:accounts)))
      ${order}`);
  const adoptions = select("adoptions", "", "");
  const events = select(
    "events",
    ", events.id, kind, definition_version AS definitionVersion, found_at_ms AS foundAtMs",
    "ORDER BY found_at_ms, events.id",
  );
  const accountsOf = (scope: AccountScope): string | null => {
    const asked = lookup.accountIds({ scope });
    return asked === null ? null : JSON.stringify(asked);
  };
  return {
    adoptions: (scope: AccountScope) =>
      adoptions.all({ accounts: accountsOf(scope) }) as unknown as readonly AdoptionRow[],
    events: (scope: AccountScope) => events.all({ accounts: accountsOf(scope) }) as unknown as readonly EventRow[],
  };
}
