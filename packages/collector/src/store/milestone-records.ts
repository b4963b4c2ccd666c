import type { AccountScope } from "../domain/account-scope.ts";
import type { MilestoneRecord } from "../domain/milestones/milestone-state.ts";

/** What was decided about milestones, one record after the other; `milestoneState` says what they come to. */
export interface MilestoneRecords {
  /**
   * Writes down what is met: a version once since the last reset. What was judged before a reset that has come since is
   * left out, and so is what nobody has heard of.
   * @returns how many were new.
   */
  meetMilestones(met: readonly MetMilestoneWrite[]): Promise<number>;
  /** Takes back that a milestone is met: it is to be met anew, from the next slot on. Audited. False: an unknown subject. */
  resetMilestone(reset: MilestoneDecision): Promise<boolean>;
  /** Says that a milestone isn't relevant, and why, or with a null reason that it is. Audited. False: an unknown subject. */
  markMilestone(mark: MilestoneDecision & { readonly reason: string | null }): Promise<boolean>;
  /** In the order in which they were written. */
  milestoneRecords(query: MilestoneRecordsQuery): Promise<readonly MilestoneRecordRow[]>;
}

/** A member, or an account as a whole. */
export interface MilestoneSubject {
  readonly account: string;
  /** Null: the account. */
  readonly user: string | null;
  readonly milestone: string;
}

export interface MetMilestoneWrite extends MilestoneSubject {
  readonly version: number;
  /** Unix ms; null: nothing recorded that. */
  readonly metAtMs: number | null;
  /** The last reset that was known when this was judged, Unix ms; null: there was none. */
  readonly resetAtMs: number | null;
  readonly atMs: number;
}

export interface MilestoneDecision extends MilestoneSubject {
  readonly actor: string;
  readonly atMs: number;
}

export interface MilestoneRecordsQuery {
  readonly scope: AccountScope;
  readonly account?: string;
  /** Of one member; null: of accounts as a whole. Absent: all. */
  readonly user?: string | null;
}

export type MilestoneRecordRow = MilestoneSubject & { readonly record: MilestoneRecord; readonly actor: string | null };
