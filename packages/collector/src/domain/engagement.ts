import type { CompiledDefinitions } from "./compile-definitions.ts";

/** How often an action was counted in a feature. */
export interface CountedAction {
  /** The feature in which it was counted. */
  readonly feature: string;
  readonly action: string;
  readonly count: number;
}

/**
 * Engagement = Σ weight × count over the actions that the definitions name; others count nothing, and without any it is 0. After
 * the article's "real activity - emails sent, calls made, workflows running, bookings completed"; weights are ours, 1 each.
 */
export function engagementOf(actions: readonly CountedAction[], definitions: CompiledDefinitions): number {
  return actions.reduce((sum, { action, count }) => sum + (definitions.actions.get(action)?.weight ?? 0) * count, 0);
}

/** The feature to which an action belongs: its definition's, else the one in which it was counted. */
export function featureOfAction(counted: CountedAction, definitions: CompiledDefinitions): string {
  return definitions.actions.get(counted.action)?.feature ?? counted.feature;
}
