import type { CompiledModule } from "../compile-definitions.ts";
import type { DayRange, WorkspaceDay } from "../day.ts";

/** Active time of one user of one account on one feature, in the window or on one of its days. */
export interface UserTime {
  readonly user: string;
  readonly feature: string;
  readonly activeMs: number;
}

/** How often one user of one account has done an action, in the window or on one of its days. */
export interface UserAction {
  readonly user: string;
  readonly action: string;
  readonly count: number;
}

/** What one user did in a module. */
export interface ModuleUser {
  readonly user: string;
  readonly activeMs: number;
  /** How many of the module's actions. */
  readonly actions: number;
  readonly active: boolean;
}

/** What makes somebody active. */
type ActivityRule = Pick<CompiledModule, "features" | "activeMs" | "actions" | "actionCount" | "needs">;

/** Whether anybody can be seen to be active in a module; of others snapshots are recorded by hand. */
export function isMeasurable({ features, actions }: Pick<CompiledModule, "features" | "actions">): boolean {
  return features.length > 0 || actions.length > 0;
}

/** Which parts of a module's rule somebody has reached; null: the module has no such part. */
export function reachedParts(
  { features, activeMs, actions, actionCount }: ActivityRule,
  use: Pick<ModuleUser, "activeMs" | "actions">,
): { readonly time: boolean | null; readonly actions: boolean | null } {
  return {
    time: features.length === 0 ? null : use.activeMs >= activeMs,
    actions: actions.length === 0 ? null : use.actions >= actionCount,
  };
}

function isActive(module: ActivityRule, use: Pick<ModuleUser, "activeMs" | "actions">): boolean {
  const { time, actions } = reachedParts(module, use);
  const parts = [time, actions].filter((part) => part !== null);
  return module.needs === "all" ? parts.length > 0 && parts.every(Boolean) : parts.some(Boolean);
}

/** The days that a snapshot looks at: with 30, its own day and the 29 before. */
export function moduleWindow({ windowDays }: CompiledModule, snapshotDay: WorkspaceDay): DayRange {
  return { from: snapshotDay - windowDays + 1, to: snapshotDay };
}

/**
 * Who is active in a module, which the article counts and doesn't define; this is ours: whoever has at least its
 * `activeMs` on its features together or, where it names actions, has done `actionCount` of them; or both, as it says.
 * Everybody with any of it is listed, most time first, so that it can be seen how far the others are; time on other
 * features and other actions count nothing.
 * @param times those of the window, in any order, of one account: what a person does in another account is no use
 * here.
 * @param actions likewise.
 */
export function moduleUsers(
  module: CompiledModule,
  times: Iterable<UserTime>,
  actions: Iterable<UserAction> = [],
): readonly ModuleUser[] {
  const [features, named] = [new Set(module.features), new Set(module.actions)];
  const sums = new Map<string, { activeMs: number; actions: number }>();
  const sumOf = (user: string): { activeMs: number; actions: number } => {
    const own = sums.get(user) ?? { activeMs: 0, actions: 0 };
    sums.set(user, own);
    return own;
  };
  for (const { user, feature, activeMs } of times) if (features.has(feature)) sumOf(user).activeMs += activeMs;
  for (const { user, action, count } of actions) if (named.has(action)) sumOf(user).actions += count;
  return [...sums]
    .map(([user, use]) => ({ user, activeMs: use.activeMs, actions: use.actions, active: isActive(module, use) }))
    .sort(
      (one, other) => other.activeMs - one.activeMs || other.actions - one.actions || (one.user < other.user ? -1 : 1),
    );
}

/** Of a module with actions too: whether time alone would make somebody active, who isn't yet. */
export function awaitsTime(module: ActivityRule, use: Pick<ModuleUser, "activeMs" | "actions">): boolean {
  return !isActive(module, use) && (module.needs === "any" || reachedParts(module, use).actions !== false);
}
