import { expect, test } from "vitest";
import { fileName, listOf } from "./file-name.ts";

const period = (name: "custom" | "month" | "all", from: string | null, to: string | null) =>
  ({ name, from, to, through: "2026-11-18", isOpen: false }) as const;

test.each([
  ["accounts_month_2026-11-01_2026-11-18", period("month", "2026-11-01", "2026-11-30")],
  ["accounts_2026-10-05_2026-10-09", period("custom", "2026-10-05", "2026-10-09")],
  ["accounts_2026-12-05_2026-12-09", period("custom", "2026-12-05", "2026-12-09")],
  ["accounts_all_2026-11-18", period("all", null, null)],
  ["accounts", null],
])("a list over days is called %s", (name, days) => {
  expect(fileName({ name: "accounts" }, days)).toBe(name);
});

test("a list as of a day is called by that day alone", () => {
  expect(fileName({ name: "stages", isOfDay: true }, period("month", "2026-11-01", "2026-11-18"))).toBe(
    "stages_2026-11-18",
  );
});

test("a list about something is called by its id, without what no name of a file may have", () => {
  const list = {
    name: "features",
    keys: [],
    sorts: [],
    columns: [],
    arrangement: { texts: () => [], defaultSort: null },
  };
  expect(listOf(list, 'a/b"c\r\n é').name).toBe("features-of-a-b-c-");
  expect(listOf(list, "x".repeat(200)).name).toHaveLength("features-of-".length + 60);
});
