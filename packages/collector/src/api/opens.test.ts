import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { rememberReports } from "../../../../tests/support/remember-reports.ts";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { ExplainReply } from "./contract.ts";
import type { NumberDefinition } from "./numbers/number.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { TREND_NUMBERS } from "./openapi/trend-shape.ts";
import { createNumberFollower } from "./test-support/follow-numbers.ts";
import { numbersOf, numbersOfExplanation, type Found, type Row } from "./test-support/numbers-of-reply.ts";
import { readJson, startReportWorkspace } from "./test-support/report-workspace.ts";

/** Every number says where it opens, and what opens there is that number, whatever it was asked with. */

/** Ids that mean something in an address, or in a list. */
const ODD_ACCOUNT = "a,b & c #1 100%+x/=?";
const ODD_USER = 'u,1 & "co" #%2C';

const QUERIES = [
  "period=30d",
  "period=7d&plan=pro",
  "period=all&account=acme",
  "from=2026-10-05&to=2026-11-01",
  "period=14d&asOf=2026-11-10",
  "period=30d&health=unknown,steady,struggling&churned=false",
  "period=30d&segment=busy",
  `period=90d&account=${encodeURIComponent(ODD_ACCOUNT)}`,
];

let system: TestCollector;
beforeAll(async () => {
  system = await startReportWorkspace({
    segments: {
      admins: { name: "Admins", of: "user", when: { kind: "attribute", attribute: "role", equals: "admin" } },
      busy: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 1_000 } },
    },
    milestones: {
      first: { name: "First minutes", rule: { kind: "time", activeMs: 60_000 } },
      team: { name: "Team", scope: "account", rule: { kind: "time", activeMs: 240_000 } },
    },
  });
  const { facts, records } = system.store;
  await facts.push(
    "accounts",
    [{ id: ODD_ACCOUNT, name: "Odd", plan: "pro", createdAt: START_MS - 40 * 86_400_000 }],
    START_MS,
  );
  await facts.push("seats", [{ account: ODD_ACCOUNT, module: "talking", licensed: 2 }], START_MS);
  await system.collect({
    id: writerId("odd"),
    account: ODD_ACCOUNT,
    user: ODD_USER,
    cells: [
      cellOf("phone", START_MS, 90_000, { actions: { call: 2 }, vitals: { lcpMs: 900, inpMs: 40, cls1000: 3 } }),
      cellOf("tasks", START_MS, 1_000, { vitals: { lcpMs: 2_500, inpMs: 400, cls1000: 0 } }),
    ],
  });
  await records.changeSegmentMembers([
    { of: "account", segment: "busy", subject: "acme", kind: "joined", atMs: START_MS },
  ]);
  const met = { version: 1, resetAtMs: null, atMs: START_MS };
  await records.meetMilestones([
    { account: "acme", user: "uma", milestone: "first", metAtMs: START_MS - 30 * 86_400_000, ...met },
    { account: "acme", user: "vic", milestone: "first", metAtMs: START_MS - 60 * 86_400_000, ...met },
    { account: "beta", user: "wes", milestone: "first", metAtMs: null, ...met },
    { account: "acme", user: null, milestone: "team", metAtMs: START_MS - 20 * 86_400_000, ...met },
    { account: "beta", user: null, milestone: "team", metAtMs: START_MS - 5 * 86_400_000, ...met },
  ]);
  for (const body of [
    { module: "planning", account: "acme", active: 2, licensed: 2, asOf: "2026-11-01" },
    { module: "planning", asOf: "2026-11-05" },
    { module: "planning" },
    { module: "talking", account: "beta", active: 2, licensed: 3 },
  ]) {
    await system.request("/v1/snapshots", { method: "POST", bearer: system.secretKey, body });
  }
  system = await rememberReports(system);
});
afterAll(() => system.stop());

const read = <Reply = Row>(address: string): Promise<Reply> => readJson<Reply>(system, address);
const { wrongAmong, open } = createNumberFollower(read);

