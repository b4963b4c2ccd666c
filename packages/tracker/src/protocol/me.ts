import type { IdleLimit } from "./idle-limit.ts";

/** Reply of `GET /v1/me` (Bearer JWT): one member's own record. Times are Unix ms, lengths milliseconds. */
export interface MeReply {
  readonly user: { readonly id: string; readonly name: string | null };
  readonly account: { readonly id: string; readonly name: string | null };
  /** When the collector last committed a cell of this member, or the time of the read where there is none. */
  readonly asOf: number;
  readonly definitionVersion: number;
  readonly idleLimit: IdleLimit;
  /** Every defined feature in the order of the definitions, unused ones too, without `_other`. */
  readonly features: readonly MeFeature[];
  readonly milestones: readonly MeMilestone[];
}

export interface MeFeature {
  readonly feature: string;
  readonly name: string;
  readonly module: string | null;
  /** All-time, under the workspace's idle limit. */
  readonly activeMs: number;
  /** Since the last removal from the stage. */
  readonly progressMs: number;
  readonly visits: number;
  /** Counts by action name. */
  readonly actions: Readonly<Record<string, number>>;
  readonly thresholdMs: number;
  readonly stage: Stage;
  /** Null while untouched. */
  readonly living: LivingState | null;
  /** Start of the slot in which the sum crossed the threshold. */
  readonly adoptedAt: number | null;
  /** Start of the last slot with a visit or active time. */
  readonly lastUsedAt: number | null;
  /** With `?writer=ID`: that writer's share of `activeMs`, from the same read. */
  readonly writerMs?: number;
}

/** What a member has reached on a feature. Sticky. */
export type Stage = "untouched" | "tried" | "adopted";

/**
 * Whether it still lives: ≤ 14, ≤ 30, > 30 days since use, or longer where the definitions state the feature's rhythm;
 * `recovered`: active again lately, after it had lapsed.
 */
export type LivingState = "active" | "recovered" | "cooling" | "lapsed";

export interface MeMilestone {
  readonly milestone: string;
  readonly name: string;
  /** 0 to 1. */
  readonly progress: number;
  /** Once met it stays met, whatever becomes of the rule and the numbers, unless somebody takes it back. */
  readonly met: boolean;
  /** Null: not met, or at a time that nothing recorded. */
  readonly metAt: number | null;
  /** The version of the milestone that was met. */
  readonly version?: number;
  /** Why it isn't relevant; absent: it is. */
  readonly notRelevant?: string;
}
