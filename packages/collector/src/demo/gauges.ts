import type { DayRange } from "../domain/day.ts";
import { daysIn } from "../domain/period/day-range.ts";
import type { GaugeWrite } from "../store/pushed.ts";
import type { Company, DemoAccount } from "./company.ts";
import { activityLevel } from "./fate.ts";
import { createRandom } from "./random.ts";
import { isWeekend, type LocalDay } from "./working-days.ts";

const BANDWIDTH_GB_PER_PERSON = 0.4;

/** The bandwidth of every account on each of some days, as its story goes; those that nobody uses have none. */
export function* demoGauges(company: Company, days: DayRange): Generator<GaugeWrite, void, undefined> {
  const people = new Map<string, number>();
  for (const { account } of company.members) people.set(account.id, (people.get(account.id) ?? 0) + 1);
  for (const day of daysIn(days)) {
    for (const account of company.accounts) {
      const level = levelOn(account, day, company.anchorDay);
      if (level === 0) continue;
      const random = createRandom(company.seed, "gauges", account.id, day);
      const value = (people.get(account.id) ?? 0) * BANDWIDTH_GB_PER_PERSON * level * random.between(0.8, 1.2);
      yield { account: account.id, gauge: "bandwidth", unit: "GB", day, value: Math.round(value * 10) / 10 };
    }
  }
}

function levelOn({ story, weekendShare }: DemoAccount, day: LocalDay, anchorDay: LocalDay): number {
  return activityLevel(story, day - anchorDay) * (isWeekend(day) ? weekendShare : 1);
}
