import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adoptionFunnel, countFunnel, entryPointsOf, type FunnelMember } from "./funnel.ts";

const entryPoints = new Set(["phone", "inbox", "_other"]);
const member = (
  visited: readonly string[],
  usedDays: readonly number[] = [],
  adoptedDay: number | null = null,
): FunnelMember => {
  const firstOf = (days: readonly number[]): number | null => (days.length === 0 ? null : Math.min(...days));
  return {
    visited: new Set(visited),
    firstUsedDay: firstOf(usedDays),
    adoptedDay,
    usedAgainDay: adoptedDay === null ? null : firstOf(usedDays.filter((day) => day > adoptedDay)),
  };
};
const funnelOf = (members: readonly FunnelMember[], entries: ReadonlySet<string>, until: number) =>
  adoptionFunnel(countFunnel(members, entries, until));
const people = (members: readonly FunnelMember[], until = 100) =>
  funnelOf(members, entryPoints, until).steps.map((step) => step.people);

describe("the entry points of a feature", () => {
  const modules = new Map([
    ["phone", "talk"],
    ["inbox", "talk"],
    ["reports", null],
    ["exports", null],
    ["calendars", "planning"],
  ]);

  test("are the features of its module and the pages that are no feature", () => {
    expect(entryPointsOf("phone", modules)).toEqual(new Set(["phone", "inbox", "_other"]));
  });

  test("are only such pages for one without a module, or without a definition", () => {
    expect(entryPointsOf("reports", modules)).toEqual(new Set(["reports", "_other"]));
    expect(entryPointsOf("unheard-of", modules)).toEqual(new Set(["unheard-of", "_other"]));
  });
});

describe("the adoption funnel", () => {
  test("counts each member in every stage up to the last reached", () => {
    const { steps, stillOpen } = funnelOf(
      [
        member(["calendars"]),
        member(["_other"]),
        member(["inbox"]),
        member(["phone"], [50]),
        member(["phone"], [50, 51], 51),
        member(["phone"], [50, 51, 60], 51),
      ],
      entryPoints,
      100,
    );
    expect(steps).toEqual([
      { stage: "exposed", people: 5, percentOfPrevious: null },
      { stage: "activated", people: 3, percentOfPrevious: 60 },
      { stage: "adopted", people: 2, percentOfPrevious: 200 / 3 },
      { stage: "usedAgain", people: 1, percentOfPrevious: 50 },
    ]);
    expect(stillOpen).toBe(0);
  });

  test.each([
    [[50], [1, 1, 1, 0]],
    [
      [50, 51],
      [1, 1, 1, 1],
    ],
    [
      [50, 64],
      [1, 1, 1, 1],
    ],
    [
      [50, 65],
      [1, 1, 1, 0],
    ],
    [
      [40, 50],
      [1, 1, 1, 0],
    ],
  ])("one who adopted on day 50 and used it on %j is in %j", (usedDays, expected) => {
    expect(people([member(["phone"], usedDays, 50)])).toEqual(expected);
  });

  test("holds who used it without having been seen at an entry point", () => {
    expect(people([member([], [50])])).toEqual([1, 1, 0, 0]);
    expect(people([member([], [], 50)])).toEqual([1, 1, 1, 0]);
  });

  test("says who still has time to use it again", () => {
    const adopted = [member(["phone"], [50], 50)];
    expect(funnelOf(adopted, entryPoints, 63).stillOpen).toBe(1);
    expect(funnelOf(adopted, entryPoints, 64).stillOpen).toBe(0);
    expect(funnelOf([member(["phone"], [50, 55], 50)], entryPoints, 60).stillOpen).toBe(0);
  });

  test("knows nothing of what came after the day", () => {
    expect(people([member(["phone"], [50, 60], 60)], 55)).toEqual([1, 1, 0, 0]);
    expect(people([member(["phone"], [50, 60], 50)], 55)).toEqual([1, 1, 1, 0]);
  });

  test("counts what happened on the day itself", () => {
    expect(people([member(["phone"], [55], 55)], 55)).toEqual([1, 1, 1, 0]);
    expect(people([member(["phone"], [50, 55], 50)], 55)).toEqual([1, 1, 1, 1]);
    expect(people([member([], [55])], 55)).toEqual([1, 1, 0, 0]);
  });

  test("of nobody has zeros and no shares", () => {
    expect(funnelOf([], entryPoints, 100).steps.map(({ percentOfPrevious }) => percentOfPrevious)).toEqual([
      null,
      null,
      null,
      null,
    ]);
    expect(people([])).toEqual([0, 0, 0, 0]);
  });

  test("never rises from stage to stage, and adds up over any split of the members", () => {
    const day = fc.integer({ min: 60, max: 105 });
    const any = fc
      .tuple(fc.subarray(["phone", "inbox", "_other", "calendars"]), fc.array(day, { maxLength: 5 }), fc.option(day))
      .map((parts) => member(...parts));
    fc.assert(
      fc.property(fc.array(any), fc.array(any), (some, others) => {
        const counts = people([...some, ...others]);
        expect(counts).toEqual(counts.toSorted((one, other) => other - one));
        const rest = people(others);
        expect(counts).toEqual(people(some).map((count, index) => count + (rest[index] ?? 0)));
      }),
    );
  });
});
