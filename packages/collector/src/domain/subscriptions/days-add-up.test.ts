import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createWorkspaceCalendar, dayOf, endOfDay, lastMomentOfDay } from "../workspace-calendar.ts";
import { churnIn } from "./churn.ts";
import { newSubscribersIn } from "./new-subscribers.ts";
import { subscriptionCounts } from "./subscription-counts.ts";
import { standing } from "./test-support/standing.ts";

/** What is so as of the end of a day, and what happened on the next one, make what is so as of the end of that one. */

const CALENDAR = createWorkspaceCalendar("Europe/Berlin");
/** Around the night in which clocks go back. */
const FIRST_DAY = Date.UTC(2026, 9, 23) / 86_400_000;
const DAYS = 5;

/** Any moment of these days, those at which a day begins, and the ones just before, more often. */
const moment = fc
  .tuple(fc.integer({ min: 0, max: DAYS }), fc.constantFrom(-1, 0, 1, 43_200_000))
  .map(([days, offsetMs]) => endOfDay(FIRST_DAY + days - 1, CALENDAR) + offsetMs);
const accounts = fc
  .array(fc.record({ createdAt: moment, stayedMs: fc.option(moment), subscriptionStartedAt: fc.option(moment) }))
  .map((given) =>
    given.map(({ createdAt, stayedMs, subscriptionStartedAt }, index) =>
      standing({
        id: `${index}`,
        createdAt,
        churnedAt: stayedMs === null ? null : Math.max(createdAt, stayedMs),
        subscriptionStartedAt,
      }),
    ),
  );

test("companies at a day's end are those of the day before, without who left on it, and with who began", () => {
  fc.assert(
    fc.property(accounts, fc.integer({ min: 0, max: DAYS }), (given, days) => {
      const day = FIRST_DAY + days;
      const begun = (asOf: number) => given.filter(({ createdAt }) => (createdAt ?? 0) < endOfDay(asOf, CALENDAR));
      const countsOn = (asOf: number) => subscriptionCounts(begun(asOf), lastMomentOfDay(asOf, CALENDAR));
      const [before, after] = [countsOn(day - 1), countsOn(day)];
      const period = { fromMs: endOfDay(day - 1, CALENDAR), toMs: endOfDay(day, CALENDAR) };
      const { atStart, churned, cameAndLeft } = churnIn(given, period);
      const came = begun(day).filter((account) => !begun(day - 1).includes(account));
      expect(atStart.toSorted()).toEqual(before.companies.toSorted());
      expect(before.companies.length - churned.length - cameAndLeft.length + came.length).toBe(after.companies.length);
      expect(before.churned.length + churned.length + cameAndLeft.length).toBe(after.churned.length);
    }),
  );
});

test("who is a subscriber at a day's end and wasn't the day before began to pay on it", () => {
  fc.assert(
    fc.property(accounts, fc.integer({ min: 0, max: DAYS }), (given, days) => {
      const day = FIRST_DAY + days;
      const staying = given.filter(({ churnedAt }) => churnedAt === null);
      const saasOn = (asOf: number) => subscriptionCounts(staying, lastMomentOfDay(asOf, CALENDAR)).saas;
      const period = { fromMs: endOfDay(day - 1, CALENDAR), toMs: endOfDay(day, CALENDAR) };
      const began = saasOn(day).filter((id) => !saasOn(day - 1).includes(id));
      expect(newSubscribersIn(staying, period)).toEqual(began);
    }),
  );
});

test("the last moment of a day is one of it, and the next moment isn't", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: DAYS }), (days) => {
      const last = lastMomentOfDay(FIRST_DAY + days, CALENDAR);
      expect([dayOf(last, CALENDAR), dayOf(last + 1, CALENDAR)]).toEqual([FIRST_DAY + days, FIRST_DAY + days + 1]);
    }),
  );
});
