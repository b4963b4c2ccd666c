import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, ExplainReply, MilestonesReply, SparklinesReply, TrendReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

/** Several values are as many parameters: what hosts call things may have commas in it. */

const SMITH = "Smith, Jones & Co";
const YEARLY = "Pro, yearly";
const ADA = "Lovelace, Ada";
const BUSY = "busy, really";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" } },
      segments: { [BUSY]: { name: "Busy", of: "account", when: { kind: "metric", metric: "activeMs", atLeast: 1 } } },
    },
  });
  await system.store.facts.putAccounts([
    { id: SMITH, plan: YEARLY, assignments: { csm: ADA } },
    { id: "acme", plan: "free", assignments: { csm: "Bob", onboarding: ADA } },
    { id: " padded ", plan: "Pro", assignments: { csm: "Cleo" } },
  ]);
  await system.collect(
    { id: writerId("smith"), account: SMITH, user: "u,1", cells: [cellOf("calendars", START_MS, 2_000)] },
    { id: writerId("acme"), account: "acme", user: "u_2", cells: [cellOf("calendars", START_MS, 1_000)] },
  );
});
afterAll(() => system.stop());

type Pair = [name: string, value: string];
const asked = (...pairs: Pair[]): string => new URLSearchParams(pairs).toString();
const accounts = async (...pairs: Pair[]): Promise<readonly string[]> =>
  (await readJson<AccountsReply>(system, `/v1/accounts?${asked(...pairs)}`)).rows.map(({ account }) => account);

test("an account, a plan and a segment with commas are found, alone and beside others", async () => {
  expect(await accounts(["account", SMITH])).toEqual([SMITH]);
  expect(await accounts(["account", SMITH], ["account", "acme"])).toEqual([SMITH, "acme"]);
  expect(await accounts(["account", " padded "])).toEqual([" padded "]);
  expect(await accounts(["plan", YEARLY])).toEqual([SMITH]);
  expect(await accounts(["plan", YEARLY], ["plan", "free"])).toEqual([SMITH, "acme"]);
  expect(await accounts(["segment", BUSY])).toEqual([SMITH, "acme"]);
});

test("people who look after accounts are found likewise, a team by several of them", async () => {
  expect(await accounts(["assignee", ADA])).toEqual([SMITH, "acme"]);
  expect(await accounts(["assignee", ADA], ["role", "csm"])).toEqual([SMITH]);
  expect(await accounts(["assignee", "Cleo"], ["assignee", "Bob"])).toEqual(["acme", " padded "]);
  expect(await accounts(["assignee", "Cleo"], ["assignee", "Bob"], ["plan", "free"])).toEqual(["acme"]);
  expect(await readProblem(system, "/v1/accounts?assignee=Bob,Cleo")).toEqual([
    400,
    'assignee is "Bob,Cleo". Allowed: what there is, one value each, such as assignee=Bob&assignee=Cleo.',
  ]);
});

test("what is about one account knows it by its whole name", async () => {
  const subject = asked(["number", "activeMs"], ["account", SMITH]);
  expect(await readJson<ExplainReply>(system, `/v1/explain?${subject}`)).toMatchObject({
    subject: { account: SMITH },
    value: 2_000,
  });
  expect(await readJson<TrendReply>(system, `/v1/trend?${subject}`)).toMatchObject({ total: 2_000 });
  expect((await readJson<MilestonesReply>(system, `/v1/milestones?${asked(["account", SMITH])}`)).states).toEqual([]);
  const lines = asked(["accounts", SMITH], ["accounts", "acme"], ["series", "activeMs,featuresUsed"]);
  const { rows } = await readJson<SparklinesReply>(system, `/v1/sparklines?${lines}`);
  expect(rows.map(({ id, series }) => [id, Object.keys(series)])).toEqual([
    [SMITH, ["activeMs", "featuresUsed"]],
    ["acme", ["activeMs", "featuresUsed"]],
  ]);
  const people = asked(["users", "u,1"], ["users", "u_2"], ["series", "activeMs"], ["series", "modulesUsed"]);
  expect((await readJson<SparklinesReply>(system, `/v1/sparklines?${people}`)).rows.map(({ id }) => id)).toEqual([
    "u,1",
    "u_2",
  ]);
});

test.each([
  [
    "/v1/accounts?account=acme,beta",
    'account is "acme,beta". Allowed: what there is, one value each, such as account=acme&account=beta.',
  ],
  [
    "/v1/users?plan=pro,free",
    'plan is "pro,free". Allowed: what there is, one value each, such as plan=pro&plan=free.',
  ],
  ["/v1/features?segment=a,b", `segment is "a,b". Allowed: ${BUSY}.`],
  [
    "/v1/sparklines?users=u_2,u_3",
    'users is "u_2,u_3". Allowed: what there is, one value each, such as users=u_2&users=u_3.',
  ],
])("%s would show nothing: a list with commas is refused with how to write it", async (path, sentence) => {
  expect(await readProblem(system, path)).toEqual([400, sentence]);
});

test("words of ours have no commas: they can stand between them, and be given again", async () => {
  const columns = async (query: string): Promise<string> => {
    const response = await system.request(`/v1/accounts?format=csv&${query}`, { bearer: system.secretKey });
    return (await response.text()).split("\n", 1)[0] ?? "";
  };
  expect(await columns("columns=plan,account")).toBe("plan,account");
  expect(await columns("columns=plan&columns=account,%20name")).toBe("plan,account,name");
  expect(await readProblem(system, "/v1/accounts?columns=plan,,account")).toEqual([
    400,
    expect.stringMatching(/^columns is "". Allowed: account, name, /),
  ]);
});
