import { afterAll, beforeAll, expect, test } from "vitest";
import { cellOf, START_MS, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { AccountReply, AccountsReply, ExplainReply, UserReply, UsersReply } from "./contract.ts";
import { startDoorWorkspace } from "./test-support/door-workspace.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** Weights of health that only hold for the accounts of some segments. */
let system: TestCollector;
beforeAll(async () => {
  system = await startDoorWorkspace({
    definitions: {
      features: { inbox: { name: "Inbox" }, phone: { name: "Phone" } },
      segments: {
        watched: { name: "Watched", of: "account", when: { kind: "attribute", attribute: "premium", equals: true } },
        trying: { name: "Trying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "trial" } },
      },
      // The order of the segments decides, not this one.
      health: { segmentWeights: { trying: { login: 100, adoption: 0 }, watched: { login: 0, adoption: 100 } } },
    },
    accounts: [{ id: "plain" }, { id: "trial", plan: "trial" }, { id: "both", plan: "trial", premium: true }],
    users: [
      { id: "ana", accounts: ["plain"] },
      { id: "ben", accounts: ["trial"] },
      { id: "cy", accounts: ["both"] },
      { id: "dee", accounts: ["plain", "trial"] },
    ],
    used: [
      ["plain", "ana", cellOf("inbox", START_MS, 420_000)],
      ["trial", "ben", cellOf("inbox", START_MS, 420_000)],
      ["both", "cy", cellOf("inbox", START_MS, 420_000)],
      ["plain", "dee", cellOf("inbox", START_MS, 420_000)],
      ["trial", "dee", cellOf("inbox", START_MS, 420_000)],
    ],
  });
});
afterAll(() => system.stop());

const explain = (query: string) => readJson<ExplainReply>(system, `/v1/explain?number=healthScore&${query}`);

test("hold for the people of the accounts in the segment; of several the first of the definitions does", async () => {
  // Everybody is a weekly user, 75 points, and has adopted one of two features, 50 points.
  const { rows } = await readJson<UsersReply>(system, "/v1/users?sort=name");
  expect(rows.map(({ user, healthScore }) => [user, healthScore])).toEqual([
    ["ana", Math.round((30 * 75 + 40 * 50) / 70)],
    ["ben", 75],
    ["cy", 50],
    ["dee", 75],
  ]);
  const accounts = await readJson<AccountsReply>(system, "/v1/accounts?sort=name");
  expect(accounts.rows.map(({ account, healthScore }) => [account, healthScore])).toEqual([
    ["both", 50],
    ["plain", 61],
    ["trial", 75],
  ]);
});

test("are told with the score: in the account, the person, and what explains it", async () => {
  const account = async (id: string) => (await readJson<AccountReply>(system, `/v1/accounts/${id}`)).health.segment;
  expect([await account("both"), await account("trial"), await account("plain")]).toEqual(["watched", "trying", null]);
  const { health } = await readJson<UserReply>(system, "/v1/users/cy");
  expect([health.segment, health.parts.map(({ weight }) => weight)]).toEqual(["watched", [0, 100, 30]]);
  const weights = (reply: ExplainReply) =>
    reply.terms.map(({ name }) => name).filter((name) => name.startsWith("Weights"));
  expect(weights(await explain("user=cy"))).toEqual(["Weights: of the segment Watched"]);
  expect(weights(await explain("account=trial"))).toEqual(["Weights: of the segment Trying"]);
  expect(weights(await explain("account=plain"))).toEqual(["Weights: general"]);
  // In one account somebody is weighed as everybody there.
  expect((await explain("account=plain&user=dee")).value).toBe(61);
});
