import * as fc from "fast-check";
import { expect, test } from "vitest";
import { furthestStage } from "./feature-use.ts";
import { stageOf } from "./stage.ts";

test("a crossed threshold means adopted, any use means tried, none means untouched", () => {
  expect(stageOf({ crossed: true, used: true })).toBe("adopted");
  expect(stageOf({ crossed: false, used: true })).toBe("tried");
  expect(stageOf({ crossed: false, used: false })).toBe("untouched");
});

test("the furthest of several stages is the stage of what was done in all of them", () => {
  const anyUse = fc.constantFrom(
    { crossed: false, used: false },
    { crossed: false, used: true },
    { crossed: true, used: true },
  );
  fc.assert(
    fc.property(fc.array(anyUse, { maxLength: 6 }), (uses) => {
      const together = { crossed: uses.some(({ crossed }) => crossed), used: uses.some(({ used }) => used) };
      const furthest = furthestStage(uses.map(stageOf));
      expect(furthest).toBe(stageOf(together));
      expect([furthest === "adopted", furthest === "untouched"]).toEqual([together.crossed, !together.used]);
    }),
  );
});
