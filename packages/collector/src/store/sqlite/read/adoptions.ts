import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { AdoptionRow, EventRow } from "../../adoptions.ts";
import type { StageRemovalRow } from "../../stage-removals.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

/** Answers who has adopted what, who was removed from stages, and what was found out. */
export function createAdoptionQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const select =
    (table: "adoptions" | "events" | "stage_removals", columns: string, order: string) => (scope: AccountScope) => {
      const asked = accountsParameter(lookup, { scope });
      const statement = statements(`
        SELECT accounts.key AS account, users.key AS user, features.key AS feature, ${table}.epoch, ${columns}
        FROM ${rowsOfAccounts(table, asked.accounts !== undefined)}
          JOIN accounts ON accounts.id = ${table}.account JOIN users ON users.id = ${table}.user
          JOIN features ON features.id = ${table}.feature
        ${order}`);
      return statement.all({ ...asked });
    };
  const adoptions = select(
    "adoptions",
    `slot, NOT EXISTS (
      SELECT 1 FROM stage_removals AS later WHERE later.account = adoptions.account AND later.user = adoptions.user
        AND later.feature = adoptions.feature AND later.epoch > adoptions.epoch
    ) AS isCurrent`,
    "",
  );
  const events = select(
    "events",
    "slot, events.id, kind, definition_version AS definitionVersion, found_at_ms AS foundAtMs",
    "ORDER BY found_at_ms, events.id",
  );
  const removals = select(
    "stage_removals",
    "actor, reason, at_ms AS atMs, since_slot AS sinceSlot",
    "ORDER BY stage_removals.account, stage_removals.user, stage_removals.feature, stage_removals.epoch",
  );
  return {
    adoptions: (scope: AccountScope) =>
      adoptions(scope).map((row) =>
        Object.assign(row, { isCurrent: row["isCurrent"] === 1 }),
      ) as unknown as readonly AdoptionRow[],
    removals: (scope: AccountScope) => removals(scope) as unknown as readonly StageRemovalRow[],
    events: (scope: AccountScope) => events(scope) as unknown as readonly EventRow[],
  };
}
