import { afterAll, beforeAll, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import type { SessionIdentity } from "../store/records.ts";
import { createSecretKey } from "./keys.ts";
import { hashSecret } from "./secrets.ts";

const PATH = "/v1/stages?feature=calendars&account=acme&user=u_1";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.facts.putUsers([{ id: "u_1", accounts: ["acme"] }]);
  await adopt();
});
afterAll(() => system.stop());

/** The member gets into the stage, with what they do in the slot that is going on. */
async function adopt(): Promise<void> {
  const { store, clock } = system;
  const cell = {
    account: "acme",
    user: "u_1",
    writer: "writer-1".padEnd(22, "0"),
    feature: "calendars",
    slot: Math.floor(clock.nowMs / 900_000),
    activeMs: [420_000, 420_000, 420_000, 420_000] as const,
    visits: 1,
    actions: {},
  };
  await store.facts.mergeCells([cell], clock.nowMs);
}
async function signIn(role: SessionIdentity["role"]): Promise<string> {
  const token = `token-of-${role}`;
  await system.store.records.createSignInToken(hashSecret(token), { name: "Ada", role }, START_MS + 1_000);
  const response = await system.request("/v1/session", { method: "POST", body: { token } });
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}
const change = async (options: { readonly bearer?: string; readonly headers?: Record<string, string> }) => {
  const response = await system.request(PATH, { method: "DELETE", ...options });
  return [response.status, ((await response.json()) as { type?: string }).type];
};

test("a secret key decides where it has the scope to write, and only there", async () => {
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const reading = createSecretKey(["read"], random, START_MS);
  await system.store.records.createKey(reading.record);
  expect(await change({ bearer: system.secretKey })).toEqual([200, undefined]);
  expect(await change({ bearer: reading.key })).toEqual([403, "/problems/scope-missing"]);
  expect(await change({})).toEqual([401, "/problems/unauthorized"]);
});

test("an admin decides from the collector's own pages, in their own name", async () => {
  const cookie = await signIn("admin");
  system.clock.nowMs += 900_000;
  await adopt();
  const response = await system.request(PATH, {
    method: "DELETE",
    headers: { cookie, "sec-fetch-site": "same-origin" },
  });
  expect([response.status, await response.json()]).toMatchObject([200, { actor: "Ada" }]);
  expect(await change({ headers: { cookie, "sec-fetch-site": "cross-site" } })).toEqual([403, "/problems/cross-site"]);
});

test("a viewer decides nothing, a csm nothing about accounts that somebody else looks after", async () => {
  const own = { "sec-fetch-site": "same-origin" };
  system.clock.nowMs = START_MS;
  expect(await change({ headers: { cookie: await signIn("viewer"), ...own } })).toEqual([
    403,
    "/problems/role-missing",
  ]);
  await system.store.facts.putAccounts([{ id: "acme", assignments: { csm: "Somebody Else" } }]);
  const headers = { cookie: await signIn("csm"), ...own };
  expect(await change({ headers })).toEqual([404, "/problems/not-found"]);
  await system.store.facts.putAccounts([{ id: "acme", assignments: { csm: null, onboarding: "Ada" } }]);
  expect(await change({ headers })).toEqual([200, undefined]);
});
