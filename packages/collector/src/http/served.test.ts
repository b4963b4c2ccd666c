import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { withDefinitions } from "./scripts.ts";

const { version } = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as {
  version: string;
};
const TRACKER = "!function(__UPTAKE_DEFINITIONS__){globalThis.seen=__UPTAKE_DEFINITIONS__}(null);\n";
const WIDGET = "globalThis.widget=1;\n";
const VITALS = "export const vitals=1;\n";
const DEBUG = "export const debug=1;\n";
const INSPECTOR = "export const openInspector=1;\n";
const DEFINITIONS = {
  features: {
    calendars: { name: "Secret name", urls: ["/calendars/*"], thresholdMs: 1 },
    "</script>\u2028": { name: "Odd", attention: "visible" as const },
  },
};
const PUBLIC_DEFINITIONS = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  attention: { "</script>\u2028": "visible" },
  rules: { "/calendars": { "*": { "": [["calendars"]] } } },
};

let folder: string;
let system: TestCollector;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "uptake-bundles-"));
  mkdirSync(join(folder, "dashboard"));
  writeFileSync(join(folder, "uptake.js"), TRACKER);
  writeFileSync(join(folder, "uptake-widget.js"), WIDGET);
  writeFileSync(join(folder, "uptake-vitals.js"), VITALS);
  writeFileSync(join(folder, "uptake-debug.js"), DEBUG);
  writeFileSync(join(folder, "uptake-inspector.js"), INSPECTOR);
  writeFileSync(join(folder, "dashboard/index.html"), "<!doctype html><title>Uptake</title>");
  writeFileSync(join(folder, "dashboard/main-abc123.js"), "1");
  writeFileSync(join(folder, "secret.txt"), "no");
  system = await startTestCollector({ definitions: DEFINITIONS, browserFolder: folder, origins: ["https://app.test"] });
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

const get = (path: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  system.request(path, { headers });

describe("/uptake.js", () => {
  test("is the built script, called with the public definitions as data that no markup can break out of", async () => {
    const response = await get(`/uptake.js?key=${system.publicKey}`);
    const code = await response.text();
    const context: { seen?: unknown } = {};
    runInNewContext(code, context);
    expect(JSON.parse(JSON.stringify(context.seen))).toEqual(PUBLIC_DEFINITIONS);
    expect(code).not.toMatch(/<|\u2028|Secret name/);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=60",
      "cross-origin-resource-policy": "cross-origin",
      "x-content-type-options": "nosniff",
    });
  });

  test("is not sent again to whoever has it, also through a proxy that compresses", async () => {
    const address = `/uptake.js?key=${system.publicKey}`;
    const etag = (await get(address)).headers.get("etag") ?? "";
    for (const tag of [etag, `W/${etag}`, `"other", ${etag}`]) {
      const response = await get(address, { "if-none-match": tag });
      expect([response.status, await response.text(), response.headers.get("etag")]).toEqual([304, "", etag]);
    }
    expect((await get(address, { "if-none-match": '"other"' })).status).toBe(200);
  });

  test("needs a key that is in force", async () => {
    expect((await get("/uptake.js?key=pk_no")).status).toBe(401);
    expect((await get("/uptake.js")).status).toBe(401);
  });

  test("that was not made by the build is not patched blindly", () => {
    const definitions = { version: 1, enabled: true, idleLimit: "60s", attention: {}, rules: {} } as const;
    expect(() => withDefinitions("alert(1)", definitions)).toThrow("npm run build");
  });
});

test("/v1/definitions holds the same, with an ETag", async () => {
  const response = await get(`/v1/definitions?key=${system.publicKey}`);
  expect(await response.json()).toEqual(PUBLIC_DEFINITIONS);
  const etag = response.headers.get("etag") ?? "";
  expect((await get(`/v1/definitions?key=${system.publicKey}`, { "if-none-match": etag })).status).toBe(304);
});

test("a page may read what a key opens only from the key's origins; an absent origin is a script tag", async () => {
  const address = `/v1/definitions?key=${system.publicKey}`;
  const allowed = await get(address, { origin: "https://app.test" });
  expect([allowed.status, allowed.headers.get("access-control-allow-origin"), allowed.headers.get("vary")]).toEqual([
    200,
    "https://app.test",
    "Origin",
  ]);
  for (const origin of ["https://app.test.evil.test", "http://app.test", "https://app.test:444", "null"]) {
    const refused = await get(address, { origin });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([403, "*"]);
  }
  expect((await get(address)).status).toBe(200);
  const post = (headers: Readonly<Record<string, string>>) =>
    system.request(`/v1/collect?key=${system.publicKey}`, {
      method: "POST",
      headers,
      body: { v: 1, sdk: "x", sentAt: 1, writers: [] },
    });
  expect((await post({ origin: "https://app.test" })).headers.get("access-control-allow-origin")).toBe(
    "https://app.test",
  );
  expect((await post({ origin: "https://evil.test" })).status).toBe(403);
  expect((await post({})).status).toBe(403);
});

