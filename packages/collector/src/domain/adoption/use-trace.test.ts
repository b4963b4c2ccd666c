import * as fc from "fast-check";
import { expect, test } from "vitest";
import { mergeTraces, recentSince, traceOf } from "./use-trace.ts";

const LIVING = { activeDays: 14, coolingDays: 30 };
const TODAY = 1_000;

test("keeps the last day, the first of the recent ones and the last before them", () => {
  expect(traceOf([990, 900, 987, 985, 970], TODAY, LIVING)).toEqual({ lastDay: 990, recentDay: 987, earlierDay: 985 });
  expect(traceOf([700], TODAY, LIVING)).toEqual({ lastDay: 700, recentDay: null, earlierDay: 700 });
  expect(traceOf([], TODAY, LIVING)).toBeNull();
});

test("a day is recent as long as a use on it is active", () => {
  expect(recentSince(TODAY, LIVING)).toBe(986);
});

test("traces of parts, however the days are shared out and in whatever order, make the trace of the whole", () => {
  const someDays = fc.array(fc.integer({ min: TODAY - 80, max: TODAY }), { maxLength: 8 });
  fc.assert(
    fc.property(fc.array(someDays, { maxLength: 5 }), (parts) => {
      const traces = parts.flatMap((days) => traceOf(days, TODAY, LIVING) ?? []);
      expect(mergeTraces(traces)).toEqual(traceOf(parts.flat(), TODAY, LIVING));
      expect(mergeTraces(traces.toReversed())).toEqual(mergeTraces(traces));
    }),
  );
});
