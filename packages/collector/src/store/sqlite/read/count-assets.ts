import type { DatabaseSync } from "node:sqlite";
import type { AssetCountRow, AssetCountsQuery } from "../../assets-question.ts";
import { joined, sql } from "./sql.ts";
import { createStatements } from "./statements.ts";

/** Which of the assets to count, by integers. */
export interface CountAssets extends Pick<AssetCountsQuery, "types"> {
  /** Null: of all. */
  readonly accounts: readonly number[] | null;
  readonly by: NonNullable<AssetCountsQuery["by"]>;
  /** As they were before this slot; absent: as they are now. */
  readonly endSlot?: number;
}

/** Answers how many assets there are, from what is kept by account and type, or were, by the changes up to then. */
export function createCountAssets(database: DatabaseSync) {
  const statements = createStatements(database, "arrays");
  return ({ accounts, types, by, endSlot }: CountAssets): readonly AssetCountRow[] => {
    const [isByAccount, isByType] = [by.includes("account"), by.includes("type")];
    const keys = [...(isByAccount ? ["counts.account"] : []), ...(isByType ? ["counts.type"] : [])];
    const table = endSlot === undefined ? "asset_counts" : "asset_changes";
    const conditions = [
      ...(types === undefined ? [] : [sql("+counts.type IN (SELECT value FROM json_each(?))", JSON.stringify(types))]),
      ...(endSlot === undefined ? [] : [sql("counts.slot < ?", endSlot)]),
    ];
    const { text, values } = joined(
      [
        sql(`SELECT ${isByAccount ? "accounts.key" : "NULL"}, ${isByType ? "counts.type" : "NULL"}, sum(assets), sum(active_assets)
             FROM`),
        accounts === null
          ? sql(`${table} AS counts`)
          : sql(
              `json_each(?) AS asked CROSS JOIN ${table} AS counts ON counts.account = asked.value`,
              JSON.stringify(accounts),
            ),
        sql(isByAccount ? "JOIN accounts ON accounts.id = counts.account" : ""),
        conditions.length === 0 ? sql("") : joined([sql("WHERE"), joined(conditions, " AND ")], " "),
        sql(keys.length === 0 ? "" : `GROUP BY ${keys.join(", ")}`),
        // What came and went again leaves changes that come to nothing.
        sql("HAVING sum(assets) <> 0"),
      ],
      " ",
    );
    const rows = statements(text).all(...values) as unknown as readonly CountRow[];
    return rows.map(([account, type, assets, activeAssets]) => {
      if (isByAccount && isByType) return { account, type, assets, activeAssets };
      if (isByAccount) return { account, assets, activeAssets };
      return isByType ? { type, assets, activeAssets } : { assets, activeAssets };
    });
  };
}

type CountRow = readonly [account: string, type: string, assets: number, activeAssets: number];
