import { slotStartMs } from "@uptake/tracker/protocol";
import { isMomentField, isoMoment } from "../domain/moments.ts";
import { isoDate } from "../domain/period/calendar-date.ts";

/** The value of a row's field as people read it: days, slots and moments as dates, since nobody counts them from 1970. */
export function valueInWords(field: string, value: unknown): unknown {
  if (typeof value !== "number") return value;
  if (field === "day") return isoDate(value);
  if (field === "slot") return isoMoment(slotStartMs(value));
  return isMomentField(field) ? isoMoment(value) : value;
}
