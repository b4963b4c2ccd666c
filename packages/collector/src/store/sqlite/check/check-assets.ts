import { naturalKey } from "../../../domain/text-order.ts";
import { assetChanges } from "../../asset-timeline.ts";
import { prepareArrays } from "../database.ts";
import { foldedAsset } from "../folded-asset.ts";
import { lifeOf } from "../write/put-asset.ts";
import type { Findings } from "./findings.ts";
import { inPieces, inRange, type PieceReader } from "./pieces.ts";

type Row = readonly [
  account: number,
  type: string,
  key: string,
  createdAtMs: number | null,
  knownAtMs: number | null,
  deletedAtMs: number | null,
  configured: number,
  runs: number,
  undatedRuns: number,
  name: string | null,
  nameKey: string,
  folded: string | null,
];

/** Recounts what the assets' lives come to, account by account, each in one moment, and reports what is stored otherwise. */
export function* checkAssets(reader: PieceReader, findings: Findings): Generator<undefined, void> {
  const { database } = reader;
  const of = (table: string): string => `${inRange([`${table}.account`])}`;
  const assets = prepareArrays(
    database,
    `SELECT account, type, key, created_at_ms, known_at_ms, deleted_at_ms, configured, runs, undated_runs, name,
       name_key, folded
     FROM main.assets WHERE ${of("assets")}`,
  );
  const toggles = prepareArrays(
    database,
    `SELECT account, type, key, at_ms FROM main.asset_toggles WHERE ${of("asset_toggles")} ORDER BY at_ms`,
  );
  const dated = prepareArrays(
    database,
    `SELECT t.account, t.type, t.key, sum(t.runs) FROM main.assets AS a JOIN main.asset_runs AS t
       ON t.account = a.account AND t.type = a.type AND t.key = a.key
     WHERE ${of("a")} GROUP BY 1, 2, 3`,
  );
  const stored = prepareArrays(
    database,
    `SELECT account, type, slot, assets, active_assets FROM main.asset_changes WHERE ${of("asset_changes")}`,
  );
  const counted = prepareArrays(
    database,
    `SELECT account, type, assets, active_assets FROM main.asset_counts WHERE ${of("asset_counts")}`,
  );
  yield* inPieces(reader, "main.assets", ["account"], null, (range) => {
    const byAsset = new Map<string, number[]>();
    for (const [account, type, key, atMs] of toggles.all(...range) as unknown as [number, string, string, number][]) {
      const name = JSON.stringify([account, type, key]);
      byAsset.set(name, [...(byAsset.get(name) ?? []), atMs]);
    }
    const expected = new Map<string, readonly [number, number]>();
    const runs = new Map<string, number>();
    const counts = new Map<string, readonly [number, number]>();
    for (const row of assets.all(...range) as unknown as readonly Row[]) {
      const [account, type, key, createdAtMs, knownAtMs, deletedAtMs, configured, all, undated, ...texts] = row;
      checkTexts(row, texts, findings);
      if (deletedAtMs === null) {
        const place = JSON.stringify([account, type]);
        const [sum, active] = counts.get(place) ?? [0, 0];
        counts.set(place, [sum + 1, active + configured]);
      }
      const name = JSON.stringify([account, type, key]);
      runs.set(name, all - undated);
      const life = lifeOf({ createdAtMs, knownAtMs, deletedAtMs, configured }, byAsset.get(name) ?? []);
      for (const { slot, assets: more, activeAssets } of assetChanges(life)) {
        const place = JSON.stringify([account, type, slot]);
        const [sum, active] = expected.get(place) ?? [0, 0];
        expected.set(place, [sum + more, active + activeAssets]);
      }
    }
    const found = new Map(
      (stored.all(...range) as unknown as [number, string, number, number, number][]).map(
        ([account, type, slot, sum, active]) => [JSON.stringify([account, type, slot]), [sum, active] as const],
      ),
    );
    for (const place of new Set([...expected.keys(), ...found.keys()])) {
      const [is, should] = [found.get(place) ?? [0, 0], expected.get(place) ?? [0, 0]];
      if (is[0] === should[0] && is[1] === should[1]) continue;
      const [account, type, slot] = JSON.parse(place) as [number, string, number];
      const problem = `of type ${type} says ${is.join(" and ")} more assets and active ones, which come to ${should.join(" and ")}`;
      if (!findings.isFull()) findings.addBroken("asset_changes", ["account", "slot"], [account, slot], problem);
    }
    const kept = new Map(
      (counted.all(...range) as unknown as [number, string, number, number][]).map(([account, type, sum, active]) => [
        JSON.stringify([account, type]),
        [sum, active] as const,
      ]),
    );
    for (const place of new Set([...counts.keys(), ...kept.keys()])) {
      const [is, should] = [kept.get(place) ?? [0, 0], counts.get(place) ?? [0, 0]];
      if ((is[0] === should[0] && is[1] === should[1]) || findings.isFull()) continue;
      const [account, type] = JSON.parse(place) as [number, string];
      const problem = `of type ${type} says ${is.join(" and ")} assets and active ones, and there are ${should.join(" and ")}`;
      findings.addBroken("asset_counts", ["account"], [account], problem);
    }
    for (const [account, type, key, sum] of dated.all(...range) as unknown as [number, string, string, number][]) {
      const name = JSON.stringify([account, type, key]);
      runs.set(name, (runs.get(name) ?? 0) - sum);
    }
    for (const [name, missing] of runs) {
      if (missing === 0 || findings.isFull()) continue;
      const [account, type, key] = JSON.parse(name) as [number, string, string];
      findings.addBroken("asset_runs", ["account"], [account], `of ${type} ${key} lack ${missing} runs that it had`);
    }
  });
}

/** What an asset is sorted by and searched in follows from its name and id. */
function checkTexts(
  [account, type, key]: Row,
  [name, nameKey, folded]: readonly [name: string | null, nameKey: string, folded: string | null],
  findings: Findings,
): void {
  if (nameKey === naturalKey(name ?? key) && folded === foldedAsset(name, key)) return;
  const problem = `of ${type} ${key} is sorted or searched by another name than it has`;
  if (!findings.isFull()) findings.addBroken("assets", ["account"], [account], problem);
}
