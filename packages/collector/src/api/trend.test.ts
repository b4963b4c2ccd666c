import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply, OverviewReply, TrendReply } from "./contract.ts";
import { DAY_MS, MINUTE_MS, readJson, readProblem, startReportWorkspace } from "./test-support/report-workspace.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace();
});
afterAll(() => system.stop());

const trend = (query: string) => readJson<TrendReply>(system, `/v1/trend?${query}`);

test.each([
  "number=activeMs&period=7d",
  "number=activeMs&period=30d&account=acme&feature=calendars",
  "number=visits&period=month&user=uma",
  "number=visits&account=acme&account=beta&period=14d",
  "number=engagement&period=30d&feature=calendars",
  "number=engagement&period=all",
  "number=activeUsers&period=30d",
  "number=activeUsers&period=14d&account=acme&feature=phone",
  "number=assets",
  "number=activeAssets&account=acme&feature=calendars",
])("the total of %s is the number that it opens to", async (query) => {
  const { total } = await trend(query);
  expect(total).toBeGreaterThan(0);
  expect((await readJson<ExplainReply>(system, `/v1/explain?${query}`)).value).toBe(total);
});

test("days are dense and add up to the total; the one that is going on is partial", async () => {
  const { buckets, total, previousTotal, change, movingMedian } = await trend(
    "number=activeMs&feature=calendars&period=7d",
  );
  expect(buckets.map(({ from, value, isPartial }) => [from, value, isPartial])).toEqual([
    ["2026-11-12", 5 * MINUTE_MS, false],
    ["2026-11-13", 5 * MINUTE_MS, false],
    ["2026-11-14", 0, false],
    ["2026-11-15", 0, false],
    ["2026-11-16", 5 * MINUTE_MS, false],
    ["2026-11-17", 5 * MINUTE_MS, false],
    ["2026-11-18", 0, true],
  ]);
  expect([total, previousTotal]).toEqual([20 * MINUTE_MS, 25 * MINUTE_MS]);
  expect(change).toEqual({ absolute: -5 * MINUTE_MS, relative: -0.2 });
  expect(movingMedian).toHaveLength(7);
  expect(movingMedian[0]).toEqual({ from: "2026-11-06", day: "2026-11-12", value: 5 * MINUTE_MS });
});

test("weeks are the calendar's, with their cut ends marked, and count each person once", async () => {
  const { buckets, total } = await trend("number=activeUsers&account=acme&period=14d&bucket=week");
  expect(buckets.map(({ from, to, isPartial }) => [from, to, isPartial])).toEqual([
    ["2026-11-05", "2026-11-08", true],
    ["2026-11-09", "2026-11-15", false],
    ["2026-11-16", "2026-11-18", true],
  ]);
  expect(buckets.map(({ value }) => value)).toEqual([2, 2, 2]);
  expect(total).toBe(2);
});

test("active users of a module are those who used any of its features", async () => {
  const ask = (query: string) => trend(`number=activeUsers&period=all&bucket=month&${query}`);
  const figures = ({ total, buckets }: TrendReply) => [total, buckets.map(({ value }) => value)];
  expect(figures(await ask("feature=calendars"))).toEqual([1, [1, 1, 1]]);
  expect(figures(await ask("feature=tasks"))).toEqual([2, [1, 1, 2]]);
  expect(figures(await ask("module=planning"))).toEqual([3, [2, 2, 3]]);
  expect(figures(await ask("feature=link:academy"))).toEqual([0, [0, 0, 0]]);
  expect(figures(await ask(""))).toEqual([5, [3, 3, 5]]);
});

test("before anything is known there is no data, and nothing to compare with", async () => {
  const { buckets, previousTotal, change } = await trend("number=activeMs&from=2026-09-01&to=2026-11-17&bucket=month");
  expect(buckets.map(({ from, value }) => [from, value === null])).toEqual([
    ["2026-09-01", false],
    ["2026-10-01", false],
    ["2026-11-01", false],
  ]);
  const early = await trend("number=activeMs&from=2026-08-01&to=2026-08-31&bucket=month");
  expect([early.buckets, early.total]).toEqual([
    [{ from: "2026-08-01", to: "2026-08-31", value: null, isPartial: false }],
    null,
  ]);
  expect([previousTotal, change]).toEqual([null, null]);
  expect((await trend("number=activeMs&account=silent&period=7d")).total).toBeNull();
});

