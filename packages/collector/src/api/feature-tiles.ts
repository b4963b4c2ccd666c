import { rank as ranked } from "../domain/usage/ranking.ts";
import type { FeaturesRow, OverviewReply } from "./contract.ts";
import { featureRows } from "./features.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import type { Reading } from "./reading/reading.ts";
import { tileOf, type Tile } from "./tile.ts";

type Rank = OverviewReply["rank"];

const SHOWN = 5;
const SHOWN_LINKS = 20;

const NUMBER_OF_RANK: Readonly<Record<Rank, string>> = {
  adopted: "adoptedMembers",
  activeMs: "activeMs",
  engagement: "engagement",
  users: "activeUsers",
};

/** The most and the least used features, what time each takes, and the links that customers put into their menus. */
export async function featureTiles(reading: Reading, rank: Rank): Promise<readonly Tile[]> {
  const previous = await comparablePrevious(reading);
  const [rows, before] = await Promise.all([
    featureRows(reading),
    previous && featureRows(previous, new Set(["users", "adopted", "activeMs", "engagement", "medianActiveMs"])),
  ]);
  const order = [...reading.definitions.features.keys()];
  const defined = rows
    .filter((row) => row.defined)
    .toSorted((one, other) => order.indexOf(one.feature) - order.indexOf(other.feature));
  const rowsBefore = before && new Map(before.map((row) => [row.feature, row]));
  const tile = (group: Tile["group"], row: FeaturesRow, column: Rank | "medianActiveMs"): Tile =>
    tileOf(
      group,
      column === "medianActiveMs" ? column : NUMBER_OF_RANK[column],
      // A feature without a row had no data then: it wasn't used.
      {
        value: row[column],
        previous: rowsBefore && (rowsBefore.get(row.feature)?.[column] ?? (column === "medianActiveMs" ? null : 0)),
      },
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
