import * as fc from "fast-check";
import { expect, test } from "vitest";
import { formatDuration, formatExactMs } from "./duration.ts";

const minute = 60_000;
const hour = 60 * minute;

test.each([
  [0, "0 s"],
  [1, "< 1 s"],
  [999, "< 1 s"],
  [1000, "1 s"],
  [59_999, "59 s"],
  [minute, "1 m 00 s"],
  [4 * minute + 12_000, "4 m 12 s"],
  [hour - 1, "59 m 59 s"],
  [hour, "1 h 00 m"],
  [12 * hour + 4 * minute + 59_999, "12 h 04 m"],
  [1234 * hour + 5 * minute, "1,234 h 05 m"],
])("%i ms reads %s", (activeMs, text) => {
  expect(formatDuration(activeMs)).toBe(text);
});

test("the exact length is in milliseconds with thousands separators", () => {
  expect(formatExactMs(43_440_123)).toBe("43,440,123 ms");
});

test("what is shown is never more than what was measured, and less by under one unit", () => {
  const unitsMs: Readonly<Record<string, number>> = { h: hour, m: minute, s: 1000 };
  fc.assert(
    fc.property(fc.integer({ min: 1000, max: 10_000 * hour }), (activeMs) => {
      const parts = [
        ...formatDuration(activeMs)
          .replaceAll(",", "")
          .matchAll(/(\d+) ([hms])/g),
      ];
      const shownMs = parts.reduce(
        (sum, [, count, unit]) => sum + Number(count) * (unitsMs[unit ?? ""] ?? Number.NaN),
        0,
      );
      const smallestMs = activeMs >= hour ? minute : 1000;
      expect(shownMs).toBeLessThanOrEqual(activeMs);
      expect(activeMs - shownMs).toBeLessThan(smallestMs);
    }),
  );
});
