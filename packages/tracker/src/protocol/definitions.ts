import type { IdleLimit } from "./idle-limit.ts";

/** What may count as attention on a feature. */
export type Attention = "focus" | "visible" | "media";

/**
 * What everybody may know of a workspace's definitions: the reply of `GET /v1/definitions?key=pk_…` and the
 * literal compiled into `/uptake.js`. No thresholds, no rules, no names of people.
 */
export interface PublicDefinitions {
  /** Version of the stored definitions. */
  readonly version: number;
  /** False is the kill switch: the tracker measures and sends nothing. */
  readonly enabled: boolean;
  readonly idleLimit: IdleLimit;
  /** Whether every page measures web vitals by feature. Default false. */
  readonly vitals?: boolean;
  readonly features: readonly PublicFeature[];
}

export interface PublicFeature {
  readonly feature: string;
  /**
   * URL patterns: a path (`/contacts/:id`, `/reports/*`), optionally with a hash route (`/app#/inbox/:id`; `#/inbox`
   * alone matches on any path), either with a query (`/app?view=calendar`; an empty value stands for any). `:name` stands
   * for one segment, a last `*` for any rest, also an empty one.
   */
  readonly urls: readonly string[];
  readonly attention: Attention;
}
