import type { AccountScope } from "../domain/account-scope.ts";
import type { AssetRow } from "../store/facts.ts";
import { arrange } from "./arrange.ts";
import { ASSET_SORTS, type AssetsReply, type AssetsRow } from "./contract.ts";
import { readListQuery } from "./list-query.ts";
import { readContext, type ReadParts } from "./reply-head.ts";

/** `GET /v1/assets`: everything that exists now. */
export async function readAssets(url: string, scope: AccountScope, parts: ReadParts): Promise<AssetsReply> {
  const query = readListQuery(url, ASSET_SORTS);
  const account = new URL(url).searchParams.get("account");
  const { head, definitions } = await readContext(parts, scope, query.period);
  const assets = await parts.facts.assets({ scope, ...(account !== null && { account }) });
  const row = ({ id, name, type, ...asset }: AssetRow): AssetsRow => {
    const assetType = definitions.assetTypes.get(type);
    return {
      ...asset,
      asset: id,
      name: name ?? id,
      type,
      typeName: assetType?.name ?? type,
      feature: assetType?.feature ?? null,
    };
  };
  const rows = assets.map(row).toSorted((left, right) => (left.asset < right.asset ? -1 : 1));
  return {
    ...head,
    ...arrange(rows, query, {
      texts: ({ name, asset, typeName }) => [name, asset, typeName],
      value: (assetsRow, by) => assetsRow[by],
      defaultSort: { by: "name", descending: false },
    }),
  };
}
