import { overallAdoption } from "../domain/modules/overall-adoption.ts";
import type { ModuleSummaries, ModuleSummary } from "./module-summaries.ts";
import type { OverviewSource } from "./overview-source.ts";
import { tileOf, type PlainTile } from "./tile.ts";

/**
 * How far modules are adopted at their latest snapshots: their mean, all seats together, how many people and seats these are,
 * and each of them.
 */
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
    tileOf("modules", "modulePeople", { value: now.people, previous: before && before.people }),
    tileOf("modules", "moduleActiveUsers", {
      value: overall.active,
      previous: overallBefore && overallBefore.active,
    }),
    tileOf("modules", "moduleLicensedUsers", {
      value: overall.licensed,
      previous: overallBefore && overallBefore.licensed,
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
