import type { ListQuery } from "../query/list-query.ts";
import { areAssetsTold, featuresWithAssets } from "../reading/assets-told.ts";
import type { Reading } from "../reading/reading.ts";
import { foldedText } from "../../domain/text-order.ts";
import { percentOf } from "../../domain/share.ts";
import type { AssetSearch } from "../../store/assets-question.ts";
import { storedAssets } from "../assets.ts";
import type { AssetsRow } from "../contract.ts";
import type { StoredRows } from "../tables/list.ts";
import { countOf } from "./lists.ts";
import type { Evidence, NumberDefinition, Subject, Term } from "./number.ts";
import { subjectFeatures } from "./subject-features.ts";

/** @param active which of them it counts; null: all. */
function createAssetNumber(id: string, name: string, formula: string, active: boolean | null): NumberDefinition {
  const definition = countOf({
    id,
    name,
    formula,
    subjects: ["account", "feature", "module", "type"],
    splits: ["asset"],
    async measure(reading, subject) {
      const why = await whyUnknown(reading, subject);
      if (why !== null) {
        return { value: null, terms: [], rows: [], rowUnit: "count", excluded: [{ what: "Assets", why, value: null }] };
      }
      const counts = (await reading.assetCounts(["type"])).filter(({ type = "" }) => isCounted(type, reading, subject));
      const all = counts.reduce((sum, { assets }) => sum + assets, 0);
      const working = counts.reduce((sum, { activeAssets }) => sum + activeAssets, 0);
      return {
        value: active === null ? all : active ? working : all - working,
        terms: [],
        rows: [],
        rowUnit: "count",
        stored: (query) => assetEvidence(reading, subject, active, query),
        excluded: active
          ? [
              {
                what: "Assets that are not active",
                why: whyNotActive(reading, subject),
                value: all - working,
                opens: { number: "idleAssets", subject },
              },
            ]
          : [],
      };
    },
  });
  return {
    ...definition,
    ofSums({ assetWords, assets = 0, activeAssets = 0 }) {
      if (!assetWords) return null;
      return active === null ? assets : active ? activeAssets : assets - activeAssets;
    },
  };
}

/** Why it isn't known how many there are, or how often they ran; null: it is. */
export async function whyUnknown(reading: Reading, subject: Subject): Promise<string | null> {
  const features = subjectFeatures(subject, reading);
  const withAssets = featuresWithAssets(reading.definitions);
  if (features !== null && ![...features].some((feature) => withAssets.has(feature))) {
    return "The definitions name no type of assets here.";
  }
  return (await areAssetsTold(reading)) ? null : "The host has told of no asset of the workspace.";
}

/** In words: what an active asset has to be, by the definitions of the types that are counted. */
function whyNotActive(reading: Reading, subject: Subject): string {
  const rules = [...reading.definitions.assetTypes].flatMap(([type, { name, activeWithinDays }]) =>
    activeWithinDays === undefined || !isCounted(type, reading, subject)
      ? []
      : [`${name} within ${activeWithinDays} days`],
  );
  const notSetUp = "They are not set up, so they can't work yet";
  return rules.length === 0 ? `${notSetUp}.` : `${notSetUp}, or didn't run lately: ${rules.join(", ")}.`;
}

/** Whether assets of a type are among those of a subject. */
export function isCounted(type: string, reading: Reading, subject: Subject): boolean {
  if (subject.type !== undefined && subject.type !== type) return false;
  const features = subjectFeatures(subject, reading);
  return features === null || features.has(reading.definitions.assetTypes.get(type)?.feature ?? "");
}

/** The assets themselves, page by page. */
async function assetEvidence(
  reading: Reading,
  subject: Subject,
  active: boolean | null,
  { search, sort }: Pick<ListQuery<string>, "search" | "sort">,
): Promise<StoredRows<Evidence>> {
  const counts = await reading.assetCounts(["type"]);
  const types = counts.map(({ type = "" }) => type).filter((type) => isCounted(type, reading, subject));
  const found = await searchOf(reading, search, types);
  const stored = storedAssets(reading, {
    types,
    ...(active !== null && { active }),
    sort: { by: sort?.by === "value" ? "runs" : "name", descending: sort?.descending ?? false },
    ...(found !== null && { search: found }),
  });
  return {
    async page(part) {
      const page = await stored.page(part);
      return { ...page, rows: page.rows.map(evidenceOf) };
    },
  };
}

