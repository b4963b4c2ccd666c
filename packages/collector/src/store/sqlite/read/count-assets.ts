import type { DatabaseSync } from "node:sqlite";
import type { AssetCountRow, AssetCountsQuery } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { joined, sql } from "./sql.ts";

/** Which of the assets to count, by integers. */
export interface CountAssets extends Pick<AssetCountsQuery, "types"> {
  /** Null: of all. */
  readonly accounts: readonly number[] | null;
  readonly by: NonNullable<AssetCountsQuery["by"]>;
}

/** Answers how many assets there are, from what is kept by account and type. */
export function createCountAssets(database: DatabaseSync) {
  return ({ accounts, types, by }: CountAssets): readonly AssetCountRow[] => {
    const [isByAccount, isByType] = [by.includes("account"), by.includes("type")];
    const keys = [...(isByAccount ? ["counts.account"] : []), ...(isByType ? ["counts.type"] : [])];
    const { text, values } = joined(
      [
        sql(`SELECT ${isByAccount ? "accounts.key" : "NULL"}, ${isByType ? "counts.type" : "NULL"}, sum(assets), sum(active_assets)
             FROM`),
        accounts === null
          ? sql("asset_counts AS counts")
          : sql(
              "json_each(?) AS asked CROSS JOIN asset_counts AS counts ON counts.account = asked.value",
              JSON.stringify(accounts),
            ),
        sql(isByAccount ? "JOIN accounts ON accounts.id = counts.account" : ""),
        types === undefined
          ? sql("")
          : sql("WHERE +counts.type IN (SELECT value FROM json_each(?))", JSON.stringify(types)),
        sql(keys.length === 0 ? "HAVING sum(assets) <> 0" : `GROUP BY ${keys.join(", ")}`),
      ],
      " ",
    );
    const rows = prepareArrays(database, text).all(...values) as unknown as readonly CountRow[];
    return rows.map(([account, type, assets, activeAssets]) => {
      if (isByAccount && isByType) return { account, type, assets, activeAssets };
      if (isByAccount) return { account, assets, activeAssets };
      return isByType ? { type, assets, activeAssets } : { assets, activeAssets };
    });
  };
}

type CountRow = readonly [account: string, type: string, assets: number, activeAssets: number];
