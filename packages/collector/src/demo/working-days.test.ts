import { describe, expect, it } from "vitest";
import { createWorkspaceCalendar } from "../domain/workspace-calendar.ts";
import { clockZeroMs, isWeekend, weekOf, workingDayBefore } from "./working-days.ts";

const dayNumber = (date: string) => Date.parse(`${date}T00:00:00Z`) / 86_400_000;

describe("clockZeroMs", () => {
  it("keeps nine o'clock nine hours after it, also when the clocks change in the night", () => {
    const berlin = createWorkspaceCalendar("Europe/Berlin");
    const nine = (date: string) => new Date(clockZeroMs(berlin, dayNumber(date)) + 9 * 3_600_000).toISOString();
    expect(nine("2026-03-28")).toBe("2026-03-28T08:00:00.000Z");
    expect(nine("2026-03-29")).toBe("2026-03-29T07:00:00.000Z");
    expect(nine("2026-10-24")).toBe("2026-10-24T07:00:00.000Z");
    expect(nine("2026-10-25")).toBe("2026-10-25T08:00:00.000Z");
  });

  it("knows zones that are not on the full hour", () => {
    const kathmandu = createWorkspaceCalendar("Asia/Kathmandu");
    expect(new Date(clockZeroMs(kathmandu, dayNumber("2026-11-21"))).toISOString()).toBe("2026-11-20T18:15:00.000Z");
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
