import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { DayRange } from "../day.ts";
import type { BucketUnit } from "../period/buckets.ts";
import { previousPeriod } from "../period/previous-period.ts";
import { rangesOfTrend, trendOf } from "./trend.ts";

/** 2026-11-16, a Monday. */
const MONDAY = 20_773;

describe("a trend", () => {
  const values = new Map([
    [MONDAY - 8, 40],
    [MONDAY, 10],
    [MONDAY + 2, 20],
    [MONDAY + 8, 30],
  ]);
  const days = { from: MONDAY, to: MONDAY + 8 };

  test("is dense, sums up, and is compared with equally many days before", () => {
    const trend = trendOf({ values, since: 0, days, previous: previousPeriod(days), unit: "week" });
    expect(trend.buckets).toEqual([
      { from: MONDAY, to: MONDAY + 6, isPartial: false, total: 30 },
      { from: MONDAY + 7, to: MONDAY + 8, isPartial: true, total: 30 },
    ]);
    expect([trend.total, trend.previousTotal]).toEqual([60, 40]);
    expect(trend.change).toEqual({ absolute: 20, relative: 0.5 });
  });

  test("shows a day without usage as zero", () => {
    const { buckets } = trendOf({ values, since: 0, days, previous: null, unit: "day" });
    expect(buckets.map(({ total }) => total)).toEqual([10, 0, 20, 0, 0, 0, 0, 0, 30]);
  });

  test("shows days before anything was known as no data, and compares with no half-known period", () => {
    const trend = trendOf({ values, since: MONDAY + 1, days, previous: previousPeriod(days), unit: "day" });
    expect(trend.buckets.slice(0, 3).map(({ total }) => total)).toEqual([null, 0, 20]);
    expect([trend.total, trend.previousTotal, trend.change]).toEqual([50, null, null]);
    const almost = trendOf({ values, since: MONDAY - 8, days, previous: previousPeriod(days), unit: "day" });
    expect(almost.previousTotal).toBeNull();
  });

  test("of a period from which nothing is known has no numbers at all", () => {
    for (const since of [null, MONDAY + 9]) {
      const trend = trendOf({ values: new Map(), since, days, previous: previousPeriod(days), unit: "week" });
      expect([trend.total, trend.previousTotal, trend.change]).toEqual([null, null, null]);
      expect(trend.buckets.map(({ total }) => total)).toEqual([null, null]);
      expect(trend.movingMedian.map(({ value }) => value)).toEqual(Array.from({ length: 9 }, () => null));
    }
  });

  test("of a period before which there was nothing has no relative change", () => {
    const trend = trendOf({ values, since: 0, days, previous: { from: 100, to: 108 }, unit: "day" });
    expect(trend.change).toEqual({ absolute: 60, relative: null });
  });

  test("of all time is compared with nothing", () => {
    expect(trendOf({ values, since: 0, days, previous: null, unit: "month" }).change).toBeNull();
  });

  test("has buckets that add up to its total, whatever their unit", () => {
    const entries = fc.array(fc.tuple(fc.integer({ min: -50, max: 150 }), fc.nat({ max: 1_000 })));
    const unit = fc.constantFrom<BucketUnit>("day", "week", "month");
    fc.assert(
      fc.property(entries, unit, fc.integer({ min: -60, max: 90 }), (list, by, since) => {
        const trend = trendOf({
          values: new Map(list),
          since,
          days: { from: 0, to: 99 },
          previous: { from: -100, to: -1 },
          unit: by,
        });
        expect(trend.buckets.reduce((sum, { total }) => sum + (total ?? 0), 0)).toBe(trend.total);
      }),
    );
  });
});

describe("the moving median", () => {
  test("isn't moved by one day, and follows a change that lasts four days", () => {
    const level = (day: number): number => (day === 10 ? 500 : day >= 20 ? 50 : 5);
    const values = new Map(Array.from({ length: 30 }, (_, day) => [day, level(day)]));
    const { movingMedian } = trendOf({ values, since: 0, days: { from: 0, to: 29 }, previous: null, unit: "day" });
    expect(movingMedian.slice(0, 6).map(({ value }) => value)).toEqual([null, null, null, null, null, null]);
    expect(movingMedian.slice(6, 23).map(({ value }) => value)).toEqual(Array.from({ length: 17 }, () => 5));
    expect(movingMedian[23]).toEqual({ day: 23, value: 50 });
  });

  test("reads the days before the range too", () => {
    const medianOn = (day: number, ...usedDays: readonly number[]) =>
      trendOf({
        values: new Map(usedDays.map((used) => [used, 7])),
        since: 0,
        days: { from: day, to: day },
        previous: null,
        unit: "day",
      }).movingMedian[0]?.value;
    expect([medianOn(6, 4), medianOn(5, 4), medianOn(6, 3, 4, 5, 6)]).toEqual([0, null, 7]);
  });
});

test("a metric that may not be summed is asked for over each bucket, its known days only", () => {
  const frame = { since: 5, days: { from: 4, to: 17 }, previous: { from: 5, to: 6 }, unit: "week" } as const;
  const asked: DayRange[] = [];
  const trend = trendOf({
    ...frame,
    values: new Map([
      [10, 1],
      [11, 1],
    ]),
    valueIn: (range) => {
      asked.push(range);
      return range.from * 100 + range.to;
    },
  });
  expect(trend.buckets.map(({ total }) => total)).toEqual(
    trend.buckets.map(({ from, to }) => Math.max(5, from) * 100 + to),
  );
  expect([trend.total, trend.previousTotal]).toEqual([517, 506]);
  expect(new Set(asked)).toEqual(new Set(rangesOfTrend(frame)));
  expect(rangesOfTrend({ ...frame, since: 6, unit: "month" })).toEqual([
    { from: 6, to: 17 },
    { from: 6, to: 17 },
  ]);
  expect(rangesOfTrend({ ...frame, since: null })).toEqual([]);
});
