import type { Reading } from "../api/reading/reading.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import { engagementOf } from "../domain/engagement.ts";
import { keptDays, WEEK_DAYS, weekOf } from "./weeks.ts";

/** What was done in an account. */
export interface DayUse {
  readonly activeMs: number;
  readonly visits: number;
  readonly engagement: number;
}

/** The use of an account, day by day. */
export interface CountedDays {
  /** The days that were counted: all that are kept, or those of the week that is going on. */
  readonly days: DayRange;
  /** The first of all days that are kept. */
  readonly firstKept: WorkspaceDay;
  /** Days without any are absent. */
  readonly use: ReadonlyMap<WorkspaceDay, DayUse>;
  /** On which of them whom was active; who was on none is absent. */
  readonly active: ReadonlyMap<string, readonly WorkspaceDay[]>;
}

/**
 * Tells it of each of the accounts that a reading sees.
 * @param all false: of the week that is going on, since those before are as they were.
 */
export async function countDays(reading: Reading, all: boolean): Promise<(account: string) => CountedDays> {
  const { definitions, lastDay } = reading;
  const { from: firstKept } = keptDays(lastDay);
  const days = { from: all ? firstKept : weekOf(lastDay) * WEEK_DAYS, to: lastDay };
  const [totals, actions, members] = await Promise.all([
    reading.totals({ by: ["account", "day"] }, days),
    reading.actionTotals({ by: ["account", "day"] }, days),
    reading.totals({ by: ["account", "user", "day"] }, days),
  ]);
  const counted = new Map<string, Map<WorkspaceDay, { -readonly [Key in keyof DayUse]: number }>>();
  const useOn = (account: string, day: WorkspaceDay) => {
    const own = counted.get(account) ?? new Map();
    counted.set(account, own);
    const use = own.get(day) ?? { activeMs: 0, visits: 0, engagement: 0 };
    own.set(day, use);
    return use;
  };
  for (const { account = "", day = 0, activeMs, visits } of totals) {
    const use = useOn(account, day);
    use.activeMs += activeMs[definitions.idleLimitIndex] ?? 0;
    use.visits += visits;
  }
  for (const row of actions) useOn(row.account ?? "", row.day ?? 0).engagement += engagementOf([row], definitions);
  const active = new Map<string, Map<string, WorkspaceDay[]>>();
  for (const { account = "", user = "", day = 0, activeMs, visits } of members) {
    if (visits === 0 && (activeMs[definitions.idleLimitIndex] ?? 0) === 0) continue;
    const own = active.get(account) ?? new Map<string, WorkspaceDay[]>();
    active.set(account, own);
    const activeDays = own.get(user) ?? [];
    own.set(user, activeDays);
    activeDays.push(day);
  }
  return (account) => ({
    days,
    firstKept,
    use: counted.get(account) ?? new Map(),
    active: active.get(account) ?? new Map(),
  });
}
