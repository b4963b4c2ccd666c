import type { MilestoneRecord } from "./milestone-state.ts";

/** What is kept of one milestone of one member or account, where only the latest of each decision is kept. */
export interface StoredMilestone {
  /** Of the milestone when it was met. */
  readonly version: number;
  /** When it was met, or noticed to be; null: not met, or taken back since. */
  readonly metAt: number | null;
  /** When it was taken back the last time; null: never. */
  readonly resetAt: number | null;
  /** null: it is relevant. */
  readonly notRelevantReason: string | null;
  readonly changedAt: number;
}

/** The decisions that a row stands for, in the order in which `milestoneState` wants them. */
export function recordsOf(row: StoredMilestone): readonly MilestoneRecord[] {
  const { version, metAt, resetAt, notRelevantReason, changedAt } = row;
  return [
    ...(resetAt === null ? [] : [{ kind: "reset" as const, atMs: resetAt }]),
    ...(metAt === null ? [] : [{ kind: "met" as const, version, metAtMs: metAt, atMs: changedAt }]),
    ...(notRelevantReason === null
      ? []
      : [{ kind: "notRelevant" as const, reason: notRelevantReason, atMs: changedAt }]),
  ];
}
