import type { CatalogFeature } from "./catalog.ts";
import type { LocalDay } from "./working-days.ts";
import type { Random } from "./random.ts";
import { roleAffinity, type Role } from "./role.ts";

/** How one person uses the product in one account. */
export interface Habits {
  /** No day is drawn before this one. */
  readonly firstDay: LocalDay;
  /** Chance to come on an ordinary working day, 0 to 1. */
  readonly attendance: number;
  /** Usual time in the product on a day with a visit. */
  readonly minutesPerDay: number;
  /** Which features, how much, and since when. */
  readonly mix: readonly MixPart[];
  /** When the day begins, against the usual hours. */
  readonly shiftMinutes: number;
  /** 0 clicks all the time, 1 reads for long: how much the four idle limits differ. */
  readonly calm: number;
  /** Usage that is told by the day instead of drawn; it ends at the anchor. */
  readonly script: readonly ScriptedUse[];
}

export interface MixPart {
  readonly feature: CatalogFeature;
  readonly weight: number;
  readonly firstDay: LocalDay;
}

/** One stay in a feature on a known day. */
export interface ScriptedUse {
  readonly day: LocalDay;
  readonly feature: CatalogFeature;
  /** Active time under the workspace's idle limit. */
  readonly activeMs: number;
  /** How often the feature's first action happens. */
  readonly actions: number;
}

const KINDS = [
  { kind: "power", weight: 15, attendance: 0.94, minutesPerDay: 130 },
  { kind: "regular", weight: 41, attendance: 0.72, minutesPerDay: 62 },
  { kind: "light", weight: 22, attendance: 0.3, minutesPerDay: 24 },
  { kind: "rare", weight: 10, attendance: 0.06, minutesPerDay: 11 },
  { kind: "never", weight: 12, attendance: 0, minutesPerDay: 0 },
] as const;

/** Draws one member's habits. @param firstDay the day on which the person came. */
export function drawHabits(
  random: Random,
  {
    role,
    features,
    anchorDay,
    firstDay,
  }: {
    readonly role: Role;
    readonly features: readonly CatalogFeature[];
    readonly anchorDay: LocalDay;
    readonly firstDay: LocalDay;
  },
): Habits {
  const kind = random.pickWeighted(KINDS);
  return {
    firstDay,
    attendance: kind.attendance,
    minutesPerDay: kind.minutesPerDay * random.factor(0.3),
    mix: features.flatMap((feature, rank) => {
      const weight = (roleAffinity(role, feature.feature) * random.factor(0.9)) / (rank + 1) ** 0.45;
      const discoveredDaysAgo = random.chance(0.3) ? random.integer(2, 85) : Number.POSITIVE_INFINITY;
      if (random.chance(0.28)) return [];
      return [{ feature, weight, firstDay: Math.max(firstDay, anchorDay - discoveredDaysAgo) }];
    }),
    shiftMinutes: random.integer(-60, 75),
    calm: random.next(),
    script: [],
  };
}
