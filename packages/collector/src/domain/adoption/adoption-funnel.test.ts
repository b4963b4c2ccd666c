import * as fc from "fast-check";
import { expect, test } from "vitest";
import { adoptionFunnel, type FunnelCase } from "./adoption-funnel.ts";

const TODAY = 100;
const untouched: FunnelCase = { exposed: null, firstUsedDay: null, adoptedDay: null, usedAgainDay: null };

test("a funnel of nobody is empty", () => {
  expect(adoptionFunnel([], TODAY)).toEqual({ exposed: 0, activated: 0, adopted: 0, retained: 0, retentionOpen: 0 });
});

test("everybody is counted in each stage that they have reached", () => {
  const cases: FunnelCase[] = [
    untouched,
    { ...untouched, exposed: true },
    { ...untouched, firstUsedDay: 10 },
    { ...untouched, firstUsedDay: 10, adoptedDay: 12 },
    { ...untouched, firstUsedDay: 10, adoptedDay: 12, usedAgainDay: 26 },
  ];
  expect(adoptionFunnel(cases, TODAY)).toEqual({
    exposed: 4,
    activated: 3,
    adopted: 2,
    retained: 1,
    retentionOpen: 0,
  });
});

test.each([
  [12, 0],
  [13, 1],
  [26, 1],
  [27, 0],
])("a use on day %i after an adoption on day 12: retained %i", (usedAgainDay, retained) => {
  expect(adoptionFunnel([{ ...untouched, adoptedDay: 12, usedAgainDay }], TODAY).retained).toBe(retained);
});

test.each([
  [26, 1],
  [27, 0],
])("on day %i the verdict on an adoption of day 12 is open: %i", (today, retentionOpen) => {
  expect(adoptionFunnel([{ ...untouched, adoptedDay: 12 }], today).retentionOpen).toBe(retentionOpen);
});

test("no stage is larger than the one before", () => {
  const day = fc.option(fc.integer({ min: 0, max: 40 }));
  const one = fc.record({
    exposed: fc.option(fc.boolean()),
    firstUsedDay: day,
    adoptedDay: day,
    usedAgainDay: day,
  });
  fc.assert(
    fc.property(fc.array(one), fc.integer({ min: 0, max: 60 }), (cases, today) => {
      const { exposed, activated, adopted, retained, retentionOpen } = adoptionFunnel(cases, today);
      expect(exposed).toBeGreaterThanOrEqual(activated);
      expect(activated).toBeGreaterThanOrEqual(adopted);
      expect(adopted).toBeGreaterThanOrEqual(retained + retentionOpen);
    }),
  );
});
