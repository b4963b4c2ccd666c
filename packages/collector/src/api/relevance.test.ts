import { parse } from "csv-parse/sync";
import type { MeReply } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type {
  AccountsReply,
  ExplainReply,
  FeatureRelevanceReply,
  FeaturesReply,
  RelevanceReply,
  UsersReply,
} from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;

let system: TestCollector;
beforeAll(async () => {
  system = await startDoorWorkspace({
    definitions: { features: { inbox: { name: "Inbox" }, phone: { name: "Phone" } } },
    accounts: [{ id: "acme", name: "Acme" }, { id: "beta" }],
    users: [
      { id: "ana", name: "Ana", accounts: ["acme"] },
      { id: "ben", name: "Ben", accounts: ["acme"] },
      { id: "cy", accounts: ["beta"] },
    ],
    used: [["acme", "ana", cellOf("phone", START_MS - DAY_MS, ADOPTED_MS)]],
  });
});
afterAll(() => system.stop());

async function say(feature: string, body: object): Promise<readonly [number, FeatureRelevanceReply]> {
  const path = `/v1/features/${feature}/relevance`;
  const response = await system.request(path, { method: "POST", bearer: system.secretKey, body });
  return [response.status, (await response.json()) as FeatureRelevanceReply];
}

async function phone() {
  const { rows } = await readJson<FeaturesReply>(system, "/v1/features");
  const { adoptedUsers, eligibleUsers, adoptedAccounts, eligibleAccounts } =
    rows.find(({ feature }) => feature === "phone") ?? {};
  return { users: [adoptedUsers, eligibleUsers], accounts: [adoptedAccounts, eligibleAccounts] };
}

/** What a feature's row and the explanation of its rate say, one and the same, as if nobody had said anything. */
async function phoneBeforeAnswers() {
  const { rows } = await readJson<FeaturesReply>(system, "/v1/features");
  const row = rows.find(({ feature }) => feature === "phone");
  const told = [
    row?.adoptedUsersBeforeAnswers,
    row?.eligibleUsersBeforeAnswers,
    row?.adoptionPercentBeforeAnswers ?? null,
  ];
  const path = "/v1/explain?number=adoptionPercentBeforeAnswers&feature=phone";
  const { value, terms } = await readJson<ExplainReply>(system, path);
  expect([...terms.map((term) => term.value), value]).toEqual(told);
  return told;
}

const valueOf = async (query: string) => (await readJson<ExplainReply>(system, `/v1/explain?number=${query}`)).value;

async function widgetOf(user: string, account: string): Promise<readonly string[]> {
  const response = await system.request("/v1/me", { bearer: await system.token({ user, account }) });
  return ((await response.json()) as MeReply).features.map(({ feature }) => feature);
}

test("to whom a feature isn't relevant is in no denominator and doesn't see it, until that is taken back", async () => {
  expect(await phone()).toEqual({ users: [1, 3], accounts: [1, 2] });
  const [status, reply] = await say("phone", { account: "acme", user: "ben", relevant: false, reason: "Has no phone" });
  expect([status, reply]).toEqual([
    200,
    {
      feature: "phone",
      account: "acme",
      user: "ben",
      relevant: false,
      reason: "Has no phone",
      actor: expect.any(String) as string,
      at: START_MS,
    },
  ]);
  expect(await phone()).toEqual({ users: [1, 2], accounts: [1, 2] });
  const explained = await readJson<ExplainReply>(system, "/v1/explain?number=adoptionPercent&feature=phone");
  expect(explained.excluded).toEqual([
    { what: "Members", why: "Somebody has said that it isn't relevant to them.", value: 1 },
  ]);
  expect(await phoneBeforeAnswers()).toEqual([1, 3, 100 / 3]);
  const { rows } = await readJson<UsersReply>(system, "/v1/users?sort=name");
  expect(rows.map(({ user, relevantFeatures }) => [user, relevantFeatures])).toEqual([
    ["ana", 2],
    ["ben", 1],
    ["cy", 2],
  ]);
  expect(await widgetOf("ben", "acme")).toEqual(["inbox"]);
  expect(await widgetOf("ana", "acme")).toEqual(["inbox", "phone"]);
  await say("phone", { account: "acme", user: "ben", relevant: true });
  expect(await phone()).toEqual({ users: [1, 3], accounts: [1, 2] });
  expect(await widgetOf("ben", "acme")).toEqual(["inbox", "phone"]);
});

