import type { KeptSums } from "../reading/kept.ts";
import type { Reading } from "../reading/reading.ts";
import type { NumberDefinition } from "./number.ts";
import { NUMBERS } from "./numbers.ts";

/**
 * Says numbers about everything that is looked at, by their ids, without what they are made of.
 * @returns null: no data.
 */
export type NumberValues = (id: string) => Promise<number | null>;

/** What a reading measures. */
export function measuredValues(reading: Reading): NumberValues {
  return async (id) => {
    const number = numberOf(id);
    return (await number.measure(reading, {}, number.splits[0] ?? "part")).value;
  };
}

/** What follows from what is kept. @param sums of all that a number may be about. */
export function keptValues(sums: KeptSums): NumberValues {
  return async (id) => {
    const { ofSums } = numberOf(id);
    if (ofSums === undefined) throw new Error(`[numbers] The number ${id} is not kept.`);
    return ofSums(sums);
  };
}

function numberOf(id: string): NumberDefinition {
  const number = NUMBERS.get(id);
  if (number === undefined) throw new Error(`[numbers] There is no number ${id}.`);
  return number;
}
