import type { Vitals } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { createMoveVitalDays, VITALS, type VitalValues } from "./move-vital-days.ts";
import type { WriteContext } from "./write-context.ts";

const UNKNOWN: VitalValues = VITALS.map(() => null);

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
  const moveVitalDays = createMoveVitalDays(context);

  return (writer: number, feature: number, slot: number, vitals: Vitals): void => {
    const row = select.get(writer, feature) as unknown as readonly [number, ...VitalValues] | undefined;
    const [storedSlot, ...stored] = row ?? [slot, ...UNKNOWN];
    const merged = VITALS.map((vital, index) => maximum(stored[index] ?? null, vitals[vital] ?? null));
    const firstSlot = Math.min(slot, storedSlot);
    if (row !== undefined && firstSlot === storedSlot && merged.every((value, index) => value === stored[index]))
      return;
    moveVitalDays(storedSlot, feature, stored, -1);
    moveVitalDays(firstSlot, feature, merged, 1);
    put.run(writer, feature, firstSlot, ...merged);
  };
}

function maximum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
