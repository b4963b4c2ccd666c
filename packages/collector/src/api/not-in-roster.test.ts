import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import type { AccountsReply, AttentionReply, ExplainReply, FeaturesReply, OverviewReply } from "./contract.ts";
import { readJson, readProblem } from "./test-support/report-workspace.ts";

const DAY_MS = 86_400_000;
const ADOPTED_MS = 420_000;

/** Accounts that only ever turned up in browsers. */
let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { inbox: { name: "Inbox" } } } });
  const adopt = (account: string) => ({
    id: writerId(account),
    account,
    user: `${account}-user`,
    cells: [cellOf("inbox", START_MS - DAY_MS, ADOPTED_MS)],
  });
  await system.collect(adopt("stray"), adopt("other"));
});
afterAll(() => system.stop());

async function numbers() {
  const { tiles } = await readJson<OverviewReply>(system, "/v1/overview?period=7d");
  const of = (number: string) => tiles.find((tile) => tile.number === number)?.value;
  const features = await readJson<FeaturesReply>(system, "/v1/features?period=7d");
  const { adoptedUsers, eligibleUsers, eligibleAccounts } = features.rows[0] ?? {};
  return {
    companies: of("companies"),
    regular: of("regularAccounts"),
    usage: of("featureUsagePercent"),
    leftOut: [of("notInRosterAccounts"), features.notInRosterAccounts],
    rate: [adoptedUsers, eligibleUsers, eligibleAccounts],
  };
}

test("count as long as the host tells of no account, and are told apart from the companies once it does", async () => {
  expect(await numbers()).toEqual({ companies: 2, regular: 2, usage: 100, leftOut: [0, 0], rate: [2, 2, 2] });
  await system.store.facts.putAccounts([
    { id: "acme", subscription: "active" },
    { id: "quiet", createdAt: START_MS - 90 * DAY_MS },
  ]);
  await system.store.facts.putUsers([{ id: "ana", accounts: ["acme"] }]);
  expect(await numbers()).toEqual({ companies: 2, regular: 1, usage: 0, leftOut: [2, 2], rate: [0, 1, 2] });
});

test("are rows of their own kind, which a filter leaves out, or alone", async () => {
  const all = await readJson<AccountsReply>(system, "/v1/accounts?sort=name");
  expect(all.rows.map(({ account, kind, inRoster }) => [account, kind, inRoster])).toEqual([
    ["acme", "saas", true],
    ["other", "notInRoster", false],
    ["quiet", "regular", true],
    ["stray", "notInRoster", false],
  ]);
  expect(all.notInRosterAccounts).toBe(2);
  const accountsOf = async (query: string) =>
    (await readJson<AccountsReply>(system, `/v1/accounts?sort=name&${query}`)).rows.map(({ account }) => account);
  expect(await accountsOf("inRoster=true")).toEqual(["acme", "quiet"]);
  expect(await accountsOf("inRoster=false")).toEqual(["other", "stray"]);
  expect(await readProblem(system, "/v1/accounts?inRoster=maybe")).toEqual([
    400,
    'inRoster is "maybe". Allowed: true, false.',
  ]);
});

test("explanations say how many were left out, and open them", async () => {
  const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=${query}`);
  const leftOut = { what: "Accounts", why: "Seen in browsers, and not in the roster.", value: 2 };
  expect((await explain("adoptionPercent&feature=inbox")).excluded).toContainEqual(leftOut);
  for (const number of ["companies", "churnPercent", "featureUsagePercent"]) {
    expect((await explain(number)).excluded).toContainEqual({
      ...leftOut,
      opens: { number: "notInRosterAccounts", subject: {}, address: "/v1/explain?number=notInRosterAccounts" },
    });
  }
  expect((await explain("notInRosterAccounts")).rows.map(({ id }) => id)).toEqual(["other", "stray"]);
});

test("are no customers whom somebody has to look after", async () => {
  // Not seen for long, as is quiet, which is one.
  const day = Math.floor(START_MS / DAY_MS) - 20;
  const seen = ["gone", "quiet"].map((account) => ({ account, user: `${account}-user`, day }));
  await system.store.facts.push("presence", seen, START_MS);
  const { rows } = await readJson<AttentionReply>(system, "/v1/attention");
  expect(rows.map(({ account }) => account).toSorted()).toEqual(["acme", "quiet"]);
  const { value } = await readJson<ExplainReply>(system, "/v1/explain?number=attentionScore&account=gone");
  expect(value).toBeNull();
});
