import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { timeToAdopt, type AdoptionCase } from "./time-to-adopt.ts";

const took = (days: number | null, firstDay = 10): AdoptionCase => ({
  firstDay,
  adoptedDay: days === null ? null : firstDay + days,
});

describe("time to adopt", () => {
  test("counts open cases as longer than all others", () => {
    const cases = [took(0), took(3), took(9), took(null)];
    expect(timeToAdopt(cases, 100)).toEqual({ cases: 4, adopted: 3, open: 1, medianDays: 3, p90Days: null });
  });

  test("has no median while fewer than half have adopted", () => {
    expect(timeToAdopt([took(1), took(null), took(null)], 100).medianDays).toBeNull();
    expect(timeToAdopt([took(1), took(null)], 100).medianDays).toBe(1);
    expect(timeToAdopt([], 100)).toEqual({ cases: 0, adopted: 0, open: 0, medianDays: null, p90Days: null });
  });

  test("has its p90 at the ninth of ten", () => {
    const nine = Array.from({ length: 9 }, (_, index) => took(index + 1));
    expect(timeToAdopt([...nine, took(null)], 100)).toMatchObject({ medianDays: 5, p90Days: 9 });
  });

  test("knows nothing of what came after the day", () => {
    expect(timeToAdopt([took(5, 10), took(0, 13)], 12)).toEqual({
      cases: 1,
      adopted: 0,
      open: 1,
      medianDays: null,
      p90Days: null,
    });
  });

  test("takes an adoption before the first day, of whom history was imported, as no time at all", () => {
    expect(timeToAdopt([{ firstDay: 10, adoptedDay: 5 }], 100).medianDays).toBe(0);
  });

  test("never looks better for more open cases, and adds up, in any order", () => {
    const any = fc.array(fc.tuple(fc.option(fc.nat({ max: 40 })), fc.nat({ max: 60 })).map((parts) => took(...parts)));
    fc.assert(
      fc.property(any, fc.nat({ max: 9 }), (cases, giveUps) => {
        const found = timeToAdopt(cases, 50);
        const more = timeToAdopt([...cases, ...Array.from({ length: giveUps }, () => took(null))], 50);
        expect(found.adopted + found.open).toBe(found.cases);
        expect(timeToAdopt(cases.toReversed(), 50)).toEqual(found);
        const longer = more.medianDays ?? Number.POSITIVE_INFINITY;
        expect(longer).toBeGreaterThanOrEqual(found.medianDays ?? 0);
        expect(found.p90Days ?? Number.POSITIVE_INFINITY).toBeGreaterThanOrEqual(found.medianDays ?? 0);
      }),
    );
  });
});
