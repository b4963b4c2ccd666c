import { expect, test } from "vitest";
import { countOf, formatCount } from "./count.ts";

test("counts have thousands separators, and a decimal only where weights made one", () => {
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect(formatCount(12.5)).toBe("12.5");
});

test("a count agrees with its noun", () => {
  expect([0, 1, 1200].map((count) => countOf(count, "account"))).toEqual(["0 accounts", "1 account", "1,200 accounts"]);
});
