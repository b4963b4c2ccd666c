import type { Vitals } from "@uptake/tracker/protocol";
import { vitalBucket } from "../../../domain/vital-buckets.ts";
import type { WriteContext } from "./write-context.ts";

/** In the order of the columns of `writer_vitals`. */
export const VITALS = ["lcpMs", "inpMs", "cls1000"] as const satisfies readonly (keyof Vitals)[];

/** The same, as columns. */
export const VITAL_COLUMNS = "lcp_ms, inp_ms, cls_1000";

/** In the order of {@link VITALS}; null: not known. */
export type VitalValues = readonly (number | null)[];

/** Moves the histograms of a day: one writer's values in a feature are counted (1), or counted no more (-1). */
export function createMoveVitalDays({ database }: WriteContext) {
  const move = database.prepare(
    `INSERT INTO vital_days (day, feature, vital, bucket, count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET count = count + excluded.count`,
  );
  const removeEmpty = database.prepare(
    "DELETE FROM vital_days WHERE day = ? AND feature = ? AND vital = ? AND bucket = ? AND count = 0",
  );
  return (day: number, feature: number, values: VitalValues, by: 1 | -1): void => {
    VITALS.forEach((vital, index) => {
      const value = values[index] ?? null;
      if (value === null) return;
      const key = [day, feature, vital, vitalBucket(value)] as const;
      move.run(...key, by);
      if (by < 0) removeEmpty.run(...key);
    });
  };
}
