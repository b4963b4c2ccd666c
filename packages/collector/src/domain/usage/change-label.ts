import { median, medianAbsoluteDeviation } from "./median.ts";

const WEEK_DAYS = 7;
const RECENT_DAYS = WEEK_DAYS;
const BASELINE_WEEKS = 4;
const BASELINE_DAYS = BASELINE_WEEKS * WEEK_DAYS;
const MIN_RECENT_DAYS = 5;
const MIN_BASELINE_DAYS = 14;
/** Makes a median absolute deviation comparable with a standard deviation. */
const DEVIATION_SCALE = 1.4826;
/** What varies by less than 5 % of the usual level is quiet, however regular it is. */
const QUIET_SHARE = 0.05;
const SHIFT_NOISES = 2;
const SPIKE_NOISES = 4;
const MAX_SPIKE_DAYS = 3;

/** `unknown`: too little history to say. */
export type ChangeLabel = "spike" | "step" | "drift" | "none" | "unknown";

/** What has happened to a daily number lately, and the numbers that say so, in its unit. */
export interface LabelledChange {
  readonly label: ChangeLabel;
  /** Null for `none` and `unknown`. */
  readonly direction: "up" | "down" | null;
  /** How far the last 7 closed days are from the 28 before them, weekday by weekday. Null: unknown. */
  readonly shift: number | null;
  /** What counts as noise. Null: unknown. */
  readonly noise: number | null;
}

type Value = number | null;

/**
 * Tells "a temporary spike" from "a sustained change", as the article on trend charts wants it, by this rule:
 *
 * - *Recent* are the last 7 closed days, the *baseline* the 28 before them. Fewer than 5 known recent days or 14 known
 *   days of baseline: `unknown`.
 * - A day's *distance* is what it differs by from the median of its weekday in the baseline. Plain medians of 7 and 28
 *   days would take two days off before a weekend, four zeros of seven, for a lasting fall.
 * - A weekday has *weight* when it usually has at least half of the baseline's median: a quiet Sunday proves nothing.
 * - *Noise* is the larger of: the standard deviation as estimated from the median absolute deviation of the differences
 *   between each day of weight in the baseline and the same weekday a week before (÷ √2, since both vary), which weekends
 *   and a slow change don't disturb; and 5 % of the baseline's median. If both are 0, as when most days are zeros, a
 *   quarter of the largest distance of the baseline's days from their median.
 * - The *shift* is the median distance of the recent days. Above 2 noises the median distances of the five weeks decide,
 *   of which at least four must be known: `drift` when they go in the direction of the shift all the way, give or take
 *   one noise a week, and no single week brings more than half of the way; else `step`.
 * - Without a shift, a day is *out of line* at a distance of more than 4 noises. `spike` when one to three recent days
 *   are, and it came back: a day in line follows the last of them that has weight. Else `none`: also for what began
 *   yesterday, of which nobody can know yet.
 *
 * So a change is a step from its fourth day on. Of level numbers with normally distributed noise about one in twenty is
 * labelled all the same. The same values in another unit get the same label.
 * @param values one per day, oldest first, the last closed day last; null: no data. Only the last 35 are looked at.
 */
export function labelChange(values: readonly Value[]): LabelledChange {
  const { baseline, level, usual, distances } = lookAt(values);
  const recent = distances.slice(BASELINE_DAYS);
  const shift = median(known(recent));
  const isTooShort = known(recent).length < MIN_RECENT_DAYS || known(baseline).length < MIN_BASELINE_DAYS;
  if (isTooShort || shift === null || level === null) {
    return { label: "unknown", direction: null, shift: null, noise: null };
  }
  const hasWeight = weights(usual, level);
  const noise = noiseOf(baseline, level, hasWeight);
  if (Math.abs(shift) > SHIFT_NOISES * noise) {
    return { label: shapeOf(distances, shift, noise), direction: directionOf(shift), shift, noise };
  }
  return { ...spikeIn(recent, hasWeight, noise), shift, noise };
}

/** A recent day beside what its weekday usually has. */
export interface Distance {
  readonly usual: number;
  /** Null: no data. */
  readonly distance: number | null;
}

/** How far each of the last 7 days is from its weekday in the baseline, of whose median the shift is, the oldest first. */
export function distancesLately(values: readonly Value[]): readonly Distance[] {
  const { usual, distances } = lookAt(values);
  return distances
    .slice(BASELINE_DAYS)
    .map((distance, index) => ({ usual: usualOn(BASELINE_DAYS + index, usual), distance }));
}

