import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLayoutShifts } from "./layout-shifts.ts";

const clsOf = (shifts: readonly (readonly [atMs: number, score: number])[]) => {
  const all = createLayoutShifts();
  for (const [atMs, score] of shifts) all.add(atMs, score);
  return all.cls();
};

describe("CLS", () => {
  test("is 0 without shifts", () => {
    expect(clsOf([])).toBe(0);
  });

  test("adds up shifts that follow each other within a second", () => {
    expect(
      clsOf([
        [0, 1],
        [999, 2],
        [1_998, 4],
      ]),
    ).toBe(7);
    expect(
      clsOf([
        [0, 1],
        [999, 2],
        [1_999, 4],
      ]),
    ).toBe(4);
  });

  test("adds up no more than five seconds", () => {
    const everyHalfSecond = Array.from({ length: 12 }, (_, index) => [index * 500, 1] as const);
    expect(clsOf(everyHalfSecond)).toBe(10);
  });

  test("keeps the worst of several windows, wherever it stands", () => {
    expect(
      clsOf([
        [0, 3],
        [5_000, 1],
        [10_000, 2],
      ]),
    ).toBe(3);
    expect(
      clsOf([
        [0, 1],
        [5_000, 3],
        [10_000, 2],
      ]),
    ).toBe(3);
  });

  test("of any shifts lies between the largest one and the sum", () => {
    const shift = fc.tuple(fc.integer({ min: 0, max: 60_000 }), fc.integer({ min: 1, max: 100 }));
    fc.assert(
      fc.property(fc.array(shift, { minLength: 1 }), (shifts) => {
        const inOrder = shifts.toSorted(([one], [other]) => one - other);
        const scores = shifts.map(([, score]) => score);
        const cls = clsOf(inOrder);
        expect(cls).toBeGreaterThanOrEqual(Math.max(...scores));
        expect(cls).toBeLessThanOrEqual(scores.reduce((sum, score) => sum + score));
      }),
    );
  });
});
