import { slotStartMs } from "@uptake/tracker/protocol";
import type { Period } from "../../domain/subscriptions/churn.ts";
import type { Reading } from "./reading.ts";

/** The period from its first moment up to its end, or up to the moment as of which one looks, that included. */
export function momentsOf({ days, calendar, untilMs }: Reading): Period {
  if (days === null) return { fromMs: Number.MIN_SAFE_INTEGER, toMs: untilMs + 1 };
  const startOf = (day: number): number => slotStartMs(calendar.firstSlotOf(day));
  return { fromMs: startOf(days.from), toMs: Math.min(untilMs + 1, startOf(days.to + 1)) };
}
