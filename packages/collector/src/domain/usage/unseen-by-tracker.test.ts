import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isUnseenByTracker } from "./unseen-by-tracker.ts";

const SINCE = 100;

test.each([
  ["the tracker alone", 120, null, false],
  ["nobody", null, null, false],
  ["the server alone", null, 120, true],
  ["the server alone, long ago", null, 20, true],
  ["both", 120, 120, false],
  ["both, the tracker on the first day that counts", 100, 120, false],
  ["the tracker on the day before, the server since", 99, 120, true],
  ["the tracker on the day before, the server on the first day that counts", 99, 100, true],
  ["neither since", 99, 99, false],
  ["the tracker since, the server no more", 120, 20, false],
])("somebody whom %s has seen", (_who, lastUsedDay, lastToldDay, expected) => {
  expect(isUnseenByTracker({ lastUsedDay, lastToldDay }, SINCE)).toBe(expected);
});

test("what the server tells makes nobody seen, what the tracker sees nobody unseen, and without the server everybody is", () => {
  const day = fc.option(fc.nat(200));
  fc.assert(
    fc.property(day, day, fc.nat(200), fc.nat(50), (lastUsedDay, lastToldDay, since, later) => {
      const was = isUnseenByTracker({ lastUsedDay, lastToldDay }, since);
      const told = isUnseenByTracker({ lastUsedDay, lastToldDay: (lastToldDay ?? 0) + later }, since);
      const used = isUnseenByTracker({ lastUsedDay: (lastUsedDay ?? 0) + later, lastToldDay }, since);
      expect([was && !told, !was && used && lastUsedDay !== null]).toEqual([false, false]);
      expect(isUnseenByTracker({ lastUsedDay, lastToldDay: null }, since)).toBe(false);
      expect(isUnseenByTracker({ lastUsedDay: since + later, lastToldDay }, since)).toBe(false);
    }),
  );
});
