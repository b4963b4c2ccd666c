import type { ActiveMs } from "./idle-limit.ts";

/** Body of `POST /v1/collect?key=pk_…`: state, not events. Unknown fields are ignored. */
export interface CollectRequest {
  readonly v: 1;
  /** Version of the tracker, for diagnostics. */
  readonly sdk: string;
  /** The browser's clock when the request left, Unix ms. */
  readonly sentAt: number;
  readonly writers: readonly WriterState[];
}

/** What one document load measured for one member. */
export interface WriterState {
  /** 22 base64url characters: 128 random bits, never used by another document. */
  readonly id: string;
  /** Counts this writer's requests; an acknowledgement names it. */
  readonly seq: number;
  readonly account: string;
  readonly user: string;
  /** Proof of the owner, a JWT, where the workspace asks for one. */
  readonly token?: string;
  readonly cells: readonly CellState[];
}

/** Cumulative counters of one feature in one slot. They only grow; the collector keeps each one's maximum. */
export interface CellState {
  readonly feature: string;
  /** What the page calls a feature of its own, a custom menu link `link:…`. */
  readonly name?: string;
  /** `floor(epochMs / SLOT_MS)` */
  readonly slot: number;
  readonly activeMs: ActiveMs;
  readonly visits: number;
  /** Counts by action name. */
  readonly actions?: Readonly<Record<string, number>>;
  readonly vitals?: Vitals;
}

/** Core Web Vitals of one (writer, feature), carried in the writer's first slot for it. */
export interface Vitals {
  readonly lcpMs?: number;
  readonly inpMs?: number;
  /** Cumulative layout shift × 1000, so that it is an integer like the others. */
  readonly cls1000?: number;
}

/** Reply `200`, sent only after the commit is on disk. */
export interface CollectReply {
  /** The collector's clock, Unix ms. */
  readonly now: number;
  readonly accepted: readonly Acknowledgement[];
  readonly rejected: readonly Rejection[];
}

/** Confirms exactly the cells that travelled in that request, with the values they had there. */
export interface Acknowledgement {
  readonly id: string;
  readonly seq: number;
}

/** One refused cell, or a whole refused writer where `feature` and `slot` are absent. */
export interface Rejection {
  readonly id: string;
  readonly feature?: string;
  readonly slot?: number;
  readonly reason: RejectionReason;
}

/** Why a cell or a writer was refused. */
export type RejectionReason = (typeof REJECTION_REASONS)[number];

export const REJECTION_REASONS = [
  "malformed",
  "slot_in_future",
  "slot_too_old",
  "active_exceeds_slot",
  "visits_exceed_limit",
  "actions_exceed_limit",
  "too_many_features",
  "too_many_users",
  "wrong_source",
  "token_missing",
  "token_expired",
  "token_invalid",
  "owner_mismatch",
  "voided",
  "erased",
] as const;

/** A refused cell counts as confirmed, except for these: what they refuse may still come in later. */
export function staysPending(reason: string): boolean {
  return /^(slot_in_future|token_|owner_)/.test(reason);
}
