import { slotOf, type ActiveMs, type LivingState } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import { DAY_MS, TODAY } from "./random-workspace.ts";

/** Made-up uses, over a long time, of features with rhythms; and how they live on, worked out once more from all their days. */

export const LIVING_FEATURES = {
  inbox: { activeDays: 14, coolingDays: 30, core: true },
  notes: { activeDays: 14, coolingDays: 30, core: false },
  reports: { activeDays: 60, coolingDays: 120, core: true },
} as const;
type Feature = keyof typeof LIVING_FEATURES;
export const FEATURE_IDS = Object.keys(LIVING_FEATURES) as readonly Feature[];

const THRESHOLD_MS = 90_000;
const DROP = { dropPercent: 50, dropBaselineMs: 60_000 };

export const LIVING_DEFINITIONS: Definitions = {
  features: {
    inbox: { name: "Inbox", core: true, thresholdMs: THRESHOLD_MS },
    notes: { name: "Notes", thresholdMs: THRESHOLD_MS },
    reports: { name: "Reports", core: true, thresholdMs: THRESHOLD_MS, rhythmDays: 30 },
  },
  attention: DROP,
};

/** Of the first two somebody looks after, one has left, and of the last the host has told nothing. */
export const LIVING_ACCOUNTS = ["acme", "beta", "gone", "stray"] as const;
const LOOKED_AFTER: ReadonlySet<string> = new Set(["acme", "beta"]);
export const LIVING_USERS = ["ana", "ben"] as const;

/** What was done on one day. */
export interface UsedDay {
  readonly account: string;
  readonly user: string;
  readonly feature: Feature;
  readonly day: number;
  /** 0: a visit alone. */
  readonly activeMs: number;
}

const anyDaysAgo = fc.oneof(fc.nat(16), fc.nat(50), fc.nat(200));
const usedDays = fc
  .record({
    account: fc.constantFrom(...LIVING_ACCOUNTS),
    user: fc.constantFrom(...LIVING_USERS),
    feature: fc.constantFrom(...FEATURE_IDS),
    days: fc.uniqueArray(anyDaysAgo, { minLength: 1, maxLength: 7 }),
    activeMs: fc.constantFrom(0, 40_000, 100_000),
    restDays: fc.constantFrom(0, 0, 17, 62),
  })
  .map(({ days, restDays, ...use }) =>
    days.map((daysAgo): UsedDay => Object.assign({ day: TODAY - daysAgo - restDays }, use)),
  );

/** At most one use of a day by a member of a feature. */
export const livingWorkspace: fc.Arbitrary<readonly UsedDay[]> = fc
  .array(usedDays, { minLength: 20, maxLength: 36 })
  .map((uses) => {
    const byDay = new Map(uses.flat().map((use) => [`${use.account} ${use.user} ${use.feature} ${use.day}`, use]));
    return Array.from(byDay.values());
  });

/** Starts a collector to which the days come in the order in which they are given, each by itself. */
export async function startLivingWorkspace(uses: readonly UsedDay[]): Promise<TestCollector> {
  const system = await startTestCollector({ definitions: LIVING_DEFINITIONS });
  await system.collector.ready();
  const { facts } = system.store;
  await facts.push(
    "accounts",
    [
      { id: "acme", name: "Acme" },
      { id: "beta", name: "Beta" },
      { id: "gone", name: "Gone", churnedAt: START_MS - DAY_MS },
    ],
    START_MS,
  );
  for (const { activeMs: ms, day, ...use } of uses) {
    const activeMs: ActiveMs = [ms, ms, ms, ms];
    const row = { ...use, activeMs, visits: 1, actions: {}, slot: slotOf(day * DAY_MS) };
    await facts.backfill(`day ${day} ${Object.values(use).join(" ")}`, [row], START_MS);
  }
  return system;
}

/** What a member, or of an account everybody, made of a feature up to a day; null: nothing. */
export interface NaiveLife {
  readonly adopted: boolean;
  readonly living: LivingState;
  readonly lastDay: number;
  readonly lapsesDay: number;
}

export function naiveLife(
  uses: readonly UsedDay[],
  { account, user, feature }: { readonly account: string; readonly user?: string; readonly feature: string },
  today = TODAY,
): NaiveLife | null {
  const { activeDays, coolingDays } = LIVING_FEATURES[feature as Feature];
  const own = uses.filter(
    (use) => use.account === account && (user ?? use.user) === use.user && use.feature === feature && use.day <= today,
  );
  if (own.length === 0) return null;
  const days = [...new Set(own.map(({ day }) => day))].toSorted((one, other) => one - other);
  let lastDay = Number.NaN;
  let backOn = Number.NaN;
  for (const day of days) {
    if (day - lastDay > coolingDays) backOn = day;
    lastDay = day;
  }
  const unused = today - lastDay;
  const inUse = today - backOn <= activeDays ? "recovered" : "active";
  return {
    adopted: own.reduce((sum, { activeMs }) => sum + activeMs, 0) >= THRESHOLD_MS,
    living: unused > coolingDays ? "lapsed" : unused > activeDays ? "cooling" : inUse,
    lastDay,
    lapsesDay: lastDay + coolingDays + 1,
  };
}

/** Whether a member's use is a quiet lapse. */
export function naiveIsQuiet(
  uses: readonly UsedDay[],
  member: { readonly account: string; readonly user: string; readonly feature: string },
): boolean {
  const life = naiveLife(uses, member);
  if (life?.adopted !== true || life.living !== "cooling") return false;
  if (!LIVING_FEATURES[member.feature as Feature].core || !LOOKED_AFTER.has(member.account)) return false;
  const timeIn = (from: number, to: number): number => {
    let sum = 0;
    for (const { account, day, activeMs } of uses) {
      if (account === member.account && day >= from && day <= to) sum += activeMs;
    }
    return sum;
  };
  const [before, recent] = [timeIn(TODAY - 28, TODAY - 15), timeIn(TODAY - 14, TODAY - 1)];
  return before < DROP.dropBaselineMs || recent * 2 > before;
}
