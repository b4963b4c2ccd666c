import { foldedText } from "../domain/text-order.ts";
import type { AssetOrder, AssetRow, AssetSearch, AssetsQuery } from "../store/assets-question.ts";
import { ASSET_COLUMNS, ASSET_SORTS, type AssetsReply, type AssetsRow } from "./contract.ts";
import { addressTemplates } from "./number-address.ts";
import { createAccountNames } from "./numbers/names.ts";
import { readFlag, readText } from "./query/parameters.ts";
import { readListQuery } from "./query/list-query.ts";
import { assertKnownType } from "./reading/assets-told.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerStoredList, type List, type StoredRows } from "./tables/list.ts";

export const ASSETS_LIST: List<AssetsRow> = {
  name: "assets",
  keys: ["asset", "account", "type", "name"],
  sorts: ASSET_SORTS,
  columns: ASSET_COLUMNS,
  arrangement: {
    texts: ({ name, asset, typeName }) => [name, asset, typeName],
    defaultSort: { by: "name", descending: false },
  },
};

/** `GET /v1/assets?type=&active=`: everything that there is at the end of the period, as it is now unless that is over, and how often it ran in it. The store searches, sorts and cuts: there may be millions. */
export async function readAssets(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ASSETS_LIST, request.accept);
  const type = readText(request.parameters, "type");
  const active = readFlag(request.parameters, "active");
  const reading = await readingOf(request);
  await assertKnownType(type, reading);
  const head: Omit<AssetsReply, "total" | "rows"> = {
    ...reading.head,
    addresses: addressTemplates(request.parameters, {
      periodRuns: { number: "runs", of: { account: "account", type: "type", asset: "asset" } },
    }),
  };
  const search = await searchOf(reading, query.search);
  const stored = storedAssets(reading, {
    ...(type !== null && { types: [type] }),
    ...(active !== null && { active }),
    ...(search !== null && { search }),
    ...(query.sort !== null && { sort: query.sort as AssetOrder }),
  });
  return answerStoredList(ASSETS_LIST, stored, query, head);
}

/** The assets that a reading can see, with what the definitions say of them. */
export function storedAssets(
  { assets, within, days, narrow, definitions: { assetTypes } }: Reading,
  which: Omit<AssetsQuery, "scope" | "asOf" | "lately" | "withDeleted" | "runsIn" | "limit" | "offset" | "after">,
): StoredRows<AssetsRow> {
  const rowOf = ({ id, name, periodRuns = null, active, ...asset }: AssetRow, accountName: string): AssetsRow => ({
    ...asset,
    asset: id,
    accountName,
    periodRuns,
    active: active ?? asset.configured,
    name: name ?? id,
    typeName: assetTypes.get(asset.type)?.name ?? asset.type,
    feature: assetTypes.get(asset.type)?.feature ?? null,
  });
  return {
    async page({ limit, offset, after }) {
      const page = await assets({ ...which, runsIn: within(days), limit, offset, ...(after !== null && { after }) });
      const nameOf = await createAccountNames(narrow([...new Set(page.rows.map(({ account }) => account))]));
      return { ...page, rows: page.rows.map((asset) => rowOf(asset, nameOf(asset.account))) };
    },
  };
}

/** Searched are names, ids and the names of types; null: nothing is searched for. */
async function searchOf(reading: Reading, search: string): Promise<AssetSearch | null> {
  const text = foldedText(search.trim());
  if (text === "") return null;
  const { assetTypes } = reading.definitions;
  const types = (await reading.assetCounts(["type"])).map(({ type = "" }) => type);
  const isFound = (type: string): boolean => foldedText(assetTypes.get(type)?.name ?? type).includes(text);
  return { text, types: types.filter(isFound), accounts: [] };
}