test("of an account as a whole it is out of its breadth and of the workspace's feature usage as well", async () => {
  expect(await valueOf("featureUsagePercent")).toBe(25);
  await say("phone", { account: "beta", relevant: false, reason: "They only write" });
  expect(await phone()).toEqual({ users: [1, 2], accounts: [1, 1] });
  expect(await valueOf("featureUsagePercent")).toBe(100 / 3);
  expect(await phoneBeforeAnswers()).toEqual([1, 3, 100 / 3]);
  const inBeta = await readJson<ExplainReply>(
    system,
    "/v1/explain?number=eligibleUsersBeforeAnswers&feature=phone&account=beta",
  );
  expect([inBeta.value, inBeta.rows.map(({ details }) => details["user"])]).toEqual([1, ["cy"]]);
  const { rows } = await readJson<AccountsReply>(system, "/v1/accounts?sort=name");
  expect(rows.map(({ account, relevantFeatures }) => [account, relevantFeatures])).toEqual([
    ["acme", 2],
    ["beta", 1],
  ]);
  expect(await widgetOf("cy", "beta")).toEqual(["inbox"]);
});

test("the same said again changes nothing, and whoever said it first stays named", async () => {
  const before = await readJson<RelevanceReply>(system, "/v1/relevance");
  system.clock.nowMs += 60_000;
  const [status, reply] = await say("phone", { account: "beta", relevant: false, reason: "They only write" });
  expect([status, reply.at]).toEqual([200, START_MS]);
  expect((await readJson<RelevanceReply>(system, "/v1/relevance")).rows).toEqual(before.rows);
});

test("the list says what was said of whom, when and by whom; it filters, and its file says the same", async () => {
  const { rows, total } = await readJson<RelevanceReply>(system, "/v1/relevance?sort=name");
  expect(total).toBe(2);
  expect(
    rows.map(({ name, user, featureName, relevant, reason }) => [name, user, featureName, relevant, reason]),
  ).toEqual([
    ["Ben", "ben", "Phone", true, null],
    ["beta", null, "Phone", false, "They only write"],
  ]);
  const accountsOf = async (query: string) =>
    (await readJson<RelevanceReply>(system, `/v1/relevance?sort=name&${query}`)).rows.map(({ account }) => account);
  expect(await accountsOf("relevant=false")).toEqual(["beta"]);
  expect(await accountsOf("user=ben")).toEqual(["acme"]);
  expect(await accountsOf("account=acme")).toEqual(["acme"]);
  expect(await accountsOf("feature=inbox")).toEqual([]);
  const file = await system.request("/v1/relevance?format=csv&sort=name", { bearer: system.secretKey });
  expect(
    (parse(await file.text(), { columns: true }) as { readonly reason: string }[]).map(({ reason }) => reason),
  ).toEqual(rows.map(({ reason }) => reason ?? ""));
});

test.each([
  ["phone", { account: "acme", relevant: false }, 400, "reason: it is missing."],
  ["phone", { account: "acme", relevant: false, reason: "  " }, 400, "reason: "],
  ["phone", { account: "acme", relevant: "no" }, 400, "relevant: "],
  ["phone", { account: "nobody", relevant: true }, 404, 'Nobody has heard of account "nobody"'],
  ["phone", { account: "beta", user: "ana", relevant: true }, 404, 'Nobody has heard of "ana" in "beta"'],
  ["fax", { account: "acme", relevant: true }, 404, 'There is no feature "fax". The definitions have inbox, phone.'],
])("of %s, %j is refused", async (feature, body, status, detail) => {
  const [answered, problem] = await say(feature, body);
  const { detail: told = "" } = problem as unknown as { readonly detail?: string };
  expect([answered, told.startsWith(detail) ? detail : told]).toEqual([status, detail]);
});

test("filters that say nothing are refused by name", async () => {
  expect(await readProblem(system, "/v1/relevance?feature=fax")).toEqual([
    400,
    'feature is "fax". Allowed: inbox, phone.',
  ]);
  expect(await readProblem(system, "/v1/relevance?relevant=no")).toEqual([
    400,
    'relevant is "no". Allowed: true, false.',
  ]);
});
