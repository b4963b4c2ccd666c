import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { moduleStrip, type PersonFeatureDay } from "./module-strip.ts";

const modules = new Map([
  ["contacts", new Set(["people", "import"])],
  ["pipeline", new Set(["leads", "deals"])],
]);
const row = (person: string, feature: string, day: number, activeMs = 1_000, visits = 1): PersonFeatureDay => ({
  person,
  feature,
  day,
  activeMs,
  visits,
});
const strip = (use: readonly PersonFeatureDay[], since: number | null = 0) =>
  moduleStrip({ use, modules, gauges: [], until: 100, since });

describe("the timeline of modules", () => {
  test("has 90 days and every module, in the order of the definitions, unused ones with zeros", () => {
    const { range, modules: rows } = strip([row("ann", "leads", 100)]);
    expect(range).toEqual({ from: 11, to: 100 });
    expect(rows.map(({ module, days }) => [module, days.length])).toEqual([
      ["contacts", 90],
      ["pipeline", 90],
    ]);
    expect(rows[0]).toMatchObject({ activeMs: 0, users: 0 });
    expect(rows[0]?.days.at(-1)).toEqual({ activeMs: 0, users: 0 });
  });

  test("sums the time of a module's features, and counts a person once", () => {
    const { modules: rows } = strip([
      row("ann", "leads", 99),
      row("ann", "deals", 99),
      row("bob", "deals", 99),
      row("ann", "leads", 100),
      row("ann", "people", 100),
    ]);
    expect(rows[1]?.days.slice(-2)).toEqual([
      { activeMs: 3_000, users: 2 },
      { activeMs: 1_000, users: 1 },
    ]);
    expect(rows[1]).toMatchObject({ activeMs: 4_000, users: 2 });
  });

  test("counts who visited without active time, not who did neither", () => {
    const { modules: rows } = strip([row("ann", "leads", 100, 0, 1), row("bob", "leads", 100, 0, 0)]);
    expect(rows[1]?.days.at(-1)).toEqual({ activeMs: 0, users: 1 });
  });

  test("leaves out features of no module and other days", () => {
    const { modules: rows } = strip([row("ann", "_other", 50), row("ann", "leads", 10), row("ann", "leads", 101)]);
    expect(rows.map(({ activeMs, users }) => [activeMs, users])).toEqual([
      [0, 0],
      [0, 0],
    ]);
  });

  test("says no data for days before anything was known", () => {
    const days = strip([row("ann", "leads", 100)], 99).modules[1]?.days;
    expect(days?.slice(-3)).toEqual([null, { activeMs: 0, users: 0 }, { activeMs: 1_000, users: 1 }]);
    expect(strip([], null).modules[1]?.days.every((day) => day === null)).toBe(true);
  });

  test("lays gauges over the same days; a day without a value has none, and zero is a value", () => {
    const values = new Map([
      [98, 12.5],
      [100, 0],
      [101, 7],
    ]);
    const { gauges } = moduleStrip({
      use: [],
      modules,
      gauges: [{ gauge: "bandwidth", unit: "GB", values }],
      until: 100,
      since: 0,
    });
    expect(gauges).toMatchObject([{ gauge: "bandwidth", unit: "GB" }]);
    expect(gauges[0]?.days.slice(-3)).toEqual([12.5, null, 0]);
    expect(gauges[0]?.days).toHaveLength(90);
  });

  test("has days whose time adds up to the module's, and never more users than people", () => {
    const use = fc.record({
      person: fc.constantFrom("ann", "bob", "cy"),
      feature: fc.constantFrom("people", "import", "leads", "deals", "_other"),
      day: fc.integer({ min: 0, max: 110 }),
      activeMs: fc.nat({ max: 5_000 }),
      visits: fc.nat({ max: 2 }),
    });
    fc.assert(
      fc.property(fc.array(use), (list) => {
        const found = strip(list);
        for (const { activeMs, users, days } of found.modules) {
          expect(days.reduce((sum, day) => sum + (day?.activeMs ?? 0), 0)).toBe(activeMs);
          expect(users).toBeGreaterThanOrEqual(Math.max(...days.map((day) => day?.users ?? 0)));
          expect(users).toBeLessThanOrEqual(3);
        }
        expect(strip(list.toReversed())).toEqual(found);
      }),
    );
  });
});
