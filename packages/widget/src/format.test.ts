import { expect, test } from "vitest";
import { createFormat, durationParts } from "./format.ts";
import { english } from "./messages/english.ts";

const format = createFormat("en-GB");
const messages = english(format);
const MINUTE_MS = 60_000;

test.each([
  [0, 7 * MINUTE_MS, "0 of 7 min"],
  [59_999, 7 * MINUTE_MS, "0 of 7 min"],
  [4 * MINUTE_MS + 59_999, 7 * MINUTE_MS, "4 of 7 min"],
  [7 * MINUTE_MS, 7 * MINUTE_MS, "7 of 7 min"],
  [75 * MINUTE_MS, 120 * MINUTE_MS, "75 of 120 min"],
  [45_900, 90_000, "0:45 of 1:30 min"],
])("%i ms towards %i ms reads %o", (doneMs, goalMs, text) => {
  const { done, goal } = format.towards(doneMs, goalMs);
  expect(messages.towards(done, goal)).toBe(text);
});

test.each([
  [0, "0 seconds"],
  [999, "0 seconds"],
  [4 * MINUTE_MS + 12_000, "4 minutes 12 seconds"],
  [7 * MINUTE_MS, "7 minutes"],
  [61 * MINUTE_MS + 1_000, "1 hour 1 minute 1 second"],
])("%i ms is spoken as %o", (durationMs, text) => {
  expect(format.spoken(durationMs)).toBe(text);
});

test.each([
  [12_900, "12 s"],
  [42 * MINUTE_MS + 59_000, "42 min"],
  [120 * MINUTE_MS, "2 h"],
  [134 * MINUTE_MS, "2 h 14 min"],
])("%i ms in total reads %o", (durationMs, text) => {
  expect(messages.total(durationParts(durationMs))).toBe(text);
});

test("dates are the locale's, and a moment names its day unless it is today", () => {
  const noonMs = new Date(2026, 10, 3, 12, 5).getTime();
  expect(format.date(noonMs)).toBe("3 Nov 2026");
  expect(format.moment(noonMs, noonMs)).toBe("12:05");
  expect(format.moment(noonMs, noonMs + 86_400_000)).toBe("3 Nov 2026, 12:05");
});

test("a percentage is 100 only when nothing is missing", () => {
  expect(format.percent(0.29)).toBe("29%");
  expect(format.percent(0.999)).toBe("99%");
  expect(format.percent(1)).toBe("100%");
});

test("the summary follows the plural rules", () => {
  expect(messages.summary(0, 1)).toBe("0 of 1 feature adopted");
  expect(messages.summary(3, 9)).toBe("3 of 9 features adopted");
  expect(messages.summary(9, 9)).toBe("All 9 features adopted");
});

test("languages with more forms than English get theirs, and `other` where one is missing", () => {
  const polish = createFormat("pl");
  const forms = { one: "funkcja", few: "funkcje", other: "funkcji" };
  expect([1, 3, 5, 22].map((count) => polish.plural(count, forms))).toEqual([
    "funkcja",
    "funkcje",
    "funkcji",
    "funkcje",
  ]);
});
