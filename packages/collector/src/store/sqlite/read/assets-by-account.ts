import type { DatabaseSync } from "node:sqlite";
import { naturalKey } from "../../../domain/text-order.ts";
import { assetOf, FIELDS, type Fields } from "./asset-fields.ts";
import { conditionsOf, EXISTS, type AssetChoice, type CountsByAccount, type Page } from "./asset-pages.ts";
import { prepareArrays } from "../database.ts";
import { joined, sql } from "./sql.ts";

/** Where an asset is in the order by account. */
export type AccountPlace = readonly [account: number, type: string, key: string];

export interface AccountPageQuery {
  readonly descending: boolean;
  /** -1: all. */
  readonly limit: number;
  readonly offset: number;
  readonly after: AccountPlace | null;
}

/** Finds pages of assets account by account: accounts before the page are skipped by how many assets they have. */
export function createAssetsByAccount(database: DatabaseSync, countsByAccount: CountsByAccount) {
  const keys = prepareArrays(database, "SELECT id, key FROM accounts");
  const keysOf = prepareArrays(
    database,
    "SELECT accounts.id, accounts.key FROM json_each(?) AS asked CROSS JOIN accounts ON accounts.id = asked.value",
  );

  // To make the keys takes longer than all the rest.
  const known = new Map<string, string>();
  const sortKeyOf = (key: string): string => {
    const made = known.get(key) ?? naturalKey(key);
    known.set(key, made);
    return made;
  };

  /** Accounts that have any, as people sort them. */
  const accountsInOrder = (counted: ReadonlyMap<number, number>, choice: AssetChoice, descending: boolean) => {
    const rows = (choice.accounts === null
      ? keys.all()
      : keysOf.all(JSON.stringify(choice.accounts))) as unknown as readonly (readonly [id: number, key: string])[];
    const sign = descending ? -1 : 1;
    return rows
      .filter(([id]) => counted.has(id))
      .map(([id, key]) => [sortKeyOf(key), id] as const)
      .toSorted(([one, oneId], [other, otherId]) => {
        if (one === other) return sign * (oneId - otherId);
        return one < other ? -sign : sign;
      })
      .map(([, id]) => id);
  };

  return (choice: AssetChoice, query: AccountPageQuery): Page<AccountPlace> & { readonly total: number } => {
    const { limit, descending, after } = query;
    const counted = new Map(countsByAccount(choice, after !== null));
    const accounts = accountsInOrder(counted, choice, descending);
    const read = createReadAccount(database, choice);
    const found: (readonly [AccountPlace, Fields])[] = [];
    let left = query.offset;
    for (const account of accounts.slice(after === null ? 0 : Math.max(0, accounts.indexOf(after[0])))) {
      if (limit >= 0 && found.length >= limit) break;
      const assets = counted.get(account) ?? 0;
      if (left >= assets) {
        left -= assets;
        continue;
      }
      const since = after?.[0] === account ? after : null;
      const rows = read(account, since, limit < 0 ? -1 : limit - found.length, left);
      found.push(...rows.map((row): readonly [AccountPlace, Fields] => [[account, row[1], row[2]], row]));
      left = 0;
    }
    return {
      rows: found.map(([, fields]) => assetOf(fields)),
      last: found.at(-1)?.[0] ?? null,
      total: [...counted.values()].reduce((sum, assets) => sum + assets, 0),
    };
  };
}

/** Reads assets of one account by type and id. */
function createReadAccount(database: DatabaseSync, choice: AssetChoice) {
  const { types } = choice;
  const { text, values } = joined(
    [
      sql(
        `SELECT ${FIELDS} FROM assets JOIN accounts ON accounts.id = assets.account
         WHERE assets.account = ? AND (assets.type, assets.key) > (?, ?) AND`,
      ),
      joined([EXISTS, ...conditionsOf(choice)], " AND "),
      types === null ? sql("") : sql("AND +assets.type IN (SELECT value FROM json_each(?))", JSON.stringify(types)),
      sql("ORDER BY assets.type, assets.key LIMIT ? OFFSET ?"),
    ],
    " ",
  );
  const statement = prepareArrays(database, text);
  return (account: number, since: AccountPlace | null, limit: number, offset: number): readonly Fields[] =>
    statement.all(
      account,
      since?.[1] ?? "",
      since?.[2] ?? "",
      ...values,
      limit,
      offset,
    ) as unknown as readonly Fields[];
}
