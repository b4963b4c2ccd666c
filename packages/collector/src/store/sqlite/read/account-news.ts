import type { DatabaseSync } from "node:sqlite";
import type { UserRow } from "../../facts.ts";
import type { DayRange } from "../../../domain/day.ts";
import { prepareArrays } from "../database.ts";
import { BELONGS, PERSON, SOMEBODY, toUserRow } from "./roster.ts";

/** By what one sees that something of an account is new. */
export interface AccountNews {
  readonly account: string;
  /** When the latest cells of it arrived, to 5 s; Unix ms. 0: none ever did. */
  readonly receivedAtMs: number;
  /** Counts what changed otherwise. */
  readonly changes: number;
}

/** What somebody has to know who keeps figures of accounts up to date. */
export interface NewsQuestions {
  /** Every account, the oldest first: in this order they lie beside each other wherever anything is of them. */
  accountNews(): readonly AccountNews[];
  /** When the first of the cells arrived that are in no sum yet, Unix ms; null: all are. */
  deferredSinceMs(): number | null;
  /**
   * The accounts of which an earlier day was found on some days to have changed, by what browsers sent late or what was taken
   * out: what hosts tell is among the changes of `accountNews`.
   */
  restatedAccounts(foundDays: DayRange): ReadonlySet<string>;
  /** Everybody who belongs to several accounts, by their ids, with all of these. */
  sharedUsers(): ReadonlyMap<string, readonly string[]>;
  /** Everybody who belongs to no account, by their ids. */
  unattachedUsers(): readonly UserRow[];
}

/** Prepares the questions on a connection. */
export function createNewsQuestions(database: DatabaseSync): NewsQuestions {
  const news = prepareArrays(
    database,
    "SELECT key, coalesce(last_received_at_ms, 0), changes FROM accounts ORDER BY id",
  );
  const shared = prepareArrays(
    database,
    `SELECT users.key, accounts.key
     FROM (SELECT user FROM members WHERE user <> 0 GROUP BY user HAVING count(*) > 1) AS several
       JOIN members ON members.user = several.user JOIN users ON users.id = several.user
       JOIN accounts ON accounts.id = members.account
     ORDER BY users.key, accounts.key`,
  );
  const unattached = database.prepare(
    `SELECT ${PERSON}, '[]' AS accounts FROM users LEFT JOIN people ON people.user = users.id
     WHERE ${SOMEBODY} AND NOT EXISTS (SELECT 1 FROM members WHERE members.user = users.id AND ${BELONGS})
     ORDER BY users.key`,
  );
  const restated = prepareArrays(
    database,
    `SELECT DISTINCT accounts.key FROM restatements JOIN accounts ON accounts.id = restatements.account
     WHERE restatements.late = 1 AND restatements.found_day BETWEEN ? AND ?`,
  );
  const deferred = prepareArrays(database, "SELECT min(arrived_at_ms) FROM deferred_changes WHERE arrived_at_ms > 0");
  return {
    deferredSinceMs: () => (deferred.get() as unknown as readonly [number | null])[0],
    restatedAccounts: ({ from, to }) =>
      new Set((restated.all(from, to) as unknown as readonly (readonly [string])[]).map(([account]) => account)),
    unattachedUsers: () => unattached.all().map(toUserRow),
    accountNews: () =>
      (news.all() as unknown as readonly (readonly [string, number, number])[]).map(
        ([account, receivedAtMs, changes]) => ({ account, receivedAtMs, changes }),
      ),
    sharedUsers() {
      const accountsOf = new Map<string, string[]>();
      for (const [user, account] of shared.all() as unknown as readonly (readonly [string, string])[]) {
        const known = accountsOf.get(user);
        if (known === undefined) accountsOf.set(user, [account]);
        else known.push(account);
      }
      return accountsOf;
    },
  };
}
