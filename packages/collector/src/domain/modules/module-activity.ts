import type { CompiledModule } from "../compile-definitions.ts";
import type { DayRange, WorkspaceDay } from "../day.ts";

/** Active time of one user of one account on one feature, in the window or on one of its days. */
export interface UserTime {
  readonly user: string;
  readonly feature: string;
  readonly activeMs: number;
}

/** Active time of one user in a module. */
export interface ModuleUser {
  readonly user: string;
  readonly activeMs: number;
  readonly active: boolean;
}

/** The days that a snapshot looks at: with 30, its own day and the 29 before. */
export function moduleWindow({ windowDays }: CompiledModule, snapshotDay: WorkspaceDay): DayRange {
  return { from: snapshotDay - windowDays + 1, to: snapshotDay };
}

/**
 * Who is active in a module: whoever has at least its `activeMs` on its features together. Everybody with any time is
 * listed, most first, so that it can be seen how far the others are; time on other features counts nothing.
 * @param times those of the window, in any order, of one account: a person's time in another account is no use here.
 */
export function moduleUsers(module: CompiledModule, times: Iterable<UserTime>): readonly ModuleUser[] {
  const features = new Set(module.features);
  const sums = new Map<string, number>();
  for (const { user, feature, activeMs } of times) {
    if (features.has(feature)) sums.set(user, (sums.get(user) ?? 0) + activeMs);
  }
  return [...sums]
    .map(([user, activeMs]) => ({ user, activeMs, active: activeMs >= module.activeMs }))
    .sort((one, other) => other.activeMs - one.activeMs || (one.user < other.user ? -1 : 1));
}