function lookAt(values: readonly Value[]) {
  const days = lastOf(values, BASELINE_DAYS + RECENT_DAYS);
  const baseline = days.slice(0, BASELINE_DAYS);
  const level = median(known(baseline));
  const usual = usualWeek(baseline, level ?? 0);
  const distances = days.map((value, index) => (value === null ? null : value - usualOn(index, usual)));
  return { baseline, level, usual, distances };
}

/** The median of each weekday of the baseline, told by its place in the week; one of which nothing is known has the level. */
function usualWeek(baseline: readonly Value[], level: number): readonly number[] {
  return Array.from(
    { length: WEEK_DAYS },
    (_, weekday) => median(known(baseline.filter((__, index) => index % WEEK_DAYS === weekday))) ?? level,
  );
}

function usualOn(index: number, usual: readonly number[]): number {
  return usual[index % WEEK_DAYS] ?? 0;
}

/** What could count as noise, of which the largest does. */
export interface NoiseCandidates {
  /** The median of the known days of the baseline. */
  readonly level: number;
  /** The standard deviation as estimated from week to week, of days of weight. */
  readonly deviation: number;
  /** What varies by less is quiet, however regular it is. */
  readonly quiet: number;
  /** What counts where both are 0; null: they aren't. */
  readonly rare: number | null;
}

/** What the noise of a number's last days was taken from; null: too little is known of them. */
export function noiseCandidates(values: readonly Value[]): NoiseCandidates | null {
  if (labelChange(values).noise === null) return null;
  const { baseline, level, usual } = lookAt(values);
  return level === null ? null : candidatesOf(baseline, level, weights(usual, level));
}

function candidatesOf(baseline: readonly Value[], level: number, hasWeight: readonly boolean[]): NoiseCandidates {
  const differences = known(
    baseline.slice(WEEK_DAYS).map((value, index) => {
      const weekBefore = baseline[index] ?? null;
      if (value === null || weekBefore === null || hasWeight[index % WEEK_DAYS] !== true) return null;
      return value - weekBefore;
    }),
  );
  const deviation = ((medianAbsoluteDeviation(differences) ?? 0) * DEVIATION_SCALE) / Math.SQRT2;
  const quiet = Math.abs(level) * QUIET_SHARE;
  // Rare uses of something that mostly lies idle are no spikes: only what exceeds all of them is.
  const rare =
    Math.max(deviation, quiet) > 0
      ? null
      : Math.max(...known(baseline).map((value) => Math.abs(value - level))) / SPIKE_NOISES;
  return { level, deviation, quiet, rare };
}

/** Which weekdays have weight. */
function weights(usual: readonly number[], level: number): readonly boolean[] {
  return usual.map((value) => value * 2 >= level);
}

function noiseOf(baseline: readonly Value[], level: number, hasWeight: readonly boolean[]): number {
  const { deviation, quiet, rare } = candidatesOf(baseline, level, hasWeight);
  return rare ?? Math.max(deviation, quiet);
}

/** Whether a shift came slowly or at once. */
function shapeOf(distances: readonly Value[], shift: number, noise: number): "drift" | "step" {
  const weeks = Array.from({ length: BASELINE_WEEKS + 1 }, (_, week) =>
    median(known(distances.slice(week * WEEK_DAYS, (week + 1) * WEEK_DAYS))),
  );
  const levels = known(weeks).map((level) => level * Math.sign(shift));
  const rises = levels.slice(1).map((level, index) => level - (levels[index] ?? level));
  const way = rises.reduce((sum, rise) => sum + rise, 0);
  const isSlow = rises.every((rise) => rise >= -noise && rise <= way / 2);
  return levels.length >= BASELINE_WEEKS && isSlow ? "drift" : "step";
}

function spikeIn(
  recent: readonly Value[],
  hasWeight: readonly boolean[],
  noise: number,
): Pick<LabelledChange, "label" | "direction"> {
  const isOut = (distance: Value): boolean => distance !== null && Math.abs(distance) > SPIKE_NOISES * noise;
  const out = known(recent.filter(isOut));
  const lastOut = recent.findLastIndex(isOut);
  const cameBack = recent.some((distance, index) => index > lastOut && distance !== null && hasWeight[index] === true);
  if (out.length === 0 || out.length > MAX_SPIKE_DAYS || !cameBack) return { label: "none", direction: null };
  return { label: "spike", direction: directionOf(out.reduce((sum, distance) => sum + distance, 0)) };
}

/** The last `count` values, oldest first; what there is too little of is no data. */
function lastOf(values: readonly Value[], count: number): readonly Value[] {
  const last = values.slice(-count);
  return [...Array.from({ length: count - last.length }, () => null), ...last];
}

function known(values: readonly Value[]): readonly number[] {
  return values.filter((value) => value !== null);
}

function directionOf(difference: number): "up" | "down" {
  return difference > 0 ? "up" : "down";
}
