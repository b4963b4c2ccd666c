/** For how long a use lives after its last day, days. */
export interface LivingDays {
  readonly activeDays: number;
  readonly coolingDays: number;
}

/** Of whatever nobody has stated a rhythm: about what a weekly use comes to. The lengths are ours. */
export const DEFAULT_LIVING_DAYS: LivingDays = { activeDays: 14, coolingDays: 30 };

/** A use lives for twice its rhythm, and cools for twice that. */
const ACTIVE_RHYTHMS = 2;
const COOLING_RHYTHMS = 4;

/**
 * For how long a use lives, by its rhythm: what is used once a month hasn't lapsed after two weeks. Never shorter than by
 * default, so that a daily use isn't called cooling after a weekend.
 * @param rhythmDays days from one use to the next; null: nobody has stated it.
 */
export function livingDaysOf(rhythmDays: number | null): LivingDays {
  const rhythm = rhythmDays ?? 0;
  return {
    activeDays: Math.max(DEFAULT_LIVING_DAYS.activeDays, ACTIVE_RHYTHMS * rhythm),
    coolingDays: Math.max(DEFAULT_LIVING_DAYS.coolingDays, COOLING_RHYTHMS * rhythm),
  };
}
