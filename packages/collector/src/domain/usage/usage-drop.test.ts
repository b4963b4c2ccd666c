import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { coverageOf } from "./coverage.ts";
import { usageDrop, type DropInputs, type DropRule } from "./usage-drop.ts";

const rule: DropRule = { dropShare: 0.3, minimumBaseline: 50, coolDownDays: 14 };
/** The last closed day is 100: the recent days are 87 to 100, those before 73 to 86. */
const inputs = (before: number, recent: number, rest: Partial<DropInputs> = {}): DropInputs => ({
  values: new Map([
    [73, before],
    [100, recent],
  ]),
  since: 0,
  lastClosedDay: 100,
  coverage: null,
  lastToldDay: null,
  ...rest,
});
const verdict = (...of: Parameters<typeof inputs>) => usageDrop(inputs(...of), rule).verdict;

describe("a drop of usage", () => {
  test.each([
    [100, 71, "steady"],
    [100, 70, "dropped"],
    [100, 0, "dropped"],
    [100, 100, "steady"],
    [100, 500, "steady"],
    [50, 35, "dropped"],
    [49, 0, "belowBaseline"],
    [0, 0, "belowBaseline"],
  ] as const)("from %i to %i is %s", (before, recent, expected) => {
    expect(usageDrop(inputs(before, recent), rule)).toEqual({ verdict: expected, before, recent });
  });

  test("by exactly the share counts, whatever binary fractions make of it", () => {
    for (let percent = 1; percent <= 100; percent++) {
      const exact = usageDrop(inputs(1_000, 1_000 - percent * 10), { ...rule, dropShare: percent / 100 });
      const almost = usageDrop(inputs(1_000, 1_001 - percent * 10), { ...rule, dropShare: percent / 100 });
      expect([percent, exact.verdict, almost.verdict]).toEqual([percent, "dropped", "steady"]);
    }
  });

  test("looks at 14 closed days and the 14 before, not at the running one", () => {
    const values = new Map([
      [72, 1_000],
      [86, 100],
      [87, 40],
      [101, 1_000],
    ]);
    expect(usageDrop(inputs(0, 0, { values }), rule)).toEqual({ verdict: "dropped", before: 100, recent: 40 });
  });

  test("can't be told before 28 days are known", () => {
    expect(usageDrop(inputs(100, 0, { since: 74 }), rule)).toEqual({ verdict: "unknown", before: null, recent: 0 });
    expect(verdict(100, 0, { since: 73 })).toBe("dropped");
    expect(usageDrop(inputs(100, 0, { since: null }), rule)).toEqual({
      verdict: "unknown",
      before: null,
      recent: null,
    });
  });

  test("is held back while too few users can be seen", () => {
    const seen = (count: number) =>
      coverageOf(
        new Set(Array.from({ length: count }, (_, user) => `u_${user}`)),
        new Set(["u_0", "u_1", "u_2", "u_3", "u_4"]),
      );
    expect(verdict(100, 10, { coverage: seen(3) })).toBe("heldBack");
    expect(verdict(100, 10, { coverage: seen(4) })).toBe("dropped");
    expect(verdict(100, 99, { coverage: seen(0) })).toBe("steady");
  });

  test("is told once, and again after the cool-down", () => {
    expect(verdict(100, 10, { lastToldDay: 100 })).toBe("coolingDown");
    expect(verdict(100, 10, { lastToldDay: 86 })).toBe("coolingDown");
    expect(verdict(100, 10, { lastToldDay: 85 })).toBe("dropped");
  });

  test("says of zero before that there is nothing to fall from, even without a minimum", () => {
    expect(usageDrop(inputs(0, 0), { ...rule, minimumBaseline: 0 }).verdict).toBe("belowBaseline");
  });

  test("doesn't depend on the unit, and is never undone by falling further", () => {
    const amount = fc.nat({ max: 10_000 });
    fc.assert(
      fc.property(amount, amount, fc.nat({ max: 100 }), (before, recent, further) => {
        const free = { ...rule, minimumBaseline: 0 };
        const found = usageDrop(inputs(before, recent), free).verdict;
        expect(usageDrop(inputs(before * 60_000, recent * 60_000), free).verdict).toBe(found);
        const lower = usageDrop(inputs(before, Math.max(0, recent - further)), free).verdict;
        expect(found === "dropped" && lower !== "dropped").toBe(false);
      }),
    );
  });
});
