import { expect, test } from "vitest";
import type { PeriodName } from "./contract.ts";
import { periodDays, periodReply } from "./period.ts";

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
  expect(periodReply(name, periodDays(name, dayOf(today)))).toEqual({ name, from, to: today });
});

test("all time has no first and no last day", () => {
  expect(periodReply("all", periodDays("all", dayOf("2026-11-22")))).toEqual({ name: "all", from: null, to: null });
});
