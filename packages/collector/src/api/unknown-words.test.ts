import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, startTestCollector, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AssetsReply, ExplainReply } from "./contract.ts";
import { readOverview } from "./overview.ts";
import { askDoor, readJson, readProblem } from "./test-support/report-workspace.ts";

/** A word that nobody knows would be shown as nothing at all, and be taken for an answer. */

const DAY_MS = 86_400_000;

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({
    definitions: {
      features: { calendars: { name: "Calendars" } },
      assetTypes: { workflow: { name: "Workflows" } },
      successRoles: { csm: { name: "Success manager" }, support: { name: "Support" } },
    },
  });
  await system.store.facts.push(
    "accounts",
    [
      { id: "acme", name: "Acme Ltd", plan: "Pro", assignments: { csm: "ana", partner: "bo" } },
      { id: "beta", assignments: {} },
    ],
    system.clock.nowMs,
  );
  await system.store.facts.push("assets", [{ id: "g", account: "acme", type: "gizmo" }], system.clock.nowMs);
});
afterAll(() => system.stop());

const accounts = async (role: string): Promise<readonly string[]> =>
  (await readJson<AccountsReply>(system, `/v1/accounts?role=${role}`)).rows.map(({ account }) => account);

test("a success role is one of the definitions, or one that was told", async () => {
  expect([await accounts("csm"), await accounts("support"), await accounts("partner")]).toEqual([
    ["acme"],
    [],
    ["acme"],
  ]);
  expect(await readProblem(system, "/v1/overview?role=boss")).toEqual([
    400,
    'role is "boss". Allowed: csm, support, partner.',
  ]);
});

const ASKED = [
  "overview?",
  "accounts?",
  "explain?number=engagement&",
  "trend?number=activeMs&",
  "history?number=contacts&",
];

test.each(ASKED)("an account, a plan and a person of whom nobody has heard are none of /v1/%s", async (path) => {
  const refusal = (query: string) => readProblem(system, `/v1/${path}${query}`);
  expect(await refusal("account=nope")).toEqual([400, 'account is "nope". Allowed: the ids of GET /v1/accounts.']);
  expect(await refusal("account=beta&account=Acme ltd")).toEqual([
    400,
    'account is "Acme ltd". Allowed: the ids of GET /v1/accounts, such as acme.',
  ]);
  expect(await refusal("plan=pro")).toEqual([400, 'plan is "pro". Allowed: Pro.']);
  expect(await refusal("plan=Pro&plan=Free")).toEqual([400, 'plan is "Free". Allowed: Pro.']);
  expect(await refusal("assignee=nope")).toEqual([400, 'assignee is "nope". Allowed: ana, bo.']);
  expect(await refusal("assignee=anna")).toEqual([400, 'assignee is "anna". Allowed: ana, bo.']);
});

test("a plan and a person who are known stay so where nothing of theirs is left, and on days before they were", async () => {
  const left = async (query: string): Promise<readonly string[]> =>
    (await readJson<AccountsReply>(system, `/v1/accounts?${query}`)).rows.map(({ account }) => account);
  expect([await left("plan=Pro"), await left("plan=Pro&assignee=bo"), await left("plan=Pro&account=beta")]).toEqual([
    ["acme"],
    ["acme"],
    [],
  ]);
  expect([await left("assignee=ana&role=support"), await left("plan=Pro&assignee=ana&assignee=bo")]).toEqual([
    [],
    ["acme"],
  ]);
  const { clock, store } = system;
  await store.facts.push("accounts", [{ id: "late", plan: "New", createdAt: clock.nowMs - DAY_MS }], clock.nowMs);
  expect([
    await left("plan=New"),
    await left("plan=New&asOf=2026-01-01"),
    await left("account=late&asOf=2026-01-01"),
  ]).toEqual([["late"], [], []]);
  // Accounts whose plan nobody has told.
  expect([await left("plan="), await left("plan=&plan=Pro")]).toEqual([["beta"], ["acme", "beta"]]);
});

