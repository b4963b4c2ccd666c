import { Validator } from "@seriousme/openapi-schema-validator";
import { Ajv2020 } from "ajv/dist/2020.js";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
  type TestRequest,
} from "../../../../../tests/support/test-collector.ts";
import type { Route } from "../../http/app.ts";
import { snapshot } from "../test-support/module-workspace.ts";
import { openapiDocument } from "./openapi-document.ts";
import { OPERATIONS } from "./operations.ts";

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}
interface DocumentedOperation {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema?: { readonly $ref: string } }>> }>
  >;
}

const { version } = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8")) as {
  version: string;
};

let folder: string;
let system: TestCollector;
let document: Document;
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
    definitions: {
      features: {
        calendars: { name: "Calendars", urls: ["/calendars/*"], module: "planning" },
        calls: { name: "Calls", attention: "media" },
      },
      modules: { planning: { name: "Planning" } },
      actions: { "booking.completed": { name: "Bookings", feature: "calendars" } },
      segments: { big: { name: "Big", of: "account", when: { kind: "attribute", attribute: "plan", equals: "Pro" } } },
      milestones: { first: { name: "First", rule: { kind: "adopted", feature: "calendars" } } },
    },
  });
  await system.store.facts.putAccounts([{ id: "first" }]);
  await system.store.records.recordSnapshots([
    snapshot("planning", "first", 1, 2, 20_000, { id: "by-hand" }),
    snapshot("planning", "first", 1, 2, 20_000, { id: "by-itself", kind: "scheduled" }),
  ]);
  document = (await (await system.request("/openapi.json")).json()) as Document;
});
afterAll(async () => {
  await system.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("the document is valid OpenAPI 3.1", async () => {
  const validator = new Validator();
  const result = await validator.validate(structuredClone({ ...document }));
  expect([result.errors, result.valid, validator.version]).toEqual([undefined, true, "3.1"]);
});

test("every operation that is described exists, and every route is described", () => {
  const documented = Object.entries(document.paths).flatMap(([path, item]) =>
    Object.keys(item)
      .filter((name) => name !== "parameters")
      .map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`),
  );
  expect(documented.toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
  const unknown: Route = { path: "/v1/unheard", methods: { GET: async () => new Response() } };
  expect(() => openapiDocument([unknown], version)).toThrow("Nothing describes GET /v1/unheard");
});

/** The document's schemas, closed: in a test, a field that nobody has described is a mistake. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([name, value]) => [name, closed(value)]);
  const isOpenObject = "properties" in schema && !("additionalProperties" in schema);
  return Object.fromEntries(isOpenObject ? [...entries, ["additionalProperties", false]] : entries);
}

/** Asserts that a reply is one that the document allows for the operation. */
async function expectDocumented(method: string, path: string, response: Response): Promise<void> {
  const operation = document.paths[path]?.[method.toLowerCase()];
  const documented = operation?.responses[String(response.status)];
  const where = `${method} ${path} ${response.status}`;
  expect([where, documented === undefined]).toEqual([where, false]);
  const type = response.headers.get("content-type")?.split(";", 1)[0] ?? null;
  const types = Object.keys(documented?.content ?? {});
  expect([where, type === null ? types.length === 0 : types.includes(type)]).toEqual([where, true]);
  const reference = documented?.content?.[type ?? ""]?.schema?.$ref;
  if (reference === undefined) return;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: "doc", components: closed(document.components) });
  const check = ajv.compile({ $ref: `doc${reference}` });
  check(await response.json());
  expect([where, check.errors ?? null]).toEqual([where, null]);
}

const DAY = "2026-11-18";

test("real replies of every operation hold against the document, good ones and refused ones", async () => {
  const owner = { account: "acme", user: "u_1" };
  const bearer = system.secretKey;
  const token = await system.token(owner);
  const cells = [
    cellOf("calendars", START_MS, 800_000, { actions: { "booking.completed": 2 } }),
    cellOf("link:help", START_MS, 1, { name: "Help" }),
    { ...cellOf("calendars", START_MS, 1), slot: 1 },
    7,
  ];
  const cookie = await signIn();
  const steps: readonly (readonly [method: string, path: string, address: string, options?: TestRequest])[] = [
    ["PUT", "/v1/accounts", "/v1/accounts", { bearer, body: [{ id: "acme", name: "Acme", plan: "Pro" }, {}] }],
    ["PUT", "/v1/users", "/v1/users", { bearer, body: { rows: [{ id: "u_1", name: "Uma", accounts: ["acme"] }] } }],
    ["PUT", "/v1/assets", "/v1/assets", { bearer, body: [{ id: "w", account: "acme", type: "flow", runs: 2 }] }],
    ["PUT", "/v1/assets", "/v1/assets", { bearer, body: "{" }],
    ["PUT", "/v1/seats", "/v1/seats", { bearer, body: [{ account: "acme", module: "planning", licensed: 3 }] }],
    ["PUT", "/v1/actions", "/v1/actions", { bearer, body: [{ account: "acme", action: "a", at: START_MS, count: 1 }] }],
    ["PUT", "/v1/gauges", "/v1/gauges", { bearer, body: [{ account: "acme", gauge: "gb", day: DAY, value: 1 }] }],
    [
      "PUT",
      "/v1/touchpoints",
      "/v1/touchpoints",
      { bearer, body: [{ id: "t", account: "acme", kind: "call", at: 1 }] },
    ],
    ["PUT", "/v1/responses", "/v1/responses", { bearer, body: [{ id: "r" }] }],
    ["PUT", "/v1/pillars", "/v1/pillars", { bearer, body: [{ account: "acme", pillar: "service", score: 9, at: 1 }] }],
    ["PUT", "/v1/presence", "/v1/presence", { bearer, body: [{ account: "acme", user: "u_1", day: DAY }] }],
    ["PUT", "/v1/usage", "/v1/usage", { bearer, body: [{ ...owner, feature: "f", slot: 1, activeMs: 5 }] }],
    ["PUT", "/v1/annotations", "/v1/annotations", { bearer, body: [] }],
    ["PUT", "/v1/annotations", "/v1/annotations", { body: [] }],
    ["POST", "/v1/segment", "/v1/segment", { bearer, body: { batch: [{ type: "page" }, { type: "track" }] } }],
    ["POST", "/v1/segment", "/v1/segment", { body: { type: "page" } }],
    ["POST", "/v1/collect", `/v1/collect?key=${system.publicKey}`, { body: request(owner, cells) }],
    ["POST", "/v1/collect", `/v1/collect?key=${system.publicKey}`, { body: "{" }],
    ["POST", "/v1/collect", "/v1/collect", { body: request(owner, cells) }],
    ["POST", "/v1/collect", `/v1/collect?key=${system.publicKey}`, { body: "x".repeat(70_000) }],
    ["POST", "/v1/collect", `/v1/collect?key=${system.publicKey}`, { body: "{}", headers: { "content-type": "a/b" } }],
    ["GET", "/v1/definitions", `/v1/definitions?key=${system.publicKey}`],
    ["GET", "/v1/definitions", "/v1/definitions"],
    ["GET", "/uptake.js", `/uptake.js?key=${system.publicKey}`],
    ["GET", "/uptake-widget.js", "/uptake-widget.js"],
    ["GET", "/uptake-vitals.js", "/uptake-vitals.js"],
    ["GET", "/uptake-debug.js", "/uptake-debug.js"],
    ["GET", "/uptake-inspector.js", "/uptake-inspector.js"],
    ["GET", "/v/{version}/{name}", `/v/${version}/uptake.js`],
    ["GET", "/v/{version}/{name}", `/v/${version}/integrity.json`],
    ["GET", "/v/{version}/{name}", "/v/0.0.0/uptake.js"],
    ["GET", "/v1/me", `/v1/me?writer=${writerId("doc")}`, { bearer: token }],
    ["GET", "/v1/me", "/v1/me"],
    ["GET", "/v1/me", "/v1/me", { bearer: "no" }],
    ["GET", "/v1/accounts", "/v1/accounts", { bearer }],
    ["GET", "/v1/accounts", "/v1/accounts?period=never", { bearer }],
    ["GET", "/v1/accounts", "/v1/accounts?period=all", { headers: { cookie } }],
    ["GET", "/v1/accounts", "/v1/accounts", { bearer, headers: { accept: "text/html" } }],
    ["GET", "/v1/accounts/{id}/features", "/v1/accounts/acme/features", { bearer }],
    ["GET", "/v1/accounts/{id}/features", "/v1/accounts/nobody/features", { bearer }],
    ["GET", "/v1/features", "/v1/features", { bearer }],
    ["GET", "/v1/users", "/v1/users?account=acme", { bearer }],
    ["GET", "/v1/assets", "/v1/assets", { bearer }],
    ["GET", "/v1/assets", "/v1/assets", { bearer, headers: { origin: "https://app.test" } }],
    ["GET", "/v1/accounts", "/v1/accounts?format=csv", { bearer }],
    ["GET", "/v1/users", "/v1/users", { bearer, headers: { accept: "application/x-ndjson" } }],
    ["GET", "/v1/explain", "/v1/explain?number=activeMs", { bearer }],
    ["GET", "/v1/explain", "/v1/explain?number=activeMs&account=acme&by=cell", { bearer }],
    ["GET", "/v1/explain", "/v1/explain?number=engagement&by=feature", { bearer }],
    ["GET", "/v1/explain", "/v1/explain?number=luck", { bearer }],
    ["GET", "/v1/modules", "/v1/modules", { bearer }],
    ["GET", "/v1/accounts/{id}/modules", "/v1/accounts/acme/modules", { bearer }],
    ["GET", "/v1/accounts/{id}/modules", "/v1/accounts/nobody/modules", { bearer }],
    ["GET", "/v1/modules/{id}/accounts", "/v1/modules/planning/accounts?targetStatus=off", { bearer }],
    ["GET", "/v1/modules/{id}/accounts", "/v1/modules/none/accounts", { bearer }],
    ["GET", "/v1/modules/{id}/nearly-there", "/v1/modules/planning/nearly-there", { bearer }],
    ["GET", "/v1/modules/{id}/nearly-there", "/v1/modules/none/nearly-there", { bearer }],
    ["POST", "/v1/snapshots", "/v1/snapshots", { bearer, body: { module: "planning" } }],
    ["POST", "/v1/snapshots", "/v1/snapshots", { bearer, body: { module: "none" } }],
    ["POST", "/v1/snapshots", "/v1/snapshots", { bearer, body: { module: "planning", account: "none", active: 1 } }],
    ["GET", "/v1/snapshots", "/v1/snapshots?module=planning", { bearer }],
    ["GET", "/v1/snapshots", "/v1/snapshots?module=none", { bearer }],
    ["GET", "/v1/snapshots/compare", "/v1/snapshots/compare?from=2026-11-01&to=2026-11-18", { bearer }],
    ["GET", "/v1/snapshots/compare", "/v1/snapshots/compare?module=planning", { bearer }],
    ["GET", "/v1/snapshots/history", "/v1/snapshots/history", { bearer }],
    ["PUT", "/v1/targets", "/v1/targets", { bearer, body: { account: "acme", module: "planning", targetPercent: 9 } }],
    ["PUT", "/v1/targets", "/v1/targets", { bearer, body: { account: "acme", module: "planning" } }],
    ["PUT", "/v1/targets", "/v1/targets", { body: {} }],
    ["PUT", "/v1/premium", "/v1/premium", { bearer, body: { accounts: ["acme"], premium: true } }],
    ["GET", "/v1/segments", "/v1/segments", { bearer }],
    ["GET", "/v1/segments/{id}/members", "/v1/segments/big/members", { bearer }],
    ["GET", "/v1/segments/{id}/members", "/v1/segments/none/members", { bearer }],
    ["POST", "/v1/milestones/{id}/reset", "/v1/milestones/first/reset", { bearer, body: owner }],
    ["POST", "/v1/milestones/{id}/reset", "/v1/milestones/none/reset", { bearer, body: owner }],
    [
      "POST",
      "/v1/milestones/{id}/relevance",
      "/v1/milestones/first/relevance",
      { bearer, body: { ...owner, relevant: false, reason: "No calendar" } },
    ],
    ["POST", "/v1/milestones/{id}/relevance", "/v1/milestones/first/relevance", { bearer, body: owner }],
    [
      "POST",
      "/v1/features/{feature}/relevance",
      "/v1/features/calendars/relevance",
      { bearer, body: { account: "acme", user: "u_1", relevant: false, reason: "No calendar" } },
    ],
    ["POST", "/v1/features/{feature}/relevance", "/v1/features/calendars/relevance", { bearer, body: {} }],
    [
      "POST",
      "/v1/features/{feature}/relevance",
      "/v1/features/none/relevance",
      { bearer, body: { account: "acme", relevant: true } },
    ],
    ["GET", "/v1/relevance", "/v1/relevance?relevant=false", { bearer }],
    ["GET", "/v1/relevance", "/v1/relevance?feature=none", { bearer }],
    ["GET", "/v1/milestones", "/v1/milestones", { bearer }],
    ["GET", "/v1/milestones", "/v1/milestones?account=acme&user=u_1", { bearer }],
    ["GET", "/v1/milestones", "/v1/milestones?account=none", { bearer }],
    ["GET", "/v1/overview", "/v1/overview", { bearer }],
    ["GET", "/v1/overview", "/v1/overview?rank=activeMs&period=all", { bearer }],
    ["GET", "/v1/overview", "/v1/overview?rank=luck", { bearer }],
    ["GET", "/v1/trend", "/v1/trend?number=activeMs&bucket=week&period=90d", { bearer }],
    ["GET", "/v1/trend", "/v1/trend?number=activeUsers&account=acme&module=planning", { bearer }],
    ["GET", "/v1/trend", "/v1/trend?number=assets", { bearer }],
    ["GET", "/v1/history", "/v1/history?number=healthScore&account=acme&points=3&bucket=month", { bearer }],
    ["GET", "/v1/trend", "/v1/trend", { bearer }],
    ["GET", "/v1/stages", "/v1/stages?feature=calendars", { bearer }],
    ["GET", "/v1/stages", "/v1/stages?feature=none", { bearer }],
    ["GET", "/v1/stages/matrix", "/v1/stages/matrix", { bearer }],
    ["GET", "/v1/stages/matrix", "/v1/stages/matrix?by=user", { bearer }],
    ["GET", "/v1/stages/nearly", "/v1/stages/nearly", { bearer }],
    ["DELETE", "/v1/snapshots/{id}", "/v1/snapshots/by-hand", { bearer }],
    ["DELETE", "/v1/snapshots/{id}", "/v1/snapshots/by-itself", { bearer }],
    ["DELETE", "/v1/snapshots/{id}", "/v1/snapshots/none", { bearer }],
    ["DELETE", "/v1/snapshots/{id}", "/v1/snapshots/by-hand"],
    ["DELETE", "/v1/stages", "/v1/stages?feature=calendars&account=acme&user=u_1", { bearer }],
    ["DELETE", "/v1/stages", "/v1/stages?account=acme&user=u_1", { bearer }],
    ["DELETE", "/v1/stages", "/v1/stages?feature=none&account=acme&user=u_1", { bearer }],
    ["DELETE", "/v1/stages", "/v1/stages?feature=calendars&account=acme&user=u_1"],
    ["DELETE", "/v1/stages/{feature}", "/v1/stages/calendars?account=acme&user=u_1", { bearer }],
    ["DELETE", "/v1/stages/{feature}", "/v1/stages/calendars?account=acme", { bearer }],
    ["DELETE", "/v1/stages/{feature}", "/v1/stages/none?account=acme&user=u_1", { bearer }],
    ["DELETE", "/v1/stages/{feature}", "/v1/stages/calendars?account=acme&user=u_1"],
    ["GET", "/v1/accounts/{id}", "/v1/accounts/acme", { bearer }],
    ["GET", "/v1/accounts/{id}", "/v1/accounts/nobody", { bearer }],
    ["GET", "/v1/users/{id}", "/v1/users/u_1", { bearer }],
    ["GET", "/v1/users/{id}", "/v1/users/nobody", { bearer }],
    ["GET", "/v1/touchpoints", "/v1/touchpoints?period=all", { bearer }],
    ["GET", "/v1/touchpoints", "/v1/touchpoints?kind=letter", { bearer }],
    ["GET", "/v1/responses", "/v1/responses?period=all", { bearer }],
    ["GET", "/v1/adoptions", "/v1/adoptions?period=all", { bearer }],
    ["GET", "/v1/adoptions", "/v1/adoptions?feature=none", { bearer }],
    ["GET", "/v1/lapses", "/v1/lapses", { bearer }],
    ["GET", "/v1/lapses", "/v1/lapses?format=csv", { bearer }],
    ["GET", "/v1/retention", "/v1/retention?of=account&feature=calendars", { bearer }],
    ["GET", "/v1/retention", "/v1/retention?format=ndjson", { bearer }],
    ["GET", "/v1/retention", "/v1/retention?of=feature", { bearer }],
    ["GET", "/v1/funnel", "/v1/funnel?feature=calendars", { bearer }],
    ["GET", "/v1/funnel", "/v1/funnel", { bearer }],
    ["GET", "/v1/sparklines", "/v1/sparklines?accounts=acme&series=featuresUsed,activeMs,activeUsers", { bearer }],
    ["GET", "/v1/sparklines", "/v1/sparklines?users=u_1", { bearer }],
    ["GET", "/v1/sparklines", "/v1/sparklines", { bearer }],
    ["GET", "/v1/attention", "/v1/attention?order=score", { bearer }],
    ["GET", "/v1/attention", "/v1/attention?format=csv", { bearer }],
    ["GET", "/v1/attention", "/v1/attention?order=luck", { bearer }],
    ["GET", "/v1/coverage", "/v1/coverage", { bearer }],
    ["GET", "/v1/session", "/v1/session", { headers: { cookie } }],
    ["GET", "/v1/session", "/v1/session"],
    ["POST", "/v1/session", "/v1/session", { body: { token: await system.collector.createSignInToken() } }],
    ["POST", "/v1/session", "/v1/session", { body: { token: "used" } }],
    ["DELETE", "/v1/session", "/v1/session"],
    ["GET", "/", "/"],
    ["GET", "/dashboard/{name}", "/dashboard/main-abc.js"],
    ["GET", "/dashboard/{name}", "/dashboard/none.js"],
    ["GET", "/healthz", "/healthz"],
    ["GET", "/readyz", "/readyz"],
    ["GET", "/metrics", "/metrics", { bearer }],
    ["GET", "/metrics", "/metrics"],
    ["GET", "/openapi.json", "/openapi.json"],
  ];
  for (const [method, path, address, options] of steps) {
    await expectDocumented(method, path, await system.request(address, { method, ...options }));
  }
  const tried = new Set(steps.map(([method, path]) => `${method} ${path.replaceAll(/\{(\w+)\}/g, ":$1")}`));
  expect([...tried].toSorted()).toEqual(Object.keys(OPERATIONS).toSorted());
});

function request(owner: { readonly account: string; readonly user: string }, cells: readonly unknown[]): object {
  return { v: 1, sdk: "x", sentAt: START_MS, writers: [{ id: writerId("doc"), seq: 1, ...owner, cells }, {}] };
}

async function signIn(): Promise<string> {
  const body = { token: await system.collector.createSignInToken() };
  const response = await system.request("/v1/session", { method: "POST", body });
  return response.headers.get("set-cookie")?.split(";", 1)[0] ?? "";
}
