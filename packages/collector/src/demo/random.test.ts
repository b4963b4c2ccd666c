import { describe, expect, it } from "vitest";
import { createRandom } from "./random.ts";

const draws = (count: number, ...keys: readonly (string | number)[]) => {
  const random = createRandom(...keys);
  return Array.from({ length: count }, () => random.next());
};

describe("createRandom", () => {
  it("repeats its sequence for the same keys", () => {
    expect(draws(20, 1, "day", "acme", 20_000)).toEqual(draws(20, 1, "day", "acme", 20_000));
  });

  it("keeps its sequence for ever, since stored demos are seeded again by later versions", () => {
    expect(draws(3, 1, "day", "acme", 20_000)).toMatchInlineSnapshot(`
      [
        0.7791008832864463,
        0.05281348992139101,
        0.5093922670930624,
      ]
    `);
  });

  it("gives neighbouring keys unrelated numbers", () => {
    const firsts = Array.from({ length: 2_000 }, (_, day) => draws(1, 1, "day", day)).flat();
    expect(new Set(firsts).size).toBe(2_000);
    expect(firsts.reduce((sum, first) => sum + first, 0) / 2_000).toBeCloseTo(0.5, 1);
  });

  it("tells joined keys apart", () => {
    expect(draws(1, "a", "bc")).not.toEqual(draws(1, "ab", "c"));
  });

  it("stays within its bounds, both ends of whole numbers included", () => {
    const random = createRandom("bounds");
    const whole = Array.from({ length: 400 }, () => random.integer(2, 5));
    expect(new Set(whole)).toEqual(new Set([2, 3, 4, 5]));
    const real = Array.from({ length: 400 }, () => random.between(-1, 1));
    expect(real.every((value) => value >= -1 && value < 1)).toBe(true);
  });

  it("draws items in proportion to their weights and never one of weight 0", () => {
    const random = createRandom("weights");
    const items = [
      { name: "one", weight: 1 },
      { name: "none", weight: 0 },
      { name: "three", weight: 3 },
    ] as const;
    const drawn = Array.from({ length: 4_000 }, () => random.pickWeighted(items).name);
    const count = (name: string) => drawn.filter((other) => other === name).length;
    expect(count("none")).toBe(0);
    expect(count("three") / count("one")).toBeGreaterThan(2.5);
    expect(count("three") / count("one")).toBeLessThan(3.6);
  });

  it("refuses to pick from nothing", () => {
    expect(() => createRandom("nothing").pick([])).toThrow(RangeError);
    expect(() => createRandom("nothing").pickWeighted([])).toThrow(RangeError);
  });

  it("draws counts with the mean it is given", () => {
    const random = createRandom("counts");
    const counts = Array.from({ length: 4_000 }, () => random.count(2.5));
    expect(counts.reduce((sum, count) => sum + count, 0) / 4_000).toBeCloseTo(2.5, 0);
    expect(random.count(0)).toBe(0);
  });

  it("shuffles without losing an item", () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const shuffled = createRandom("shuffle").shuffled(items);
    expect(shuffled).not.toEqual(items);
    expect(shuffled.toSorted((one, other) => one - other)).toEqual(items);
  });
});
