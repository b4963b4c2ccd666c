import { LOCALE } from "./locale.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

const whole = new Intl.NumberFormat(LOCALE);
const padded = new Intl.NumberFormat(LOCALE, { minimumIntegerDigits: 2 });

/**
 * Active time in its two largest units, rounded down so that no screen shows more than was measured:
 * `12 h 04 m`, `4 m 12 s`, `38 s`, `< 1 s`, `0 s`.
 */
export function formatDuration(activeMs: number): string {
  if (activeMs <= 0) return "0 s";
  if (activeMs < SECOND_MS) return "< 1 s";
  const seconds = Math.floor((activeMs % MINUTE_MS) / SECOND_MS);
  if (activeMs < MINUTE_MS) return `${seconds} s`;
  const minutes = Math.floor((activeMs % HOUR_MS) / MINUTE_MS);
  if (activeMs < HOUR_MS) return `${minutes} m ${padded.format(seconds)} s`;
  return `${whole.format(Math.floor(activeMs / HOUR_MS))} h ${padded.format(minutes)} m`;
}

/** The exact length, shown where the pointer rests: `43,440,123 ms`. */
export function formatExactMs(activeMs: number): string {
  return `${whole.format(activeMs)} ms`;
}
