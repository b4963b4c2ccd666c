import * as fc from "fast-check";
import { expect, test } from "vitest";
import { usageDrop } from "./usage-drop.ts";

const RULES = { dropPercent: 50, dropBaselineMs: 1_000 };

test("a drop is at least what the definitions say, from at least so much", () => {
  const dropOf = (recentMs: number, beforeMs: number) =>
    usageDrop({ usage: { recentMs, beforeMs }, coverage: null }, RULES);
  expect([dropOf(500, 1_000), dropOf(501, 1_000), dropOf(0, 999), dropOf(0, 4_000)]).toEqual([50, null, null, 100]);
});

test("nothing that the tracker can't see well enough is one, whatever the times", () => {
  const anyMs = fc.nat(100_000);
  fc.assert(
    fc.property(anyMs, anyMs, fc.double({ min: 0, max: 100, noNaN: true }), (recentMs, beforeMs, coveragePercent) => {
      const usage = { recentMs, beforeMs };
      const trusted = usageDrop({ usage, coverage: null }, RULES);
      expect(usageDrop({ usage, coverage: { percent: coveragePercent } }, RULES)).toBe(
        coveragePercent < 80 ? null : trusted,
      );
    }),
  );
});
