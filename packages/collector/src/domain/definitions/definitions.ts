import type { Attention, IdleLimit } from "@uptake/tracker/protocol";
import type { FeatureKind } from "../feature-kind.ts";
import type { IsoWeekday } from "../period/calendar-date.ts";
import type { PeriodPreset } from "../period/period.ts";
import type { AttentionDefinition } from "./attention-definition.ts";
import type { HealthDefinition } from "./health-definition.ts";
import type { ModuleDefinition, ModuleStatusDefinition } from "./module-definition.ts";
import type { SegmentDefinition } from "./segment-definition.ts";

/**
 * What a workspace calls its features and when it calls them adopted. Keys are the ids that tracker, API and
 * database use; the order of `features` is the order on every screen.
 */
export interface Definitions {
  /**
   * The idle limit under which the workspace reads its numbers. Cells carry all four, so a change also holds for the past.
   * @defaultValue "60s"
   */
  readonly idleLimit?: IdleLimit;
  /**
   * False stops every tracker at its next start.
   * @defaultValue true
   */
  readonly enabled?: boolean;
  /**
   * Whether every page measures web vitals (LCP, INP, CLS) by feature. A page may ask for itself with `data-vitals`.
   * @defaultValue false
   */
  readonly vitals?: boolean;
  readonly features: Readonly<Record<string, FeatureDefinition>>;
  readonly modules?: Readonly<Record<string, ModuleDefinition>>;
  /** Actions that count as engagement. Others are kept and shown as not in the definitions. */
  readonly actions?: Readonly<Record<string, ActionDefinition>>;
  readonly assetTypes?: Readonly<Record<string, AssetTypeDefinition>>;
  /** In the order in which people should meet them. */
  readonly milestones?: Readonly<Record<string, MilestoneDefinition>>;
  /** Where only one segment of several can apply, the first of the file that matches does. */
  readonly segments?: Readonly<Record<string, SegmentDefinition>>;
  readonly moduleStatus?: ModuleStatusDefinition;
  readonly health?: HealthDefinition;
  readonly attention?: AttentionDefinition;
  /**
   * ISO numbers of the weekdays on which the workspace's customers work: 1 is Monday, 7 Sunday.
   * @defaultValue [1, 2, 3, 4, 5]
   */
  readonly workingDays?: readonly IsoWeekday[];
  /**
   * Over what numbers are told where nobody asks for a period, by the API and on the dashboard.
   * @defaultValue "month", the current one to date
   */
  readonly defaultPeriod?: PeriodPreset;
  /** What the company is working towards. */
  readonly goal?: GoalDefinition;
  /**
   * When modules are kept as a snapshot: at the end of each month or quarter.
   * @defaultValue "monthly"
   */
  readonly snapshots?: SnapshotSchedule;
  /**
   * In which roles people look after accounts.
   * @defaultValue `{ csm: { name: "Customer success manager" } }`
   */
  readonly successRoles?: Readonly<Record<string, SuccessRoleDefinition>>;
}

export interface FeatureDefinition {
  /** What every screen calls it, also where the page of a custom menu link says another name. */
  readonly name: string;
  /** @defaultValue "link" where the key begins with `link:`, else "feature" */
  readonly kind?: FeatureKind;
  readonly module?: string;
  /**
   * URL patterns, see `PublicFeature.urls` of the protocol. Elements with `data-uptake-feature` need none.
   * @defaultValue []
   */
  readonly urls?: readonly string[];
  /** @defaultValue "focus" */
  readonly attention?: Attention;
  /**
   * Active time at which a member has adopted the feature, milliseconds. Exactly this much counts.
   * @defaultValue 420_000 (seven minutes)
   */
  readonly thresholdMs?: number;
  /**
   * Whether it belongs to the list of the most valuable features, which every customer should be using.
   * @defaultValue false
   */
  readonly core?: boolean;
  /**
   * To users in which roles it is relevant.
   * @defaultValue all, and those without a role
   */
  readonly roles?: readonly string[];
  /**
   * To accounts on which plans it is relevant.
   * @defaultValue all, and those without a plan
   */
  readonly plans?: readonly string[];
  /**
   * Since when there is it, such as "2026-11-01", by the workspace's days. Before, it is relevant to nobody, and the time
   * until somebody adopts it counts from here.
   * @defaultValue always
   */
  readonly launchedAt?: string;
  /**
   * How many days usually lie between two uses by the same person: 30 for a monthly report. A use is active for twice as
   * long, at least 14 days, and then cools until four times as long are over, at least 30 days; later it has lapsed. 7 to 366:
   * what is used more often than once a week needs none. What it is of itself, `useRhythmDays` of `GET /v1/explain` tells.
   * @defaultValue 7, once a week
   */
  readonly rhythmDays?: number;
}

