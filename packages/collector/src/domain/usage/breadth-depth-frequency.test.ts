import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { breadthDepthFrequency, type UseInputs } from "./breadth-depth-frequency.ts";

const MINUTE_MS = 60_000;
const none: UseInputs = {
  adopted: new Set(),
  relevant: new Set(),
  activeDays: new Set(),
  activeMs: new Map(),
  until: 100,
};

describe("breadth, depth and frequency", () => {
  test("are adopted of relevant features, the median active day, and active days of 28", () => {
    const use = {
      ...none,
      adopted: new Set(["calendars", "phone"]),
      relevant: new Set(["calendars", "phone", "reports", "workflows"]),
      activeDays: new Set([73, 80, 99, 100]),
      activeMs: new Map([
        [73, 5 * MINUTE_MS],
        [80, 60 * MINUTE_MS],
        [99, 7 * MINUTE_MS],
      ]),
    };
    expect(breadthDepthFrequency(use)).toEqual({ breadth: 0.5, depthMs: 7 * MINUTE_MS, frequencyPercent: 400 / 28 });
  });

  test("of one whom nobody has seen: no depth, a frequency of zero, and no breadth without relevant features", () => {
    expect(breadthDepthFrequency(none)).toEqual({ breadth: null, depthMs: null, frequencyPercent: 0 });
    expect(breadthDepthFrequency({ ...none, relevant: new Set(["phone"]) }).breadth).toBe(0);
  });

  test("look at 28 days: not at the one before them, and not at the one after", () => {
    const days = [72, 101];
    const use = { ...none, activeDays: new Set(days), activeMs: new Map(days.map((day) => [day, MINUTE_MS])) };
    expect(breadthDepthFrequency(use)).toMatchObject({ depthMs: null, frequencyPercent: 0 });
  });

  test("take a visit without active time as a day of zero depth, a presence as one of unknown depth", () => {
    const activeDays = new Set([98, 99, 100]);
    const seen = new Map([[100, 4 * MINUTE_MS]]);
    expect(breadthDepthFrequency({ ...none, activeDays, activeMs: seen }).depthMs).toBe(4 * MINUTE_MS);
    const visited = new Map([...seen, [99, 0]] as const);
    expect(breadthDepthFrequency({ ...none, activeDays, activeMs: visited }).depthMs).toBe(2 * MINUTE_MS);
  });

  test("count no feature that isn't relevant, and stay within 0 and 1", () => {
    const features = fc.array(fc.constantFrom("a", "b", "c", "d", "e")).map((list) => new Set(list));
    const days = fc.array(fc.integer({ min: 50, max: 120 })).map((list) => new Set(list));
    fc.assert(
      fc.property(features, features, days, (adopted, relevant, activeDays) => {
        const { breadth, frequencyPercent } = breadthDepthFrequency({ ...none, adopted, relevant, activeDays });
        expect(breadth ?? 0).toBeLessThanOrEqual(1);
        expect(frequencyPercent).toBeLessThanOrEqual(100);
        expect(breadth === null).toBe(relevant.size === 0);
      }),
    );
  });
});