test("what whoever asks may not see is refused as what there isn't", async () => {
  const ask = async (query: string): Promise<string> => {
    try {
      const { response } = await askDoor(system, readOverview, { query, accounts: ["beta"] });
      return String(response.status);
    } catch (problem) {
      return (problem as Error).message;
    }
  };
  expect(await ask("account=beta")).toBe("200");
  for (const word of ["acme", "nope", "Acme Ltd"]) {
    expect(await ask(`account=${word}`)).toBe(`account is "${word}". Allowed: the ids of GET /v1/accounts.`);
  }
  for (const word of ["Pro", "nope"]) {
    expect(await ask(`plan=${word}`)).toBe(`plan is "${word}". Allowed: none, since none is told.`);
  }
  for (const word of ["ana", "nope"]) {
    expect(await ask(`assignee=${word}`)).toBe(`assignee is "${word}". Allowed: none, since none is told.`);
  }
});

test("an attribute is one that was told of an account", async () => {
  const { store, clock } = system;
  await store.facts.push("accounts", [{ id: "acme", attributes: { country: "IN", tier: 1 } }], clock.nowMs);
  const { rows, addresses } = await readJson<AccountsReply>(
    system,
    "/v1/accounts?attribute=country:IN&attribute=tier:1",
  );
  expect(rows.map(({ account }) => account)).toEqual(["acme"]);
  expect(addresses["activeMs"]).toContain("attribute=country%3AIN&attribute=tier%3A1");
  expect((await readJson<AccountsReply>(system, "/v1/accounts?attribute=country:&plan=")).rows[0]?.account).toBe(
    "beta",
  );
  expect(await readProblem(system, "/v1/overview?attribute=land:IN")).toEqual([
    400,
    'attribute is "land:IN". Allowed: a value of country, tier.',
  ]);
});

test("a type of assets is one of the definitions, or one that was told, of whatever account", async () => {
  const total = async (query: string): Promise<number> =>
    (await readJson<AssetsReply>(system, `/v1/assets?${query}`)).total;
  expect(await total("type=gizmo")).toBe(1);
  expect(await total("type=gizmo&account=beta")).toBe(0);
  expect(await total("type=workflow")).toBe(0);
  expect(await readProblem(system, "/v1/assets?type=widget")).toEqual([
    400,
    'type is "widget". Allowed: workflow, gizmo.',
  ]);
});

test("a feature is one of the definitions, or one that was used under its own name, wherever it was", async () => {
  const { clock, store, collect } = system;
  const cells = [cellOf("homegrown", clock.nowMs, 60_000)];
  await collect({ id: writerId("uma"), account: "acme", user: "uma", cells });
  await store.facts.push("users", [{ id: "vic", accounts: ["beta"] }], clock.nowMs);
  const value = async (query: string): Promise<number | null> =>
    (await readJson<ExplainReply>(system, `/v1/explain?number=activeMs&${query}`)).value;
  expect(await value("feature=homegrown")).toBe(60_000);
  // Known, though not where one looks; before anything was heard of any of them nothing is.
  expect(await value("feature=homegrown&account=beta")).toBe(0);
  expect(await value("feature=homegrown&asOf=2026-01-01")).toBeNull();
  expect(await value("feature=calendars")).toBe(0);
  expect(await value("feature=_other")).toBe(0);
  expect(await value("user=uma&role=support")).toBe(0);
  expect(await value("user=vic")).toBe(0);
});

test.each(["explain?number=activeMs", "trend?number=activeMs", "retention?of=user"])(
  "a feature of which nobody has heard is none of /v1/%s",
  async (path) => {
    expect(await readProblem(system, `/v1/${path}&feature=zzz`)).toEqual([
      400,
      'feature is "zzz". Allowed: calendars, _other, and what else was used under its own name.',
    ]);
  },
);

test.each(["explain?number=activeMs", "trend?number=visits"])(
  "a person and a module of whom nobody has heard are none of /v1/%s",
  async (path) => {
    expect(await readProblem(system, `/v1/${path}&user=zzz`)).toEqual([
      400,
      'user is "zzz". Allowed: the people of GET /v1/users.',
    ]);
    expect(await readProblem(system, `/v1/${path}&module=zzz`)).toEqual([
      400,
      'module is "zzz". Allowed: nothing: none is defined.',
    ]);
  },
);

test("an account that was seen and of which the host hasn't told is known", async () => {
  const { clock, collect } = system;
  await collect({
    id: writerId("wes"),
    account: "seen",
    user: "wes",
    cells: [cellOf("calendars", clock.nowMs, 1_000)],
  });
  const { value } = await readJson<ExplainReply>(system, "/v1/explain?number=activeMs&account=seen");
  expect(value).toBe(1_000);
});
