/**
 * A time between two removals of a member from a feature's stage, by hand or by a rule, as GoCSM's stages know them; what
 * comes after one is ours. In slots: from `sinceSlot` up to the slot of the next removal, which still belongs to it.
 */
export interface Epoch {
  /** 0 before the first removal. */
  readonly epoch: number;
  readonly sinceSlot: number;
}
