import type { WorkspaceDay } from "../../domain/day.ts";
import { findKept } from "./kept-for.ts";
import type { TimeTotalsQuery, TotalsRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/** The first day from which anything is known of what the reading can see; null: nothing is. Before it there is no data. */
export function knownSince(reading: Reading): Promise<WorkspaceDay | null> {
  return reading.derive(KNOWN_SINCE, async () => {
    const found = findKept(reading);
    if (found !== null) return found.kept.knownSince(reading.scope);
    // Of everybody the workspace's own sums tell it; of some accounts whoever asks for more of them asks for these, too.
    return firstDay(reading, reading.scope.kind === "all" ? [] : ["account"]);
  });
}

/** The same, for whoever asks for the figures of people as well: these need the same question. */
export function knownSinceOfPeople(reading: Reading): Promise<WorkspaceDay | null> {
  return reading.derive(KNOWN_SINCE, () => firstDay(reading, ["account", "user", "feature"]));
}

const KNOWN_SINCE = "knownSince";

async function firstDay(reading: Reading, by: TimeTotalsQuery["by"]): Promise<WorkspaceDay | null> {
  return firstDayIn(await reading.totals({ by, spanUnder: reading.definitions.idleLimitIndex }, null));
}

/** The first day of sums with a span; null: there is none. */
export function firstDayIn(rows: readonly TotalsRow[]): WorkspaceDay | null {
  const days = rows.flatMap(({ span }) => span?.firstDay ?? []);
  return days.length === 0 ? null : days.reduce((first, day) => Math.min(first, day));
}

/**
 * The look over the period before, where all of its days are known. Null: there is none, or it began before anything is
 * known, and a part of a period is nothing to compare a whole one with.
 */
export async function comparablePrevious(reading: Reading): Promise<Reading | null> {
  const previous = reading.previous();
  const since = await knownSince(reading);
  const from = previous?.days?.from ?? null;
  return since === null || from === null || from < since ? null : previous;
}
