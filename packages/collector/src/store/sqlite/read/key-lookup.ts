import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import { prepareArrays } from "../database.ts";
import { createKnownAccounts } from "./known-accounts.ts";

/** Finds the integers of keys, inside what the asker may see, and the keys of integers. */
export interface KeyLookup {
  /** The key's integer; undefined: nobody has ever named it. */
  find(table: Exclude<KeyTable, "actions">, key: string): number | undefined;
  /** The accounts that a question is about; null: all there are. */
  accountIds(question: AccountQuestion): readonly number[] | null;
  /** The key of an integer that a row holds. */
  keyOf(table: KeyTable, id: number): string;
}

/** The tables of keys. */
export type KeyTable = "accounts" | "users" | "features" | "actions";

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
  const keys = {
    accounts: prepareArrays(database, "SELECT key FROM accounts WHERE id = ?"),
    users: prepareArrays(database, "SELECT key FROM users WHERE id = ?"),
    features: prepareArrays(database, "SELECT key FROM features WHERE id = ?"),
    actions: prepareArrays(database, "SELECT key FROM actions WHERE id = ?"),
  };
  /** There are few, and a key once given stays. Accounts and users are as many as there are. */
  const known = { features: new Map<number, string>(), actions: new Map<number, string>() };
  const askKey = (table: KeyTable, id: number): string =>
    (keys[table].get(id) as unknown as readonly [string] | undefined)?.[0] ?? "";
  const knownAccounts = createKnownAccounts(database);
  /**
   * A reply asks twenty questions of the same accounts, each with the very same list of them. One with an account of which this
   * connection doesn't know yet is looked up again.
   */
  const ofLists = new WeakMap<readonly string[], readonly number[]>();
  const idsOfScope = ({ accounts }: AccountScope & { readonly kind: "only" }): readonly number[] => {
    const ids = ofLists.get(accounts) ?? knownAccounts(accounts);
    if (ids.length === accounts.length) ofLists.set(accounts, ids);
    return ids;
  };
  const ofUser = prepareArrays(
    database,
    "SELECT members.account AS id FROM users JOIN members ON members.user = users.id WHERE users.key = ?",
  );
  const find = (table: keyof typeof statements, key: string): number | undefined =>
    (statements[table].get(key) as unknown as readonly [number] | undefined)?.[0];
  return {
    find,
    keyOf(table, id) {
      if (table === "accounts" || table === "users") return askKey(table, id);
      const key = known[table].get(id) ?? askKey(table, id);
      known[table].set(id, key);
      return key;
    },
    accountIds({ scope, account, user }: AccountQuestion): readonly number[] | null {
      const sets: (readonly number[])[] = [];
      if (scope.kind === "only") sets.push(idsOfScope(scope));
      if (account !== undefined) sets.push([find("accounts", account) ?? []].flat());
      if (user !== undefined) sets.push(idsOf(ofUser.all(user)));
      if (sets.length === 1) return sets[0] ?? null;
      const [first, ...others] = sets.map((ids) => new Set(ids));
      return first === undefined ? null : [...first].filter((id) => others.every((set) => set.has(id)));
    },
  };
}

function idsOf(rows: readonly unknown[]): readonly number[] {
  return (rows as readonly (readonly [number])[]).map(([id]) => id);
}
