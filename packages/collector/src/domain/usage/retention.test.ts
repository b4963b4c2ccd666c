import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoWeekday } from "../period/calendar-date.ts";
import { retentionCohorts, type RetainedSubject } from "./retention.ts";

/** 2026-11-16. */
const MONDAY = 20_773;
const SUNDAY = MONDAY + 6;
const subject = (...days: readonly number[]): RetainedSubject => ({
  firstUseDay: days[0] ?? Number.NaN,
  activeDays: new Set(days),
});

describe("retention", () => {
  test("is by week of first use and weeks since, with the size of each cohort", () => {
    const subjects = [
      subject(MONDAY - 14, MONDAY - 7, MONDAY),
      subject(MONDAY - 8, MONDAY + 2),
      subject(MONDAY - 7),
      subject(MONDAY, SUNDAY),
    ];
    const cell = (weeksSince: number, retained: number, percent: number) => ({
      weeksSince,
      retained,
      percent,
      isPartial: false,
    });
    expect(retentionCohorts(subjects, { until: SUNDAY, weeks: 3 })).toEqual([
      {
        week: { from: MONDAY - 14, to: MONDAY - 8 },
        size: 2,
        cells: [cell(0, 2, 100), cell(1, 1, 50), cell(2, 2, 100)],
      },
      { week: { from: MONDAY - 7, to: MONDAY - 1 }, size: 1, cells: [cell(0, 1, 100), cell(1, 0, 0)] },
      { week: { from: MONDAY, to: SUNDAY }, size: 1, cells: [cell(0, 1, 100)] },
    ]);
  });

  test("marks the running week, in every cohort", () => {
    const cohorts = retentionCohorts([subject(MONDAY - 7)], { until: MONDAY + 5, weeks: 2 });
    expect(cohorts.map(({ cells }) => cells.map(({ isPartial }) => isPartial))).toEqual([[false, true], [true]]);
  });

  test("has no percentage for a week in which nobody began", () => {
    const [empty] = retentionCohorts([], { until: SUNDAY, weeks: 1 });
    expect(empty).toMatchObject({ size: 0, cells: [{ retained: 0, percent: null }] });
  });

  test("knows nothing of what came after the day, and leaves out who began before the first cohort", () => {
    const subjects = [subject(MONDAY + 3), subject(MONDAY - 7, MONDAY + 3), subject(MONDAY - 100, MONDAY)];
    const cohorts = retentionCohorts(subjects, { until: MONDAY + 2, weeks: 2 });
    expect(cohorts.map(({ size, cells }) => [size, cells.at(-1)?.retained])).toEqual([
      [1, 0],
      [0, 0],
    ]);
  });

  test("has cohorts that add up to those who began, whole in week 0, in any order of subjects", () => {
    const any = fc
      .uniqueArray(fc.integer({ min: MONDAY - 60, max: MONDAY + 10 }), { minLength: 1, maxLength: 20 })
      .map((days) => subject(...days.toSorted((one, other) => one - other)));
    fc.assert(
      fc.property(fc.array(any), fc.integer({ min: MONDAY, max: SUNDAY }), (subjects, until) => {
        const cohorts = retentionCohorts(subjects, { until, weeks: 6 });
        const began = subjects.filter(({ firstUseDay }) => firstUseDay >= MONDAY - 35 && firstUseDay <= until);
        expect(cohorts.reduce((sum, { size }) => sum + size, 0)).toBe(began.length);
        expect(cohorts.map(({ cells }) => cells[0]?.retained)).toEqual(cohorts.map(({ size }) => size));
        expect(cohorts.every(({ week }) => isoWeekday(week.from) === 1)).toBe(true);
        expect(cohorts.flatMap(({ size, cells }) => cells.filter(({ retained }) => retained > size))).toEqual([]);
        expect(retentionCohorts(subjects.toReversed(), { until, weeks: 6 })).toEqual(cohorts);
      }),
    );
  });
});
