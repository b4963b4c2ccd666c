import { LOCALE } from "./locale.ts";

const SECOND_MS = 1000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "always", style: "short" });

/** How long ago: `just now` (also for a browser clock that is behind), `12 sec ago`, `3 hr ago`, `40 days ago`. */
export function formatAgo(atMs: number, nowMs: number): string {
  const agoMs = nowMs - atMs;
  if (agoMs < 10 * SECOND_MS) return "just now";
  if (agoMs < MINUTE_MS) return relative.format(-Math.floor(agoMs / SECOND_MS), "second");
  if (agoMs < HOUR_MS) return relative.format(-Math.floor(agoMs / MINUTE_MS), "minute");
  if (agoMs < 2 * DAY_MS) return relative.format(-Math.floor(agoMs / HOUR_MS), "hour");
  return relative.format(-Math.floor(agoMs / DAY_MS), "day");
}

/** Date and time to the second in the workspace's zone, with the zone's name: `22 Nov 2026, 06:05:12 (Europe/Istanbul)`. */
export function formatExactTime(atMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeStyle: "medium", timeZone });
  return `${format.format(atMs)} (${timeZone})`;
}

/** The date alone, in the workspace's zone: `22 Nov 2026`. */
export function formatDate(atMs: number, timeZone: string): string {
  return new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone }).format(atMs);
}

const days = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium", timeZone: "UTC" });

/** Two ISO dates, both included, as one range: `1–22 Nov 2026`. Calendar days have no zone, so none is applied. */
export function formatDays(from: string, to: string): string {
  return days.formatRange(Date.parse(from), Date.parse(to));
}