test("all time begins with the first day of which anything is known, and has no period before", async () => {
  const reply = await trend("number=visits&period=all&bucket=month");
  expect([reply.buckets[0]?.from, reply.previousPeriod, reply.previousTotal]).toEqual(["2026-09-09", null, null]);
});

test("assets are those of the end of each day", async () => {
  const { buckets, previousTotal } = await trend("number=assets&period=7d");
  expect(buckets.map(({ value }) => value)).toEqual([2, 2, 2, 2, 3, 3, 3]);
  expect(previousTotal).toBe(2);
  expect((await trend("number=assets&module=planning&period=7d")).total).toBe(2);
});

test("no assets are 0 once anybody has told of any, and not known before", async () => {
  const values = async (query: string) => {
    const { buckets, total, previousTotal } = await trend(`number=assets&${query}`);
    return [...buckets.map(({ value }) => value), total, previousTotal];
  };
  // Acme's first is of 60 days ago, of the feature calendars; Beta's is of 40 days ago, of none.
  const days = "from=2026-09-18&to=2026-09-21";
  expect(await values(days)).toEqual([null, 1, 1, 1, 1, null]);
  expect(await values(`${days}&account=acme&feature=calendars`)).toEqual([null, 1, 1, 1, 1, null]);
  expect(await values(`${days}&account=beta`)).toEqual([null, 0, 0, 0, 0, null]);
  expect(await values(`${days}&account=silent`)).toEqual([null, 0, 0, 0, 0, null]);
  // No type of assets is of tasks: there can't be any.
  expect(await values(`${days}&feature=tasks`)).toEqual([null, null, null, null, null, null]);
  expect(await values("from=2026-09-10&to=2026-09-11")).toEqual([null, null, null, null]);
  // The day before is what is compared with, however little was known of those before it.
  expect(await values("from=2026-09-21&to=2026-09-23&account=beta")).toEqual([0, 0, 0, 0, 0]);
  const tiles = await readJson<OverviewReply>(system, "/v1/overview?from=2026-09-21&to=2026-09-23&account=silent");
  const assets = tiles.tiles.find(({ number, group }) => group === "metrics" && number === "assets");
  expect([assets?.value, assets?.previous]).toEqual([0, 0]);
});

test("active users of an account stand against its seats", async () => {
  const licensed = async (query: string) => (await trend(`number=activeUsers&${query}`)).licensedUsers;
  expect(await licensed("account=acme")).toBe(3);
  expect(await licensed("account=acme&module=planning")).toBe(3);
  expect(await licensed("account=acme&module=talking")).toBeNull();
  expect(await licensed("account=beta")).toBeNull();
  expect(await licensed("")).toBeNull();
});

test("what happened stands beside it, of the accounts that are looked at and of everybody", async () => {
  const names = async (query: string) => (await trend(query)).annotations.map(({ day, name }) => [day, name]);
  expect(await names("number=visits&account=acme&period=7d")).toEqual([
    ["2026-11-14", "Phone"],
    ["2026-11-16", "Version 3"],
  ]);
  expect(await names("number=visits&from=2026-11-15&to=2026-11-18")).toEqual([["2026-11-16", "Version 3"]]);
});

test("what happened has what the number was a day before and after it, of closed days, which opens", async () => {
  const query = "number=activeMs&account=acme&feature=calendars";
  const { annotations, addresses } = await trend(`${query}&period=7d`);
  const [phone, version] = annotations;
  expect(phone?.before).toMatchObject({ from: "2026-10-31", to: "2026-11-13" });
  // The 18th isn't over.
  expect(phone?.after).toMatchObject({ from: "2026-11-15", to: "2026-11-17" });
  expect(version?.after).toMatchObject({ from: "2026-11-17", to: "2026-11-17" });
  for (const { before, after } of annotations) {
    for (const around of [before, after]) {
      const days = await trend(`${query}&from=${around?.from}&to=${around?.to}&asOf=2026-11-18`);
      const sum = days.buckets.reduce((all, { value }) => all + (value ?? 0), 0);
      expect(around?.mean).toBeCloseTo(sum / days.buckets.length, 9);
      const address = (addresses["annotations.after.mean"] ?? "")
        .replace("{from}", around?.from ?? "")
        .replace("{to}", around?.to ?? "");
      expect(await readJson<ExplainReply>(system, address)).toMatchObject({
        number: { id: "activeMsDailyMean", kind: "mean" },
        value: around?.mean,
        total: days.buckets.length,
      });
    }
  }
  expect(annotations.some(({ before }) => (before?.mean ?? 0) > 0)).toBe(true);
  const { annotations: yesterday } = await trend("number=activeMs&account=acme&from=2026-11-16&to=2026-11-16");
  expect(yesterday.map(({ after }) => after)).toEqual([null]);
});

