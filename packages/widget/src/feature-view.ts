import type { Stage } from "@uptake/tracker/protocol";
import { isMerged } from "./measured.ts";
import { shownMs, type WidgetState } from "./state.ts";

/** One feature as it is drawn. */
export interface FeatureView {
  readonly feature: string;
  readonly name: string;
  readonly stage: Stage;
  readonly activeMs: number;
  readonly progressMs: number;
  readonly thresholdMs: number;
  /** Unix ms; null unless adopted. */
  readonly adoptedAt: number | null;
  /** Whether time goes to it at this moment. */
  readonly counting: boolean;
  readonly celebrated: boolean;
}

/** The features by what they ask of the user. */
export interface FeatureGroups {
  /** Tried and not adopted, nearest to its threshold first. */
  readonly inProgress: readonly FeatureView[];
  /** In the order of the definitions. */
  readonly untouched: readonly FeatureView[];
  /** Newest first. */
  readonly adopted: readonly FeatureView[];
}

/** Merges the collector's record with what the page measured, and sorts it. */
export function featureGroups(state: WidgetState): FeatureGroups {
  const views = featureViews(state);
  const remainingMs = (view: FeatureView) => Math.max(0, view.thresholdMs - view.progressMs);
  return {
    inProgress: views.filter(({ stage }) => stage === "tried").sort((a, b) => remainingMs(a) - remainingMs(b)),
    untouched: views.filter(({ stage }) => stage === "untouched"),
    adopted: views.filter(({ stage }) => stage === "adopted").sort((a, b) => (b.adoptedAt ?? 0) - (a.adoptedAt ?? 0)),
  };
}

function featureViews(state: WidgetState): FeatureView[] {
  const { known, local } = state;
  if (known === null) return [];
  const shown = shownMs(state);
  const own = isMerged(known, local) ? local : null;
  return known.reply.features.map(({ feature, name, stage, thresholdMs, adoptedAt }) => {
    const { activeMs = 0, progressMs = 0 } = shown.get(feature) ?? {};
    const touched = activeMs > 0 || (own?.visits[feature] ?? 0) > 0;
    return {
      feature,
      name,
      stage: stage === "untouched" && touched ? "tried" : stage,
      activeMs,
      progressMs,
      thresholdMs,
      adoptedAt,
      counting: own !== null && own.counting && own.feature === feature,
      celebrated: state.celebrated.includes(feature),
    };
  });
}
