import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { labelChange } from "./change-label.ts";

const DAYS = 35;
const RECENT = 28;
type Shape = (day: number) => number | null;

/** Day 0 is a Monday, so day 34, the last closed one, is a Sunday. */
const days = (shape: Shape, count = DAYS) => Array.from({ length: count }, (_, day) => shape(day));
const label = (shape: Shape) => {
  const found = labelChange(days(shape));
  return [found.label, found.direction];
};
/** A little up and down that repeats with no week. */
const wobble = (day: number): number => [0, 3, -2, 1, -3, 2, -1, 0, 2, -2, 3][day % 11] ?? 0;
const isWeekend = (day: number): boolean => day % 7 >= 5;
const workdays =
  (shape: Shape): Shape =>
  (day) =>
    isWeekend(day) ? 0 : shape(day);

describe("the label of a change", () => {
  test("is none for what is level, noisy, weekly or nothing at all", () => {
    expect(label(() => 100)).toEqual(["none", null]);
    expect(label((day) => 100 + 5 * wobble(day))).toEqual(["none", null]);
    expect(label(workdays((day) => 100 + wobble(day)))).toEqual(["none", null]);
    expect(label(() => 0)).toEqual(["none", null]);
  });

  test.each([
    ["up", 300],
    ["down", 0],
  ] as const)("is a spike %s for a few days out of line that came back", (direction, value) => {
    for (const length of [1, 2, 3]) {
      const shape: Shape = (day) => (day >= 29 && day < 29 + length ? value : 100 + wobble(day));
      expect(label(shape)).toEqual(["spike", direction]);
      expect(label(workdays(shape))).toEqual(["spike", direction]);
    }
  });

  test("is none for what began yesterday, or before a quiet weekend: nobody can know yet", () => {
    expect(label((day) => (day === 34 ? 300 : 100))).toEqual(["none", null]);
    expect(label((day) => (day >= 32 ? 300 : 100))).toEqual(["none", null]);
    expect(label(workdays((day) => (day >= 30 ? 300 : 100)))).toEqual(["none", null]);
  });

  test("is none again when the spike is a week old", () => {
    expect(label((day) => (day === RECENT - 1 ? 300 : 100 + wobble(day)))).toEqual(["none", null]);
  });

  test.each([
    ["up", 200],
    ["down", 40],
    ["down", 0],
  ] as const)("is a step %s from the fourth day of another level on", (direction, level) => {
    for (const begins of [31, 30, 28, 25, 21]) {
      expect(label((day) => (day >= begins ? level : 100) + wobble(day))).toEqual(["step", direction]);
    }
    expect(label((day) => (day >= 32 ? level : 100))).toEqual(["none", null]);
  });

  test("is a step for what comes into use, and none once it is usual", () => {
    expect(label((day) => (day >= RECENT ? 5 : 0))).toEqual(["step", "up"]);
    expect(label((day) => (day >= 7 ? 200 : 100))).toEqual(["none", null]);
  });

  test("is a step on working days too, in the middle of the week", () => {
    expect(
      labelChange(
        days(
          workdays((day) => (day >= 28 ? 200 : 100)),
          32,
        ),
      ).label,
    ).toBe("step");
    expect(label(workdays((day) => (day >= 28 ? 200 : 100)))).toEqual(["step", "up"]);
  });

  test.each([
    ["up", 2],
    ["down", -2],
  ] as const)("is a drift %s for a slow change that keeps on", (direction, perDay) => {
    const shape: Shape = (day) => 100 + perDay * day + wobble(day);
    expect(label(shape)).toEqual(["drift", direction]);
    expect(label(workdays(shape))).toEqual(["drift", direction]);
  });

  test("is not disturbed by days off: neither two before a weekend, nor some weeks ago", () => {
    const daysOff = new Set([1, 2, 31, 32]);
    const off =
      (shape: Shape): Shape =>
      (day) =>
        daysOff.has(day) ? 0 : shape(day);
    expect(label(off(workdays((day) => 100 + wobble(day))))).toEqual(["none", null]);
    expect(labelChange([...days(off(workdays((day) => 100 + wobble(day)))), 100])).toMatchObject({
      label: "spike",
      direction: "down",
    });
    expect(label((day) => (day < 7 && daysOff.has(day) ? 0 : 100 + 2 * day))).toEqual(["drift", "up"]);
  });

  test("is none for rare uses of what mostly lies idle, unless they exceed all before", () => {
    const rare: Shape = (day) => ([2, 9, 13, 20, 26, 30].includes(day) ? 2 : 0);
    expect(label(rare)).toEqual(["none", null]);
    expect(label((day) => (day === 32 ? 3 : rare(day)))).toEqual(["spike", "up"]);
  });

  test("is none for a change that is slower than the noise", () => {
    expect(label((day) => 100 + day / 10 + wobble(day))).toEqual(["none", null]);
  });

  test("is unknown with too little history, and tells no numbers then", () => {
    const unknown = { label: "unknown", direction: null, shift: null, noise: null };
    expect(labelChange([])).toEqual(unknown);
    expect(labelChange(days(() => 100, 20))).toEqual(unknown);
    expect(labelChange(days(() => 100, 21)).label).toBe("none");
    expect(labelChange(days((day) => (day >= 32 ? null : 100)))).toEqual(unknown);
    expect(labelChange(days(() => null))).toEqual(unknown);
  });

  test("passes over gaps: no data is not zero", () => {
    const gaps = new Set([3, 4, 9, 15, 22, 29, 33]);
    const withGaps =
      (shape: Shape): Shape =>
      (day) =>
        gaps.has(day) ? null : shape(day);
    expect(label(withGaps((day) => 100 + wobble(day)))).toEqual(["none", null]);
    expect(label(withGaps((day) => (day >= RECENT ? 200 : 100) + wobble(day)))).toEqual(["step", "up"]);
    expect(label(withGaps((day) => (day === 31 ? 300 : 100)))).toEqual(["spike", "up"]);
    expect(label(withGaps((day) => 100 + 2 * day))).toEqual(["drift", "up"]);
  });

  test("looks at the last 35 days only, and tells what it compared", () => {
    const values = days((day) => (day >= RECENT ? 200 : 100));
    const expected = { label: "step", direction: "up", shift: 100, noise: 5 };
    expect(labelChange(values)).toEqual(expected);
    expect(labelChange([9_000, 9_000, ...values])).toEqual(expected);
  });

  test("begins exactly above two noises for a shift, above four for a day", () => {
    expect(label((day) => (day >= RECENT ? 110 : 100))).toEqual(["none", null]);
    expect(label((day) => (day >= RECENT ? 111 : 100))).toEqual(["step", "up"]);
    expect(label((day) => (day === 30 ? 120 : 100))).toEqual(["none", null]);
    expect(label((day) => (day === 30 ? 121 : 100))).toEqual(["spike", "up"]);
  });

  test("is none for more than three wild days that point nowhere", () => {
    const wild = (out: ReadonlyMap<number, number>) => label((day) => out.get(day) ?? 100);
    const three = [
      [28, 300],
      [29, 0],
      [30, 300],
    ] as const;
    expect(wild(new Map(three))).toEqual(["spike", "up"]);
    expect(wild(new Map([...three, [31, 0]]))).toEqual(["none", null]);
  });

  test("takes the noise from how a weekday differs from itself a week before", () => {
    const perWeek = [20, 20, 20, -20, -20, -20, 0];
    const { noise } = labelChange(days((day) => 200 + (perWeek[day % 7] ?? 0) * Math.floor(day / 7)));
    expect(noise).toBeCloseTo((20 * 1.4826) / Math.SQRT2, 9);
  });

  test("takes no noise from gaps", () => {
    const everyOtherWeek: Shape = (day) => (day < RECENT && Math.floor(day / 7) % 2 === 1 ? null : 100);
    expect(labelChange(days(everyOtherWeek))).toEqual({ label: "none", direction: null, shift: 0, noise: 5 });
  });

  test("compares with four weeks, not with a fifth", () => {
    const weeks = [100, 100, 300, 300, 300];
    const values = days((day) => weeks[Math.floor(day / 7)] ?? null);
    expect(labelChange(values)).toMatchObject({ label: "step", shift: 100 });
    expect(labelChange([...Array.from({ length: 7 }, () => 100), ...values])).toMatchObject({
      label: "step",
      shift: 100,
    });
  });

  const anyValues = fc.array(fc.option(fc.nat({ max: 200 }), { freq: 8 }), { minLength: 28, maxLength: 40 });

  test("is the same in another unit", () => {
    fc.assert(
      fc.property(anyValues, fc.constantFrom(0.25, 2, 1_024), (values, factor) => {
        const scaled = labelChange(values.map((value) => (value === null ? null : value * factor)));
        const { label: name, direction } = labelChange(values);
        expect([scaled.label, scaled.direction]).toEqual([name, direction]);
      }),
    );
  });

  test("has a direction exactly when something has changed", () => {
    fc.assert(
      fc.property(anyValues, (values) => {
        const { label: name, direction } = labelChange(values);
        expect(direction !== null).toBe(["spike", "step", "drift"].includes(name));
      }),
    );
  });

  test("is hardly ever anything but none for mere noise", () => {
    const noisy = fc.array(fc.integer({ min: -15, max: 15 }), { minLength: DAYS, maxLength: DAYS });
    const labels = fc
      .sample(noisy, { numRuns: 500, seed: 1 })
      .map((noise) => labelChange(days((day) => 100 + (noise[day] ?? 0))).label);
    expect(labels.filter((name) => name !== "none").length).toBeLessThan(25);
  });
});
