import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { depthMs, frequencyPercent } from "./depth-frequency.ts";
import { median } from "./median.ts";

const MINUTE_MS = 60_000;
const WINDOW = { from: 73, to: 100 };

describe("depth", () => {
  test("is the median of the days on which the tracker saw somebody, of those of the window", () => {
    const seen = new Map([
      [72, 90 * MINUTE_MS],
      [73, 5 * MINUTE_MS],
      [80, 60 * MINUTE_MS],
      [99, 7 * MINUTE_MS],
      [101, 90 * MINUTE_MS],
    ]);
    expect(depthMs(seen, WINDOW)).toBe(7 * MINUTE_MS);
    expect(depthMs(new Map(), WINDOW)).toBeNull();
  });

  test("takes a visit without active time as a day of zero depth", () => {
    const seen = new Map([
      [99, 0],
      [100, 4 * MINUTE_MS],
    ]);
    expect(depthMs(seen, WINDOW)).toBe(2 * MINUTE_MS);
  });
});

test("depth and frequency look at the days of the window alone, and a day more there is a share more", () => {
  const anyDays = fc.array(fc.tuple(fc.integer({ min: 60, max: 113 }), fc.nat(90))).map((days) => new Map(days));
  fc.assert(
    fc.property(anyDays, (days) => {
      const inside = new Map([...days].filter(([day]) => day >= WINDOW.from && day <= WINDOW.to));
      expect(depthMs(days, WINDOW)).toBe(depthMs(inside, WINDOW));
      expect(depthMs(inside, WINDOW)).toBe(median([...inside.values()]));
      expect(frequencyPercent(new Set(days.keys()), WINDOW)).toBe((100 * inside.size) / 28);
    }),
  );
});

describe("frequency", () => {
  test("is the share of the days of the window on which somebody was there", () => {
    expect(frequencyPercent(new Set([72, 73, 80, 99, 100, 101]), WINDOW)).toBe(400 / 28);
    expect(frequencyPercent(new Set(), WINDOW)).toBe(0);
  });

  test("stays within 0 and 100", () => {
    const days = fc.array(fc.integer({ min: 50, max: 120 })).map((list) => new Set(list));
    fc.assert(
      fc.property(days, (activeDays) => {
        const percent = frequencyPercent(activeDays, WINDOW);
        expect(percent >= 0 && percent <= 100).toBe(true);
      }),
    );
  });
});
