import type { DayRange, WorkspaceDay } from "../day.ts";
import { lastDays } from "../period/day-range.ts";
import { activeDaysIn } from "./active-users.ts";
import type { PersonPresence } from "./login-class.ts";

/** Who came, came back and stayed away in one window. */
export interface LifecycleWindow {
  readonly days: DayRange;
  /** Seen for the first time. */
  readonly new: number;
  /** Active in this window and the one before. */
  readonly returning: number;
  /** Active in this window, not in the one before, but seen earlier. */
  readonly resurrecting: number;
  /** Active in the window before, not in this one. */
  readonly dormant: number;
}

/**
 * The lifecycle of active users, as PostHog tells it: new, returning, resurrecting, dormant, for the last `count` windows
 * of `windowDays` days, oldest first. New + returning + resurrecting are the active ones of a window; returning + dormant
 * those of the window before.
 * @param until last day of the last window.
 */
export function lifecycle(
  people: readonly PersonPresence[],
  { until, windowDays, count }: { readonly until: WorkspaceDay; readonly windowDays: number; readonly count: number },
): readonly LifecycleWindow[] {
  return Array.from({ length: count }, (_, index) => {
    const days = lastDays(windowDays, until - (count - 1 - index) * windowDays);
    const before = lastDays(windowDays, days.from - 1);
    const phases = people.map((person) => phaseOf(person, days, before));
    const countOf = (phase: Phase): number => phases.filter((each) => each === phase).length;
    return {
      days,
      new: countOf("new"),
      returning: countOf("returning"),
      resurrecting: countOf("resurrecting"),
      dormant: countOf("dormant"),
    };
  });
}

type Phase = Exclude<keyof LifecycleWindow, "days">;

function phaseOf({ activeDays, firstSeenDay }: PersonPresence, days: DayRange, before: DayRange): Phase | null {
  const wasActive = activeDaysIn(activeDays, before) > 0;
  if (activeDaysIn(activeDays, days) === 0) return wasActive ? "dormant" : null;
  if (wasActive) return "returning";
  return firstSeenDay !== null && firstSeenDay < days.from ? "resurrecting" : "new";
}
