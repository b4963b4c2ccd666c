import { expect, test } from "vitest";
import type { PeriodName } from "./contract.ts";
import { presetDays } from "../domain/period/period.ts";
import { periodReply } from "./period.ts";

const DAY_MS = 86_400_000;
const dayOf = (date: string): number => Date.parse(date) / DAY_MS;

test.each<[PeriodName, string, string | null]>([
  ["7d", "2026-11-22", "2026-11-16"],
  ["14d", "2026-11-22", "2026-11-09"],
  ["30d", "2026-11-22", "2026-10-24"],
  ["90d", "2026-11-22", "2026-08-25"],
  ["month", "2026-11-22", "2026-11-01"],
  ["month", "2026-11-01", "2026-11-01"],
  ["month", "2028-02-29", "2028-02-01"],
  ["quarter", "2026-11-22", "2026-10-01"],
  ["quarter", "2027-01-01", "2027-01-01"],
  ["quarter", "2026-06-30", "2026-04-01"],
])("%s on %s begins on %s and ends on that day", (name, today, from) => {
  expect(periodReply(name, presetDays(name, dayOf(today)), dayOf(today), dayOf(today))).toEqual({
    name,
    from,
    to: today,
    through: today,
    isOpen: true,
  });
});

test("all time has no first and no last day", () => {
  expect(periodReply("all", null, dayOf("2026-11-22"), dayOf("2026-11-22"))).toEqual({
    name: "all",
    from: null,
    to: null,
    through: "2026-11-22",
    isOpen: true,
  });
});

test("a period that ends before today is closed", () => {
  const [from, to, today] = ["2026-11-01", "2026-11-21", "2026-11-22"].map(dayOf) as [number, number, number];
  expect(periodReply("custom", { from, to }, today, today)).toMatchObject({ name: "custom", isOpen: false });
  expect(periodReply("all", null, to, today)).toMatchObject({ through: "2026-11-21", isOpen: false });
});
