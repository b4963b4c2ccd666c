import { expect, test } from "vitest";
import { byPeopleMissing, byPointsMissing } from "./module-order.ts";

const module = (name: string, gapPoints: number | null, gapUsers = 0) => ({
  name,
  target: gapPoints === null ? null : { gapPoints, gapUsers },
});
const modules = [
  module("no target", null),
  module("small, far off", 60, 3),
  module("reached", 0, 0),
  module("large, off", 25, 50),
  module("also reached", 0, 0),
];
const names = (ordered: readonly { readonly name: string }[]) => ordered.map(({ name }) => name);

test("most people missing come first, and modules without a target last", () => {
  expect(names(byPeopleMissing(modules))).toEqual([
    "large, off",
    "small, far off",
    "reached",
    "also reached",
    "no target",
  ]);
});

test("or most points", () => {
  expect(names(byPointsMissing(modules))).toEqual([
    "small, far off",
    "large, off",
    "reached",
    "also reached",
    "no target",
  ]);
});
