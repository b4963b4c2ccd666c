/** Words and numbers of one locale, all by `Intl`. */
export interface Format {
  /** A whole number. */
  integer(value: number): string;
  /** A share of 1 as a whole percentage, rounded down so that 100 % means done. */
  percent(share: number): string;
  /** The form of a word that goes with a number, by the locale's plural rules. */
  plural(count: number, forms: PluralForms): string;
  /** "Calendars and Reports" */
  list(items: readonly string[]): string;
  /** "3 Nov 2026" */
  date(atMs: number): string;
  /** "14:05", with the date unless it is today's. */
  moment(atMs: number, nowMs: number): string;
  /** Every part down to seconds, in words: "4 minutes 12 seconds". */
  spoken(durationMs: number): string;
  /** Both sides of "4 of 7": whole minutes rounded down, or minutes and seconds where the goal is no whole number of minutes. */
  towards(doneMs: number, goalMs: number): { readonly done: string; readonly goal: string };
}

/** `other` is what every language has. */
export type PluralForms = { readonly other: string } & Partial<Readonly<Record<Intl.LDMLPluralRule, string>>>;

const SECOND_MS = 1_000;
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** A length cut into hours, minutes and seconds, whole and rounded down. */
export interface DurationParts {
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

/** Cuts a length in milliseconds. */
export function durationParts(durationMs: number): DurationParts {
  return {
    hours: Math.floor(durationMs / HOUR_MS),
    minutes: Math.floor((durationMs % HOUR_MS) / MINUTE_MS),
    seconds: Math.floor((durationMs % MINUTE_MS) / SECOND_MS),
  };
}

/** @param locale BCP 47, one that `Intl` accepts. */
export function createFormat(locale: string): Format {
  const number = new Intl.NumberFormat(locale);
  const share = new Intl.NumberFormat(locale, { style: "percent" });
  const rules = new Intl.PluralRules(locale);
  const words = new Intl.ListFormat(locale, { type: "conjunction" });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const time = new Intl.DateTimeFormat(locale, { timeStyle: "short" });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
  const joined = new Intl.ListFormat(locale, { type: "unit", style: "narrow" });
  const unit = (name: string) => new Intl.NumberFormat(locale, { style: "unit", unit: name, unitDisplay: "long" });
  const units = { hours: unit("hour"), minutes: unit("minute"), seconds: unit("second") };
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  const clock = (durationMs: number) =>
    `${number.format(Math.floor(durationMs / MINUTE_MS))}:${twoDigits.format(durationParts(durationMs).seconds)}`;

  return {
    integer: (value) => number.format(value),
    // 0.29 × 100 is 28.999…
    percent: (value) => share.format(Math.floor(value * 100 + 1e-9) / 100),
    plural: (count, forms) => forms[rules.select(count)] ?? forms.other,
    list: (items) => words.format(items),
    date: (atMs) => date.format(atMs),
    moment: (atMs, nowMs) => (date.format(atMs) === date.format(nowMs) ? time : dateTime).format(atMs),
    spoken: (durationMs) => {
      const { hours, minutes, seconds } = durationParts(durationMs);
      const parts = [
        ...(hours > 0 ? [units.hours.format(hours)] : []),
        ...(minutes > 0 ? [units.minutes.format(minutes)] : []),
        ...(seconds > 0 || durationMs < SECOND_MS ? [units.seconds.format(seconds)] : []),
      ];
      return joined.format(parts);
    },
    towards: (doneMs, goalMs) =>
      goalMs % MINUTE_MS === 0
        ? { done: number.format(Math.floor(doneMs / MINUTE_MS)), goal: number.format(goalMs / MINUTE_MS) }
        : { done: clock(doneMs), goal: clock(goalMs) },
  };
}
