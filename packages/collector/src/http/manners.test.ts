import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Problem } from "@uptake/tracker/protocol";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCollector, type TestCollector, type TestRequest } from "../../../../tests/support/test-collector.ts";
import { OPERATIONS } from "../api/openapi/operations.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

/** One address of every route, whose methods the document of the API tells; it is proved to hold every route. */
const ROUTES = new Map<string, readonly string[]>();
for (const operation of Object.keys(OPERATIONS)) {
  const [method = "", path = ""] = operation.split(" ");
  ROUTES.set(path, [...(ROUTES.get(path) ?? []), method]);
}
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const CORS = new Set(["/v1/collect", "/v1/definitions", "/v1/me", "/uptake.js", "/v/:version/:name"]);
const SCRIPTS = new Set([
  "/uptake.js",
  "/uptake-widget.js",
  "/uptake-vitals.js",
  "/uptake-debug.js",
  "/uptake-inspector.js",
  "/v/:version/:name",
]);
const SECURITY_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "x-frame-options": "DENY",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=()",
  "content-security-policy": expect.stringContaining("default-src 'none'"),
};

let folder: string;
let system: TestCollector;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-bundles-"));
  mkdirSync(join(folder, "dashboard"));
  for (const name of ["uptake.js", "uptake-widget.js", "uptake-vitals.js", "uptake-debug.js", "uptake-inspector.js"]) {
    writeFileSync(join(folder, name), "!function(d){}(null);\n");
  }
  writeFileSync(join(folder, "dashboard/index.html"), "<!doctype html>");
  writeFileSync(join(folder, "dashboard/main-abc.js"), "1");
  system = await startTestCollector({
    browserFolder: folder,
    origins: ["https://app.test"],
    definitions: {
      features: { calendars: { name: "Calendars", module: "acme" } },
      modules: { acme: { name: "Acme" } },
      segments: { acme: { name: "Acme", of: "account", when: { kind: "attribute", attribute: "plan", exists: true } } },
    },
  });
  await system.store.facts.putAccounts([{ id: "acme" }]);
  await system.store.facts.putUsers([{ id: "acme", accounts: ["acme"] }]);
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** What addresses can't be asked without. */
const NEEDED: Readonly<Record<string, string>> = {
  number: "activeMs",
  feature: "calendars",
  module: "acme",
  from: "2026-11-01",
  to: "2026-11-18",
  account: "acme",
  user: "u",
};

/** A request that the address answers well, as far as a key goes. */
async function ask(path: string, method: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  const name = path.startsWith("/dashboard") ? "main-abc.js" : "uptake.js";
  const address = path.replace(":id", "acme").replace(":version", version).replace(":name", name);
  const isOfPerson = path === "/v1/me";
  const needsKey = /^\/(v1\/(?!collect|definitions|me$|session)|metrics)/.test(path);
  const options: TestRequest = {
    method,
    headers,
    ...(needsKey && { bearer: system.secretKey }),
    ...(isOfPerson && { bearer: await system.token({ user: "u", account: "acme" }) }),
    ...(["POST", "PUT", "PATCH"].includes(method) && { body: {} }),
  };
  const query = new URLSearchParams({ key: system.publicKey });
  for (const { name: parameter, required } of OPERATIONS[`${method === "HEAD" ? "GET" : method} ${path}`]?.query ??
    []) {
    if (required === true) query.set(parameter, NEEDED[parameter] ?? "");
  }
  if (path === "/v1/sparklines") query.set("accounts", "acme");
  if (path.startsWith("/v1/") && !isOfKey(path) && !isOfPerson && path !== "/v1/session") query.delete("key");
  return system.request(`${address}?${query}`, options);
}
const isOfKey = (path: string): boolean => ["/v1/collect", "/v1/definitions", "/uptake.js"].includes(path);
const hasCors = (path: string): boolean => CORS.has(path) || SCRIPTS.has(path);

