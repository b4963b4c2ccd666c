import { prepareArrays } from "../database.ts";
import { FIRST_NEEDED_SLOT, IS_OLD_WRITER, type WriterRange } from "../old-writers.ts";
import type { WriteContext } from "./write-context.ts";

/** Removes those of some writers, and their vitals, that nobody needs any more. */
export function createRemoveOldWriters(context: WriteContext) {
  const { database } = context;
  const firstNeededSlot = prepareArrays(database, FIRST_NEEDED_SLOT);
  const old = `SELECT id FROM writers WHERE id > :after AND id <= :last AND ${IS_OLD_WRITER}`;
  const removeVitals = database.prepare(`DELETE FROM writer_vitals WHERE writer IN (${old})`);
  const removeWriters = database.prepare(`DELETE FROM writers WHERE id IN (${old})`);
  return ({ after, last }: WriterRange): void => {
    const [end] = firstNeededSlot.get() as unknown as readonly [number];
    removeVitals.run({ after, last, end });
    const { changes } = removeWriters.run({ after, last, end });
    // Nobody may go on with the integer of a writer that is gone.
    if (changes > 0) context.ids.forget();
  };
}
