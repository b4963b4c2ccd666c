import type { AssetRow } from "../../assets-question.ts";

/** What a row of an asset has. */
export const FIELDS = `
  accounts.key, assets.type, assets.key, assets.name, assets.created_at_ms, assets.configured, assets.runs,
  assets.last_run_at_ms`;

/** The values of {@link FIELDS}. */
export type Fields = readonly [
  account: string,
  type: string,
  id: string,
  name: string | null,
  createdAt: number | null,
  configured: number,
  runs: number,
  lastRunAt: number | null,
];

/** The row that they say. */
export function assetOf([account, type, id, name, createdAt, configured, runs, lastRunAt]: Fields): AssetRow {
  return { id, account, type, name, createdAt, configured: configured === 1, runs, lastRunAt };
}
