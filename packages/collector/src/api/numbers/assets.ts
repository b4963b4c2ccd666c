import { assetRows } from "../assets.ts";
import { countOf, lengthOf } from "./lists.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

function createAssetNumber(id: string, name: string, formula: string, onlyActive: boolean): NumberDefinition {
  return countOf({
    id,
    name,
    formula,
    subjects: ["account", "feature"],
    splits: ["asset"],
    async measure(reading, { feature }) {
      const assets = await assetRows(reading, null);
      const own = assets.filter((asset) => feature === undefined || asset.feature === feature);
      const counted = own.filter(({ configured }) => !onlyActive || configured);
      const rows = counted.map(({ asset, account, type, name: assetName, configured, runs, lastRunAt }): Evidence => ({
        kind: "asset",
        id: `${account} ${type} ${asset}`,
        name: assetName,
        value: runs,
        opens: null,
        details: { account, type, asset, configured, runs, lastRunAt },
      }));
      const left = own.length - counted.length;
      return lengthOf(rows, {
        excluded: onlyActive ? [{ what: "Assets that are not set up", why: "They can't work yet.", value: left }] : [],
      });
    },
  });
}

export const ASSETS: readonly NumberDefinition[] = [
  createAssetNumber("assets", "Assets", "What accounts have made and not deleted, as it is now.", false),
  createAssetNumber("activeAssets", "Active assets", "Assets that are set up and can work, as it is now.", true),
];
