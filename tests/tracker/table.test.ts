import { expect, test } from "vitest";
import { formatTable, isRight, type Finding } from "./table.ts";

const finding: Finding = { what: "", unit: "s", truth: 12_000, reported: 12_250, below: 300, above: 300 };

test("A report is right as far as the tolerance reaches, on both sides", () => {
  expect(isRight({ ...finding, reported: 11_700 })).toBe(true);
  expect(isRight({ ...finding, reported: 11_699 })).toBe(false);
  expect(isRight({ ...finding, reported: 12_300 })).toBe(true);
  expect(isRight({ ...finding, reported: 12_301 })).toBe(false);
});

test("The table has a line for each finding, and one for what failed or isn't possible", () => {
  const of = { scenario: "Use", engine: "chromium", subject: "Uptake" };
  const count: Finding = { what: "visits", unit: "count", truth: 2, reported: 1, below: 0, above: 0 };
  const outcomes = [
    { ...of, findings: [finding, count] },
    { ...of, engine: "firefox", findings: null },
    { ...of, engine: "webkit", findings: null, failure: "no browser" },
  ];
  expect(formatTable(outcomes)).toBe(
    [
      "| scenario    | engine   | subject | truth s | reported s | difference | verdict            |",
      "| ----------- | -------- | ------- | ------: | ---------: | ---------: | ------------------ |",
      "| Use         | chromium | Uptake  |   12.00 |      12.25 |       0.25 | right              |",
      "| Use: visits | chromium | Uptake  |       2 |          1 |         -1 | WRONG              |",
      "| Use         | firefox  | Uptake  |         |            |            | not possible here  |",
      "| Use         | webkit   | Uptake  |         |            |            | failed: no browser |",
    ].join("\n"),
  );
});
