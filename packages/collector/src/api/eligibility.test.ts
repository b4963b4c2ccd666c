import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, writerId, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type {
  AccountReply,
  AccountsReply,
  ExplainReply,
  FeaturesReply,
  FunnelReply,
  NearlyAdoptedReply,
  RelevanceReply,
  StageMatrixReply,
  UsersReply,
} from "./contract.ts";
import { startDoorWorkspace, type Use } from "./test-support/door-workspace.ts";
import { readJson } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;

/** Who counts in the denominator of a feature's adoption, and who doesn't. */
let system: TestCollector;
beforeAll(async () => {
  const adopted = (account: string, user: string, feature: string): Use => [
    account,
    user,
    cellOf(feature, START_MS - DAY_MS, ADOPTED_MS),
  ];
  system = await startDoorWorkspace({
    definitions: {
      features: {
        inbox: { name: "Inbox", module: "talk" },
        billing: { name: "Billing", roles: ["admin"] },
        forecast: { name: "Forecast", plans: ["scale"] },
        agents: { name: "Agents", launchedAt: "2027-01-01" },
      },
      modules: { talk: { name: "Talk" } },
    },
    accounts: [
      { id: "acme", plan: "scale" },
      { id: "beta" },
      { id: "free" },
      { id: "gone", plan: "scale", churnedAt: START_MS - DAY_MS },
    ],
    users: [
      { id: "ana", role: "admin", accounts: ["acme"] },
      { id: "ben", role: "agent", accounts: ["acme"] },
      { id: "cy", accounts: ["acme"] },
      { id: "dee", role: "admin", accounts: ["beta"] },
      { id: "eve", accounts: ["free"] },
      { id: "flo", role: "admin", accounts: ["gone"] },
    ],
    seats: [
      { account: "acme", module: "talk", users: ["ana", "ben"] },
      { account: "beta", module: "talk", licensed: 4 },
      { account: "free", module: "talk", licensed: 0 },
    ],
    used: [
      adopted("acme", "ana", "inbox"),
      adopted("acme", "cy", "inbox"),
      adopted("free", "eve", "inbox"),
      adopted("gone", "flo", "inbox"),
      adopted("acme", "ben", "billing"),
      adopted("beta", "dee", "billing"),
    ],
  });
});
afterAll(() => system.stop());

