import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, TrendReply } from "./contract.ts";
import { readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?${query}`);
const sumOf = ({ rows }: Pick<ExplainReply, "rows">) => rows.reduce((sum, { value }) => sum + (value ?? 0), 0);

describe("engagement", () => {
  test("opens by action, each with its weight, and they add up", async () => {
    const whole = await explain("number=engagement&period=30d&by=action");
    expect(whole.rows.map(({ kind, id, name, value }) => [kind, id, name, value])).toEqual([
      ["action", "booking", "Bookings", 42],
      ["action", "call", "Calls", 15],
    ]);
    expect(sumOf(whole)).toBe(whole.value);
  });

  test("of one action opens to where it was counted, on every level", async () => {
    const { rows } = await explain("number=engagement&period=30d&by=action");
    for (const { value, opens } of rows) {
      const asked = `number=engagement&period=30d&${new URLSearchParams(opens?.subject)}`;
      for (const by of ["account", "user", "feature", "day"]) {
        const part = await explain(`${asked}&by=${by}`);
        expect([asked, by, part.value, sumOf(part)]).toEqual([asked, by, value, value]);
        expect(part.subject).toEqual(opens?.subject);
      }
      const cells = await explain(`${asked}&account=acme&by=cell`);
      expect([asked, sumOf(cells)]).toEqual([asked, value]);
    }
    const calls = await explain("number=engagement&period=30d&action=call&by=user");
    expect(calls.rows.map(({ name, value, opens }) => [name, value, opens?.subject])).toEqual([
      ["Vic", 15, { action: "call", user: "vic" }],
    ]);
  });

  test("of one action moves as the action does", async () => {
    for (const action of ["booking", "call"]) {
      const asked = `number=engagement&period=30d&action=${action}`;
      const trend = await readJson<TrendReply>(system, `/v1/trend?${asked}`);
      expect([action, trend.total]).toEqual([action, (await explain(asked)).value]);
      expect(trend.subject).toEqual({ action });
    }
  });
});

test.each([
  ["explain?number=activeMs&action=call", 'action is "call". Allowed: account, user, feature'],
  ["explain?number=engagement&action=odd", 'action is "odd". Allowed: booking, call.'],
  ["explain?number=moduleActiveUsers&module=odd", 'module is "odd". Allowed: planning, talking.'],
  ["explain?number=activeMs&by=action", 'by is "action". Allowed: '],
  ["trend?number=visits&action=call", 'action is "call". Allowed: no action, since the number is visits.'],
  ["trend?number=engagement&action=odd", 'action is "odd". Allowed: booking, call.'],
])("%s is refused with what is allowed", async (path, sentence) => {
  const [status, detail] = await readProblem(system, `/v1/${path}`);
  expect([status, detail]).toEqual([400, expect.stringContaining(sentence)]);
});

test("after a removal from a stage progress opens as the cells since then", async () => {
  const asked = "number=progressMs&account=acme&user=uma&feature=calendars";
  const before = await explain(asked);
  expect([before.value, before.excluded]).toEqual([15_000_000, []]);
  const removal = await system.request("/v1/stages?feature=calendars&account=acme&user=uma", {
    method: "DELETE",
    bearer: system.secretKey,
  });
  expect(removal.status).toBe(200);
  const after = await explain(asked);
  expect([after.value, after.rows, after.excluded[0]?.value]).toEqual([0, [], 15_000_000]);
  const [problem, detail] = await readProblem(system, "/v1/explain?number=progressMs&account=acme&user=uma");
  expect([problem, detail]).toEqual([400, 'feature is "". Allowed: one feature, since the number is progressMs.']);
});

describe("days", () => {
  test("are dates, and each opens as the accounts, people and features of that day", async () => {
    const { rows } = await explain("number=activeMs&period=7d&by=day&account=acme");
    expect(rows.map(({ id, name }) => [id, name]).at(-1)).toEqual(["2026-11-18", "2026-11-18"]);
    for (const { id, value, opens } of rows) {
      const ofDay = await readJson<ExplainReply>(system, opens?.address ?? "");
      expect([ofDay.period.from, ofDay.period.to, ofDay.value, sumOf(ofDay)]).toEqual([id, id, value, value]);
    }
  });

  test("stand as dates wherever a row has one", async () => {
    for (const number of ["contacts", "activeUsers", "adoptedMembers", "stickiness", "steadyUsers"]) {
      for (const { details } of (await explain(`number=${number}`)).rows) {
        expect([number, details["lastActiveDay"]]).toEqual([number, expect.toSatisfy(isDateOrNull)]);
      }
    }
    const snapshots = await explain("number=moduleActiveUsers");
    for (const { details } of snapshots.rows) expect(isDateOrNull(details["snapshotDay"])).toBe(true);
  });
});

test("what a value is measured in is said of the number, its terms and its rows", async () => {
  const units = async (query: string) => {
    const { number, terms, rowUnit } = await explain(query);
    return [number.unit, terms.map(({ name, unit }) => `${name}: ${unit}`), rowUnit];
  };
  expect(await units("number=adoptedMembers")).toEqual(["count", [], "ms"]);
  expect(await units("number=contacts")).toEqual(["count", [], null]);
  expect(await units("number=activeMs")).toEqual(["ms", [], "ms"]);
  expect(await units("number=medianActiveMs")).toEqual(["ms", ["Active users: count"], "ms"]);
  expect(await units("number=stickiness")).toEqual([
    "percent",
    ["Mean of the daily active users: count", "Monthly active users: count"],
    "count",
  ]);
  expect(await units("number=healthScore&account=acme")).toEqual([
    "points",
    ["Login: points", "Adoption: points", "Feedback: points", "Weights: general: points"],
    "points",
  ]);
});

function isDateOrNull(value: unknown): boolean {
  return value === null || /^\d{4}-\d{2}-\d{2}$/.test(String(value));
}

describe("what an account uses", () => {
  test("opens as the features, with their time in those days, and says what is left out", async () => {
    const { value, rows, rowUnit, excluded } = await explain("number=featuresUsed&account=acme");
    expect([value, rowUnit]).toEqual([2, "ms"]);
    expect(rows.map(({ id, value: ms }) => [id, ms])).toEqual([
      ["calendars", 3_000_000],
      ["phone", 240_000],
    ]);
    expect(excluded).toEqual([
      { what: "Features used for less than a minute", why: "On no day did it come to a whole one.", value: 0 },
      { what: "Features without a definition", why: "The definitions don't name them.", value: 2 },
    ]);
    const modules = await explain("number=modulesUsed&account=acme");
    expect(modules.rows.map(({ id, details }) => [id, details["features"]])).toEqual([
      ["planning", "calendars"],
      ["talking", "phone"],
    ]);
  });

  test("of its core features opens with what is missing", async () => {
    const { value, terms, rows, excluded } = await explain("number=coreAdoptionPercent&account=beta");
    expect([value, rows, terms.map((term) => term.value)]).toEqual([0, [], [0, 2]]);
    expect(excluded).toEqual([
      { what: "Calendars", why: "Nobody has adopted it.", value: null },
      { what: "Phone", why: "Nobody has adopted it.", value: null },
    ]);
  });

  test("and how many can be seen of it, opens as the people on either side", async () => {
    const { value, rows, excluded } = await explain("number=coveragePercent&account=acme");
    expect([value, rows.map(({ name }) => name)]).toEqual([50, ["Uma, Acme"]]);
    expect(excluded.map(({ what, value: people }) => [what, people])).toEqual([
      ["Seen by the server only", 1],
      ["Seen by the tracker only", 1],
    ]);
  });

  test("licensed people are those with a name, and as many more as the module with the most seats has", async () => {
    await system.store.facts.push(
      "seats",
      [{ account: "acme", module: "talking", licensed: 2, users: ["uma", "vic"] }],
      system.clock.nowMs,
    );
    const { value, rows, excluded } = await explain("number=licensedUsers&account=acme");
    expect(value).toBe(3);
    expect(rows.map(({ name, value: people }) => [name, people])).toEqual([
      ["Uma, Acme", 1],
      ["Vic, Acme", 1],
      ["Acme, seats that name nobody", 1],
    ]);
    expect(excluded[0]?.value).toBe(2);
  });
});

test("a step of the funnel opens as its people, and says who didn't get so far", async () => {
  const { value, rows, excluded } = await explain("number=funnelAdopted&feature=phone");
  expect([value, rows.map(({ name }) => name)]).toEqual([1, ["Vic, Acme"]]);
  expect(excluded[0]).toMatchObject({ why: "They were in the step before.", value: 1 });
  expect(excluded).toContainEqual({ what: "Members", why: "The account has left.", value: 1 });
});

test("a cell of retention opens as who came back, and how many didn't", async () => {
  const asked = "number=retainedUsers&cohort=2026-09-14";
  const { value, rows, excluded } = await explain(`${asked}&week=3`);
  expect([value, rows, excluded[0]?.value]).toEqual([0, [], 1]);
  const own = await explain(`${asked}&week=0`);
  expect(own.rows.map(({ name, value: activeMs, details }) => [name, activeMs, details["firstDay"]])).toEqual([
    ["Wes", 60_000, "2026-09-16"],
  ]);
});

test.each([
  ["number=retainedUsers&cohort=2026-09-15&week=1", 'cohort is "2026-09-15". Allowed: a Monday, such as 2026-11-16.'],
  ["number=retainedUsers&cohort=soon&week=1", 'cohort is "soon". Allowed: ISO dates'],
  ["number=retainedUsers&cohort=2026-09-14", 'week is "". Allowed: one week, since the number is retainedUsers.'],
  ["number=retainedUsers&cohort=2026-09-14&week=99", 'week is "99". Allowed: whole numbers from 0 to 52.'],
  ["number=funnelAdopted", 'feature is "". Allowed: one feature, since the number is funnelAdopted.'],
  ["number=activeMs&cohort=2026-09-14", 'cohort is "2026-09-14". Allowed: account, user, feature'],
])("?%s is refused with what is allowed", async (query, sentence) => {
  expect(await readProblem(system, `/v1/explain?${query}`)).toEqual([400, expect.stringContaining(sentence)]);
});
