import { Temporal } from "temporal-polyfill";
import type { WorkspaceDay } from "./day.ts";

const SHAPE = /^\d{4}-\d{2}-\d{2}$/;

/** The day that a date such as `2026-11-01` names; null: it names none, such as `2026-02-30`. */
export function dayOfIsoDate(date: string): WorkspaceDay | null {
  if (!SHAPE.test(date)) return null;
  try {
    return Temporal.PlainDate.from("1970-01-01").until(date, { largestUnit: "day" }).days;
  } catch {
    return null;
  }
}

/** The date of a day, such as `2026-11-01`. */
export function isoDateOf(day: WorkspaceDay): string {
  return Temporal.PlainDate.from("1970-01-01").add({ days: day }).toString();
}
