import { describe, expect, it } from "vitest";
import { createLocalDays, isWeekend, weekOf, workingDayBefore } from "./local-days.ts";

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe("createLocalDays", () => {
  it("knows the day of an instant by the zone's clocks", () => {
    const instant = Date.parse("2026-03-10T23:30:00Z");
    expect(createLocalDays("UTC").dayOf(instant)).toBe(dayNumber("2026-03-10"));
    expect(createLocalDays("Asia/Kathmandu").dayOf(instant)).toBe(dayNumber("2026-03-11"));
    expect(createLocalDays("America/Los_Angeles").dayOf(instant)).toBe(dayNumber("2026-03-10"));
  });

  it("starts a day at its first instant, on days of 23 and 25 hours too", () => {
    const berlin = createLocalDays("Europe/Berlin");
    const hours = (date: string) => (berlin.startMs(dayNumber(date) + 1) - berlin.startMs(dayNumber(date))) / 3_600_000;
    expect(new Date(berlin.startMs(dayNumber("2026-03-29"))).toISOString()).toBe("2026-03-28T23:00:00.000Z");
    expect(hours("2026-03-29")).toBe(23);
    expect(hours("2026-10-25")).toBe(25);
    expect(hours("2026-10-26")).toBe(24);
  });

  it("keeps nine o'clock nine hours after its zero when the clocks change in the night", () => {
    const berlin = createLocalDays("Europe/Berlin");
    const nine = (date: string) => new Date(berlin.clockZeroMs(dayNumber(date)) + 9 * 3_600_000).toISOString();
    expect(nine("2026-03-28")).toBe("2026-03-28T08:00:00.000Z");
    expect(nine("2026-03-29")).toBe("2026-03-29T07:00:00.000Z");
    expect(nine("2026-10-25")).toBe("2026-10-25T08:00:00.000Z");
  });

  it("refuses a zone that doesn't exist", () => {
    expect(() => createLocalDays("Europe/Atlantis").dayOf(0)).toThrow(RangeError);
  });
});

describe("working days", () => {
  it("tells Saturdays and Sundays from the others", () => {
    const week = ["16", "17", "18", "19", "20", "21", "22"].map((date) => isWeekend(dayNumber(`2026-11-${date}`)));
    expect(week).toEqual([false, false, false, false, false, true, true]);
  });

  it("counts weeks from Monday to Sunday", () => {
    expect(weekOf(dayNumber("2026-11-22"))).toBe(weekOf(dayNumber("2026-11-16")));
    expect(weekOf(dayNumber("2026-11-23"))).toBe(weekOf(dayNumber("2026-11-22")) + 1);
  });

  it("steps over weekends when it counts back", () => {
    expect(workingDayBefore(dayNumber("2026-11-22"), 0)).toBe(dayNumber("2026-11-20"));
    expect(workingDayBefore(dayNumber("2026-11-20"), 0)).toBe(dayNumber("2026-11-20"));
    expect(workingDayBefore(dayNumber("2026-11-20"), 5)).toBe(dayNumber("2026-11-13"));
    expect(workingDayBefore(dayNumber("2026-11-23"), 1)).toBe(dayNumber("2026-11-20"));
  });
});
