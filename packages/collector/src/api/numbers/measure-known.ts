import { isoDate } from "../../domain/period/calendar-date.ts";
import type { Reading } from "../reading/reading.ts";
import type { UnknownUse } from "../reading/unknown-use.ts";
import type { Dimension, Measurement, NumberDefinition, Subject } from "./number.ts";

/** What is left out of a number of which nothing is known. */
export const ALL_OF_IT = "All of it";

/** Measures a number; one that nobody can know, since the look ends before anything was heard, is null, and says so. */
export async function measureKnown(
  number: NumberDefinition,
  reading: Reading,
  about: { readonly subject: Subject; readonly by: Dimension },
  unknownUse: UnknownUse,
): Promise<Measurement> {
  const since = await unknownUse(reading, number.id);
  if (since === null) return number.measure(reading, about.subject, about.by);
  const why = `Nothing is known before ${isoDate(since)}.`;
  return { value: null, terms: [], rows: [], excluded: [{ what: ALL_OF_IT, why, value: null }] };
}
