/** Which accounts are marked to be watched, as the customer's own people say; the host's server may tell it, too. */
export interface PremiumMarks {
  /**
   * Marks accounts, or takes their marks away: all of them or, where nobody has heard of one, none. Each that wasn't so
   * before is audited.
   * @returns those that nobody has heard of.
   */
  markPremium(mark: PremiumMark): Promise<readonly string[]>;
}

export interface PremiumMark {
  readonly accounts: readonly string[];
  readonly premium: boolean;
  /** Who does it. */
  readonly actor: string;
  /** Unix ms. */
  readonly atMs: number;
}
