import { slotOf } from "@uptake/tracker/protocol";
import { findCrossing, type Step } from "../../domain/adoption/crossing.ts";
import type { Epoch } from "../../domain/adoption/epoch.ts";

/** What removals make of adoption, by looking through everything: the store has to come to the same. */

/** Somebody, or a rule, took a member out of a feature's stage. */
export interface Removal {
  /** Unix ms. */
  readonly atMs: number;
}

/** How far a member got in one epoch. */
export interface EpochAdoption extends Epoch {
  /** Active time in the epoch. */
  readonly progressMs: number;
  /** The slot in which it reached the threshold; null: not reached. */
  readonly adoptedSlot: number | null;
}

/**
 * The epochs that removals make, by hand or by a rule, as GoCSM's stages know them; what comes after one is ours. A
 * removal counts from the start of the next slot, so time of its own slot belongs to what is removed, whenever it
 * arrives. Several in one slot are one. Their order doesn't matter.
 */
export function epochsOf(removals: readonly Removal[]): readonly Epoch[] {
  const starts = [...new Set(removals.map(({ atMs }) => slotOf(atMs) + 1))].sort((one, other) => one - other);
  return [0, ...starts].map((sinceSlot, epoch) => ({ epoch, sinceSlot }));
}

/**
 * What a member has adopted in every epoch. After a removal it takes the whole threshold anew, and what came before it is
 * never counted again; exactly the threshold counts.
 * @param steps active time by slot, in any order.
 * @param thresholdMs at least 1, or any use is enough.
 */
export function adoptionByEpoch(
  steps: readonly Step[],
  thresholdMs: number,
  removals: readonly Removal[],
): readonly EpochAdoption[] {
  const epochs = epochsOf(removals);
  return epochs.map(({ epoch, sinceSlot }) => {
    const untilSlot = epochs[epoch + 1]?.sinceSlot ?? Number.POSITIVE_INFINITY;
    const counted = steps.filter(({ at }) => at >= sinceSlot && at < untilSlot);
    return {
      epoch,
      sinceSlot,
      progressMs: counted.reduce((sum, { amount }) => sum + amount, 0),
      adoptedSlot: findCrossing(counted, thresholdMs)?.at ?? null,
    };
  });
}