describe.each([...ROUTES])("%s", (path, methods) => {
  const allowed = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");

  test("answers OPTIONS with its methods, also to nobody in particular", async () => {
    const response = await system.request(path, { method: "OPTIONS" });
    expect([response.status, response.headers.get("allow"), await response.text()]).toEqual([204, allowed, ""]);
  });

  test("refuses every other method by name", async () => {
    for (const method of METHODS.filter((one) => !methods.includes(one))) {
      const response = await ask(path, method);
      const problem = (await response.json()) as Problem;
      expect([response.status, problem.type, response.headers.get("allow")]).toEqual([
        405,
        "/problems/method-not-allowed",
        allowed,
      ]);
    }
  });

  test("answers HEAD as GET, without the body", async () => {
    const [head, get] = [await ask(path, "HEAD"), await ask(path, "GET")];
    expect([head.status, await head.text()]).toEqual([get.status, ""]);
    const told = (response: Response): object =>
      Object.fromEntries([...response.headers].filter(([name]) => name !== "content-length"));
    expect(told(head)).toEqual(told(get));
    expect(get.status).toBe(
      methods.includes("GET") && path !== "/v1/session" ? 200 : methods.includes("GET") ? 401 : 405,
    );
  });

  test("carries security headers on every answer, and says how long it may be kept", async () => {
    const answers = [
      await ask(path, "GET"),
      await ask(path, "OPTIONS"),
      await ask(path, "PATCH"),
      await ask(path, methods[0] ?? "GET", { accept: "image/png" }),
    ];
    for (const { headers } of answers) {
      expect(Object.fromEntries(headers)).toMatchObject(SECURITY_HEADERS);
      expect([headers.has("server"), headers.has("x-powered-by"), headers.has("cache-control")]).toEqual([
        false,
        false,
        true,
      ]);
    }
  });

  test("is kept by nobody, unless it is a script or what trackers and machines read", async () => {
    const [get, refused] = [await ask(path, "GET"), await ask(path, "PATCH")];
    const isKept = get.ok && (SCRIPTS.has(path) || /^\/(dashboard|v1\/definitions|openapi)/.test(path));
    expect(refused.headers.get("cache-control")).toBe("no-store");
    expect(get.headers.get("cache-control")).toMatch(isKept ? /^public, max-age=\d+/ : /^no-store$/);
    expect(get.headers.has("etag")).toBe(isKept && !path.startsWith("/dashboard"));
  });

  test("lets pages read its answers, errors and preflights too, where it is for pages, and nobody's elsewhere", async () => {
    const origin = "https://app.test";
    for (const method of ["GET", "PATCH", "OPTIONS"]) {
      const response = await ask(path, method, { origin, "access-control-request-method": methods[0] ?? "GET" });
      const told = response.headers.get("access-control-allow-origin");
      expect([method, told]).toEqual([method, hasCors(path) ? (isOfKey(path) ? origin : "*") : null]);
      expect(response.headers.has("access-control-allow-credentials")).toBe(false);
      expect(response.headers.get("access-control-expose-headers")).toBe(hasCors(path) ? "Retry-After" : null);
    }
  });

  test("refuses to answer in a form that nobody asked for, where it answers JSON, and does nothing then", async () => {
    const isJson = path.startsWith("/v1/") && path !== "/v1/collect";
    for (const method of methods) {
      for (const accept of ["text/html", "image/*, text/css;q=0.5", "application/json;q=0, text/plain"]) {
        const { status } = await ask(path, method, { accept });
        expect([method, accept, status === 406]).toEqual([method, accept, isJson || path === "/openapi.json"]);
      }
      for (const accept of ["*/*", "application/*", "application/json", "text/html, */*;q=0.1", "", ", ;q=,"]) {
        expect([method, accept, (await ask(path, method, { accept })).status]).not.toEqual([method, accept, 406]);
      }
    }
  });
});

describe("an address that no route names", () => {
  test.each([
    "/nothing",
    "/v1",
    "/v1/",
    "/v1/accounts/",
    "/v1/accounts/acme/none",
    "//",
    "/v1/%ff",
    "/v1/../healthz/x",
  ])("%s is not found, whatever the method", async (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "OPTIONS"]) {
      const response = await system.request(path, { method, ...(method === "POST" && { body: {} }) });
      expect([response.status, response.headers.get("content-type"), response.headers.get("cache-control")]).toEqual([
        404,
        "application/problem+json",
        "no-store",
      ]);
      expect(Object.fromEntries(response.headers)).toMatchObject(SECURITY_HEADERS);
    }
  });

  test("is a page of the dashboard for who asks for one, by GET and HEAD", async () => {
    const headers = { accept: "text/html" };
    expect((await system.request("/accounts/acme", { headers })).headers.get("content-type")).toContain("text/html");
    expect((await system.request("/accounts/acme", { method: "HEAD", headers })).status).toBe(200);
    expect((await system.request("/accounts/acme", { method: "DELETE", headers })).status).toBe(404);
  });
});

test("over https every answer asks to stay there", async () => {
  const secure = await startTestCollector({ baseUrl: "https://uptake.test" });
  for (const path of ["/healthz", "/nothing", "/v1/collect"]) {
    expect((await secure.request(path)).headers.get("strict-transport-security")).toBe("max-age=31536000");
  }
  await secure.stop();
});

test("preflights are answered while the collector stops, so that a page can read that it has to wait", async () => {
  const stopping = await startTestCollector();
  await stopping.collector.close();
  const preflight = await stopping.request("/v1/collect", {
    method: "OPTIONS",
    headers: { origin: "https://app.test" },
  });
  expect([preflight.status, preflight.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  await stopping.stop();
});
