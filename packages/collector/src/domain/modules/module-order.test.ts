import * as fc from "fast-check";
import { expect, test } from "vitest";
import { byPeopleMissing } from "./module-order.ts";

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

test("the order is of all modules: by their gap, then by points, then as they came, and without a target last", () => {
  // Nobody is missing where no points are, and the other way round.
  const anyGap = fc.option(
    fc.oneof(
      fc.constant({ gapPoints: 0, gapUsers: 0 }),
      fc.record({ gapPoints: fc.integer({ min: 1, max: 4 }), gapUsers: fc.integer({ min: 1, max: 4 }) }),
    ),
  );
  const anyModules = fc.array(anyGap).map((gaps) => gaps.map((target, index) => ({ name: index, target })));
  fc.assert(
    fc.property(anyModules, (all) => {
      const keysOf = (one: (typeof all)[number]) => [one.target?.gapUsers, one.target?.gapPoints, -one.name];
      const ordered = byPeopleMissing(all);
      expect(ordered.map(({ name }) => name).toSorted((one, other) => one - other)).toEqual(
        all.map(({ name }) => name),
      );
      const isUntargeted = ordered.map(({ target }) => target === null);
      expect(isUntargeted).toEqual(isUntargeted.toSorted((one, other) => Number(one) - Number(other)));
      ordered.slice(1).forEach((after, index) => {
        const before = ordered[index];
        if (before === undefined) throw new Error("it is there");
        if (before.target === null || after.target === null) return;
        const [ahead, behind] = [keysOf(before), keysOf(after)];
        const differing = ahead.findIndex((key, place) => key !== behind[place]);
        expect(ahead[differing]).toBeGreaterThan(behind[differing] ?? Number.NaN);
      });
    }),
  );
});
