import type { LoginClass } from "../usage/login-class.ts";

/** How a health score of 0 to 100 is made. Everything that is left out has its default. */
export interface HealthDefinition {
  /**
   * What each part weighs. Only their proportion matters; 0 leaves a part out.
   * @defaultValue `{ login: 30, adoption: 40, feedback: 30 }`
   */
  readonly weights?: Partial<HealthWeights>;
  /**
   * Other weights for the people of accounts in some segments, by the segment. Of several the first in the order of
   * `segments` holds; what is left out weighs as in `weights`. The segments group accounts, and look at attributes and
   * assignees only: what somebody does makes their health, and must not weigh it, too.
   * @defaultValue `{}`: everybody's health is weighed by `weights`
   */
  readonly segmentWeights?: Readonly<Record<string, Partial<HealthWeights>>>;
  /**
   * The lowest score of each class; below `steady` is struggling.
   * @defaultValue `{ thriving: 76, healthy: 51, steady: 26 }`
   */
  readonly cuts?: Partial<HealthCuts>;
  /**
   * What a missing part does: `exclude` weighs the others alone, `zero` counts it as 0 points.
   * @defaultValue "exclude"
   */
  readonly missing?: "exclude" | "zero";
  /**
   * Points of each login class, 0 to 100.
   * @defaultValue `{ daily: 100, weekly: 75, monthly: 50, inactive: 0 }`
   */
  readonly loginPoints?: Partial<LoginPoints>;
  /**
   * How long an answer counts, days.
   * @defaultValue 180
   */
  readonly feedbackDays?: number;
  /**
   * An account's health is the mean over users whom the tracker has seen within this many days. Whoever only the host's server
   * has seen in them is in no mean, and has no part of adoption.
   * @defaultValue 90
   */
  readonly seenDays?: number;
  /**
   * Another formula for accounts, beside the score: product engagement, the mean of adoption, stickiness and growth. An
   * empty object chooses it as it is. `missing` holds for it, too.
   * @defaultValue null: it isn't looked at
   */
  readonly productEngagement?: ProductEngagementDefinition | null;
}

/** How an account's product engagement is made. */
export interface ProductEngagementDefinition {
  /**
   * What each part weighs. Only their proportion matters; 0 leaves a part out.
   * @defaultValue `{ adoption: 1, stickiness: 1, growth: 1 }`
   */
  readonly weights?: Partial<ProductEngagementWeights>;
}

export interface ProductEngagementWeights {
  readonly adoption: number;
  readonly stickiness: number;
  readonly growth: number;
}

export interface HealthWeights {
  readonly login: number;
  readonly adoption: number;
  readonly feedback: number;
}

export interface HealthCuts {
  readonly thriving: number;
  readonly healthy: number;
  readonly steady: number;
}

/** Of everybody who was ever seen; who never was has no points, not 0. */
export type LoginPoints = Readonly<Record<LoginClass, number>>;

/** Everything filled in. */
export interface HealthRules extends Required<HealthDefinition> {
  readonly weights: HealthWeights;
  readonly segmentWeights: Readonly<Record<string, Partial<HealthWeights>>>;
  readonly cuts: HealthCuts;
  readonly loginPoints: LoginPoints;
  /** Null: nobody has chosen it. */
  readonly productEngagement: { readonly weights: ProductEngagementWeights } | null;
}

/** All three alike, as in Pendo's Product Engagement Score. */
const DEFAULT_ENGAGEMENT: ProductEngagementWeights = { adoption: 1, stickiness: 1, growth: 1 };

/** The weights and cuts of GoCSM's automated health status; what it leaves open is ours. */
export const DEFAULT_HEALTH: HealthRules = {
  weights: { login: 30, adoption: 40, feedback: 30 },
  segmentWeights: {},
  cuts: { thriving: 76, healthy: 51, steady: 26 },
  missing: "exclude",
  loginPoints: { daily: 100, weekly: 75, monthly: 50, inactive: 0 },
  feedbackDays: 180,
  seenDays: 90,
  productEngagement: null,
};

/** Fills in the defaults, part by part. */
export function compileHealth({
  weights,
  cuts,
  loginPoints,
  productEngagement = null,
  ...rest
}: HealthDefinition = {}): HealthRules {
  return {
    ...DEFAULT_HEALTH,
    ...rest,
    weights: { ...DEFAULT_HEALTH.weights, ...weights },
    cuts: { ...DEFAULT_HEALTH.cuts, ...cuts },
    loginPoints: { ...DEFAULT_HEALTH.loginPoints, ...loginPoints },
    productEngagement: productEngagement && { weights: { ...DEFAULT_ENGAGEMENT, ...productEngagement.weights } },
  };
}
