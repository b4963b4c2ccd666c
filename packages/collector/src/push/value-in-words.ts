import { slotStartMs } from "@uptake/tracker/protocol";
import { isoDate } from "../domain/period/calendar-date.ts";

const MOMENT = /^(?:at|[a-zA-Z]+At)$/;

/** The value of a row's field as people read it: days, slots and moments as dates, since nobody counts them from 1970. */
export function valueInWords(field: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (field === "day") return isoDate(value);
  if (field === "slot") return momentOf(slotStartMs(value));
  return MOMENT.test(field) ? momentOf(value) : value;
}

function momentOf(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
