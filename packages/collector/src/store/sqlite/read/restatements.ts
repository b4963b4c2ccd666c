import type { DatabaseSync } from "node:sqlite";
import type { RestatementRow, RestatementsQuery } from "../../restatements.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { activeMsOf } from "./rows.ts";

const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** Answers by how much days have changed after they had closed. */
export function createRestatements(database: DatabaseSync, lookup: KeyLookup) {
  const select = database.prepare(`
    SELECT accounts.key AS account, day, found_day AS foundDay, ${TIME_COUNTERS.join(", ")}
    FROM restatements AS t JOIN accounts ON accounts.id = t.account
    WHERE day BETWEEN :from AND :to AND (:accounts IS NULL OR t.account IN (SELECT value FROM json_each(:accounts)))
    ORDER BY day, found_day, accounts.key`);
  return ({ scope, account, days }: RestatementsQuery): readonly RestatementRow[] => {
    const accounts = lookup.accountIds({ scope, ...(account !== undefined && { account }) });
    const { from, to } = days ?? { from: FIRST, to: LAST };
    return select.all({ from, to, accounts: accounts === null ? null : JSON.stringify(accounts) }).map((row) => ({
      account: String(row["account"]),
      day: Number(row["day"]),
      foundDay: Number(row["foundDay"]),
      activeMs: activeMsOf(row),
      visits: Number(row["visits"]),
    }));
  };
}