type Row = FeaturesReply["rows"][number];
async function features(path: string): Promise<Readonly<Record<string, Row>>> {
  const { rows } = await readJson<FeaturesReply>(system, path);
  return Object.fromEntries(rows.map((row) => [row.feature, row]));
}
const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?${query}`);

test("both rates stand on those who could adopt a feature: by seats, role and plan; not who has left, and none that is to come", async () => {
  const { inbox, billing, forecast, agents } = await features("/v1/features");
  // Two named seats of Acme's and four of Beta's; nobody has a licence in Free.
  expect(inbox).toMatchObject({
    adopted: 4,
    adoptedUsers: 1,
    eligibleUsers: 6,
    adoptionPercent: 100 / 6,
    adoptedAccounts: 1,
    eligibleAccounts: 2,
    accountAdoptionPercent: 50,
  });
  expect(billing).toMatchObject({ adoptedUsers: 1, eligibleUsers: 2, adoptionPercent: 50, eligibleAccounts: 2 });
  expect(forecast).toMatchObject({ adoptedUsers: 0, eligibleUsers: 3, adoptionPercent: 0, eligibleAccounts: 1 });
  expect(agents).toBeUndefined();
});

test("one account has the same terms in its own list", async () => {
  expect((await features("/v1/accounts/acme/features"))["inbox"]).toMatchObject({ adoptedUsers: 1, eligibleUsers: 2 });
  expect((await features("/v1/accounts/beta/features"))["inbox"]).toMatchObject({ adoptedUsers: 0, eligibleUsers: 4 });
  const nothing = { eligibleUsers: 0, adoptionPercent: null, eligibleAccounts: 0, accountAdoptionPercent: null };
  expect((await features("/v1/accounts/free/features"))["inbox"]).toMatchObject(nothing);
  expect((await features("/v1/accounts/gone/features"))["inbox"]).toMatchObject(nothing);
});

test("the explanation names who is in it, and says how many are not, and why", async () => {
  const rate = await explain("number=adoptionPercent&feature=inbox");
  expect(rate.terms.map(({ name, value }) => [name, value])).toEqual([
    ["Adopted", 1],
    ["Eligible", 6],
  ]);
  expect(rate.rows.map(({ details }) => details["user"])).toEqual(["ana"]);
  expect(rate.excluded).toEqual([
    { what: "Members", why: "All seats of the module are somebody else's.", value: 1 },
    { what: "Accounts", why: "The account has no seat in the feature's module.", value: 1 },
    { what: "Accounts", why: "The account has left.", value: 1 },
  ]);
  const ofBeta = await explain("number=eligibleUsers&feature=inbox&account=beta");
  expect(ofBeta.rows.map(({ kind, value }) => [kind, value])).toEqual([
    ["user", 1],
    ["part", 3],
  ]);
  const roles = await explain("number=adoptionPercent&feature=billing");
  expect(roles.excluded).toContainEqual({ what: "Members", why: "It isn't relevant in their role.", value: 3 });
});

test("an account in which a feature suits nobody who is known is none that hasn't adopted it", async () => {
  const left = {
    what: "Accounts",
    why: "It isn't relevant to anybody who is known there, by role, seat or answer.",
    value: 1,
  };
  for (const number of ["eligibleAccounts", "adoptedAccounts", "notAdoptedAccounts", "accountAdoptionPercent"]) {
    expect((await explain(`number=${number}&feature=billing`)).excluded).toContainEqual(left);
  }
  expect(await explain("number=eligibleAccounts&feature=billing&account=free")).toMatchObject({ value: 0, rows: [] });
  expect((await features("/v1/features"))["billing"]).toMatchObject({
    adoptedAccounts: 2,
    notAdoptedAccounts: 0,
    accountAdoptionPercent: 100,
  });
});

test("an account's breadth and a person's rate leave out what they have no licence for", async () => {
  const { rows: accounts } = await readJson<AccountsReply>(system, "/v1/accounts?sort=name");
  expect(accounts.map(({ account, relevantFeatures }) => [account, relevantFeatures])).toEqual([
    ["acme", 3],
    ["beta", 2],
    ["free", 1],
    ["gone", 3],
  ]);
  const { rows: users } = await readJson<UsersReply>(system, "/v1/users?sort=name");
  expect(Object.fromEntries(users.map(({ user, relevantFeatures }) => [user, relevantFeatures]))).toEqual({
    // Inbox, billing, forecast; inbox, forecast; forecast; inbox, billing; nothing; as Ana.
    ana: 3,
    ben: 2,
    cy: 1,
    dee: 2,
    eve: 0,
    flo: 3,
  });
});

const FEATURES = ["inbox", "billing", "forecast"] as const;

test("a funnel is of those who could adopt the feature, and says how many are not in it, and why", async () => {
  for (const feature of FEATURES) {
    const funnel = await readJson<FunnelReply>(system, `/v1/funnel?feature=${feature}`);
    const row = (await features("/v1/features"))[feature];
    const people = (stage: string) => funnel.steps.find((step) => step.stage === stage)?.people;
    expect(people("adopted")).toBe(row?.adoptedUsers);
    expect(funnel.members + funnel.excluded).toBe(6);
    const explained = await readJson<ExplainReply>(system, funnel.membersAddress);
    expect(explained.value).toBe(funnel.members);
    expect(explained.excluded.reduce((sum, { value }) => sum + (value ?? 0), 0)).toBe(funnel.excluded);
  }
  // Two of Acme's, who have the named seats, and the one of Beta, who may have one of the four.
  const { members } = await readJson<FunnelReply>(system, "/v1/funnel?feature=inbox");
  expect(members).toBe(3);
  expect((await explain("number=funnelMembers&feature=inbox")).excluded).toEqual([
    { what: "Members", why: "All seats of the module are somebody else's.", value: 1 },
    { what: "Members", why: "The account has no seat in the feature's module.", value: 1 },
    { what: "Members", why: "The account has left.", value: 1 },
  ]);
  const step = await explain("number=funnelAdopted&feature=billing");
  expect(step.excluded).toContainEqual({ what: "Members", why: "It isn't relevant in their role.", value: 3 });
});

test("the matrix says what isn't relevant, and comes to the counts of accounts and people", async () => {
  const cellsOf = ({ cells }: StageMatrixReply["rows"][number]) => cells.map(({ stage }) => stage);
  const byAccount = await readJson<StageMatrixReply>(system, "/v1/stages/matrix?sort=name");
  expect(byAccount.rows.map((row) => [row.account, ...cellsOf(row)])).toEqual([
    ["acme", "adopted", "adopted", "untouched"],
    ["beta", "untouched", "adopted", "notRelevant"],
    ["free", "notRelevant", "untouched", "notRelevant"],
    ["gone", "adopted", "untouched", "untouched"],
  ]);
  // Cy has no seat, and Ben is no admin: what they adopted counts for the account, and not among its adopters.
  expect(byAccount.rows[0]?.cells).toMatchObject([
    { adopters: 1, triers: 0, excluded: 1 },
    { adopters: 0, triers: 0, excluded: 2 },
    { adopters: 0, triers: 0, excluded: 0 },
  ]);
  const byUser = await readJson<StageMatrixReply>(system, "/v1/stages/matrix?by=user&sort=name");
  expect(byUser.rows.map((row) => [row.user, ...cellsOf(row)])).toEqual([
    ["ana", "adopted", "untouched", "untouched"],
    ["ben", "untouched", "notRelevant", "untouched"],
    ["cy", "notRelevant", "notRelevant", "untouched"],
    ["dee", "untouched", "adopted", "notRelevant"],
    ["eve", "notRelevant", "notRelevant", "notRelevant"],
    ["flo", "adopted", "untouched", "untouched"],
  ]);
  const { rows: accounts } = await readJson<AccountsReply>(system, "/v1/accounts");
  const { rows: users } = await readJson<UsersReply>(system, "/v1/users");
  const counts = [
    ...byAccount.rows.map((row) => [row, accounts.find(({ account }) => account === row.account)] as const),
    ...byUser.rows.map((row) => [row, users.find(({ user }) => user === row.user)] as const),
  ];
  for (const [row, told] of counts) {
    expect([row.adopted, row.adopted + row.tried + row.untouched]).toEqual([
      told?.adoptedFeatures,
      told?.relevantFeatures,
    ]);
    expect(row.adopted + row.tried + row.untouched + row.notRelevant).toBe(FEATURES.length);
  }
  const csv = await system.request("/v1/stages/matrix?format=csv&sort=name", { bearer: system.secretKey });
  const [head = "", acme = ""] = (await csv.text()).split(/\r?\n/);
  const cells = Object.fromEntries(head.split(",").map((column, index) => [column, acme.split(",")[index]]));
  expect([cells["notRelevant"], cells["inbox.stage"], cells["inbox.excluded"]]).toEqual(["0", "adopted", "1"]);
});

test("an account that has left is compared with all that are eligible, being none of them", async () => {
  const { nextFeatures } = await readJson<AccountReply>(system, "/v1/accounts/gone");
  const billing = nextFeatures.find(({ feature }) => feature === "billing");
  expect(billing).toMatchObject({ adoptedByPeers: 2, peers: 2 });
  const ofFree = await readJson<AccountReply>(system, "/v1/accounts/free");
  expect(ofFree.nextFeatures.find(({ feature }) => feature === "billing")).toMatchObject({ peers: 2 });
});

test("where there are fewer seats than people any of them may have one", async () => {
  const { facts } = system.store;
  await facts.putAccounts([{ id: "delta" }]);
  await facts.putUsers(["gil", "hal"].map((id) => ({ id, accounts: ["delta"] })));
  await facts.push("seats", [{ account: "delta", module: "talk", licensed: 1 }], START_MS);
  const cells = [cellOf("inbox", START_MS - DAY_MS, ADOPTED_MS)];
  await system.collect({ id: writerId("gil"), account: "delta", user: "gil", cells });
  for (const [user, value] of [
    ["gil", 100],
    ["hal", 0],
  ] as const) {
    expect((await explain(`number=adoptionPercent&feature=inbox&user=${user}`)).value).toBe(value);
  }
});

test("licences of which no number is told are not known, rather than none", async () => {
  const { facts } = system.store;
  await facts.putAccounts([{ id: "eps" }]);
  await facts.push("seats", [{ account: "eps", module: "talk", licensed: null }], START_MS);
  const { account } = await readJson<AccountReply>(system, "/v1/accounts/eps");
  expect([account.licensedUsers, (await explain("number=licensedUsers&account=eps")).value]).toEqual([null, null]);
});

test("a feature that is to come can be used and spoken of before", async () => {
  const cells = [cellOf("agents", START_MS - DAY_MS, ADOPTED_MS)];
  await system.collect({ id: writerId("early"), account: "acme", user: "ana", cells });
  const { account } = await readJson<AccountReply>(system, "/v1/accounts/acme");
  const used = await explain("number=featuresUsed&account=acme");
  expect([account.featuresUsed, used.value]).toEqual([3, 3]);
  expect(used.excluded.find(({ what }) => what === "Features without a definition")?.value).toBe(0);
  const body = { account: "acme", relevant: false, reason: "They have people" };
  await system.request("/v1/features/agents/relevance", { method: "POST", bearer: system.secretKey, body });
  const { rows } = await readJson<RelevanceReply>(system, "/v1/relevance?feature=agents");
  expect(rows.map(({ feature, relevant }) => [feature, relevant])).toEqual([["agents", false]]);
});

test("who has nearly adopted is somebody who could, and the others are counted", async () => {
  let writers = 0;
  const begin = (account: string, user: string, feature: string) => ({
    id: writerId(`n${++writers}`),
    account,
    user,
    cells: [cellOf(feature, START_MS - DAY_MS, ADOPTED_MS / 2)],
  });
  await system.collect(
    begin("acme", "ben", "inbox"),
    begin("acme", "cy", "billing"),
    begin("acme", "cy", "forecast"),
    begin("beta", "dee", "forecast"),
    begin("gone", "flo", "billing"),
  );
  const { rows, excluded } = await readJson<NearlyAdoptedReply>(system, "/v1/stages/nearly?sort=name");
  expect(rows.map(({ user, feature }) => [user, feature])).toEqual([
    ["ben", "inbox"],
    ["cy", "forecast"],
  ]);
  expect(excluded).toBe(3);
  const ofForecast = await readJson<NearlyAdoptedReply>(system, "/v1/stages/nearly?feature=forecast&search=nobody");
  expect([ofForecast.total, ofForecast.excluded]).toEqual([0, 1]);
});

test("an account of which nobody is known yet has not adopted a feature, whatever its roles", async () => {
  await system.store.facts.putAccounts([{ id: "new" }]);
  const waiting = await explain("number=notAdoptedAccounts&feature=billing");
  expect(waiting.rows.map(({ details }) => details["account"])).toContain("new");
});
