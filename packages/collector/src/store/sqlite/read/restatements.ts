import type { DatabaseSync } from "node:sqlite";
import type { RestatementRow, RestatementsQuery } from "../../restatements.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { accountsParameter, daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { activeMsOf } from "./rows.ts";
import { createStatements } from "./statements.ts";

const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** Answers by how much days have changed after they had closed. */
export function createRestatements(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const sqlOf = (someAccounts: boolean): string => `
    ${someAccounts ? daysOf("restatements") : ""}
    SELECT accounts.key AS account, t.day, found_day AS foundDay, ${TIME_COUNTERS.join(", ")}
    FROM ${someAccounts ? rowsOfAccountDays("restatements", "t") : "restatements AS t"}
      JOIN accounts ON accounts.id = t.account
    WHERE t.day BETWEEN :from AND :to
    ORDER BY t.day, found_day, accounts.key`;
  return ({ scope, account, days }: RestatementsQuery): readonly RestatementRow[] => {
    const asked = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
    const { from, to } = days ?? { from: FIRST, to: LAST };
    const rows = statements(sqlOf(asked.accounts !== undefined)).all({ from, to, ...asked });
    return rows.map((row) => ({
      account: String(row["account"]),
      day: Number(row["day"]),
      foundDay: Number(row["foundDay"]),
      activeMs: activeMsOf(row),
      visits: Number(row["visits"]),
    }));
  };
}
