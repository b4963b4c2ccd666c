import * as fc from "fast-check";
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

const MINUTE_MS = 60_000;

test("the words hold the whole minutes, hours only where there are some, and each amount is told in one way", () => {
  const anyMs = fc.oneof(
    fc.nat(MINUTE_MS * 3),
    fc.nat(MINUTE_MS * 60 * 3),
    fc.nat(10_000).map((minutes) => minutes * MINUTE_MS),
    fc.nat(200).map((hours) => hours * 60 * MINUTE_MS),
    fc.maxSafeNat(),
  );
  fc.assert(
    fc.property(anyMs, (ms) => {
      const words = durationInWords(ms);
      const [, hours, minutes] = /^(?=\d)(?:([1-9]\d*) h(?: (?=\d)|$))?(?:([1-9]\d?) min)?$/.exec(words) ?? [];
      expect(Number(minutes ?? 0)).toBeLessThan(60);
      expect(Number(hours ?? 0) * 60 + Number(minutes ?? 0)).toBe(Math.floor(ms / MINUTE_MS));
      const isInNumbers = hours !== undefined || minutes !== undefined;
      expect(isInNumbers || words).toBe(ms >= MINUTE_MS || (ms === 0 ? "nothing" : "less than a minute"));
    }),
  );
});
