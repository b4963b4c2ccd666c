import type { AccountScope } from "../domain/account-scope.ts";
import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import type { MembershipChange, Stay } from "../domain/segments/membership.ts";

/** Who was in which segment, and when, as far as the job that evaluates segments has noticed. */
export interface SegmentMembers {
  /** Stays that began later come later. */
  segmentMembers(query: SegmentMembersQuery): Promise<readonly SegmentStay[]>;
  /** Stays of some accounts or users in one segment, which costs what they are, however many others there are. */
  staysOf(query: StaysQuery): Promise<readonly SegmentStay[]>;
  /**
   * Writes down who joined and left. Who is there already can't join, who isn't can't leave, and nobody has to have heard
   * of whom nobody has: that changes nothing. Whoever joined is looked at by the job that keeps milestones.
   * @returns how many changed something.
   */
  changeSegmentMembers(changes: readonly SegmentChange[]): Promise<number>;
  /** When all segments were last evaluated; null: never. */
  segmentsEvaluated(): Promise<SegmentsEvaluated | null>;
  /** Notes that they were, once every change that came of it is written down. */
  noteSegmentsEvaluated(evaluated: SegmentsEvaluated): Promise<void>;
}

/** An evaluation of all segments. */
export interface SegmentsEvaluated {
  /** As of when, Unix ms. */
  readonly atMs: number;
  readonly definitionVersion: number;
}

export interface SegmentChange extends MembershipChange {
  readonly of: SegmentSubject;
}

export interface SegmentStay extends Stay {
  readonly of: SegmentSubject;
}

export interface SegmentMembersQuery {
  /** Users are seen by whoever may see one of their accounts. */
  readonly scope: AccountScope;
  readonly segment?: string;
  /** Only stays of this account, or where a user is named as well, of either. */
  readonly account?: string;
  readonly user?: string;
  /** Only of who is still there. */
  readonly current?: boolean;
}

export interface StaysQuery {
  readonly scope: AccountScope;
  readonly segment: string;
  readonly of: SegmentSubject;
  readonly subjects: readonly string[];
}
