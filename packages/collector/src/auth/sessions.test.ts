import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";

const DAY_MS = 86_400_000;
const OWN = { origin: "http://collector.test" };

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

async function signIn(token?: string, headers: Readonly<Record<string, string>> = OWN): Promise<Response> {
  const body = { token: token ?? (await system.collector.createSignInToken()) };
  return system.request("/v1/session", { method: "POST", body, headers });
}

function cookieOf(response: Response): string {
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}

test("a sign-in token starts a session, which opens the read API until it is ended", async () => {
  const started = await signIn();
  expect([started.status, await started.json()]).toEqual([200, { name: "Admin", role: "admin" }]);
  expect(started.headers.get("set-cookie")).toMatch(
    /^uptake_session=[A-Za-z0-9_-]{43}; Path=\/; Max-Age=604800; HttpOnly; SameSite=Lax$/,
  );
  const headers = { cookie: `theme=dark; ${cookieOf(started)}` };
  expect((await system.request("/v1/accounts", { headers })).status).toBe(200);
  expect(await (await system.request("/v1/session", { headers })).json()).toEqual({ name: "Admin", role: "admin" });
  const ended = await system.request("/v1/session", { method: "DELETE", headers: { ...headers, ...OWN } });
  expect([ended.status, ended.headers.get("set-cookie")]).toEqual([204, expect.stringContaining("Max-Age=0")]);
  expect((await system.request("/v1/session", { headers })).status).toBe(401);
  expect((await system.request("/v1/accounts", { headers })).status).toBe(401);
});

test("a token works once, and no longer than a day", async () => {
  const token = await system.collector.createSignInToken();
  expect((await signIn(token)).status).toBe(200);
  expect((await signIn(token)).status).toBe(401);
  const late = await system.collector.createSignInToken();
  system.clock.nowMs += DAY_MS + 1;
  expect((await signIn(late)).status).toBe(401);
  system.clock.nowMs = START_MS;
});

test("two browsers that use one token at once get one session", async () => {
  const token = await system.collector.createSignInToken();
  const statuses = (await Promise.all([signIn(token), signIn(token)])).map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 401]);
});

test("a session ends by itself after a week", async () => {
  const cookie = cookieOf(await signIn());
  system.clock.nowMs += 7 * DAY_MS + 1;
  expect((await system.request("/v1/session", { headers: { cookie } })).status).toBe(401);
  system.clock.nowMs = START_MS;
});

test("neither tokens nor cookies are stored as they are", async () => {
  const token = await system.collector.createSignInToken();
  const [, session = ""] = cookieOf(await signIn(token)).split("=");
  expect(await system.store.records.session(session, START_MS)).toBeNull();
  expect(await system.store.records.startSession(token, "hash", START_MS, START_MS + 1)).toBeNull();
});

describe("a change that another site's page asks for is refused", () => {
  test.each([
    ["from another origin", { origin: "https://evil.test" }],
    ["from an opaque origin", { origin: "null" }],
    ["from another site", { "sec-fetch-site": "cross-site" }],
    ["from a sister site", { "sec-fetch-site": "same-site" }],
    ["with a cookie and no origin", { cookie: "uptake_session=x" }],
  ])("%s", async (_what, headers) => {
    expect((await signIn(undefined, headers)).status).toBe(403);
    expect((await system.request("/v1/session", { method: "DELETE", headers })).status).toBe(403);
  });

  test("as a form or as text", async () => {
    for (const type of ["application/x-www-form-urlencoded", "text/plain"]) {
      expect((await signIn("x", { ...OWN, "content-type": type })).status).toBe(415);
    }
  });
});

test.each(["", "[]", "{", '{"token":7}', '{"token":""}', `{"token":"${"x".repeat(5_000)}"}`])(
  "a body that is no sign-in is refused: %s",
  async (body) => {
    const response = await system.request("/v1/session", { method: "POST", body, headers: OWN });
    expect([400, 413]).toContain(response.status);
  },
);

test("behind https the cookie belongs to this host alone and travels encrypted only", async () => {
  const secure = await startTestCollector({ baseUrl: "https://uptake.example.com" });
  const response = await secure.request("/v1/session", {
    method: "POST",
    body: { token: await secure.collector.createSignInToken() },
    headers: { origin: "https://uptake.example.com" },
  });
  expect(response.headers.get("set-cookie")).toMatch(/^__Host-uptake=.*; Path=\/; .*; HttpOnly; SameSite=Lax; Secure$/);
  expect(response.headers.get("strict-transport-security")).toContain("max-age=");
  expect((await secure.request("/v1/session", { headers: { cookie: cookieOf(response) } })).status).toBe(200);
  await secure.stop();
});

test("whoever tries tokens too often is told when to come back; others sign in meanwhile", async () => {
  const limited = await startTestCollector({ rateLimit: 2 });
  const tryOut = async (address: string, token: string): Promise<number> =>
    (await limited.request("/v1/session", { method: "POST", address, body: { token }, headers: OWN })).status;
  expect(await Promise.all(["a", "b", "c"].map((token) => tryOut("192.0.2.1", token)))).toEqual([401, 401, 429]);
  expect(await tryOut("192.0.2.2", await limited.collector.createSignInToken())).toBe(200);
  await limited.stop();
});
