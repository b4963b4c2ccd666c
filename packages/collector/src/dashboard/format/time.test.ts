import { expect, test } from "vitest";
import { formatAgo, formatDate, formatDays, formatExactTime } from "./time.ts";

const nowMs = Date.UTC(2026, 10, 22, 3, 5, 12);
const day = 86_400_000;

test.each([
  [-5000, "just now"],
  [9999, "just now"],
  [12_000, "12 sec ago"],
  [60_000, "1 min ago"],
  [2 * 3_600_000, "2 hr ago"],
  [47 * 3_600_000, "47 hr ago"],
  [40 * day, "40 days ago"],
])("%i ms ago reads %s", (agoMs, text) => {
  expect(formatAgo(nowMs - agoMs, nowMs)).toBe(text);
});

test("an exact time is the workspace's, not the browser's, and says so", () => {
  expect(formatExactTime(nowMs, "Europe/Istanbul")).toBe("22 Nov 2026, 06:05:12 (Europe/Istanbul)");
  expect(formatExactTime(nowMs, "America/Los_Angeles")).toBe("21 Nov 2026, 19:05:12 (America/Los_Angeles)");
});

test("a date is the workspace's day", () => {
  expect(formatDate(nowMs, "America/Los_Angeles")).toBe("21 Nov 2026");
});

test("a range of days names what differs once", () => {
  expect(formatDays("2026-11-01", "2026-11-22")).toMatch(/^1\s?–\s?22 Nov 2026$/);
  expect(formatDays("2025-12-01", "2026-02-01")).toMatch(/^1 Dec 2025\s?–\s?1 Feb 2026$/);
  expect(formatDays("2026-11-22", "2026-11-22")).toBe("22 Nov 2026");
});