describe.each(QUERIES)("asked with %s", (query) => {
  test.each([
    ["/v1/overview", ""],
    ["/v1/accounts", "limit=1000"],
    ["/v1/users", "limit=1000"],
    ["/v1/features", "limit=1000"],
    ["/v1/modules", ""],
    ["/v1/users/uma", ""],
    ["/v1/milestones", ""],
    ["/v1/coverage", ""],
    ["/v1/stages", "limit=1000"],
    ["/v1/funnel", "feature=phone"],
    ["/v1/history", "number=adoptionPercent&account=acme&points=3"],
    ["/v1/history", "number=mau&points=3&bucket=month"],
    ["/v1/retention", "weeks=11"],
    ["/v1/retention", "weeks=11&of=account&feature=phone"],
    ["/v1/attention", ""],
    ["/v1/stages/nearly", "limit=1000"],
    ["/v1/stages/matrix", "limit=1000"],
    ["/v1/stages/matrix", "by=user&limit=1000"],
    ["/v1/segments", ""],
    ["/v1/segments/busy/members", "limit=1000"],
    ["/v1/segments/admins/members", "limit=1000"],
    ["/v1/snapshots", ""],
    ["/v1/snapshots/history", ""],
    ["/v1/snapshots/history", "module=planning"],
    ["/v1/snapshots/compare", "from=2026-11-01&to=2026-11-18"],
    ["/v1/snapshots/compare", "module=planning&from=2026-11-01&to=2026-11-18"],
    ["/v1/snapshots/compare", "module=planning&from=2026-11-05&to=2026-11-18"],
    ["/v1/snapshots/compare", "module=talking&from=2026-11-10&to=2026-11-18"],
    ["/v1/modules/planning/accounts", ""],
    ["/v1/modules/planning/nearly-there", ""],
    ["/v1/modules/talking/accounts", ""],
    ["/v1/modules/talking/nearly-there", ""],
  ])("every number of %s opens", async (path, more) => {
    const reply = await readOr404(`${path}?${hasPeriod(path) ? query : withoutPeriod(query)}&${more}`);
    expect(await wrongAmong(reply === null ? [] : numbersOf(reply))).toEqual([]);
  });

  test.each(TREND_NUMBERS)("the numbers of the trend of %s open, of its days each third", async (number) => {
    const found = numbersOf(await read(`/v1/trend?number=${number}&${query}`));
    const isDay = ([path]: Found): boolean => path === "buckets.value" || path === "movingMedian.value";
    const days = found.filter(isDay).filter((_, index) => index % 3 === 0);
    expect(await wrongAmong([...found.filter((one) => !isDay(one)), ...days])).toEqual([]);
  });

  test("what a number is made of opens in turn, or says who has set it", async () => {
    for (const [number, { requires }] of NUMBERS) {
      for (const about of requires === undefined ? [""] : subjectsOf(requires, query)) {
        const reply = await read<ExplainReply>(`/v1/explain?number=${number}&${query}${about}`);
        expect(await wrongAmong(numbersOfExplanation(reply))).toEqual([]);
        // Without a target nobody is needed, and on the last day before these filters would leave others.
        const closed = reply.terms.filter(({ value, opens, source }) => Boolean(value) && opens === null && !source);
        const isBefore = (name: string): boolean => /segment|health/.test(query) && name === "In the period before";
        expect(closed.map(({ name }) => name).filter((name) => !isBefore(name))).toEqual([]);
      }
    }
  });
});

test.each([
  "/v1/overview?period=30d",
  "/v1/accounts?period=30d",
  "/v1/users?period=30d",
  "/v1/features?period=30d",
  "/v1/milestones?period=30d",
  "/v1/coverage?plan=pro",
  "/v1/stages?stage=adopted",
  "/v1/stages/nearly?feature=calendars",
  "/v1/stages/matrix?by=user",
  "/v1/funnel?feature=calendars",
  "/v1/attention?order=score",
  "/v1/sparklines?accounts=acme&accounts=beta&series=featuresUsed,activeMs,activeUsers",
])("every number of %s opens, of the people of a segment", async (address) => {
  const found = numbersOf(await read(`${address}&userSegment=admins`));
  expect(found.length).toBeGreaterThan(0);
  expect(await wrongAmong(found)).toEqual([]);
});

