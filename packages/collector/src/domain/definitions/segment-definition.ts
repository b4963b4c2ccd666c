/** A named group of accounts or users, evaluated whenever it is asked for. */
export interface SegmentDefinition {
  readonly name: string;
  /** Whom it groups. */
  readonly of: SegmentSubject;
  readonly when: SegmentRule;
}

export type SegmentSubject = "account" | "user";

/** What an attribute can be. */
export type AttributeValue = string | number | boolean;

/**
 * Who belongs to a segment. A rule over something that nobody knows of an account or user is neither met nor not met:
 * nobody belongs to a segment by what is missing, unless the rule asks for it with `exists: false`.
 * @example
 * { kind: "all", rules: [
 *   { kind: "attribute", attribute: "plan", oneOf: ["pro", "scale"] },
 *   { kind: "metric", metric: "seatUsePercent", atMost: 50 },
 * ] }
 */
export type SegmentRule =
  | AttributeRule
  | AssigneeRule
  | MetricRule
  | { readonly kind: "all"; readonly rules: readonly SegmentRule[] }
  | { readonly kind: "any"; readonly rules: readonly SegmentRule[] }
  | { readonly kind: "not"; readonly rule: SegmentRule };

/** Every comparison that is given must hold; at least one is. */
export interface AttributeRule {
  readonly kind: "attribute";
  /**
   * `plan`, `premium` and `subscription` are the account's, and a user's are those of their accounts, of which one that
   * holds is enough. `role` is the user's. Any other name is one that the host has pushed.
   */
  readonly attribute: string;
  readonly equals?: AttributeValue;
  readonly oneOf?: readonly AttributeValue[];
  /** Only numbers compare; a text is never at least anything. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Whether it has a value at all. */
  readonly exists?: boolean;
}

/** Who looks after the account in one of the `successRoles`. */
export interface AssigneeRule {
  readonly kind: "assignee";
  readonly successRole: string;
  readonly equals?: string;
  readonly oneOf?: readonly string[];
  /** False: nobody is. Whom nobody looks after is known not to be anybody's. */
  readonly exists?: boolean;
}

/** Both ends included. */
export interface MetricRule {
  readonly kind: "metric";
  readonly metric: SegmentMetric;
  readonly atLeast?: number;
  readonly atMost?: number;
  /** False: there is no data, such as a user who was never seen. */
  readonly exists?: boolean;
}

/**
 * - `activeMs`, `engagement`, `activeUsers`: of the last 30 days.
 * - `featuresUsed`, `modulesUsed`: distinct ones with an active minute on one of the last 14 closed days; no data where the
 *   tracker has never seen anybody.
 * - `adoptionPercent`: adopted ÷ relevant features; of an account those that one of its members has adopted.
 * - `healthScore`: 0 to 100.
 * - `seatUsePercent`: users active in the last 30 days ÷ licensed seats.
 * - `daysSinceLastSeen`, `daysSinceTouchpoint`: whole days; no data where there never was one.
 * - `ageDays`: whole days since it was created.
 */
export type SegmentMetric = (typeof SEGMENT_METRICS)[number];

export const SEGMENT_METRICS = [
  "activeMs",
  "engagement",
  "activeUsers",
  "featuresUsed",
  "modulesUsed",
  "adoptionPercent",
  "healthScore",
  "seatUsePercent",
  "daysSinceLastSeen",
  "daysSinceTouchpoint",
  "ageDays",
] as const;

/** What only an account has. */
export const ACCOUNT_METRICS: readonly SegmentMetric[] = ["activeUsers", "seatUsePercent"];
