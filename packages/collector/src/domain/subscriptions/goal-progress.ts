/** How far a goal is. */
export interface GoalProgress {
  /** What has been reached; null: no data. */
  readonly value: number | null;
  readonly target: number;
  /** Value ÷ target in percent, above 100 beyond the target; null: no data. */
  readonly percent: number | null;
  /** What is missing; 0 once reached; null: no data. */
  readonly remaining: number | null;
  readonly reached: boolean;
}

/**
 * Progress of a goal, such as so many SaaS accounts for an award, after GoCSM's "progress toward the SaaSPreneur
 * award".
 * @param target more than 0.
 */
export function goalProgress(value: number | null, target: number): GoalProgress {
  if (value === null) return { value, target, percent: null, remaining: null, reached: false };
  return {
    value,
    target,
    percent: (value * 100) / target,
    remaining: Math.max(0, target - value),
    reached: value >= target,
  };
}
