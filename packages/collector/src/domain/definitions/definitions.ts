import type { Attention, IdleLimit } from "@uptake/tracker/protocol";
import type { FeatureKind } from "../feature-kind.ts";

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
  readonly milestones?: Readonly<Record<string, MilestoneDefinition>>;
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
}

export interface ModuleDefinition {
  readonly name: string;
  readonly description?: string;
  /** Share of licensed users that should be active, 0 to 100. */
  readonly targetPercent?: number;
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
}

export interface MilestoneDefinition {
  readonly name: string;
  /** @defaultValue "member" */
  readonly scope?: "member" | "account";
  readonly rule: MilestoneRule;
}

/** A rule's progress is 0 to 1: of `all` the mean, of `any` the maximum of its parts. */
export type MilestoneRule =
  | { readonly kind: "adopted"; readonly feature: string }
  | { readonly kind: "time"; readonly feature?: string; readonly activeMs: number }
  | { readonly kind: "action"; readonly action: string; readonly count: number }
  | { readonly kind: "assets"; readonly type: string; readonly count: number; readonly configured?: boolean }
  | { readonly kind: "all"; readonly rules: readonly MilestoneRule[] }
  | { readonly kind: "any"; readonly rules: readonly MilestoneRule[] };

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