export interface ActionDefinition {
  readonly name: string;
  /** @defaultValue 1 */
  readonly weight?: number;
  /**
   * Who counts it. What comes from the other side is quarantined as `wrong_source`, so nothing counts twice.
   * @defaultValue "browser"
   */
  readonly source?: "browser" | "server";
  /** The feature it belongs to, whichever feature it was counted in. Without it: the feature it was counted in. */
  readonly feature?: string;
}

export interface AssetTypeDefinition {
  readonly name: string;
  /** The feature whose assets these are. */
  readonly feature?: string;
  /**
   * An asset counts as active only if it is set up and also ran on one of the last so many days, the last one among them.
   * @defaultValue being set up is enough
   */
  readonly activeWithinDays?: number;
}

export interface MilestoneDefinition {
  readonly name: string;
  /** @defaultValue "member" */
  readonly scope?: "member" | "account";
  /**
   * For whom it is: an id of `segments`.
   * @defaultValue everybody
   */
  readonly segment?: string;
  /**
   * Who has met a version keeps it, whatever becomes of the rule. A higher number lets people meet it anew.
   * @defaultValue 1
   */
  readonly version?: number;
  readonly rule: MilestoneRule;
}

/** A rule's progress is 0 to 1: of `all` the mean, of `any` the maximum of its parts. */
export type MilestoneRule =
  | { readonly kind: "adopted"; readonly feature: string }
  /** So many adopted features, of one module where it is named. */
  | { readonly kind: "adoptedFeatures"; readonly count: number; readonly module?: string }
  | { readonly kind: "visits"; readonly feature: string; readonly count: number }
  | { readonly kind: "time"; readonly feature?: string; readonly activeMs: number }
  | { readonly kind: "action"; readonly action: string; readonly count: number }
  | { readonly kind: "assets"; readonly type: string; readonly count: number; readonly configured?: boolean }
  | { readonly kind: "all"; readonly rules: readonly MilestoneRule[] }
  | { readonly kind: "any"; readonly rules: readonly MilestoneRule[] };

/** A number to get to. */
export interface GoalDefinition {
  readonly name: string;
  readonly metric: GoalMetric;
  /** Above 0; of `featureUsagePercent` 100 at most. */
  readonly target: number;
}

export type GoalMetric = (typeof GOAL_METRICS)[number];

/** Accounts with an active subscription; all that haven't churned; users seen in the last 30 days; Feature Usage %. */
export const GOAL_METRICS = ["saasAccounts", "accounts", "activeUsers", "featureUsagePercent"] as const;

export type SnapshotSchedule = "monthly" | "quarterly" | "none";

export interface SuccessRoleDefinition {
  readonly name: string;
}

export const DEFAULT_SUCCESS_ROLES: Readonly<Record<string, SuccessRoleDefinition>> = {
  csm: { name: "Customer success manager" },
};

/** Seven minutes: the marker at which a user enters a feature's stage. */
export const DEFAULT_THRESHOLD_MS = 420_000;

/**
 * Types a definitions file, so that an editor completes it and `tsc` finds its typing errors.
 * @example
 * export default defineDefinitions({ features: { calendars: { name: "Calendars", urls: ["/calendars/*"] } } });
 */
export function defineDefinitions<const Typed extends Definitions>(definitions: Typed): Typed {
  return definitions;
}
