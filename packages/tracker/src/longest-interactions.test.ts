import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLongestInteractions, FAST_MS } from "./longest-interactions.ts";

/** Interactions of which the browser reports the given lengths, among `total` in all. */
function inpOf(lengthsMs: readonly number[], total = lengthsMs.length): number | undefined {
  const all = createLongestInteractions();
  for (let index = 0; index < total; index += 1) {
    all.count();
    const lengthMs = lengthsMs[index];
    if (lengthMs !== undefined) all.add(index + 1, lengthMs);
  }
  return all.inpMs();
}

describe("INP", () => {
  test("is unknown until somebody interacts", () => {
    expect(inpOf([])).toBeUndefined();
  });

  test("is the longest of fewer than 50 interactions", () => {
    expect(inpOf([80, 640, 200], 49)).toBe(640);
  });

  test("leaves out the longest one of 50, and the two longest of 100", () => {
    expect(inpOf([80, 640, 200], 50)).toBe(200);
    expect(inpOf([80, 640, 200], 100)).toBe(80);
  });

  test("is short where the browser reports nothing of an interaction", () => {
    expect(inpOf([], 1)).toBe(FAST_MS);
    expect(inpOf([640], 50)).toBe(FAST_MS);
  });

  test("takes an interaction's events together, the longest one for all", () => {
    const all = createLongestInteractions();
    all.count();
    for (const lengthMs of [120, 480, 64]) all.add(7, lengthMs);
    all.add(8, 200);
    expect(all.inpMs()).toBe(480);
    for (let index = 0; index < 49; index += 1) all.count();
    expect(all.inpMs()).toBe(200);
  });

  test("equals the definition, whatever comes in whatever order", () => {
    const lengths = fc.array(fc.integer({ min: 40, max: 5_000 }), { maxLength: 40 });
    fc.assert(
      fc.property(lengths, fc.integer({ min: 0, max: 440 }), (lengthsMs, more) => {
        const total = lengthsMs.length + more;
        fc.pre(total > 0);
        const fromLongest = lengthsMs.toSorted((one, other) => other - one);
        expect(inpOf(lengthsMs, total)).toBe(fromLongest[Math.floor(total / 50)] ?? FAST_MS);
      }),
    );
  });

  test("keeps ten interactions and forgives no more than nine, however many there are", () => {
    const lengthsMs = Array.from({ length: 30 }, (_, index) => 1_000 + index);
    expect(inpOf(lengthsMs, 10_000)).toBe(1_020);
  });
});
