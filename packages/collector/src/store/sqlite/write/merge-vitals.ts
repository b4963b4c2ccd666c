import type { Vitals } from "@uptake/tracker/protocol";
import { vitalBucket } from "../../../domain/vital-buckets.ts";
import { prepareArrays } from "../database.ts";
import type { WriteContext } from "./write-context.ts";

const VITALS = ["lcpMs", "inpMs", "cls1000"] as const satisfies readonly (keyof Vitals)[];

/** Null: not known. */
type Values = readonly (number | null)[];

const UNKNOWN: Values = VITALS.map(() => null);

/**
 * Merges the web vitals of a writer in a feature by the maximum of each, and moves the histogram of their day by what
 * changed. They belong to the earliest slot that they came with.
 */
export function createMergeVitals(context: WriteContext) {
  const { database } = context;
  const select = prepareArrays(
    database,
    "SELECT slot, lcp_ms, inp_ms, cls_1000 FROM writer_vitals WHERE writer = ? AND feature = ?",
  );
  const put = database.prepare(
    "INSERT OR REPLACE INTO writer_vitals (writer, feature, slot, lcp_ms, inp_ms, cls_1000) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const move = database.prepare(
    `INSERT INTO vital_days (day, feature, vital, bucket, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const removeEmpty = database.prepare(
    "DELETE FROM vital_days WHERE day = ? AND feature = ? AND vital = ? AND bucket = ? AND count = 0",
  );
  const count = (slot: number, feature: number, values: Values, by: 1 | -1): void => {
    const day = context.workspace.calendar.dayOfSlot(slot);
    VITALS.forEach((vital, index) => {
      const value = values[index] ?? null;
      if (value === null) return;
      const key = [day, feature, vital, vitalBucket(value)] as const;
      move.run(...key, by);
      if (by < 0) removeEmpty.run(...key);
    });
  };

  return (writer: number, feature: number, slot: number, vitals: Vitals): void => {
    const row = select.get(writer, feature) as unknown as readonly [number, ...Values] | undefined;
    const [storedSlot, ...stored] = row ?? [slot, ...UNKNOWN];
    const merged = VITALS.map((vital, index) => maximum(stored[index] ?? null, vitals[vital] ?? null));
    const firstSlot = Math.min(slot, storedSlot);
    if (row !== undefined && firstSlot === storedSlot && merged.every((value, index) => value === stored[index]))
      return;
    count(storedSlot, feature, stored, -1);
    count(firstSlot, feature, merged, 1);
    put.run(writer, feature, firstSlot, ...merged);
  };
}

function maximum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
