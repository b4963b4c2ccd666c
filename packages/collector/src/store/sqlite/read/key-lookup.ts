import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import { prepareArrays } from "../database.ts";

/** Finds the integers of keys, inside what the asker may see. */
export interface KeyLookup {
  /** The key's integer; undefined: nobody has ever named it. */
  find(table: "accounts" | "users" | "features", key: string): number | undefined;
  /** The accounts that a question is about; null: all there are. */
  accountIds(question: AccountQuestion): readonly number[] | null;
}

/** The parts of a question that decide its accounts. */
export interface AccountQuestion {
  readonly scope: AccountScope;
  readonly account?: string;
  readonly user?: string;
}

/** Prepares the look-ups on a connection. */
export function createKeyLookup(database: DatabaseSync): KeyLookup {
  const statements = {
    accounts: prepareArrays(database, "SELECT id FROM accounts WHERE key = ?"),
    users: prepareArrays(database, "SELECT id FROM users WHERE key = ?"),
    features: prepareArrays(database, "SELECT id FROM features WHERE key = ?"),
  };
  const ofKeys = prepareArrays(database, "SELECT id FROM accounts WHERE key IN (SELECT value FROM json_each(?))");
  const ofUser = prepareArrays(
    database,
    "SELECT members.account AS id FROM users JOIN members ON members.user = users.id WHERE users.key = ?",
  );
  const find = (table: keyof typeof statements, key: string): number | undefined =>
    (statements[table].get(key) as unknown as readonly [number] | undefined)?.[0];
  return {
    find,
    accountIds({ scope, account, user }: AccountQuestion): readonly number[] | null {
      const sets: (readonly number[])[] = [];
      if (scope.kind === "only") sets.push(idsOf(ofKeys.all(JSON.stringify(scope.accounts))));
      if (account !== undefined) sets.push([find("accounts", account) ?? []].flat());
      if (user !== undefined) sets.push(idsOf(ofUser.all(user)));
      const [first, ...others] = sets.map((ids) => new Set(ids));
      return first === undefined ? null : [...first].filter((id) => others.every((set) => set.has(id)));
    },
  };
}

function idsOf(rows: readonly unknown[]): readonly number[] {
  return (rows as readonly (readonly [number])[]).map(([id]) => id);
}
