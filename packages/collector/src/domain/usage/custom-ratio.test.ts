import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customRatio } from "./custom-ratio.ts";

describe("a custom ratio", () => {
  const opened = new Map([
    [1, 1],
    [2, 30],
  ]);
  const sent = new Map([
    [1, 1],
    [2, 99],
    [6, 5],
  ]);

  test("divides sums over the window, not the days' ratios", () => {
    const points = customRatio({ numerator: opened, denominator: sent, windowDays: 2 }, { from: 2, to: 3 });
    expect(points).toEqual([
      { day: 2, ratio: 0.31 },
      { day: 3, ratio: 30 / 99 },
    ]);
  });

  test("is zero without a numerator, and unknown without a denominator", () => {
    const points = customRatio({ numerator: opened, denominator: sent, windowDays: 1 }, { from: 5, to: 6 });
    expect(points).toEqual([
      { day: 5, ratio: null },
      { day: 6, ratio: 0 },
    ]);
  });

  test("scales with the numerator, and is unmoved when both scale", () => {
    const series = fc.array(fc.tuple(fc.nat({ max: 20 }), fc.nat({ max: 100 }))).map((entries) => new Map(entries));
    const times = (factor: number, of: ReadonlyMap<number, number>) =>
      new Map([...of].map(([day, value]) => [day, value * factor]));
    fc.assert(
      fc.property(series, series, fc.integer({ min: 1, max: 9 }), (numerator, denominator, windowDays) => {
        const days = { from: 0, to: 25 };
        const points = customRatio({ numerator, denominator, windowDays }, days);
        const both = { numerator: times(4, numerator), denominator: times(4, denominator), windowDays };
        expect(customRatio(both, days)).toEqual(points);
        const above = customRatio({ numerator: times(2, numerator), denominator, windowDays }, days);
        expect(above.map(({ ratio }) => ratio)).toEqual(points.map(({ ratio }) => (ratio === null ? null : ratio * 2)));
        const self = customRatio({ numerator, denominator: numerator, windowDays }, days);
        expect(new Set([...self.map(({ ratio }) => ratio), null, 1]).size).toBe(2);
      }),
    );
  });
});