test("a preflight of the collect address allows JSON, for a day", async () => {
  const response = await system.request(`/v1/collect?key=${system.publicKey}`, {
    method: "OPTIONS",
    headers: { origin: "https://app.test" },
  });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "access-control-allow-origin": "https://app.test",
    "access-control-allow-methods": "POST",
    "access-control-allow-headers": "Content-Type",
    "access-control-max-age": "86400",
    "access-control-expose-headers": "Retry-After",
  });
});

describe("versioned scripts", () => {
  test.each([
    ["uptake.js", TRACKER],
    ["uptake-widget.js", WIDGET],
    ["uptake-vitals.js", VITALS],
    ["uptake-debug.js", DEBUG],
    ["uptake-inspector.js", INSPECTOR],
  ])("%s is code only, for ever, and its published hash is its own", async (name, code) => {
    const response = await get(`/v/${version}/${name}`);
    expect(await response.text()).toBe(code);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "cache-control": "public, max-age=31536000, immutable",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    const integrity = (await (await get(`/v/${version}/integrity.json`)).json()) as Record<string, string>;
    expect(integrity[name]).toBe(`sha384-${createHash("sha384").update(code).digest("base64")}`);
  });

  test.each([
    `/v/0.0.0/uptake.js`,
    `/v/${version}/other.js`,
    `/v/${version}/secret.txt`,
    `/v/${version}/..%2fsecret.txt`,
  ])("%s is not found", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("scripts without definitions", () => {
  test.each([
    ["/uptake-widget.js", WIDGET],
    ["/uptake-vitals.js", VITALS],
    ["/uptake-debug.js", DEBUG],
    ["/uptake-inspector.js", INSPECTOR],
  ])("%s is for any page, which may also import it, without a key, and is cached for a minute", async (path, code) => {
    const response = await get(path, { origin: "https://anybody.test" });
    expect([response.status, await response.text()]).toEqual([200, code]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/javascript; charset=utf-8",
      "cache-control": "public, max-age=60",
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
    });
    const etag = response.headers.get("etag") ?? "";
    const again = await get(path, { "if-none-match": etag });
    expect([again.status, again.headers.get("access-control-allow-origin")]).toEqual([304, "*"]);
  });
});

describe("the dashboard", () => {
  test.each(["/", "/sign-in", "/accounts", "/accounts/acme", "/features"])(
    "answers %s with its page, never cached, under a strict policy",
    async (path) => {
      const response = await get(path, { accept: "text/html,*/*" });
      expect([response.status, await response.text()]).toEqual([200, "<!doctype html><title>Uptake</title>"]);
      expect(response.headers.get("cache-control")).toBe("no-store");
      expect(response.headers.get("content-security-policy")).toBe(
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      );
    },
  );

  test("serves its hashed files for ever, to its own pages only", async () => {
    const response = await get("/dashboard/main-abc123.js");
    expect(response.headers.get("cache-control")).toContain("immutable");
    expect(response.headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });

  test.each([
    "/dashboard/index.html",
    "/dashboard/none.js",
    "/dashboard/..%2fsecret.txt",
    "/dashboard/%2e%2e/secret.txt",
    "/dashboard/..%5Csecret.txt",
  ])("%s is not found", async (path) => {
    expect((await get(path)).status).toBe(404);
  });

  test("is no answer to what asks for no page", async () => {
    expect((await get("/nothing")).status).toBe(404);
    expect((await get("/v1/nothing", { accept: "text/html" })).status).toBe(404);
  });
});

test("what is not built says how to build it", async () => {
  const empty = await startTestCollector();
  for (const path of [`/uptake.js?key=${empty.publicKey}`, "/uptake-widget.js", "/uptake-vitals.js", "/"]) {
    const response = await empty.request(path);
    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      type: "/problems/not-built",
      detail: expect.stringContaining("npm run build"),
    });
  }
  await empty.stop();
});

test("a bundle that is built again is served anew", async () => {
  const address = "/uptake-widget.js";
  await get(address);
  writeFileSync(join(folder, "uptake-widget.js"), "globalThis.widget=2;\n");
  expect(await (await get(address)).text()).toBe("globalThis.widget=2;\n");
  writeFileSync(join(folder, "uptake-widget.js"), WIDGET);
});

test("every reply carries the headers that keep browsers from guessing, framing and leaking", async () => {
  const paths = ["/healthz", "/", "/nothing", `/uptake.js?key=${system.publicKey}`, "/v1/me", "/v1/collect"];
  for (const path of paths) {
    const { headers } = await get(path);
    expect(Object.fromEntries(headers)).toMatchObject({
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "x-frame-options": "DENY",
      "content-security-policy": expect.stringContaining("default-src 'none'"),
    });
    expect(headers.has("server")).toBe(false);
  }
});

test("/healthz says that the collector answers", async () => {
  const response = await get("/healthz");
  expect([response.status, await response.json()]).toEqual([200, { status: "ok" }]);
  expect((await system.request("/healthz", { method: "HEAD" })).status).toBe(200);
});
