import { slotStartMs } from "@uptake/tracker/protocol";
import type { Period } from "../../domain/subscriptions/churn.ts";
import type { Reading } from "./reading.ts";

/** The period from its first moment up to its end, or to where the look ends. */
export function momentsOf({ days, calendar, untilMs }: Reading): Period {
  if (days === null) return { fromMs: Number.MIN_SAFE_INTEGER, toMs: untilMs };
  const startOf = (day: number): number => slotStartMs(calendar.firstSlotOf(day));
  return { fromMs: startOf(days.from), toMs: Math.min(untilMs, startOf(days.to + 1)) };
}
