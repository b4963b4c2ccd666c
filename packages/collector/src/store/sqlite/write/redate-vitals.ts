import { prepareArrays } from "../database.ts";
import { createMoveVitalDays, VITAL_COLUMNS, type VitalValues } from "./move-vital-days.ts";
import type { WriteContext } from "./write-context.ts";

/**
 * Moves web vitals to the days of the zone in force, after another one was. Those of writers that are gone stay where
 * they were counted.
 */
export interface RedateVitals {
  areBehind(): boolean;
  /** Looks at those of some writers. */
  redate(rows: number): void;
}

/** Prepares the statements on a connection. */
export function createRedateVitals(context: WriteContext): RedateVitals {
  const { database } = context;
  const moveVitalDays = createMoveVitalDays(context);
  const behind = prepareArrays(database, "SELECT vitals_writer FROM workspace");
  const setBehind = database.prepare("UPDATE workspace SET vitals_writer = ?");
  const endOf = prepareArrays(
    database,
    "SELECT max(writer) FROM (SELECT writer FROM writer_vitals WHERE writer > ? ORDER BY writer LIMIT ?)",
  );
  const select = prepareArrays(
    database,
    `SELECT writer, feature, slot, day, ${VITAL_COLUMNS} FROM writer_vitals WHERE writer > ? AND writer <= ?`,
  );
  const setDay = database.prepare("UPDATE writer_vitals SET day = ? WHERE writer = ? AND feature = ?");
  const writerBehind = (): number | null => (behind.get() as unknown as readonly [number | null])[0];
  return {
    areBehind: () => writerBehind() !== null,
    redate(rows) {
      const from = writerBehind() ?? 0;
      const [end] = endOf.get(from, rows) as unknown as readonly [number | null];
      setBehind.run(end);
      if (end === null) return;
      for (const row of select.all(from, end)) {
        const [writer, feature, slot, day, ...values] = row as unknown as readonly [
          number,
          number,
          number,
          number,
          ...VitalValues,
        ];
        const newDay = context.workspace.calendar.dayOfSlot(slot);
        if (newDay === day) continue;
        moveVitalDays(day, feature, values, -1);
        moveVitalDays(newDay, feature, values, 1);
        setDay.run(newDay, writer, feature);
      }
    },
  };
}
