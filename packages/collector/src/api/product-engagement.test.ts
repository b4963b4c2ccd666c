import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { AccountReply, AccountsReply, ExplainReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const FEATURES = { inbox: { name: "Inbox" }, billing: { name: "Billing", roles: ["admin"] } };

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: FEATURES, health: { productEngagement: {} } } });
  const { facts } = system.store;
  await facts.putAccounts([{ id: "acme" }, { id: "quiet" }]);
  await facts.putUsers([
    { id: "ana", role: "admin", accounts: ["acme"] },
    ...["ben", "cy", "dee"].map((id) => ({ id, accounts: ["acme"] })),
    { id: "eve", accounts: ["quiet"] },
  ]);
  let writers = 0;
  const use = (user: string, daysAgo: number, activeMs = 60_000) => ({
    id: writerId(`p${++writers}`),
    account: "acme",
    user,
    cells: [cellOf("inbox", START_MS - daysAgo * DAY_MS, activeMs)],
  });
  // Ana stays and has adopted it; Ben is new, Cy came back after a while, and Dee stayed away.
  await system.collect(use("ana", 0, 420_000), use("ben", 3));
  await facts.backfill(
    "past",
    [
      ["ana", 40],
      ["cy", 75],
      ["cy", 1],
      ["dee", 45],
    ].map(([user = "", daysAgo = 0]) => ({
      account: "acme",
      user: String(user),
      feature: "inbox",
      slot: Math.floor((START_MS - Number(daysAgo) * DAY_MS) / 900_000),
      activeMs: [60_000, 60_000, 60_000, 60_000] as const,
      visits: 1,
      actions: {},
    })),
    START_MS,
  );
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?${query}`);

test("an account has it in the list, in its file, in its details and explained", async () => {
  // Adopted: one of five pairs, since billing is for admins only. Each of three was there on one of 30 days. Two came, one went.
  const points = [100 / 5, 100 / 30, 100];
  const score = Math.round(points.reduce((sum, part) => sum + part, 0) / 3);
  const { rows, addresses } = await readJson<AccountsReply>(system, "/v1/accounts?sort=-productEngagementScore");
  expect(rows.map(({ account, productEngagementScore }) => [account, productEngagementScore])).toEqual([
    ["acme", score],
    // Nobody of it was ever seen.
    ["quiet", null],
  ]);
  expect(addresses["productEngagementScore"]).toContain("number=productEngagementScore");
  const file = await system.request("/v1/accounts?format=csv&columns=account,productEngagementScore&sort=name", {
    bearer: system.secretKey,
  });
  expect((await file.text()).trim().split(/\r?\n/)).toEqual([
    "account,productEngagementScore",
    `acme,${score}`,
    "quiet,",
  ]);
  const { productEngagement, addresses: opens } = await readJson<AccountReply>(system, "/v1/accounts/acme");
  expect(productEngagement?.score).toBe(score);
  expect(productEngagement?.parts.map((part) => part.points)).toEqual(
    points.map((part) => expect.closeTo(part) as number),
  );
  const explained = await readJson<ExplainReply>(system, opens["productEngagement.score"] ?? "");
  expect([explained.value, explained.number.kind]).toEqual([score, "parts"]);
  expect(explained.terms.map(({ name, value }) => [name, value])).toEqual([
    ["Adopted pairs", 1],
    ["Eligible pairs", 5],
    ["New", 1],
    ["Came back", 1],
    ["Stayed away", 1],
  ]);
  expect(Math.round(explained.rows.reduce((sum, { value }) => sum + (value ?? 0), 0))).toBe(score);
  for (const { opens: part, details } of explained.rows.filter((row) => row.opens?.number === "stickiness")) {
    expect((await readJson<ExplainReply>(system, part?.address ?? "")).value).toBeCloseTo(Number(details["input"]));
  }
});

test("its growth opens as who came and who stayed away", async () => {
  const { rows } = await explain("number=productEngagementScore&account=acme");
  const growth = rows.find(({ id }) => id === "growth");
  const opened = await readJson<ExplainReply>(system, growth?.opens?.address ?? "");
  expect([opened.number.id, opened.value]).toEqual(["growthPercent", 200]);
  expect(opened.terms.map(({ name, value }) => [name, value])).toEqual([
    ["New or back", 2],
    ["Stayed away", 1],
  ]);
  const { value, rows: came } = await readJson<ExplainReply>(system, opened.terms[0]?.opens?.address ?? "");
  expect([value, came.map(({ id }) => id).toSorted()]).toEqual([2, ["ben", "cy"]]);
  // Nobody went, so there is nothing to divide by.
  expect((await explain("number=growthPercent&account=quiet")).value).toBeNull();
});

test("where the definitions don't choose it there is none", async () => {
  const other = await startTestCollector({ definitions: { features: FEATURES } });
  try {
    await other.store.facts.putAccounts([{ id: "acme" }]);
    const { account, productEngagement, addresses } = await readJson<AccountReply>(other, "/v1/accounts/acme");
    expect([account.productEngagementScore, productEngagement]).toEqual([null, null]);
    expect(addresses["productEngagement.score"]).toBeUndefined();
  } finally {
    await other.stop();
  }
  expect((await explain("number=productEngagementScore&account=quiet")).value).toBeNull();
});
