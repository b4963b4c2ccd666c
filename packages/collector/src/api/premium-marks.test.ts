import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { hashSecret } from "../auth/secrets.ts";
import type { AccountsReply, ExplainReply } from "./contract.ts";
import { readJson } from "./test-support/report-workspace.ts";

/** `PUT /v1/premium`: the article's accounts that somebody has marked for tracking. */

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.facts.putAccounts([
    { id: "acme", assignments: { csm: "Ada" } },
    { id: "beta", assignments: { csm: "Somebody Else" } },
    { id: "free" },
  ]);
});
afterAll(() => system.stop());

const put = (body: unknown, headers?: Record<string, string>): Promise<Response> =>
  system.request("/v1/premium", {
    method: "PUT",
    body,
    ...(headers === undefined ? { bearer: system.secretKey } : { headers }),
  });
const premium = async () => {
  const { rows } = await readJson<AccountsReply>(system, "/v1/accounts?premium=true&sort=name");
  const { value, rows: list } = await readJson<ExplainReply>(system, "/v1/explain?number=premiumAccounts");
  expect([value, list.map(({ id }) => id)]).toEqual([rows.length, rows.map(({ account }) => account)]);
  return rows.map(({ account }) => account);
};

async function signIn(role: "csm" | "viewer"): Promise<Record<string, string>> {
  await system.store.records.createSignInToken(hashSecret(role), { name: "Ada", role }, START_MS + 1_000);
  const response = await system.request("/v1/session", { method: "POST", body: { token: role } });
  return { cookie: response.headers.get("set-cookie")?.split(";", 1)[0] ?? "", "sec-fetch-site": "same-origin" };
}

test("marks many accounts at once, and takes marks away, at once everywhere", async () => {
  const response = await put({ accounts: ["acme", "free", "acme"], premium: true });
  expect([response.status, await response.json()]).toEqual([200, { accounts: ["acme", "free"], premium: true }]);
  expect(await premium()).toEqual(["acme", "free"]);
  await put({ accounts: ["free"], premium: false });
  expect(await premium()).toEqual(["acme"]);
});

test("a csm marks accounts of their own and of nobody, a viewer none, and all of it is audited", async () => {
  const csm = await signIn("csm");
  expect((await put({ accounts: ["free"], premium: true }, csm)).status).toBe(200);
  expect((await put({ accounts: ["free", "beta"], premium: false }, csm)).status).toBe(404);
  expect(await premium()).toEqual(["acme", "free"]);
  expect((await put({ accounts: ["free"], premium: false }, await signIn("viewer"))).status).toBe(403);
  // Said again it is no news.
  await put({ accounts: ["acme", "free"], premium: true }, csm);
  const database = new DatabaseSync(system.storePath, { readOnly: true });
  const entries = database.prepare("SELECT actor, action, subject FROM audit WHERE action LIKE 'account.%'").all();
  database.close();
  expect(entries.slice(-1)).toMatchObject([
    { actor: "Ada", action: "account.premium", subject: JSON.stringify({ account: "free" }) },
  ]);
  expect(entries).toHaveLength(4);
});

test.each([
  [{ accounts: [], premium: true }, 400],
  [{ accounts: ["acme"] }, 400],
  [{ accounts: ["acme"], premium: "yes" }, 400],
  [{ accounts: ["acme", "nobody"], premium: false }, 404],
])("%j is refused with %i, and changes nothing", async (body, status) => {
  expect((await put(body)).status).toBe(status);
  expect(await premium()).toEqual(["acme", "free"]);
});

test("a mark that the host's server changes is audited as well, with its key; one that it repeats isn't", async () => {
  const push = (marked: boolean) =>
    system.request("/v1/accounts", {
      method: "PUT",
      bearer: system.secretKey,
      body: [{ id: "acme", name: "Acme", premium: marked }],
    });
  for (const marked of [true, false, false]) expect((await push(marked)).status).toBe(200);
  expect(await premium()).toEqual(["free"]);
  const database = new DatabaseSync(system.storePath, { readOnly: true });
  const entries = database.prepare("SELECT actor, action, subject FROM audit WHERE action LIKE 'account.%'").all();
  database.close();
  expect(entries).toHaveLength(5);
  expect(entries.slice(-1)).toMatchObject([
    { actor: expect.stringMatching(/^key \w/), action: "account.notPremium", subject: '{"account":"acme"}' },
  ]);
});
