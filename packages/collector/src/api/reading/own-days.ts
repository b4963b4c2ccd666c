import type { DayRange, WorkspaceDay } from "../../domain/day.ts";

/** Days that are no preset period up to today: days of one's own, or any period as of an earlier day. */
export interface OwnDays {
  /** The last day whose use counts, and as of whose end states are told. */
  readonly lastDay: WorkspaceDay;
  /** Whether that day is over: of the day that is going on everything is told as it is at this moment. */
  readonly isOver: boolean;
  /** As they were asked for; null: all up to `lastDay`. */
  readonly days: DayRange | null;
}
