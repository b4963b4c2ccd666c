import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileHealth, DEFAULT_HEALTH } from "../definitions/health-definition.ts";
import { weighedHealth } from "./weighing-segment.ts";

const RULES = compileHealth({
  weights: { feedback: 20 },
  segmentWeights: { young: { adoption: 10 }, large: { login: 0, adoption: 80, feedback: 20 } },
});
const ORDER = ["large", "other", "young"];
const weighed = (...own: string[]) => {
  const { rules, segment } = weighedHealth(RULES, ORDER, new Set(own));
  return [segment, rules.weights];
};

test("the first segment in the order of the definitions that has weights decides", () => {
  expect(weighed("young", "other", "large")).toEqual(["large", { login: 0, adoption: 80, feedback: 20 }]);
});

test("what a segment leaves out weighs as it does in general", () => {
  expect(weighed("young")).toEqual(["young", { login: 30, adoption: 10, feedback: 20 }]);
});

test("without a segment that has weights the general ones hold", () => {
  expect(weighed("other")).toEqual([null, { login: 30, adoption: 40, feedback: 20 }]);
  expect(weighed()).toEqual([null, { login: 30, adoption: 40, feedback: 20 }]);
});

test("a segment that is called like what every object has weighs nothing unless it is given weights", () => {
  const young = weighedHealth(RULES, ["toString", "valueOf", "young"], new Set(["toString", "valueOf", "young"]));
  expect(young.segment).toBe("young");
  expect(weighedHealth(RULES, ["toString"], new Set(["toString"]))).toEqual({ rules: RULES, segment: null });
});

test("one segment decides or none, whatever others there are; each weight is its own or the general one", () => {
  const KEYS = ["young", "large", "toString", "hasOwnProperty", "other", "7"];
  const anyWeights = fc.record(
    { login: fc.nat(100), adoption: fc.nat(100), feedback: fc.nat(100) },
    { requiredKeys: [] },
  );
  const anySegments = fc.dictionary(fc.constantFrom(...KEYS), anyWeights, { noNullPrototype: true });
  fc.assert(
    fc.property(anySegments, fc.shuffledSubarray(KEYS), fc.subarray(KEYS), (segmentWeights, order, own) => {
      const rules = compileHealth({ segmentWeights });
      const { rules: made, segment } = weighedHealth(rules, order, new Set(own));
      const deciding = order.filter((key) => own.includes(key) && Object.keys(segmentWeights).includes(key));
      expect(segment).toBe(deciding[0] ?? null);
      const given = segment === null ? {} : segmentWeights[segment];
      for (const part of ["login", "adoption", "feedback"] as const) {
        expect(made.weights[part]).toBe(given?.[part] ?? DEFAULT_HEALTH.weights[part]);
      }
      expect({ ...made, weights: null }).toEqual({ ...rules, weights: null });
      expect(weighedHealth(rules, deciding, new Set(deciding))).toEqual({ rules: made, segment });
    }),
  );
});
