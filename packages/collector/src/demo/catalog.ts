import { IDLE_LIMITS, OTHER_FEATURE, DEFAULT_IDLE_LIMIT } from "@uptake/tracker/protocol";
import { DEFAULT_THRESHOLD_MS, type Definitions } from "../domain/definitions/definitions.ts";
import { createRandom } from "./random.ts";

/** What there is to use, read from any workspace's definitions. */
export interface Catalog {
  /** Defined features, the most popular first: the order of the definitions. */
  readonly features: readonly CatalogFeature[];
  readonly assetTypes: readonly CatalogAssetType[];
  /** Index into `IDLE_LIMITS` of the limit under which the workspace reads its numbers. */
  readonly idleLimitIndex: number;
}

export interface CatalogFeature {
  readonly feature: string;
  readonly thresholdMs: number;
  readonly actions: readonly CatalogAction[];
  /** As the definitions state it; null: it is used on any day. */
  readonly rhythmDays: number | null;
}

export interface CatalogAction {
  readonly action: string;
  /** How many one active hour brings. */
  readonly countPerHour: number;
}

export interface CatalogAssetType {
  readonly type: string;
  /** Null: of no feature in particular. */
  readonly feature: string | null;
}

/** Time outside every feature: start page, settings. */
export const OTHER: CatalogFeature = {
  feature: OTHER_FEATURE,
  thresholdMs: DEFAULT_THRESHOLD_MS,
  actions: [],
  rhythmDays: null,
};

/** An action's verb tells how often it happens; the first match holds. */
const COUNTS_PER_HOUR: readonly (readonly [RegExp, number])[] = [
  [/sent|moved|run|made|answered|posted/i, 7],
  [/creat|add|complet|book|updat/i, 3],
  [/publish|export|import|delet|invit|connect/i, 0.9],
];

/** A feature keeps at most this many of its actions, below the protocol's limit for one cell. */
const MAX_ACTIONS_PER_FEATURE = 12;

/** Reads what the generator needs; actions that a server counts are left out, since no browser may send them. */
export function readCatalog(definitions: Definitions): Catalog {
  const features = Object.entries(definitions.features);
  const names = features.map(([feature]) => feature);
  const actions = Object.entries(definitions.actions ?? {})
    .filter(([, { source }]) => source !== "server" && names.length > 0)
    .map(([action, { feature }]) => ({
      // Where no feature is named, or one that isn't defined, any place counts it: always the same one.
      feature: feature !== undefined && names.includes(feature) ? feature : createRandom("action", action).pick(names),
      action,
      countPerHour: COUNTS_PER_HOUR.find(([verb]) => verb.test(action))?.[1] ?? 2,
    }));
  return {
    features: features.map(([feature, { thresholdMs = DEFAULT_THRESHOLD_MS, rhythmDays = null }]) => ({
      feature,
      thresholdMs,
      rhythmDays,
      actions: actions
        .filter((action) => action.feature === feature)
        .slice(0, MAX_ACTIONS_PER_FEATURE)
        .map(({ action, countPerHour }) => ({ action, countPerHour })),
    })),
    assetTypes: Object.entries(definitions.assetTypes ?? {}).map(([type, { feature = null }]) => ({ type, feature })),
    idleLimitIndex: IDLE_LIMITS.indexOf(definitions.idleLimit ?? DEFAULT_IDLE_LIMIT),
  };
}