/** Searched are names and ids, of which those of evidence have the account's and the type's. */
async function searchOf(reading: Reading, search: string, types: readonly string[]): Promise<AssetSearch | null> {
  const text = foldedText(search.trim());
  if (text === "") return null;
  const has = (id: string): boolean => foldedText(id).includes(text);
  const accounts = (await reading.assetCounts(["account"])).map(({ account = "" }) => account);
  return { text, types: types.filter(has), accounts: accounts.filter(has) };
}

function evidenceOf(row: AssetsRow): Evidence {
  const { asset, account, accountName, type, name, configured, active, runs, lastRunAt } = row;
  return {
    kind: "asset",
    id: `${account} ${type} ${asset}`,
    name,
    value: runs,
    opens: null,
    details: { account, accountName, type, asset, configured, active, runs, lastRunAt },
  };
}

/** Which of them work; type by type with what the definitions say makes one active. */
const ACTIVE_SHARE: NumberDefinition = {
  id: "activeAssetPercent",
  name: "Active assets in percent",
  unit: "percent",
  kind: "ratio",
  formula:
    "Active assets ÷ assets, at the end of the last day, or as it is now where that is going on. What makes one active stands with its type: being set up and, within so many days if the definitions say so, having run.",
  subjects: ["account", "feature", "module", "type"],
  splits: ["type"],
  async measure(reading, subject) {
    const why = await whyUnknown(reading, subject);
    if (why !== null) return { value: null, terms: [], rows: [], excluded: [{ what: "Assets", why, value: null }] };
    const counts = (await reading.assetCounts(["type"])).filter(({ type = "" }) => isCounted(type, reading, subject));
    const all = counts.reduce((sum, { assets }) => sum + assets, 0);
    const active = counts.reduce((sum, { activeAssets }) => sum + activeAssets, 0);
    const term = (name: string, value: number, number: string): Term => ({
      name,
      value,
      unit: "count",
      opens: { number, subject },
    });
    return {
      value: percentOf(active, all),
      terms: [term("Active assets", active, "activeAssets"), term("Assets", all, "assets")],
      rows: counts.map(({ type = "", assets, activeAssets }): Evidence => {
        const definition = reading.definitions.assetTypes.get(type);
        return {
          kind: "type",
          id: type,
          name: definition?.name ?? type,
          value: percentOf(activeAssets, assets),
          // Of one type there is no smaller part; what it is made of are the terms.
          opens: subject.type === undefined ? { number: "activeAssetPercent", subject: { ...subject, type } } : null,
          details: { assets, activeAssets, activeWithinDays: definition?.activeWithinDays ?? null },
        };
      }),
      excluded: [],
    };
  },
  ofSums: (sums) => (sums["assetWords"] ? percentOf(sums["activeAssets"] ?? 0, sums["assets"] ?? 0) : null),
};

export const ASSETS: readonly NumberDefinition[] = [
  createAssetNumber(
    "assets",
    "Assets",
    "What accounts have made and not deleted, at the end of the last day, or as it is now where that is going on.",
    null,
  ),
  createAssetNumber(
    "activeAssets",
    "Active assets",
    "Assets that are set up and can work, at the end of the last day, or as it is now where that is going on. Where the definitions say so of a type, those that also ran on one of the last days (activeWithinDays).",
    true,
  ),
  createAssetNumber(
    "idleAssets",
    "Assets that are not active",
    "Assets that were made and don't work: they are not set up or, where the definitions say so of their type, haven't run lately. With the active ones they are all assets.",
    false,
  ),
  ACTIVE_SHARE,
];
