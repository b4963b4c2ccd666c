import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isoWeekday, type IsoWeekday } from "../period/calendar-date.ts";
import { PRESENCE_CLASSES, loginClass } from "./login-class.ts";

/** 2026-11-20. */
const FRIDAY = 20_777;
const person = (days: readonly number[], firstSeenDay: number | null = days[0] ?? null) => ({
  activeDays: new Set(days),
  firstSeenDay,
});
const workweek = [FRIDAY - 4, FRIDAY - 3, FRIDAY - 2, FRIDAY - 1, FRIDAY];

describe("a login class", () => {
  test("the day of these tests is a Friday", () => {
    expect(isoWeekday(FRIDAY)).toBe(5);
  });

  test("is daily on each of the last five working days, whatever the weekend", () => {
    for (const until of [FRIDAY, FRIDAY + 1, FRIDAY + 2]) {
      expect(loginClass(person(workweek), { until })).toBe("daily");
    }
  });

  test("is weekly when one working day is missing, even if the weekend isn't", () => {
    const missing = [...workweek.slice(1), FRIDAY + 1, FRIDAY + 2];
    expect(loginClass(person(missing), { until: FRIDAY + 2 })).toBe("weekly");
  });

  test.each([
    [6, "weekly"],
    [7, "monthly"],
    [29, "monthly"],
    [30, "inactive"],
    [400, "inactive"],
  ])("of one who last came %i days before is %s", (daysAgo, expected) => {
    expect(loginClass(person([FRIDAY - daysAgo]), { until: FRIDAY })).toBe(expected);
  });

  test("is inactive for one whose last days are too old to be told, never seen for one without any", () => {
    expect(loginClass(person([], FRIDAY - 200), { until: FRIDAY })).toBe("inactive");
    expect(loginClass(person([], null), { until: FRIDAY })).toBe("neverSeen");
  });

  test("ignores what came after the day from which one looks", () => {
    expect(loginClass(person([FRIDAY + 1]), { until: FRIDAY })).toBe("neverSeen");
    expect(loginClass(person([FRIDAY - 40, FRIDAY + 1]), { until: FRIDAY })).toBe("inactive");
  });

  test("follows the workspace's own working days", () => {
    const workingWeekdays: readonly IsoWeekday[] = [7, 1, 2, 3, 4];
    const sundayToThursday = person([FRIDAY - 5, FRIDAY - 4, FRIDAY - 3, FRIDAY - 2, FRIDAY - 1]);
    expect(loginClass(sundayToThursday, { until: FRIDAY, workingWeekdays })).toBe("daily");
    expect(loginClass(sundayToThursday, { until: FRIDAY })).toBe("weekly");
    expect(loginClass(person(workweek), { until: FRIDAY, workingWeekdays: [] })).toBe("weekly");
  });
});

describe("a login class of anybody", () => {
  const presence = fc
    .array(fc.integer({ min: FRIDAY - 60, max: FRIDAY + 5 }), { maxLength: 40 })
    .map((days) => person(days, days.length === 0 ? null : Math.min(...days)));
  const until = fc.integer({ min: FRIDAY - 10, max: FRIDAY });

  test("never becomes worse for one who comes one day more", () => {
    fc.assert(
      fc.property(presence, until, fc.integer({ min: 0, max: 60 }), (before, day, daysAgo) => {
        const more = person([...before.activeDays, day - daysAgo], Math.min(day - daysAgo, before.firstSeenDay ?? day));
        const rank = (who: typeof before): number => PRESENCE_CLASSES.indexOf(loginClass(who, { until: day }));
        expect(rank(more)).toBeLessThanOrEqual(rank(before));
      }),
    );
  });
});
