import { overallAdoption } from "../domain/modules/overall-adoption.ts";
import type { ModuleSummaries, ModuleSummary } from "./module-summaries.ts";
import type { OverviewSource } from "./overview-source.ts";
import { tileOf, type PlainTile } from "./tile.ts";

/** How far modules are adopted at their latest snapshots: each of them, their mean, and all seats together. */
export async function moduleTiles(source: OverviewSource): Promise<readonly PlainTile[]> {
  const { now, before } = await source.modules();
  if (now.modules.length === 0) return [];
  const earlier = new Map(before?.modules.map((summary) => [summary.module.module, summary]));
  const [overall, overallBefore] = [overallOf(now), before && overallOf(before)];
  return [
    tileOf("modules", "overallAdoptionPercent", {
      value: overall.meanPercent,
      previous: overallBefore && overallBefore.meanPercent,
    }),
    tileOf("modules", "seatAdoptionPercent", {
      value: overall.seatPercent,
      previous: overallBefore && overallBefore.seatPercent,
    }),
    ...now.modules.map((summary) => {
      const { module, name } = summary.module;
      const previous = earlier.get(module);
      return tileOf(
        "modules",
        "moduleAdoptionPercent",
        { value: percentIn(summary), previous: previous === undefined ? null : percentIn(previous) },
        { subject: { module }, name },
      );
    }),
  ];
}

function overallOf({ modules }: ModuleSummaries) {
  return overallAdoption(modules.map(({ adoption }) => adoption));
}

/** Null: not licensed, or no data. */
function percentIn({ adoption }: ModuleSummary): number | null {
  return adoption.kind === "measured" ? adoption.percent : null;
}
