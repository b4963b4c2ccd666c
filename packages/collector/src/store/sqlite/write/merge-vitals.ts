import type { Vitals } from "@uptake/tracker/protocol";
import { prepareArrays } from "../database.ts";
import { createMoveVitalDays, VITAL_COLUMNS, VITALS, type VitalValues } from "./move-vital-days.ts";
import type { WriteContext } from "./write-context.ts";

const UNKNOWN: VitalValues = VITALS.map(() => null);

/**
 * Merges the web vitals of a writer in a feature by the maximum of each, and moves the histogram of their day by what
 * changed. They belong to the earliest slot that they came with.
 */
export function createMergeVitals(context: WriteContext) {
  const { database } = context;
  const moveVitalDays = createMoveVitalDays(context);
  const select = prepareArrays(
    database,
    `SELECT slot, day, ${VITAL_COLUMNS} FROM writer_vitals WHERE writer = ? AND feature = ?`,
  );
  const put = database.prepare(
    `INSERT OR REPLACE INTO writer_vitals (writer, feature, slot, day, ${VITAL_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)`,
  );

  return (writer: number, feature: number, slot: number, vitals: Vitals): void => {
    const row = select.get(writer, feature) as unknown as readonly [number, number, ...VitalValues] | undefined;
    const [storedSlot, storedDay, ...stored] = row ?? [slot, 0, ...UNKNOWN];
    const merged = VITALS.map((vital, index) => maximum(stored[index] ?? null, vitals[vital] ?? null));
    const firstSlot = Math.min(slot, storedSlot);
    if (row !== undefined && firstSlot === storedSlot && merged.every((value, index) => value === stored[index]))
      return;
    const day = context.workspace.calendar.dayOfSlot(firstSlot);
    moveVitalDays(storedDay, feature, stored, -1);
    moveVitalDays(day, feature, merged, 1);
    put.run(writer, feature, firstSlot, day, ...merged);
  };
}

function maximum(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.max(one, other);
}
