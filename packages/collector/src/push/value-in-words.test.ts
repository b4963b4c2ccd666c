import { expect, test } from "vitest";
import { valueInWords } from "./value-in-words.ts";

test.each([
  ["at", 0, "1970-01-01T00:00:00.000Z"],
  ["createdAt", 1_793_000_000_000, "2026-10-26T07:33:20.000Z"],
  ["subscriptionStartedAt", 0, "1970-01-01T00:00:00.000Z"],
  ["lastRunAt", 0, "1970-01-01T00:00:00.000Z"],
  ["day", 20_000, "2024-10-04"],
  ["slot", 1, "1970-01-01T00:15:00.000Z"],
])("%s %d is told as %s", (field, value, words) => {
  expect(valueInWords(field, value)).toBe(words);
});

test("other values are told as they are, attributes that end likewise too", () => {
  for (const [field, value] of [
    ["runs", 3],
    ["seat", 7],
    ["attributes.at", 5],
    ["createdAt", null],
    ["name", "Acme"],
  ] as const) {
    expect(valueInWords(field, value)).toBe(value);
  }
});
