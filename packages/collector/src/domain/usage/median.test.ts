import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { median, medianAbsoluteDeviation, p90, percentile } from "./median.ts";

const values = fc.array(fc.integer({ min: -1_000, max: 1_000 }), { minLength: 1, maxLength: 40 });

describe("the median", () => {
  test.each([
    [[], null],
    [[4], 4],
    [[9, 1], 5],
    [[9, 1, 2], 2],
    [[1, 2, 3, 10], 2.5],
    [[0, 0, 0, 7], 0],
  ])("of %j is %j", (of, expected) => {
    expect(median(of)).toBe(expected);
  });

  test("has as many values below as above, and scales and shifts with them", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: -50, max: 50 }), (list, by) => {
        const middle = median(list) ?? Number.NaN;
        const half = list.length / 2;
        expect(list.filter((value) => value < middle).length).toBeLessThanOrEqual(half);
        expect(list.filter((value) => value > middle).length).toBeLessThanOrEqual(half);
        expect(median(list.map((value) => value * 4 + by))).toBe(middle * 4 + by);
        expect(median(list.toReversed())).toBe(middle);
      }),
    );
  });

  test("leaves the list as it was", () => {
    const list = [3, 1, 2];
    median(list);
    p90(list);
    expect(list).toEqual([3, 1, 2]);
  });
});

describe("a percentile", () => {
  test.each([
    [[], null],
    [[4], 4],
    [[1, 2, 3, 4, 5, 6, 7, 8, 9, 10], 9],
    [[10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 11], 10],
  ])("p90 of %j is %j", (of, expected) => {
    expect(p90(of)).toBe(expected);
  });

  test("of 100 is the maximum", () => {
    expect(percentile([3, 9, 1], 100)).toBe(9);
  });

  test("is the smallest value that enough of them don't exceed, and rises with the share", () => {
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const found = percentile(list, percent) ?? Number.NaN;
        const upTo = (limit: number): number => list.filter((value) => value <= limit).length;
        expect(list).toContain(found);
        expect(upTo(found) * 100).toBeGreaterThanOrEqual(list.length * percent);
        expect(list.filter((value) => value < found).length * 100).toBeLessThan(list.length * percent);
        expect(percentile(list, Math.min(100, percent + 10))).toBeGreaterThanOrEqual(found);
      }),
    );
  });
});

test("the median absolute deviation ignores a few wild values", () => {
  expect(medianAbsoluteDeviation([10, 11, 9, 10, 500])).toBe(1);
  expect(medianAbsoluteDeviation([7, 7, 7])).toBe(0);
  expect(medianAbsoluteDeviation([])).toBeNull();
});
