import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { LivingState } from "@uptake/tracker/protocol";
import { DEFAULT_LIVING_DAYS, livingDaysOf, type LivingDays } from "./living-days.ts";
import { comebackIn, lapsesDay, LIVING_STATES, livingState } from "./living-state.ts";
import { traceOf } from "./use-trace.ts";

const TODAY = 20_000;
const MONTHLY = livingDaysOf(30);

function stateOf(daysAgo: readonly number[], living: LivingDays = DEFAULT_LIVING_DAYS): LivingState | null {
  const days = daysAgo.map((ago) => TODAY - ago);
  return livingState(traceOf(days, TODAY, living), TODAY, living);
}

test.each<[what: string, daysAgo: readonly number[], byDefault: LivingState | null, monthly: LivingState | null]>([
  ["never", [], null, null],
  ["today", [0], "active", "active"],
  ["14 days ago", [14], "active", "active"],
  ["15 days ago", [15], "cooling", "active"],
  ["30 days ago", [30], "cooling", "active"],
  ["31 days ago", [31], "lapsed", "active"],
  ["60 days ago", [60], "lapsed", "active"],
  ["61 days ago", [61], "lapsed", "cooling"],
  ["120 days ago", [120], "lapsed", "cooling"],
  ["121 days ago", [121], "lapsed", "lapsed"],
  ["today, 30 days after the last time", [30, 0], "active", "active"],
  ["today, 31 days after", [31, 0], "recovered", "active"],
  ["today, 121 days after", [121, 0], "recovered", "recovered"],
  ["14 days ago, 31 days after, and never since", [45, 14], "recovered", "active"],
  ["15 days ago, 31 days after, and never since", [46, 15], "cooling", "active"],
  ["15 days ago, 31 days after, and again today", [46, 15, 0], "active", "active"],
  ["each day since it came back 14 days ago", [60, 14, 13, 9, 1], "recovered", "active"],
  ["60 days ago, 121 days after, and again today", [181, 60, 0], "recovered", "recovered"],
  ["61 days ago, 121 days after, and again today", [182, 61, 0], "recovered", "active"],
])("used %s", (_, daysAgo, byDefault, monthly) => {
  expect([stateOf(daysAgo), stateOf(daysAgo, MONTHLY)]).toEqual([byDefault, monthly]);
});

const anyLiving = fc
  .tuple(fc.nat(60), fc.nat(60))
  .map(([activeDays, more]): LivingDays => ({ activeDays, coolingDays: activeDays + more }));
const anyDays = fc.array(fc.nat(200), { maxLength: 10 });

/** What the table says, worked out from all days. */
function stateByTheTable(daysAgo: readonly number[], { activeDays, coolingDays }: LivingDays): LivingState | null {
  const days = [...new Set(daysAgo)].toSorted((one, other) => other - one);
  const last = days.at(-1);
  if (last === undefined) return null;
  if (last > coolingDays) return "lapsed";
  if (last > activeDays) return "cooling";
  const comeback = days.findLast((ago, index) => index > 0 && (days[index - 1] ?? 0) - ago > coolingDays);
  return comeback !== undefined && comeback <= activeDays ? "recovered" : "active";
}

test("a state is what the table says of the days, in whatever order and however often they arrive", () => {
  fc.assert(
    fc.property(anyDays, fc.array(fc.nat(9)), anyLiving, (daysAgo, doubled, living) => {
      const arrivals = [...daysAgo, ...doubled.flatMap((at) => daysAgo[at] ?? [])];
      expect(stateOf(arrivals, living)).toBe(stateByTheTable(daysAgo, living));
      expect(stateOf(arrivals.toReversed(), living)).toBe(stateOf(daysAgo, living));
    }),
  );
});

test("every state can be reached under any days that allow it", () => {
  const { activeDays, coolingDays } = MONTHLY;
  const uses = [[0], [coolingDays + 1, 0], [activeDays + 1], [coolingDays + 1]];
  expect(uses.map((daysAgo) => stateOf(daysAgo, MONTHLY))).toEqual([...LIVING_STATES]);
});

test("without use a state never gets better, it lapses on the day that was told, and longer days to live make none worse", () => {
  const RANKS = { active: 0, recovered: 0, cooling: 1, lapsed: 2 } as const;
  fc.assert(
    fc.property(anyDays, fc.nat(200), anyLiving, fc.nat(9), (daysAgo, later, living, longer) => {
      const days = daysAgo.map((ago) => TODAY - ago);
      const rankOn = (day: number, under: LivingDays): number => {
        const state = livingState(traceOf(days, day, under), day, under);
        return state === null ? -1 : RANKS[state];
      };
      const { activeDays, coolingDays } = living;
      expect(rankOn(TODAY + later, living)).toBeGreaterThanOrEqual(rankOn(TODAY, living));
      const slower = { activeDays: activeDays + longer, coolingDays: coolingDays + longer };
      expect(rankOn(TODAY, slower)).toBeLessThanOrEqual(rankOn(TODAY, living));
      const trace = traceOf(days, TODAY, living);
      if (trace === null) return;
      const lapses = lapsesDay(trace, living);
      expect([rankOn(lapses - 1, living), rankOn(lapses, living)]).toEqual([
        activeDays === coolingDays ? 0 : 1,
        RANKS.lapsed,
      ]);
    }),
  );
});

test("what has recovered says when it came back, and nothing else does", () => {
  fc.assert(
    fc.property(anyDays, anyLiving, (daysAgo, living) => {
      const trace = traceOf(
        daysAgo.map((ago) => TODAY - ago),
        TODAY,
        living,
      );
      const comeback = trace && comebackIn(trace, living);
      expect(comeback !== null).toBe(stateOf(daysAgo, living) === "recovered");
      if (comeback === null) return;
      const [back, before] = [TODAY - comeback.day, TODAY - comeback.usedBefore];
      expect(daysAgo).toEqual(expect.arrayContaining([back, before]));
      expect(daysAgo.some((ago) => ago < before && ago > back)).toBe(false);
      expect(before - back).toBeGreaterThan(living.coolingDays);
    }),
  );
});
