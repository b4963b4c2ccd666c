import { slotOf, slotStartMs } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createWorkspaceCalendar, dayOf } from "./workspace-calendar.ts";

const day = (iso: string): number => Date.parse(`${iso}T00:00Z`) / 86_400_000;
const slotsIn = (timeZone: string, iso: string): number => {
  const calendar = createWorkspaceCalendar(timeZone);
  return calendar.firstSlotOf(day(iso) + 1) - calendar.firstSlotOf(day(iso));
};

describe("the workspace's calendar", () => {
  test("counts days since 1970-01-01", () => {
    const calendar = createWorkspaceCalendar("UTC");
    expect(calendar.dayOfSlot(0)).toBe(0);
    expect(calendar.dayOfSlot(95)).toBe(0);
    expect(calendar.dayOfSlot(96)).toBe(1);
    expect(calendar.dayOfSlot(-1)).toBe(-1);
    expect(calendar.firstSlotOf(1)).toBe(96);
  });

  test("begins a day at the zone's midnight", () => {
    const calendar = createWorkspaceCalendar("America/New_York");
    const midnight = slotOf(Date.parse("2026-01-10T05:00Z"));
    expect(calendar.firstSlotOf(day("2026-01-10"))).toBe(midnight);
    expect(calendar.dayOfSlot(midnight)).toBe(day("2026-01-10"));
    expect(calendar.dayOfSlot(midnight - 1)).toBe(day("2026-01-09"));
    expect(dayOf(Date.parse("2026-01-10T04:59:59.999Z"), calendar)).toBe(day("2026-01-09"));
  });

  test("knows days of 23, 24, 25 and 24.5 hours", () => {
    expect(slotsIn("Europe/Berlin", "2026-03-29")).toBe(23 * 4);
    expect(slotsIn("Europe/Berlin", "2026-03-30")).toBe(24 * 4);
    expect(slotsIn("Europe/Berlin", "2026-10-25")).toBe(25 * 4);
    expect(slotsIn("Australia/Lord_Howe", "2026-04-05")).toBe(24.5 * 4);
  });

  test("begins a day at its first instant where midnight itself is skipped", () => {
    const calendar = createWorkspaceCalendar("Africa/Cairo");
    const first = calendar.firstSlotOf(day("2026-04-24"));
    expect(slotStartMs(first)).toBe(Date.parse("2026-04-23T22:00Z"));
    expect(slotsIn("Africa/Cairo", "2026-04-24")).toBe(23 * 4);
  });

  test.for([
    ["Asia/Kolkata", "2026-06-30T18:30Z"],
    ["Asia/Kathmandu", "2026-06-30T18:15Z"],
    ["Pacific/Chatham", "2026-06-30T11:15Z"],
  ] as const)("serves %s, whose offset is no whole hour", ([timeZone, midnight]) => {
    const calendar = createWorkspaceCalendar(timeZone);
    expect(calendar.firstSlotOf(day("2026-07-01"))).toBe(slotOf(Date.parse(midnight)));
    expect(calendar.dayOfSlot(slotOf(Date.parse(midnight)) - 1)).toBe(day("2026-06-30"));
  });

  test("gives no slot to a day that the zone skipped at the date line", () => {
    expect(slotsIn("Pacific/Apia", "2011-12-30")).toBe(0);
    const calendar = createWorkspaceCalendar("Pacific/Apia");
    const first = calendar.firstSlotOf(day("2011-12-31"));
    expect([calendar.dayOfSlot(first - 1), calendar.dayOfSlot(first)]).toEqual([day("2011-12-29"), day("2011-12-31")]);
  });

  test("finds every slot inside the day that it names", () => {
    const zones = ["UTC", "Europe/Berlin", "America/St_Johns", "Pacific/Chatham", "Australia/Lord_Howe"];
    const calendars = zones.map(createWorkspaceCalendar);
    fc.assert(
      fc.property(fc.constantFrom(...calendars), fc.integer({ min: 1_700_000, max: 2_200_000 }), (calendar, slot) => {
        const found = calendar.dayOfSlot(slot);
        expect(calendar.firstSlotOf(found)).toBeLessThanOrEqual(slot);
        expect(calendar.firstSlotOf(found + 1)).toBeGreaterThan(slot);
      }),
    );
  });

  test("refuses a zone that does not exist, by name", () => {
    expect(() => createWorkspaceCalendar("Mars/Olympus")).toThrow(/There is no time zone "Mars\/Olympus"/);
  });
});
