import { expect, test } from "vitest";
import { compileHealth } from "../definitions/health-definition.ts";
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
