import { rank as ranked } from "../domain/usage/ranking.ts";
import type { FeaturesRow, OverviewReply } from "./contract.ts";
import { featureRows } from "./features.ts";
import type { Kept, KeptPart, KeptSums } from "./reading/kept.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import { medianTimes } from "./reading/median-times.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type PlainTile } from "./tile.ts";

type Rank = OverviewReply["rank"];

const SHOWN = 5;
const SHOWN_LINKS = 20;

const NUMBER_OF_RANK: Readonly<Record<Rank, string>> = {
  adopted: "adoptedMembers",
  activeMs: "activeMs",
  engagement: "engagement",
  users: "activeUsers",
};

/** What a feature's tiles are of. */
type FeatureNumbers = Pick<FeaturesRow, Rank | "medianActiveMs">;

/** What was of each feature in the period before. */
export type FeaturesBefore = (feature: string) => FeatureNumbers;

const COLUMNS: ReadonlySet<keyof FeatureNumbers> = new Set([
  "users",
  "adopted",
  "activeMs",
  "engagement",
  "medianActiveMs",
]);

/** A feature without data wasn't used. */
const UNUSED: FeatureNumbers = { users: 0, adopted: 0, activeMs: 0, engagement: 0, medianActiveMs: null };

/** Counts it for the answer; null: not all of the days before are known. */
export async function countedFeaturesBefore(reading: Reading): Promise<FeaturesBefore | null> {
  const previous = await comparablePrevious(reading);
  if (previous === null) return null;
  const rows = new Map((await featureRows(previous, COLUMNS)).map((row) => [row.feature, row]));
  return (feature) => rows.get(feature) ?? UNUSED;
}

/** Reads it from what is kept. @param sums of the part, over all that the reading sees. */
export async function keptFeaturesBefore(
  reading: Reading,
  kept: Kept,
  part: KeptPart,
  sums: KeptSums,
): Promise<FeaturesBefore | null> {
  const previous = await comparablePrevious(reading);
  if (previous === null) return null;
  // Medians don't add up: of some accounts alone they are counted.
  const medians = reading.scope.kind === "all" ? kept.medians(part) : await medianTimes(previous);
  return (feature) => ({
    users: sums[`users ${feature}`] ?? 0,
    adopted: sums[`adopted ${feature}`] ?? 0,
    activeMs: sums[`activeMs ${feature}`] ?? 0,
    engagement: sums[`engagement ${feature}`] ?? 0,
    medianActiveMs: medians.get(feature) ?? null,
  });
}

/** The most and the least used features, what time each takes, and the links that customers put into their menus. */
export async function featureTiles(
  reading: Reading,
  rank: Rank,
  source: { featuresBefore(): Promise<FeaturesBefore | null> },
): Promise<readonly PlainTile[]> {
  const [rows, before] = await Promise.all([featureRows(reading, COLUMNS), source.featuresBefore()]);
  const order = [...reading.definitions.features.keys()];
  const defined = rows
    .filter((row) => row.defined)
    .toSorted((one, other) => order.indexOf(one.feature) - order.indexOf(other.feature));
  const tile = (group: PlainTile["group"], row: FeaturesRow, column: Rank | "medianActiveMs"): PlainTile =>
    tileOf(
      group,
      column === "medianActiveMs" ? column : NUMBER_OF_RANK[column],
      { value: row[column], previous: before && before(row.feature)[column] },
      { subject: { feature: row.feature }, name: row.name },
    );
  const columns = [...new Set<Rank>([rank, "engagement", "activeMs"])];
  const most = ranked(defined, (row) => row[rank], "most").filter((row) => row[rank] > 0);
  const least = ranked(defined, (row) => row[rank], "least");
  const byTime = ranked(defined, ({ activeMs }) => activeMs, "most");
  const links = rows.filter(({ kind }) => kind === "link");
  return [
    ...most.slice(0, SHOWN).flatMap((row) => columns.map((column) => tile("topFeatures", row, column))),
    ...least.slice(0, SHOWN).map((row) => tile("leastUsedFeatures", row, rank)),
    ...byTime.flatMap((row) => [tile("featureTime", row, "activeMs"), tile("featureTime", row, "medianActiveMs")]),
    ...ranked(links, ({ activeMs }) => activeMs, "most")
      .slice(0, SHOWN_LINKS)
      .map((row) => tile("links", row, "activeMs")),
  ];
}
