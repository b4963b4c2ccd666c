/** A calendar day of the workspace's time zone, as days since 1970-01-01 of that calendar. */
export type WorkspaceDay = number;

/** Whole workspace days, both ends included. */
export interface DayRange {
  readonly from: WorkspaceDay;
  readonly to: WorkspaceDay;
}