test("an even course is no change, and too short a history is not known", async () => {
  expect((await trend("number=activeMs&feature=calendars")).label).toMatchObject({ label: "none", direction: null });
  expect((await trend("number=activeMs&account=young")).label.label).toBe("unknown");
});

test("what came after a day had closed is told of that day, where it is kept", async () => {
  await system.collect({
    id: writerId("late"),
    account: "acme",
    user: "vic",
    cells: [cellOf("reports", START_MS - 3 * DAY_MS, 2 * MINUTE_MS)],
  });
  const late = { day: "2026-11-15", foundDay: "2026-11-18", value: 2 * MINUTE_MS };
  expect((await trend("number=activeMs&account=acme&period=7d")).restatements).toContainEqual(late);
  expect((await trend("number=activeMs&account=beta&period=7d")).restatements).toEqual([]);
  expect((await trend("number=activeMs&feature=reports")).restatements).toBeNull();
  expect((await trend("number=engagement")).restatements).toBeNull();
});

test("use that a host tells of days that had closed is told of these days, and opens to what it was", async () => {
  const usage = { account: "late-told", user: "uma", feature: "reports", at: START_MS - 4 * DAY_MS, visits: 2 };
  const put = async (activeMs: number): Promise<void> => {
    const body = [{ ...usage, activeMs }];
    const told = await system.request("/v1/usage", { method: "PUT", bearer: system.secretKey, body });
    expect(told.status).toBe(200);
  };
  await put(2 * MINUTE_MS);
  await put(2 * MINUTE_MS);
  const late = { day: "2026-11-14", foundDay: "2026-11-18", value: 2 * MINUTE_MS };
  expect((await trend("number=activeMs&account=late-told&period=7d")).restatements).toEqual([late]);
  expect((await trend("number=activeMs&period=7d")).restatements).toContainEqual(late);
  const explain = (number: string) =>
    readJson<ExplainReply>(system, `/v1/explain?number=${number}&account=late-told&period=7d`);
  const { value, rows, number } = await explain("activeMsRestated");
  expect([value, rows.map(({ details }) => details)]).toEqual([
    2 * MINUTE_MS,
    [{ account: "late-told", day: "2026-11-14", foundDay: "2026-11-18" }],
  ]);
  expect(number.formula).toContain("use the host told");
  expect((await explain("visitsRestated")).value).toBe(2);
});

test.each([
  ["", "number", "activeMs, visits, engagement, activeUsers, assets, activeAssets, runs"],
  ["number=luck", "luck", "activeMs, visits, engagement, activeUsers, assets, activeAssets, runs"],
  ["number=visits&bucket=year", "year", "day, week, month"],
  ["number=visits&module=none", "none", "planning, talking"],
  ["number=visits&module=planning&feature=tasks", "planning", "no module beside a feature"],
  ["number=assets&user=uma", "uma", "account, feature and module"],
  ["number=runs&user=uma", "uma", "account, feature and module"],
  ["number=visits&type=calendar", "calendar", "no type, since the number is visits"],
  ["number=runs&type=none", "none", "calendar, note"],
])("%s is refused", async (query, value, allowed) => {
  const [status, detail] = await readProblem(system, `/v1/trend?${query}`);
  expect([status, detail]).toEqual([400, expect.stringContaining(value)]);
  expect(detail).toContain(`Allowed: ${allowed}`);
});

test("a total that is as of an earlier day has no address where the filters would leave others on that day", async () => {
  const period = "from=2026-10-05&to=2026-11-01&asOf=2026-11-18";
  const { total, address } = await trend(`number=assets&${period}`);
  expect([total, (await readJson<ExplainReply>(system, address ?? "")).value]).toEqual([2, 2]);
  for (const filter of ["segment=big", "health=unknown,steady,struggling", "churned=false"]) {
    expect((await trend(`number=assets&${period}&${filter}`)).address).toBeNull();
    expect((await trend(`number=activeMs&${period}&${filter}`)).address).not.toBeNull();
    expect((await trend(`number=assets&period=30d&${filter}`)).address).not.toBeNull();
  }
});
