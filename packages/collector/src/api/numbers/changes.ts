import { changeBetween } from "../../domain/usage/change.ts";
import { comparablePrevious } from "../reading/known-since.ts";
import type { Reading } from "../reading/reading.ts";
import type { Evidence, Measurement, NumberDefinition } from "./number.ts";
import { ACTIVE_TIME, ENGAGEMENT } from "./use.ts";

/** By how much a sum has changed since the period before, and whose change it was. */
function changeOf(definition: NumberDefinition, name: string): NumberDefinition {
  const { id, unit, subjects, splits, measure } = definition;
  return {
    id: `${id}Change`,
    name,
    unit: "share",
    kind: "change",
    formula: `${definition.name} of the period less that of the period before, of equal length, over the latter: 0.25 is a quarter more. There is none from nothing, and none where not all of the days before are known. Each row's value is what it adds to the difference.`,
    subjects,
    // Days and cells are either of the one period or of the other.
    splits: splits.filter((split) => split !== "day" && split !== "cell"),
    async measure(reading, subject, split): Promise<Measurement> {
      const previous = await comparablePrevious(reading);
      const [now, before] = await Promise.all([
        measure(reading, subject, split),
        previous && measure(previous, subject, split),
      ]);
      return {
        value: changeBetween(before?.value ?? null, now.value)?.relative ?? null,
        terms: [
          { name: "In the period", value: now.value, unit, opens: { number: id, subject } },
          {
            name: "In the period before",
            value: before?.value ?? null,
            unit,
            opens: previous === null ? null : { number: id, subject, ...daysBefore(previous) },
          },
        ],
        rows: before === null ? [] : differences(`${id}Change`, now.rows, before.rows),
        rowUnit: unit,
        excluded: before === null ? [notKnown(reading)] : [],
      };
    },
  };
}

/** Where numbers of the period before open. */
function daysBefore({ days, lastDay }: Reading) {
  return { over: days ?? "all", asOf: lastDay } as const;
}

function notKnown({ days }: Reading) {
  const why = days === null ? "Before all time there is none." : "Not all of its days are known.";
  return { what: "The period before", why, value: null };
}

/** What moved most comes first; each opens as its own change, whose terms are both periods. */
function differences(number: string, now: readonly Evidence[], before: readonly Evidence[]): readonly Evidence[] {
  const [later, earlier] = [byId(now), byId(before)];
  return [...new Map([...later, ...earlier]).values()]
    .map(({ kind, id, name, opens }): Evidence => {
      const [value, was] = [later.get(id)?.value ?? 0, earlier.get(id)?.value ?? 0];
      return {
        kind,
        id,
        name,
        value: value - was,
        opens: opens && { number, subject: opens.subject },
        details: { now: value, before: was },
      };
    })
    .filter(({ value }) => value !== 0)
    .toSorted((one, other) => Math.abs(other.value ?? 0) - Math.abs(one.value ?? 0) || (one.id < other.id ? -1 : 1));
}

function byId(rows: readonly Evidence[]): ReadonlyMap<string, Evidence> {
  return new Map(rows.map((row) => [row.id, row]));
}

export const CHANGES: readonly NumberDefinition[] = [
  changeOf(ACTIVE_TIME, "Change of time spent"),
  changeOf(ENGAGEMENT, "Change of engagement"),
];
