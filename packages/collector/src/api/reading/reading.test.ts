import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../../domain/compile-definitions.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import { readReportQuery } from "../query/report-query.ts";
import { openReading, type Reading } from "./reading.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

function open(query: string): Promise<Reading> {
  const { facts, records } = system.store;
  const parts = {
    facts,
    records,
    definitions: async () => compileDefinitions({ features: {} }, 1),
    calendarOf: createWorkspaceCalendar,
    now: () => START_MS,
  };
  return openReading(parts, { kind: "all" }, readReportQuery(new URLSearchParams(query)));
}

test.each([
  ["period=7d", "2026-11-05", "2026-11-11"],
  ["period=month", "2026-10-14", "2026-10-31"],
  ["from=2026-11-02&to=2026-11-08", "2026-10-26", "2026-11-01"],
  ["period=7d&asOf=2026-11-08", "2026-10-26", "2026-11-01"],
])("before %s there are equally many days, and all that counts is what was before it", async (query, from, to) => {
  const previous = (await open(query)).previous();
  expect(previous?.days && [isoDate(previous.days.from), isoDate(previous.days.to)]).toEqual([from, to]);
  expect(previous && [isoDate(previous.lastDay), isoDate(previous.lastClosedDay)]).toEqual([to, to]);
  expect(previous?.untilMs).toBe(Date.parse(to) + 86_400_000 - 1);
  expect(previous?.endMs).toBe(Date.parse(to) + 86_400_000);
  expect(previous?.within(null).to).toBe(previous?.lastDay);
});

test("before all time there is nothing, and what is before is looked at once", async () => {
  expect((await open("period=all")).previous()).toBeNull();
  const reading = await open("period=7d");
  expect(reading.previous()).toBe(reading.previous());
});
