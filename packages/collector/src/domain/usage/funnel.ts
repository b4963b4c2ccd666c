import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import type { WorkspaceDay } from "../day.ts";
import { percentOf } from "../share.ts";

/** From having seen the way in, to coming back. Each stage contains the next. */
export const FUNNEL_STAGES = ["exposed", "activated", "adopted", "usedAgain"] as const;
export type FunnelStage = (typeof FUNNEL_STAGES)[number];

const USED_AGAIN_DAYS = 14;

/** What one member has done that bears on one feature. */
export interface FunnelMember {
  /** Every feature that the member has visited, `_other` among them, as known on the day from which one looks. */
  readonly visited: ReadonlySet<string>;
  /** The first day with a visit to, or active time on, the feature that the funnel is about; null: there is none. */
  readonly firstUsedDay: WorkspaceDay | null;
  /** When the member adopted it; null: not. */
  readonly adoptedDay: WorkspaceDay | null;
  /** The first day after that one on which they used it; null: there is none. */
  readonly usedAgainDay: WorkspaceDay | null;
}

/** One stage. */
export interface FunnelStep {
  readonly stage: FunnelStage;
  readonly people: number;
  /** Of those in the stage before. Null: of the first stage, and when nobody was in the one before. */
  readonly percentOfPrevious: number | null;
}

/** How far people get with a feature. */
export interface Funnel {
  readonly steps: readonly FunnelStep[];
  /** Who has adopted it, not used it again, and has days left to do so after `until`: neither a success nor a loss yet. */
  readonly stillOpen: number;
}

/** How many of some people are in each stage. Those of several groups add up. */
export interface FunnelCounts {
  readonly people: Readonly<Record<FunnelStage, number>>;
  readonly stillOpen: number;
}

/**
 * Where the way into a feature is seen: on the features of its module and on pages that are no feature (`_other`: home,
 * menus). A visit to one of them is the nearest that a tracker which stores no pages can tell to "an entry point was seen".
 */
export function entryPointsOf(feature: string, modules: ReadonlyMap<string, string | null>): ReadonlySet<string> {
  const module = modules.get(feature) ?? null;
  const siblings = module === null ? [] : [...modules].filter(([, of]) => of === module).map(([sibling]) => sibling);
  return new Set([feature, ...siblings, OTHER_FEATURE]);
}

/**
 * Counts for the adoption funnel of a feature, after Userpilot's four stages (https://userpilot.com/blog/adoption-funnel): exposed
 * (visited an entry point), activated (used it at all), adopted (reached its threshold), used again (on another day within
 * 14 days after the day of adoption, the 14th included). Who is in a stage is in all before it, whatever was recorded of
 * those: one who has used a feature must have seen the way in. So the counts never rise.
 * @param entryPoints of the feature, see {@link entryPointsOf}.
 * @param until last day that counts.
 */
export function countFunnel(
  members: readonly FunnelMember[],
  entryPoints: ReadonlySet<string>,
  until: WorkspaceDay,
): FunnelCounts {
  const reached = members.map((member) => stagesReached(member, entryPoints, until));
  const beyond = (stages: number): number => reached.filter((count) => count > stages).length;
  return {
    people: { exposed: beyond(0), activated: beyond(1), adopted: beyond(2), usedAgain: beyond(3) },
    stillOpen: members.filter((member) => isStillOpen(member, entryPoints, until)).length,
  };
}

/** The funnel of those who were counted. */
export function adoptionFunnel({ people, stillOpen }: FunnelCounts): Funnel {
  return {
    steps: FUNNEL_STAGES.map((stage, index) => {
      const before = FUNNEL_STAGES[index - 1];
      return {
        stage,
        people: people[stage],
        percentOfPrevious: before === undefined ? null : percentOf(people[stage], people[before]),
      };
    }),
    stillOpen,
  };
}

/** Whether a member has adopted it, not used it again, and has days left to do so. */
export function isStillOpen(member: FunnelMember, entryPoints: ReadonlySet<string>, until: WorkspaceDay): boolean {
  const isAdopted = stagesReached(member, entryPoints, until) === FUNNEL_STAGES.indexOf("adopted") + 1;
  return isAdopted && (member.adoptedDay ?? 0) + USED_AGAIN_DAYS > until;
}

/** How many stages, from the first, a member has got through. */
export function stagesReached(
  { visited, firstUsedDay, adoptedDay, usedAgainDay }: FunnelMember,
  entryPoints: ReadonlySet<string>,
  until: WorkspaceDay,
): number {
  if (adoptedDay !== null && adoptedDay <= until) {
    const isAgain = usedAgainDay !== null && usedAgainDay <= Math.min(until, adoptedDay + USED_AGAIN_DAYS);
    return isAgain ? 4 : 3;
  }
  if (firstUsedDay !== null && firstUsedDay <= until) return 2;
  for (const entry of entryPoints) if (visited.has(entry)) return 1;
  return 0;
}
