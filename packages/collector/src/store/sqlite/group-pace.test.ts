import { expect, test } from "vitest";
import { nextGroupAtMs } from "./group-pace.ts";

test.each([
  ["nothing at all", 0, 1_000],
  ["a request that came alone", 1, 1_000],
  ["two at once", 2, 1_004],
  ["the most that is a small group", 7, 1_004],
  ["a large one", 8, 1_000],
])("after %s the next group begins when it may", (_what, size, atMs) => {
  expect(nextGroupAtMs({ size, beganAtMs: 1_000 })).toBe(atMs);
});
