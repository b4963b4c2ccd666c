/** What `verify` finds: a rollup that differs from its cells, or a row that breaks a rule. */
export type VerifyFinding = RollupDifference | BrokenRule;

export interface RollupDifference {
  readonly kind: "difference";
  readonly table: string;
  readonly key: string;
  readonly stored: string;
  readonly recomputed: string;
}

export interface BrokenRule {
  readonly kind: "broken";
  readonly table: string;
  readonly key: string;
  /** The rest of a sentence about the row. */
  readonly problem: string;
}
