import type { WorkspaceDay } from "../day.ts";
import { isWithin, lastDays } from "../period/day-range.ts";
import { lastWorkingDays } from "../period/working-days.ts";

/** How regularly somebody who was seen comes, from the most regular to the least. */
export const LOGIN_CLASSES = ["daily", "weekly", "monthly", "inactive"] as const;
export type LoginClass = (typeof LOGIN_CLASSES)[number];

/** Exclusive: each known user is in exactly one of them. */
export const PRESENCE_CLASSES = [...LOGIN_CLASSES, "neverSeen"] as const;
export type PresenceClass = (typeof PRESENCE_CLASSES)[number];

const DAILY_WORKING_DAYS = 5;
const WEEKLY_DAYS = 7;
const MONTHLY_DAYS = 30;

/** What is known of when a person came. */
export interface PersonPresence {
  /** Days with a visit or a presence, at least those of the last 30 days; later ones are ignored. */
  readonly activeDays: ReadonlySet<WorkspaceDay>;
  /** First such day ever; null: none. */
  readonly firstSeenDay: WorkspaceDay | null;
}

/** From where one looks. */
export interface LoginWindow {
  /** Last day that counts. */
  readonly until: WorkspaceDay;
  /**
   * Last day of the working days that a daily user must not miss: the last closed one, or everybody who hasn't come yet
   * this morning would stop being daily. `until` unless given.
   */
  readonly closedUntil?: WorkspaceDay;
  /** When the workspace works; Monday to Friday unless given. */
  readonly workingWeekdays?: readonly number[];
}

/**
 * The class of one person, after the article's user login activity ("logging in every day", "at least once a week",
 * "active in the past month", "haven't logged in for over a month"). Daily: active on each of the last 5 working days;
 * weekly: on at least one of the last 7 days; monthly: of the last 30; inactive: seen at some time; never seen: not at all.
 * A workspace without working days has no daily users.
 */
export function loginClass({ activeDays, firstSeenDay }: PersonPresence, window: LoginWindow): PresenceClass {
  const { until, closedUntil = until, workingWeekdays } = window;
  const workingDays = lastWorkingDays(DAILY_WORKING_DAYS, closedUntil, workingWeekdays);
  if (workingDays.length > 0 && workingDays.every((day) => activeDays.has(day))) return "daily";
  const cameWithin = (days: number): boolean => [...activeDays].some((day) => isWithin(day, lastDays(days, until)));
  if (cameWithin(WEEKLY_DAYS)) return "weekly";
  if (cameWithin(MONTHLY_DAYS)) return "monthly";
  return firstSeenDay !== null && firstSeenDay <= until ? "inactive" : "neverSeen";
}
