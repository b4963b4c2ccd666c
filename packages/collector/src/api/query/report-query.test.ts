import { expect, test } from "vitest";
import { dayOfIsoDate } from "../../domain/period/calendar-date.ts";
import { areFiltered } from "./account-filters.ts";
import { readReportQuery, type ReportQuery } from "./report-query.ts";

const read = (query: string): ReportQuery => readReportQuery(new URLSearchParams(query));

test("a report that is asked for nothing is about the period of the definitions, today, and all accounts", () => {
  const query = read("");
  expect(query).toMatchObject({ period: null, asOf: null });
  expect(areFiltered(query.filters)).toBe(false);
});

test("days of one's own, the day as of which, and every filter are read", () => {
  expect(read("from=2026-10-05&to=2026-10-05&asOf=2026-10-31")).toMatchObject({
    period: { from: dayOfIsoDate("2026-10-05"), to: dayOfIsoDate("2026-10-05") },
    asOf: dayOfIsoDate("2026-10-31"),
  });
  const { filters } = read(
    "account=acme&account=Smith,%20Jones%20%26%20Co&plan=Pro,%20yearly&plan=free&segment=big&attribute=tier:1&role=csm&assignee=Ada&assignee=Bob,%20Jr&owner=mine&health=steady,unknown&health=healthy&premium=true&churned=false&inRoster=true&silent=false",
  );
  expect(filters).toEqual({
    accounts: ["acme", "Smith, Jones & Co"],
    plans: ["Pro, yearly", "free"],
    segments: ["big"],
    attributes: [{ name: "tier", values: ["1"] }],
    role: "csm",
    assignees: ["Ada", "Bob, Jr"],
    owner: "mine",
    health: ["steady", "unknown", "healthy"],
    premium: true,
    churned: false,
    inRoster: true,
    silent: false,
  });
});

test.each([
  ["period=fortnight", 'period is "fortnight". Allowed: 7d, 14d, 30d, 90d, month, quarter, all.'],
  ["from=2026-10-05", 'to is "". Allowed: an ISO date such as 2026-11-30, since from is given.'],
  ["to=2026-10-05", 'from is "". Allowed: an ISO date such as 2026-11-01, since to is given.'],
  ["from=2026-10-05&to=2026-10-04", 'to is "2026-10-04". Allowed: from itself, 2026-10-05, or later.'],
  ["from=2026-10-05&to=2026-10-06&period=7d", 'period is "7d". Allowed: no period beside from and to.'],
  [
    "from=2026-02-30&to=2026-03-02",
    'from is "2026-02-30". Allowed: ISO dates such as 2026-11-01, from 2000-01-01 to 2199-12-31.',
  ],
  ["asOf=yesterday", 'asOf is "yesterday"'],
  ["asOf=1999-12-31", 'asOf is "1999-12-31"'],
  ["asOf=2200-01-01", 'asOf is "2200-01-01"'],
  ["asOf=0001-01-01", 'asOf is "0001-01-01"'],
  ["from=2026-01-01&to=9999-12-31", 'to is "9999-12-31"'],
  ["owner=me", 'owner is "me". Allowed: mine, unassigned, mine-or-unassigned.'],
  [
    "health=good",
    'health is "good". Allowed: thriving, healthy, steady, struggling, unknown, with commas between them.',
  ],
  ["inRoster=1", 'inRoster is "1". Allowed: true, false.'],
  ["premium=yes", 'premium is "yes". Allowed: true, false.'],
])("%s is refused with the allowed values", (query, message) => {
  expect(() => read(query)).toThrow(message);
});
