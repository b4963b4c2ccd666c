import type { BackfillRow } from "../store/facts.ts";
import { OTHER, type CatalogFeature } from "./catalog.ts";
import { createCellSheet } from "./cell-sheet.ts";
import type { Company, DemoMember } from "./company.ts";
import { isDue } from "./due-days.ts";
import { activityLevel } from "./fate.ts";
import { isPublicHoliday, isWeekAway } from "./quiet-days.ts";
import { createRandom, type Random } from "./random.ts";
import { clockZeroMs, isWeekend, type LocalDay } from "./working-days.ts";

const MINUTE_MS = 60_000;
const HOLIDAY_SHARE = 0.06;
/** What people turn to seldom takes them longer then. */
const SELDOM_WEIGHT = 5;

/** Half hours in which sessions begin, from 08:00 on the account's clocks, with a dip at lunch. */
const STARTS = [4, 8, 10, 10, 9, 8, 7, 5, 2, 1.5, 4, 7, 9, 9, 8, 7, 6, 5, 3, 1.5, 0.7].map((weight, halfHour) => ({
  weight,
  minute: 480 + 30 * halfHour,
}));
const EVENING_START_MINUTE = 1_200;
/** Nobody works past this minute of the day. */
const LAST_MINUTE = 1_410;

/**
 * What one member did on one day of the account's own time zone. Drawn from this member's and this day's own numbers, so
 * that it is the same whenever and with whatever other days it is asked for.
 */
export function memberDay(company: Company, member: DemoMember, day: LocalDay): readonly BackfillRow[] {
  const { seed, anchorDay } = company;
  const { account, user, habits } = member;
  if (day < habits.firstDay) return [];
  const level = activityLevel(account.story, day - anchorDay);
  const random = createRandom(seed, "day", account.id, user, day);
  if (!comes(random, company, member, day, level)) return [];

  const sheet = createCellSheet(account.id, user, habits.calm, random);
  const mix = habits.mix
    .filter(({ firstDay, feature }) => day >= firstDay && isDue(seed, user, feature, day))
    .map(({ feature, weight }) => ({ feature, weight: feature.rhythmDays === null ? weight : SELDOM_WEIGHT * weight }));
  const zeroMs = clockZeroMs(account.calendar, day);
  const dayMs = habits.minutesPerDay * Math.sqrt(level) * random.factor(0.4) * MINUTE_MS;
  let nowMs = 0;
  for (const startMs of drawStarts(random, dayMs, habits.shiftMinutes)) {
    nowMs = Math.max(nowMs + 3 * MINUTE_MS, startMs);
    let restMs = Math.round((dayMs / Math.max(1, Math.round(dayMs / SESSION_MS))) * random.factor(0.35));
    let feature: CatalogFeature = OTHER;
    let lengthMs = random.chance(0.6) ? random.integer(4_000, 70_000) : 0;
    while (restMs > 0 && nowMs < LAST_MINUTE * MINUTE_MS) {
      if (lengthMs > 0) sheet.stay(feature, zeroMs + nowMs, lengthMs, random.between(0.62, 1));
      nowMs += lengthMs + random.integer(0, 25_000);
      restMs -= lengthMs;
      feature = mix.length === 0 || random.chance(0.04) ? OTHER : random.pickWeighted(mix).feature;
      lengthMs = Math.min(restMs, drawStayMs(random));
    }
  }
  return sheet.rows();
}

function comes(random: Random, { seed }: Company, { account, user, habits }: DemoMember, day: LocalDay, level: number) {
  const weekday = isWeekend(day) ? account.weekendShare : 1;
  // The showcase keeps its promises: nobody there is ill, and every working day is one.
  if (account.showcase) return random.chance(habits.attendance * weekday);
  if (!random.chance(Math.min(0.98, habits.attendance * level) * weekday)) return false;
  if (isPublicHoliday(seed, account.country, day) && !random.chance(HOLIDAY_SHARE)) return false;
  return !isWeekAway(seed, user, day);
}

/** Usual length of a session. */
const SESSION_MS = 32 * MINUTE_MS;

/** When the day's sessions begin, in order, as milliseconds since the day's 00:00. */
function drawStarts(random: Random, dayMs: number, shiftMinutes: number): readonly number[] {
  const sessions = Math.min(8, Math.max(1, Math.round(dayMs / SESSION_MS)));
  const starts = Array.from({ length: sessions }, () => {
    return (random.pickWeighted(STARTS).minute + shiftMinutes + random.between(0, 30)) * MINUTE_MS;
  });
  if (random.chance(0.05)) starts[0] = (EVENING_START_MINUTE + random.between(0, 90)) * MINUTE_MS;
  return starts.map(Math.round).sort((one, other) => one - other);
}

/** A glance, or some minutes of work. */
function drawStayMs(random: Random): number {
  return random.chance(0.15) ? random.integer(2_000, 25_000) : Math.round(6 * MINUTE_MS * random.factor(0.8));
}
