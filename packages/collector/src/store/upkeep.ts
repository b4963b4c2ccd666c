/**
 * What a store has to do for itself as time goes by. Each call is one short step, of some tens of milliseconds, so that
 * what browsers send hardly waits: it does as much as fits, and tells whether it has come to the end. Rejects with
 * `StoreUnavailableError` as everything of the store does; what a step began and another doesn't go on with is whole.
 */
export interface Upkeep {
  /**
   * Folds some of the cells below `slot` into base. The watermark moves ahead of them, slot by slot, up to `slot`: below
   * it nothing arrives any more, and what isn't folded yet counts as before.
   */
  foldStep(slot: number): Promise<Progress>;
  /** Makes whole days of what browsers sent in some of the days that end before `slot`; their sums stay as they are. */
  wholeDaysStep(slot: number): Promise<Progress>;
  /** Removes what happened on some of the days that end before `slot`, as if it had never been. */
  forgetDaysStep(slot: number): Promise<Progress>;
  /**
   * Counts some more in the time zone that is to be in force, and puts it in force when all is counted. Meanwhile the old
   * one is, and nothing is folded, made whole or forgotten.
   */
  timeZoneStep(): Promise<Progress>;
  /** Removes some of what has had its time: writers without cells, old refusals, expired sessions. */
  tidyStep(nowMs: number): Promise<Progress>;
}

/** Whether there is more to do, or that was all. */
export type Progress = "more" | "done";
