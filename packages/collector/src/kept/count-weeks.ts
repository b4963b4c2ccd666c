import type { KeptUse } from "../api/reading/kept.ts";
import type { Reading } from "../api/reading/reading.ts";
import { engagementOf } from "../domain/engagement.ts";
import { keptWeeks, weekOf, type Week } from "./weeks.ts";

/** The use of an account in the weeks that are kept. */
export interface CountedWeeks {
  readonly first: Week;
  readonly last: Week;
  /** Weeks without any are absent. */
  readonly use: ReadonlyMap<Week, KeptUse>;
}

/** Tells it of each of the accounts that a reading sees. */
export async function countWeeks(reading: Reading): Promise<(account: string) => CountedWeeks> {
  const { definitions } = reading;
  const { first, last, days } = keptWeeks(reading.lastDay);
  const [totals, actions] = await Promise.all([
    reading.totals({ by: ["account", "day"] }, days),
    reading.actionTotals({ by: ["account", "day"] }, days),
  ]);
  const counted = new Map<string, Map<Week, { -readonly [Key in keyof KeptUse]: number }>>();
  const useOf = (account: string, day: number) => {
    const weeks = counted.get(account) ?? new Map();
    counted.set(account, weeks);
    const use = weeks.get(weekOf(day)) ?? { activeMs: 0, visits: 0, engagement: 0 };
    weeks.set(weekOf(day), use);
    return use;
  };
  for (const { account = "", day = 0, activeMs, visits } of totals) {
    const use = useOf(account, day);
    use.activeMs += activeMs[definitions.idleLimitIndex] ?? 0;
    use.visits += visits;
  }
  for (const row of actions) useOf(row.account ?? "", row.day ?? 0).engagement += engagementOf([row], definitions);
  return (account) => ({ first, last, use: counted.get(account) ?? new Map() });
}
