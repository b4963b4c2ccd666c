/** Why an account needs somebody's attention. */
export type AttentionReason = (typeof ATTENTION_REASONS)[number];

export const ATTENTION_REASONS = [
  "usageDropped",
  "lowBreadth",
  "offTarget",
  "coolingCore",
  "noTouchpoint",
  "unhappy",
  "silent",
  "lowCoverage",
] as const;

/** What puts an account into the attention queue, and how far up. Everything that is left out has its default. */
export interface AttentionDefinition {
  /**
   * What each reason weighs; 0 switches it off.
   * @defaultValue `{ usageDropped: 3, lowBreadth: 2, offTarget: 2, coolingCore: 2, noTouchpoint: 1, unhappy: 3, silent: 3, lowCoverage: 2 }`
   */
  readonly weights?: Partial<Readonly<Record<AttentionReason, number>>>;
  /**
   * By what a premium account's reasons are multiplied.
   * @defaultValue 2
   */
  readonly premiumFactor?: number;
  /**
   * Active time of the last 14 closed days that is at least this much below the 14 before is a drop, percent.
   * @defaultValue 50
   */
  readonly dropPercent?: number;
  /**
   * Less than this in the 14 days before is too little to drop from, milliseconds.
   * @defaultValue 1_800_000 (half an hour)
   */
  readonly dropBaselineMs?: number;
  /**
   * An account that has adopted less than this share of its relevant features uses too few, percent.
   * @defaultValue 25
   */
  readonly breadthBelowPercent?: number;
  /**
   * Without a touchpoint for this many days.
   * @defaultValue 15
   */
  readonly touchpointDays?: number;
  /**
   * Not seen for more than this many days.
   * @defaultValue 14
   */
  readonly silentDays?: number;
}

/** Everything filled in. */
export interface AttentionRules extends Required<AttentionDefinition> {
  readonly weights: Readonly<Record<AttentionReason, number>>;
}

/**
 * What says that an account is being lost weighs 3, what says that it uses too little 2, what we owe it 1. An account that can't
 * be seen weighs as much as what is held back for it at most times: until it is mended nothing can be told of it, which is more
 * than an overdue touchpoint, and less than what somebody knows to go wrong.
 */
export const DEFAULT_ATTENTION: AttentionRules = {
  weights: {
    usageDropped: 3,
    lowBreadth: 2,
    offTarget: 2,
    coolingCore: 2,
    noTouchpoint: 1,
    unhappy: 3,
    silent: 3,
    lowCoverage: 2,
  },
  premiumFactor: 2,
  dropPercent: 50,
  dropBaselineMs: 1_800_000,
  breadthBelowPercent: 25,
  touchpointDays: 15,
  silentDays: 14,
};

/** Fills in the defaults. */
export function compileAttention({ weights, ...rest }: AttentionDefinition = {}): AttentionRules {
  return { ...DEFAULT_ATTENTION, ...rest, weights: { ...DEFAULT_ATTENTION.weights, ...weights } };
}
