import * as fc from "fast-check";
import { expect, test } from "vitest";
import { phaseIn, windowsUntil } from "./lifecycle.ts";

const person = (...days: readonly number[]) => ({
  activeDays: new Set(days),
  firstSeenDay: days.length === 0 ? null : Math.min(...days),
});

test("people are new, returning, resurrecting or dormant in a window", () => {
  const people = [person(100), person(94), person(87, 100), person(80, 94), person(93), person(70), person()];
  const windows = windowsUntil(100, 7);
  expect(windows).toEqual({ days: { from: 94, to: 100 }, before: { from: 87, to: 93 } });
  expect(people.map((one) => phaseIn(one, windows))).toEqual([
    "new",
    "new",
    "returning",
    "resurrecting",
    "dormant",
    null,
    null,
  ]);
});

test("who is active in a window returns or is dormant in the next", () => {
  const any = fc.array(fc.integer({ min: 40, max: 110 }), { maxLength: 12 }).map((days) => person(...days));
  fc.assert(
    fc.property(any, (one) => {
      const phases = [65, 72, 79, 86, 93, 100].map((until) => phaseIn(one, windowsUntil(until, 7)));
      const isActive = phases.map((phase) => phase !== null && phase !== "dormant");
      const wasActive = phases.map((phase) => phase === "returning" || phase === "dormant");
      const counted = [65, 72, 79, 86, 93, 100].map((until) =>
        [...one.activeDays].some((day) => day > until - 7 && day <= until),
      );
      expect(isActive).toEqual(counted);
      expect(wasActive.slice(1)).toEqual(isActive.slice(0, -1));
    }),
  );
});
