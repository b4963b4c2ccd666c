import { assert, integer, array, property } from "fast-check";
import { describe, expect, test } from "vitest";
import { bucketValue, seventyFifthPercentile, vitalBucket } from "./vital-buckets.ts";

describe("buckets of web vitals", () => {
  test("keep zero, and every other value to 5 % and half a unit", () => {
    expect(bucketValue(vitalBucket(0))).toBe(0);
    assert(
      property(integer({ min: 1, max: 600_000 }), (value) => {
        expect(Math.abs(bucketValue(vitalBucket(value)) - value)).toBeLessThanOrEqual(0.5 + value * 0.05);
      }),
    );
  });

  test("rise with the value", () => {
    assert(
      property(integer({ min: 0, max: 600_000 }), integer({ min: 0, max: 600_000 }), (value, more) => {
        expect(vitalBucket(value)).toBeLessThanOrEqual(vitalBucket(value + more));
      }),
    );
  });

  test("tell the 75th percentile of what they were made of", () => {
    assert(
      property(array(integer({ min: 0, max: 60_000 }), { minLength: 1 }), (values) => {
        const sorted = values.toSorted((one, other) => one - other);
        const exact = sorted[Math.ceil(sorted.length * 0.75) - 1] ?? Number.NaN;
        const buckets = values.map((value) => ({ bucket: vitalBucket(value), count: 1 }));
        const found = seventyFifthPercentile(buckets) ?? Number.NaN;
        expect(Math.abs(found - exact)).toBeLessThanOrEqual(0.5 + exact * 0.05);
      }),
    );
    expect(seventyFifthPercentile([])).toBeNull();
  });
});
