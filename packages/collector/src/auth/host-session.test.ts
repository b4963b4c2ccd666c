import { afterEach, describe, expect, test, vi } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  type TestCollector,
  type TestCollectorOptions,
  writerId,
} from "../../../../tests/support/test-collector.ts";
import type { IdentityOf } from "./host-session.ts";

const MAYA = { account: "acme", user: "maya" };
const OWN_PAGE = { origin: "http://collector.test", cookie: "session=maya" };

let system: TestCollector | undefined;
const start = async (options: TestCollectorOptions): Promise<TestCollector> =>
  (system = await startTestCollector(options));
afterEach(() => system?.stop());

const writer = (name: string, identity = MAYA, token?: string) => ({
  id: writerId(name),
  seq: 1,
  ...identity,
  ...(token !== undefined && { token }),
  cells: [cellOf("calendars", START_MS, 1_000)],
});

async function collect(
  { request, publicKey }: TestCollector,
  headers: Readonly<Record<string, string>>,
  ...writers: readonly unknown[]
): Promise<unknown> {
  const body = { v: 1, sdk: "test", sentAt: START_MS, writers };
  const response = await request(`/v1/collect?key=${publicKey}`, { method: "POST", headers, body });
  return response.json();
}

describe("the host is asked", () => {
  test("once for each request that a person's own page makes, however many writers it has", async () => {
    const identity = vi.fn<IdentityOf>(async () => MAYA);
    const { request, publicKey, ...rest } = await start({ identity });
    await collect({ request, publicKey, ...rest }, OWN_PAGE, writer("one"), writer("two"), writer("three"));
    expect(identity).toHaveBeenCalledTimes(1);
    await request("/v1/me", { headers: OWN_PAGE });
    expect(identity).toHaveBeenCalledTimes(2);
    expect(identity.mock.calls[1]?.[0].headers.get("cookie")).toBe("session=maya");
  });

  test("neither by scripts, probes and servers, nor by what can't be understood, nor by other origins", async () => {
    const identity = vi.fn<IdentityOf>(() => MAYA);
    const { request, publicKey, secretKey } = await start({ identity });
    await request("/healthz", { headers: OWN_PAGE });
    await request(`/v1/definitions?key=${publicKey}`, { headers: OWN_PAGE });
    await request("/v1/accounts", { bearer: secretKey });
    await request(`/v1/collect?key=${publicKey}`, { method: "POST", headers: OWN_PAGE, body: "{" });
    await request("/v1/me", { headers: { ...OWN_PAGE, origin: "https://evil.example" } });
    expect(identity).not.toHaveBeenCalled();
  });
});

describe("a token", () => {
  test("of the owner counts, whoever is signed in now", async () => {
    const { token, ...rest } = await start({ identity: () => ({ account: "acme", user: "noor" }) });
    const own = await token({ ...MAYA, audience: "uptake-write" });
    expect(await collect({ token, ...rest }, OWN_PAGE, writer("left-behind", MAYA, own))).toMatchObject({
      accepted: [{ id: writerId("left-behind"), seq: 1 }],
    });
  });

  test("isn't needed beside the owner's session, not even one that has expired", async () => {
    const { token, ...rest } = await start({ identity: () => MAYA });
    const old = await token({ ...MAYA, expiresAtMs: START_MS - 86_400_000 });
    expect(await collect({ token, ...rest }, OWN_PAGE, writer("expired", MAYA, old))).toMatchObject({ rejected: [] });
  });

  test("that was brought along says whose record is read", async () => {
    const { token, request } = await start({ identity: () => MAYA });
    const bearer = await token({ account: "acme", user: "noor" });
    const response = await request("/v1/me", { headers: OWN_PAGE, bearer });
    expect(await response.json()).toMatchObject({ user: { id: "noor" } });
  });

  test("of the host's own kind is the host's to read, also from a page on another origin", async () => {
    const { request } = await start({
      identity: ({ headers }) => (headers.get("authorization") === "Bearer hosts-own" ? MAYA : null),
      checksTokens: false,
    });
    const headers = { origin: "https://app.example.com", "sec-fetch-site": "same-site" };
    expect((await request("/v1/me", { headers, bearer: "hosts-own" })).status).toBe(200);
    expect((await request("/v1/me", { headers, bearer: "other" })).status).toBe(401);
  });
});

describe("a host that fails", () => {
  test.each<[string, IdentityOf]>([
    [
      "throws",
      () => {
        throw new Error("away");
      },
    ],
    ["rejects", () => Promise.reject(new Error("away"))],
    ["names no account", () => ({ user: "maya" }) as never],
    ["has numbers for ids", () => ({ account: 7, user: 8 }) as never],
  ])("because it %s is a reason to try again, and logged", async (_how, identity) => {
    const logged: object[] = [];
    const error = (fields: object): void => void logged.push(fields);
    const logger = { info: () => undefined, warn: () => undefined, error };
    const { request } = await start({ identity, logger });
    const response = await request("/v1/me", { headers: OWN_PAGE });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
    expect(await response.json()).toMatchObject({ type: "/problems/unavailable", retryAfterMs: 2_000 });
    expect(logged).toEqual([{ err: expect.any(Error) }]);
  });
});

test("what the host's server knows of a caller goes before the collector's own way to ask", async () => {
  const { collector } = await start({ identity: () => MAYA });
  const request = new Request("http://collector.test/v1/me", { headers: OWN_PAGE });
  const response = await collector.fetch(request, {
    address: null,
    identity: () => ({ account: "acme", user: "noor" }),
  });
  expect(await response.json()).toMatchObject({ user: { id: "noor" } });
});

test("whatever a server hands to a fetch handler beside the request does no harm", async () => {
  const { collector } = await start({ identity: () => MAYA, rateLimit: 1 });
  for (const extra of [undefined, null, {}, { params: Promise.resolve({}) }, { incoming: {}, outgoing: {} }, 7]) {
    const request = new Request("http://collector.test/v1/me", { headers: OWN_PAGE });
    expect((await collector.fetch(request, extra as never)).status).toBe(200);
  }
});

test("two collectors of one origin keep their dashboards' sessions apart", async () => {
  const names: string[] = [];
  for (const basePath of ["/uptake", "/tools/uptake"]) {
    const mounted = await startTestCollector({ basePath, baseUrl: `https://app.example.com${basePath}` });
    const response = await mounted.request(`${basePath}/v1/session`, {
      method: "POST",
      headers: { origin: "https://app.example.com" },
      body: { token: await mounted.collector.createSignInToken() },
    });
    names.push(response.headers.get("set-cookie")?.split("=", 1)[0] ?? "");
    await mounted.stop();
  }
  expect(names).toEqual(["__Host-uptake.uptake", "__Host-uptake.tools.uptake"]);
});
