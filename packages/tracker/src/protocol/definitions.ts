import type { IdleLimit } from "./idle-limit.ts";
import type { RuleStep } from "./rule-tree.ts";

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
  /** What may count as attention, where it isn't `focus`. */
  readonly attention: Readonly<Record<string, Attention>>;
  /** Which feature has which address. */
  readonly rules: RuleStep;
}
