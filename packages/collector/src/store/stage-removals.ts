import type { AccountScope } from "../domain/account-scope.ts";

/** Who was taken out of a feature's stage, by a person or a rule. */
export interface StageRemovals {
  /**
   * Takes a member out of a feature's stage: from the next slot on the whole threshold counts anew. Whether the member was
   * in it doesn't matter: active time that arrives later may have put them there. One that isn't later than the last slot
   * that a removal closed is one with it.
   * @returns the removal that holds, and is audited; null: nobody has heard of the member or the feature.
   */
  removeFromStage(removal: StageRemovalWrite): Promise<StageRemovalRow | null>;
  /** All removals, those of one member and feature in the order of their epochs. */
  removals(scope: AccountScope): Promise<readonly StageRemovalRow[]>;
}

export interface StageRemovalWrite {
  readonly account: string;
  readonly user: string;
  readonly feature: string;
  /** Who does it: a person, or the rule. */
  readonly actor: string;
  readonly reason: string | null;
  /** Unix ms. */
  readonly atMs: number;
}

export interface StageRemovalRow extends StageRemovalWrite {
  /** The epoch that it began: 1 after the first removal. */
  readonly epoch: number;
  /** The first slot that counts from then on. */
  readonly sinceSlot: number;
}
