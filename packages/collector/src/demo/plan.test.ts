import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shareOut } from "./plan.ts";

describe("shareOut", () => {
  it("shares out exactly everybody", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3_000 }),
        fc.array(fc.integer({ min: 3, max: 60 }), { minLength: 1, maxLength: 60 }),
        (people, weights) => {
          const sizes = shareOut(people, weights);
          expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(people);
          const mean = people / weights.length;
          expect(Math.min(...sizes)).toBeGreaterThanOrEqual(Math.min(3, Math.floor(mean)));
          expect(Math.max(...sizes)).toBeLessThanOrEqual(Math.max(60, Math.ceil(mean)));
        },
      ),
    );
  });

  it("gives the heavier account more", () => {
    expect(shareOut(60, [5, 15, 40])).toEqual([5, 15, 40]);
  });
});
