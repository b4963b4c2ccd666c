import { timeUntil, type TimeUntil, type WaitingCase } from "../../domain/adoption/time-until.ts";
import { groupBy } from "../../domain/group-by.ts";
import { countCases, milestoneCases, waitsOf, type CaseCounts } from "../reading/milestone-cases.ts";
import type { Reading } from "../reading/reading.ts";
import { count, type Counting, type Sums } from "./sums.ts";

/** Where an account and its members are with milestones. Whoever belongs to several accounts is a member of each. */
export interface AccountMilestones {
  readonly sums: Sums;
  /** By milestone, where there are any: how long it takes is no sum. */
  readonly waits: ReadonlyMap<string, readonly WaitingCase[]>;
}

/** Milliseconds; null: that isn't known yet, or there is nobody. */
export type MilestoneTimes = Pick<TimeUntil, "medianMs" | "p90Ms">;

/** By account, of those that the reading sees. */
export async function countMilestones(reading: Reading): Promise<ReadonlyMap<string, AccountMilestones>> {
  const counted = new Map<string, { readonly sums: Counting; readonly waits: Map<string, readonly WaitingCase[]> }>();
  for (const [milestone, cases] of await milestoneCases(reading)) {
    for (const [account, own] of groupBy(cases, (one) => one.account)) {
      const { sums, waits } = counted.get(account) ?? { sums: {}, waits: new Map() };
      counted.set(account, { sums, waits });
      for (const [name, amount] of Object.entries(countCases(own))) count(sums, `${name} ${milestone}`, amount);
      const timed = waitsOf(own);
      if (timed.length > 0) waits.set(milestone, timed);
    }
  }
  return counted;
}

/** The counts of a milestone, of what {@link countMilestones} counted. */
export function casesIn(sums: Sums, milestone: string): CaseCounts {
  const of = (name: keyof CaseCounts): number => sums[`${name} ${milestone}`] ?? 0;
  return {
    met: of("met"),
    open: of("open"),
    notRelevant: of("notRelevant"),
    waiting: of("waiting"),
    untimed: of("untimed"),
  };
}

/** How long a milestone takes, as numbers by name; {@link timesIn} reads them. */
export function countTimes(milestone: string, waits: readonly WaitingCase[], nowMs: number): Sums {
  const { medianMs, p90Ms } = timeUntil(waits, nowMs);
  return {
    ...(medianMs !== null && { [`median ${milestone}`]: medianMs }),
    ...(p90Ms !== null && { [`p90 ${milestone}`]: p90Ms }),
  };
}

export function timesIn(numbers: ReadonlyMap<string, number>): (milestone: string) => MilestoneTimes {
  return (milestone) => ({
    medianMs: numbers.get(`median ${milestone}`) ?? null,
    p90Ms: numbers.get(`p90 ${milestone}`) ?? null,
  });
}
