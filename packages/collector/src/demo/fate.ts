import type { Random } from "./random.ts";

/** How an account's story goes. */
export type Fate = (typeof FATES)[number]["fate"];

/** Every fate with its share of the accounts, in percent. */
export const FATES = [
  { fate: "steady", sharePercent: 27 },
  { fate: "thriving", sharePercent: 19 },
  { fate: "growing", sharePercent: 14 },
  { fate: "fading", sharePercent: 12 },
  { fate: "seasonal", sharePercent: 8 },
  { fate: "new", sharePercent: 8 },
  { fate: "churned", sharePercent: 6 },
  { fate: "silent", sharePercent: 6 },
] as const;

/** An account's story, on a scale of days around the anchor: 0 is the anchor day, -1 the day before it. */
export interface Story {
  readonly fate: Fate;
  /** When the account came to be; negative. */
  readonly createdDayOffset: number;
  /** First day on which a churned account is gone; null: it stays. */
  readonly churnedDayOffset: number | null;
  /** First day of the decline (fading) or of the dip (seasonal). */
  readonly turnDayOffset: number;
  /** Length of the decline or of the dip. */
  readonly turnDays: number;
}

/** As many fates as asked for, in the shares of {@link FATES}, shuffled; every fate occurs from eight accounts on. */
export function drawFates(random: Random, count: number): readonly Fate[] {
  // From eight on one of each is certain, and the shares are of the rest.
  const certain = count >= FATES.length ? FATES.map(({ fate }) => fate) : [];
  const rest = count - certain.length;
  let drawn = 0;
  let sharePercent = 0;
  const fates: Fate[] = [...certain];
  for (const { fate, sharePercent: share } of FATES) {
    sharePercent += share;
    for (; drawn < Math.round((rest * sharePercent) / 100); drawn += 1) fates.push(fate);
  }
  return random.shuffled(fates);
}

/** The dates of one account's story. */
export function drawStory(random: Random, fate: Fate): Story {
  const turnDays = fate === "seasonal" ? random.integer(14, 24) : random.integer(26, 42);
  return {
    fate,
    createdDayOffset: fate === "new" ? -random.integer(2, 13) : -random.integer(130, 900),
    churnedDayOffset: fate === "churned" ? -random.integer(18, 50) : null,
    turnDayOffset: fate === "seasonal" ? -random.integer(32, 62) : -turnDays,
    turnDays,
  };
}

/** How lively the account is on a day: 0 is nobody, 1 an ordinary day. Goes on after the anchor. */
export function activityLevel(story: Story, dayOffset: number): number {
  if (dayOffset < story.createdDayOffset) return 0;
  switch (story.fate) {
    case "thriving":
      return 1.15;
    case "steady":
      return 0.85;
    case "growing":
      return Math.min(1.15, 1.1 + dayOffset / 110);
    case "fading": {
      const done = Math.min(1, Math.max(0, (dayOffset - story.turnDayOffset) / story.turnDays));
      return 0.95 - 0.83 * done;
    }
    case "seasonal": {
      const sinceTurn = dayOffset - story.turnDayOffset;
      return sinceTurn >= 0 && sinceTurn < story.turnDays ? 0.2 : 0.95;
    }
    case "new":
      return 0.8;
    case "churned": {
      // People leave before the contract does.
      const daysLeft = (story.churnedDayOffset ?? 0) - dayOffset;
      return daysLeft <= 3 ? 0 : Math.min(0.8, daysLeft / 40);
    }
    case "silent":
      return 0;
  }
}
