import type { MilestoneRule } from "../definitions/definitions.ts";

/** What rules look at: the facts of one member, or of one account. */
export interface MilestoneFacts {
  /** Progress to adoption of a feature, and when it was reached. */
  readonly adoption: (feature: string) => MilestoneProgress;
  /** When each feature that has been adopted was, Unix ms or null for unknown; those of one module when it is named. */
  readonly adoptedAt: (module: string | undefined) => readonly (number | null)[];
  /** How often a feature was entered. */
  readonly visits: (feature: string) => number;
  /** Unix ms at which the visits of a feature reached a number; null: unknown. */
  readonly visitsReachedAt: (feature: string, count: number) => number | null;
  /** Active time under the workspace's idle limit; of all features when none is named. */
  readonly activeMs: (feature: string | undefined) => number;
  /** Unix ms at which it reached a length; null: unknown. */
  readonly timeReachedAt: (feature: string | undefined, activeMs: number) => number | null;
  /** How often an action was counted, over all features. */
  readonly actionCount: (action: string) => number;
  /** Unix ms at which an action's count reached a number; null: unknown. */
  readonly actionReachedAt: (action: string, count: number) => number | null;
  /** How many assets of a type the account has. Assets are facts of the account, for its members too. */
  readonly assetCount: (type: string, configuredOnly: boolean) => number;
  /** Unix ms at which there were first so many of them; null: unknown. */
  readonly assetsReachedAt: (type: string, count: number, configuredOnly: boolean) => number | null;
}

/** How far a rule is. */
export interface MilestoneProgress {
  /** 0 to 1; 1 exactly when met. */
  readonly progress: number;
  readonly met: boolean;
  /** Unix ms; null: not met, or met at a time that nothing recorded. */
  readonly metAt: number | null;
}

/** The largest number below 1: rounding in a mean must not look like completion. */
const ALMOST_ONE = 1 - Number.EPSILON / 2;

/** Progress of a rule: of `all` the mean, of `any` the maximum of its parts; met only when exactly complete. */
export function milestoneProgress(rule: MilestoneRule, facts: MilestoneFacts): MilestoneProgress {
  switch (rule.kind) {
    case "adopted":
      return facts.adoption(rule.feature);
    case "adoptedFeatures":
      return adoptedFeatures(facts.adoptedAt(rule.module), rule.count);
    case "visits":
      return share(facts.visits(rule.feature), rule.count, () => facts.visitsReachedAt(rule.feature, rule.count));
    case "time":
      return share(facts.activeMs(rule.feature), rule.activeMs, () => facts.timeReachedAt(rule.feature, rule.activeMs));
    case "action":
      return share(facts.actionCount(rule.action), rule.count, () => facts.actionReachedAt(rule.action, rule.count));
    case "assets":
      return assets(rule.type, rule.count, rule.configured === true, facts);
    case "all":
      return everyPart(rule.rules.map((part) => milestoneProgress(part, facts)));
    case "any":
      return anyPart(rule.rules.map((part) => milestoneProgress(part, facts)));
  }
}

/** Progress of one number towards another. */
export function share(value: number, needed: number, reachedAt: () => number | null): MilestoneProgress {
  if (value >= needed) return { progress: 1, met: true, metAt: reachedAt() };
  return { progress: Math.min(ALMOST_ONE, Math.max(0, value) / needed), met: false, metAt: null };
}

function assets(type: string, count: number, configuredOnly: boolean, facts: MilestoneFacts): MilestoneProgress {
  return share(facts.assetCount(type, configuredOnly), count, () => facts.assetsReachedAt(type, count, configuredOnly));
}

/** Met with the adoption that made the number full, if all times are known: an unknown one could be among the first. */
function adoptedFeatures(times: readonly (number | null)[], count: number): MilestoneProgress {
  const ordered = times.filter((time) => time !== null).sort((one, other) => one - other);
  return share(times.length, count, () => (ordered.length === times.length ? (ordered[count - 1] ?? null) : null));
}

function everyPart(parts: readonly MilestoneProgress[]): MilestoneProgress {
  const times = parts.map(({ metAt }) => metAt);
  if (parts.every(({ met }) => met)) return { progress: 1, met: true, metAt: known(times, Math.max) };
  const mean = parts.reduce((sum, { progress }) => sum + progress, 0) / parts.length;
  return { progress: Math.min(ALMOST_ONE, mean), met: false, metAt: null };
}

function anyPart(parts: readonly MilestoneProgress[]): MilestoneProgress {
  const metParts = parts.filter(({ met }) => met);
  if (metParts.length === 0) {
    return { progress: Math.max(0, ...parts.map(({ progress }) => progress)), met: false, metAt: null };
  }
  const times = metParts.map(({ metAt }) => metAt);
  return { progress: 1, met: true, metAt: known(times, Math.min) };
}

/** One unknown time among them makes the whole unknown: it could be the one that decides. */
function known(times: readonly (number | null)[], choose: (...times: number[]) => number): number | null {
  const certain = times.filter((time) => time !== null);
  return certain.length > 0 && certain.length === times.length ? choose(...certain) : null;
}
