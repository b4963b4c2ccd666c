import * as fc from "fast-check";
import { expect, test } from "vitest";
import { createWorkspaceCalendar } from "../workspace-calendar.ts";
import { newSubscribersByMonth, newSubscribersIn } from "./new-subscribers.ts";
import { standing } from "./test-support/standing.ts";

const subscriber = (id: string, since: string | null) =>
  standing({ id, subscriptionStartedAt: since === null ? null : Date.parse(since) });
const NOW_MS = Date.parse("2027-01-15T12:00Z");

test("every month is there, with who began to pay in it, by the workspace's days", () => {
  const accounts = [
    subscriber("october", "2026-10-31T12:00Z"),
    subscriber("november in Berlin", "2026-10-31T23:30Z"),
    subscriber("january", "2027-01-01T00:00Z"),
    subscriber("later", "2027-01-16T00:00Z"),
    subscriber("never", null),
    { ...subscriber("trying", "2027-01-01T00:00Z"), subscription: "trialing" as const },
  ];
  expect(newSubscribersByMonth(accounts, 4, NOW_MS, createWorkspaceCalendar("Europe/Berlin"))).toEqual([
    { month: "2026-10", accounts: ["october"] },
    { month: "2026-11", accounts: ["november in Berlin"] },
    { month: "2026-12", accounts: [] },
    { month: "2027-01", accounts: ["january"] },
  ]);
});

test("who has left is still a new subscriber of then", () => {
  const left = { ...subscriber("left", "2027-01-02T00:00Z"), churnedAt: Date.parse("2027-01-03T00:00Z") };
  expect(newSubscribersByMonth([left], 1, NOW_MS, createWorkspaceCalendar("UTC"))).toEqual([
    { month: "2027-01", accounts: ["left"] },
  ]);
});

test("a period has those who began in it, its first moment included and its end not", () => {
  const accounts = [
    subscriber("before", "2026-12-31T23:59:59.999Z"),
    subscriber("first", "2027-01-01T00:00Z"),
    subscriber("last", "2027-01-31T23:59:59.999Z"),
    subscriber("after", "2027-02-01T00:00Z"),
    subscriber("never", null),
    { ...subscriber("trying", "2027-01-02T00:00Z"), subscription: "trialing" as const },
  ];
  const period = { fromMs: Date.parse("2027-01-01T00:00Z"), toMs: Date.parse("2027-02-01T00:00Z") };
  expect(newSubscribersIn(accounts, period)).toEqual(["first", "last"]);
});

test("the months together have everybody who began in them, each once", () => {
  const calendar = createWorkspaceCalendar("America/New_York");
  const startedAt = fc.integer({ min: Date.parse("2026-01-01T05:00Z"), max: NOW_MS });
  fc.assert(
    fc.property(fc.array(startedAt, { maxLength: 20 }), (starts) => {
      const accounts = starts.map((subscriptionStartedAt, index) =>
        standing({ id: `a${index}`, subscriptionStartedAt }),
      );
      const months = newSubscribersByMonth(accounts, 13, NOW_MS, calendar);
      const all = newSubscribersIn(accounts, { fromMs: Date.parse("2026-01-01T05:00Z"), toMs: NOW_MS + 1 });
      expect(months.flatMap((month) => month.accounts).toSorted()).toEqual([...all].toSorted());
      expect(all).toHaveLength(accounts.length);
    }),
  );
});
