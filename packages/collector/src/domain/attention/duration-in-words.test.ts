import { expect, test } from "vitest";
import { durationInWords } from "./duration-in-words.ts";

test.each([
  [0, "nothing"],
  [1, "less than a minute"],
  [59_999, "less than a minute"],
  [60_000, "1 min"],
  [3_599_999, "59 min"],
  [3_600_000, "1 h"],
  [11_040_000, "3 h 4 min"],
])("%i ms are %s", (ms, words) => {
  expect(durationInWords(ms)).toBe(words);
});
