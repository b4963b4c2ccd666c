import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { foldedText } from "../domain/text-order.ts";
import type { AssetOrder, AssetRow, AssetSearch, AssetsQuery } from "../store/assets-question.ts";
import { ASSET_COLUMNS, ASSET_SORTS, type AssetsReply, type AssetsRow } from "./contract.ts";
import { invalidParameter, readText } from "./query/parameters.ts";
import { readListQuery } from "./query/list-query.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerStoredList, type List, type StoredRows } from "./tables/list.ts";

export const ASSETS_LIST: List<AssetsRow> = {
  name: "assets",
  isOfDay: true,
  keys: ["asset", "account", "type", "name"],
  sorts: ASSET_SORTS,
  columns: ASSET_COLUMNS,
  arrangement: {
    texts: ({ name, asset, typeName }) => [name, asset, typeName],
    defaultSort: { by: "name", descending: false },
  },
};

/** `GET /v1/assets`: everything that there is at the end of the period, as it is now unless that is over. The store searches, sorts and cuts: there may be millions. */
export async function readAssets(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, ASSETS_LIST, request.accept);
  const type = readText(request.parameters, "type");
  const reading = await readingOf(request);
  if (type !== null) await assertKnownType(type, reading);
  const head: Omit<AssetsReply, "total" | "rows"> = reading.head;
  const search = await searchOf(reading, query.search);
  const stored = storedAssets(reading, {
    ...(type !== null && { types: [type] }),
    ...(search !== null && { search }),
    ...(query.sort !== null && { sort: query.sort as AssetOrder }),
  });
  return answerStoredList(ASSETS_LIST, stored, query, head);
}

/** Hosts may tell of types that the definitions don't name, so that both are known, whoever has any. */
async function assertKnownType(type: string, { definitions, facts, looksBack, lastDay }: Reading): Promise<void> {
  if (definitions.assetTypes.has(type)) return;
  const then = looksBack ? { asOf: lastDay } : {};
  const counts = await facts.assetCounts({ scope: ALL_ACCOUNTS, by: ["type"], ...then });
  const told = counts.map(({ type: one = "" }) => one);
  if (told.includes(type)) return;
  const known = new Set([...definitions.assetTypes.keys(), ...told]);
  throw invalidParameter("type", type, [...known].join(", ") || "nothing: there is none");
}

/** The assets that a reading can see, with what the definitions say of them. */
export function storedAssets(
  { assets, definitions: { assetTypes } }: Reading,
  which: Omit<AssetsQuery, "scope" | "asOf" | "withDeleted" | "limit" | "offset" | "after">,
): StoredRows<AssetsRow> {
  const rowOf = ({ id, name, ...asset }: AssetRow): AssetsRow => ({
    ...asset,
    asset: id,
    name: name ?? id,
    typeName: assetTypes.get(asset.type)?.name ?? asset.type,
    feature: assetTypes.get(asset.type)?.feature ?? null,
  });
  return {
    async page({ limit, offset, after }) {
      const page = await assets({ ...which, limit, offset, ...(after !== null && { after }) });
      return { ...page, rows: page.rows.map(rowOf) };
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
