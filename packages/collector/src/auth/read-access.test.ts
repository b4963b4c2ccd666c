import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { createSecretKey } from "./keys.ts";

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
const writeOnly = createSecretKey(["write"], random, START_MS);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.records.createKey(writeOnly.record);
  await system.store.facts.putAccounts([{ id: "acme" }]);
  await system.store.facts.putUsers([{ id: "uma", accounts: ["acme"] }]);
});
afterAll(() => system.stop());

describe("who may read", () => {
  const paths = [
    "/v1/accounts",
    "/v1/accounts/acme",
    "/v1/accounts/acme/features",
    "/v1/features",
    "/v1/users",
    "/v1/users/uma",
    "/v1/assets",
    "/v1/explain?number=activeMs",
    "/v1/overview",
    "/v1/trend?number=activeMs",
    "/v1/attention",
    "/v1/coverage",
    "/v1/sparklines?accounts=acme",
    "/v1/retention",
    "/v1/funnel?feature=calendars",
  ];

  test.each(paths)("%s needs a key or a session, of the right kind", async (path) => {
    const status = async (bearer?: string, headers?: Readonly<Record<string, string>>) =>
      (await system.request(path, { ...(bearer !== undefined && { bearer }), ...(headers && { headers }) })).status;
    expect(await status()).toBe(401);
    expect(await status(system.publicKey)).toBe(401);
    expect(await status(`${system.secretKey.slice(0, -1)}!`)).toBe(401);
    expect(await status(`${system.secretKey.slice(0, 20)}${"A".repeat(43)}`)).toBe(401);
    expect(await status(await system.token({ user: "u_1", account: "acme" }))).toBe(401);
    expect(await status(writeOnly.key)).toBe(403);
    expect(await status(system.secretKey, { origin: "https://app.test" })).toBe(403);
    expect(await status(undefined, { cookie: "uptake_session=guess" })).toBe(401);
    expect(await status(system.secretKey)).toBe(200);
  });

  test("a key that another process revoked is refused within two seconds", async () => {
    const key = createSecretKey(["read"], random, START_MS);
    await system.store.records.createKey(key.record);
    system.clock.nowMs += 3_000;
    expect((await system.request("/v1/features", { bearer: key.key })).status).toBe(200);
    await system.store.records.revokeKey(key.record.id, system.clock.nowMs);
    system.clock.nowMs += 2_001;
    expect((await system.request("/v1/features", { bearer: key.key })).status).toBe(401);
    system.clock.nowMs = START_MS;
  });

  test("the replies are for no other site's pages", async () => {
    const response = await system.request("/v1/accounts", { bearer: system.secretKey });
    expect(response.headers.has("access-control-allow-origin")).toBe(false);
  });
});
