import type { CompiledMilestone } from "../compile-definitions.ts";
import type { MilestoneState } from "./milestone-state.ts";

/** A milestone and where somebody is with it. */
export interface MilestoneOf {
  readonly milestone: CompiledMilestone;
  readonly state: MilestoneState;
}

/** How many are met, open and not relevant; together they are all. */
export type MilestoneCounts = Readonly<Record<MilestoneState["kind"], number>>;

/**
 * The milestones that somebody is shown, in their order: those for everybody, those for the segments that they are in, and
 * what they have met, wherever they are now: once met they stay, as CustomerSuccessBox' do.
 */
export function milestonesOf(
  milestones: readonly MilestoneOf[],
  segments: ReadonlySet<string>,
): readonly MilestoneOf[] {
  return milestones
    .filter(
      ({ milestone: { segment }, state }) =>
        segment === null || segments.has(segment) || (state.kind === "met" && state.recorded),
    )
    .sort((one, other) => one.milestone.order - other.milestone.order);
}

/** The first open one in their order, however far others are; null: none is open. */
export function nextMilestone(milestones: readonly MilestoneOf[]): MilestoneOf | null {
  return milestones
    .filter(({ state }) => state.kind === "open")
    .reduce<MilestoneOf | null>(
      (first, one) => (first === null || one.milestone.order < first.milestone.order ? one : first),
      null,
    );
}

/** Counts milestones by state. */
export function countMilestones(milestones: readonly MilestoneOf[]): MilestoneCounts {
  const counts = { met: 0, open: 0, notRelevant: 0 };
  for (const { state } of milestones) counts[state.kind]++;
  return counts;
}