test.each([
  "/v1/accounts/acme?period=30d",
  `/v1/accounts/${encodeURIComponent(ODD_ACCOUNT)}?period=30d`,
  "/v1/accounts/acme/features?period=7d",
  `/v1/accounts/${encodeURIComponent(ODD_ACCOUNT)}/features?period=7d`,
  "/v1/accounts/acme/modules?period=7d",
  "/v1/accounts/beta/modules?asOf=2026-11-18",
  `/v1/users/${encodeURIComponent(ODD_USER)}?period=7d`,
  "/v1/sparklines?accounts=acme&accounts=beta&accounts=young&series=featuresUsed,modulesUsed,activeMs",
  "/v1/sparklines?accounts=acme&accounts=beta&series=activeUsers&asOf=2026-11-10",
  "/v1/sparklines?users=uma&users=wes&series=featuresUsed,modulesUsed,activeMs&plan=pro",
  "/v1/sparklines?accounts=acme&accounts=beta&series=activeMs,modulesUsed&health=unknown,steady,struggling",
  "/v1/trend?number=activeMs&bucket=week&period=90d&module=planning",
  "/v1/trend?number=activeUsers&bucket=month&period=90d&account=acme",
  "/v1/trend?number=visits&user=uma&period=30d&asOf=2026-11-10",
  "/v1/trend?number=engagement&action=call&period=30d",
  "/v1/trend?number=activeMs&feature=phone&period=30d&account=acme",
])("every number of %s opens", async (address) => {
  const found = numbersOf(await read(address));
  expect(found.length).toBeGreaterThan(0);
  expect(await wrongAmong(found)).toEqual([]);
});

test("a column's address stands for any row, whatever its id is", async () => {
  const { addresses } = await read<{ readonly addresses: Readonly<Record<string, string>> }>(
    "/v1/accounts?period=7d&plan=pro&account=acme",
  );
  expect(addresses["activeMs"]).toBe("/v1/explain?period=7d&plan=pro&number=activeMs&account={account}");
});

test("whoever counts in a module opens as the time in its window that made them count", async () => {
  const { rows } = await read<ExplainReply>("/v1/explain?number=moduleActiveUsers&module=planning&period=7d");
  const people = rows.filter(({ kind }) => kind === "user");
  expect(people.map(({ name }) => name)).toEqual(["Uma, Acme"]);
  for (const { opens } of people) {
    const opened = await open(opens?.address ?? "");
    expect(opened.period).toMatchObject({ from: "2026-10-20", to: "2026-11-18" });
    expect([opened.subject, (opened.value ?? 0) >= 60_000]).toEqual([opens?.subject, true]);
    expect(opens?.subject).toEqual({ account: "acme", user: "uma", module: "planning" });
  }
});

/** What numbers are asked about that are always about something: in each way, as parameters. */
function subjectsOf(requires: NonNullable<NumberDefinition["requires"]>, query: string): readonly string[] {
  const ids: Readonly<Partial<Record<string, readonly string[]>>> = {
    account: ["acme", "beta"],
    user: ["uma"],
    feature: ["calendars", "phone"],
    module: ["planning", "talking"],
    milestone: ["first", "team"],
    cohort: ["2026-10-05"],
    week: ["1"],
    inSegment: ["busy", "admins"],
    snapshot: ["none"],
    gauge: ["traffic"],
    peersOf: ["acme", "uma"],
    action: ["booking", "call"],
    per: ["call"],
  };
  const asked = new URLSearchParams(query);
  return requires
    .filter((part) => !asked.has(part))
    .reduce<readonly string[]>(
      (all, part) => all.flatMap((some) => (ids[part] ?? []).map((id) => `${some}&${part}=${id}`)),
      [""],
    );
}

/** Of reports that aren't about a period none is told. */
const hasPeriod = (path: string): boolean =>
  ["coverage", "attention", "stages", "funnel", "history", "retention", "compare"].every(
    (name) => !path.split("/").includes(name),
  );

function withoutPeriod(query: string): string {
  const parameters = new URLSearchParams(query);
  for (const name of ["period", "from", "to"]) parameters.delete(name);
  return parameters.toString();
}

async function readOr404(address: string): Promise<Row | null> {
  const response = await system.request(address, { bearer: system.secretKey });
  if (response.status === 404) return null;
  expect([address, response.status]).toEqual([address, 200]);
  return (await response.json()) as Row;
}
