import type { Stage } from "@uptake/tracker/protocol";
import type { UseTrace } from "./use-trace.ts";

/** One member's use of one feature. Where there is none, the feature is untouched. */
export interface FeatureUse {
  readonly account: string;
  readonly user: string;
  readonly feature: string;
  readonly stage: Stage;
  /** Start of the slot in which the threshold was reached, Unix ms; null: not adopted. */
  readonly adoptedAtMs: number | null;
  /** When it was used; null: never. */
  readonly trace: UseTrace | null;
}

const RANKS: Readonly<Record<Stage, number>> = { untouched: 0, tried: 1, adopted: 2 };

/** The furthest of several stages; of none: untouched. */
export function furthestStage(stages: readonly Stage[]): Stage {
  return stages.reduce((furthest, stage) => (RANKS[stage] > RANKS[furthest] ? stage : furthest), "untouched" as Stage);
}
