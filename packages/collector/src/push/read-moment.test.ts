import { expect, test } from "vitest";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { readMoment } from "./read-moment.ts";

const momentIn = (timeZone: string, text: string): string | null => {
  const epochMs = readMoment(text, createWorkspaceCalendar(timeZone));
  return epochMs === null ? null : new Date(epochMs).toISOString();
};

test.each([
  ["UTC", "2026-11-01", "2026-11-01T00:00:00.000Z"],
  // The day on which clocks are put back, before and after it.
  ["America/New_York", "2026-11-01", "2026-11-01T04:00:00.000Z"],
  ["America/New_York", "2026-11-02", "2026-11-02T05:00:00.000Z"],
  ["Europe/Berlin", "2026-03-29", "2026-03-28T23:00:00.000Z"],
  ["Europe/Berlin", "2026-03-30", "2026-03-29T22:00:00.000Z"],
  ["Pacific/Auckland", "2026-11-01", "2026-10-31T11:00:00.000Z"],
  ["Asia/Kathmandu", "2026-11-01", "2026-10-31T18:15:00.000Z"],
  // Midnight is skipped there: the day begins at one.
  ["Africa/Cairo", "2026-04-24", "2026-04-23T22:00:00.000Z"],
])("in %s %s begins at %s", (timeZone, day, begin) => {
  expect(momentIn(timeZone, day)).toBe(begin);
});

test("a moment with its offset is the same in every zone", () => {
  for (const timeZone of ["UTC", "America/New_York"]) {
    expect(momentIn(timeZone, "2026-11-01T10:00+01:00")).toBe("2026-11-01T09:00:00.000Z");
    expect(momentIn(timeZone, "2026-11-01T09:00:00.5Z")).toBe("2026-11-01T09:00:00.500Z");
  }
});

test.each(["2026-02-30", "2026-11-01T10:00", "01.11.2026", "2026-11", "yesterday", "2026-11-01TxZ", ""])(
  "%j is no moment",
  (text) => {
    expect(momentIn("Europe/Berlin", text)).toBeNull();
  },
);
