import type { AssetRow } from "../store/facts.ts";
import { ASSET_COLUMNS, ASSET_SORTS, type AssetsReply, type AssetsRow } from "./contract.ts";
import { readText } from "./query/parameters.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerList, type List } from "./tables/list.ts";

const ASSETS: List<AssetsRow> = {
  name: "assets",
  keys: ["asset", "account", "type", "name"],
  sorts: ASSET_SORTS,
  columns: ASSET_COLUMNS,
  arrangement: {
    texts: ({ name, asset, typeName }) => [name, asset, typeName],
    defaultSort: { by: "name", descending: false },
  },
};

/** `GET /v1/assets`: everything that exists now. */
export async function readAssets(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ASSETS, request.accept);
  const type = readText(request.parameters, "type");
  const reading = await readingOf(request);
  const head: Omit<AssetsReply, "total" | "rows"> = reading.head;
  return answerList(ASSETS, await assetRows(reading, type), query, head);
}

/**
 * Every asset that exists, by its id.
 * @param type null: of any.
 */
export async function assetRows(reading: Reading, type: string | null): Promise<readonly AssetsRow[]> {
  const { assetTypes } = reading.definitions;
  const assets = await reading.facts.assets({ scope: reading.scope, ...(type !== null && { type }) });
  const row = ({ id, name, ...asset }: AssetRow): AssetsRow => ({
    ...asset,
    asset: id,
    name: name ?? id,
    typeName: assetTypes.get(asset.type)?.name ?? asset.type,
    feature: assetTypes.get(asset.type)?.feature ?? null,
  });
  return assets.map(row).toSorted((left, right) => (left.asset < right.asset ? -1 : 1));
}
