import type { WorkspaceDay } from "../../domain/day.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import { NUMBERS_OF_USE, type UseSource } from "../numbers/of-use.ts";
import { firstDayIn } from "./known-since.ts";
import type { ReadRequest } from "./read-request.ts";
import type { Reading } from "./reading.ts";

/** Says of a number in a look the first day from which anything is known of it, where the look ends before; else null. */
export type UnknownUse = (reading: Reading, number: string) => Promise<WorkspaceDay | null>;

/**
 * Finds the numbers of use that nobody can know, since nothing had been heard yet: those are no data, and not 0. Heard is what
 * came from any account that the asker can see, whatever filters leave: of an account that came later it is known that nothing
 * came from it before, which is what its row in a list says, too. Where nothing has ever come there is no such day.
 *
 * Only looks that are over cost a question, and that once a request.
 */
export function createUnknownUse({ asker: { scope }, parts: { facts } }: ReadRequest): UnknownUse {
  const found = new Map<UseSource, Promise<WorkspaceDay | null>>();
  const firstDay = async (reading: Reading, source: UseSource): Promise<WorkspaceDay | null> => {
    const today = dayOf(reading.nowMs, reading.calendar);
    if (source === "measured") {
      const { idleLimitIndex } = reading.definitions;
      const by = scope.kind === "all" ? [] : (["account"] as const);
      return firstDayIn(await facts.totals({ scope, by, spanUnder: idleLimitIndex, days: { from: 0, to: today } }));
    }
    const measured = await first(reading, "measured");
    // The host's server may have told of what was before the tracker: there is little of it, if any.
    const days = { from: 0, to: measured ?? today };
    const told =
      source === "acted"
        ? (await facts.actionTotals({ scope, by: ["day"], days })).map(({ day = 0 }) => day)
        : (await facts.pushed({ kind: "presence", scope, days })).map(({ day }) => day);
    return told.reduce((earliest, day) => Math.min(earliest ?? day, day), measured);
  };
  const first = (reading: Reading, source: UseSource): Promise<WorkspaceDay | null> => {
    const known = found.get(source) ?? firstDay(reading, source);
    found.set(source, known);
    return known;
  };
  return async (reading, number) => {
    const use = NUMBERS_OF_USE.get(number);
    if (use === undefined) return null;
    const end = Math.min((use.isOverPeriod ? reading.days?.to : null) ?? reading.lastDay, reading.lastDay);
    if (end >= dayOf(reading.nowMs, reading.calendar)) return null;
    const kept = reading.kept?.knownSince(scope) ?? null;
    if (kept !== null && kept <= end) return null;
    const measured = await first(reading, "measured");
    // What has been measured by then makes the others known as well: these are asked only where it hasn't.
    if (measured !== null && measured <= end) return null;
    const since = await first(reading, use.source);
    return since !== null && end < since ? since : null;
  };
}
