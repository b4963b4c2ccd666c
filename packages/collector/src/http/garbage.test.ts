import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { LINE_KINDS } from "../push/push-schema.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { a: { name: "A" } } } });
});
afterAll(() => system.stop());

const text = fc.string({ unit: "binary", maxLength: 40 });

test("no address, parameter, method or header that somebody makes up is a fault of the collector's", async () => {
  const path = fc.oneof(
    fc.constantFrom(
      "/",
      "/healthz",
      "/v1/accounts",
      "/v1/features",
      "/v1/users",
      "/v1/assets",
      "/v1/actions",
      "/v1/segment",
      "/v1/me",
      "/v1/session",
      "/v1/definitions",
      "/uptake.js",
      "/uptake-debug.js",
      "/uptake-inspector.js",
    ),
    text.map((id) => `/v1/accounts/${encodeURIComponent(id)}/features`),
    fc.tuple(text, text).map(([version, name]) => `/v/${encodeURIComponent(version)}/${encodeURIComponent(name)}`),
    text.map((name) => `/dashboard/${encodeURIComponent(name)}`),
    fc.webPath(),
  );
  const query = fc.dictionary(
    fc.constantFrom("period", "sort", "search", "limit", "offset", "account", "writer", "key"),
    text,
  );
  const header = fc.string({ unit: "grapheme-ascii", maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(
      path,
      query,
      fc.constantFrom("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"),
      fc.record(
        { authorization: header, cookie: header, origin: header, "if-none-match": header },
        { requiredKeys: [] },
      ),
      async (where, parameters, method, headers) => {
        const address = `${where}?${new URLSearchParams(parameters).toString()}`;
        const { status } = await system.request(address, { method, headers });
        // 503: this collector has no bundles.
        expect(status < 500 || status === 503).toBe(true);
      },
    ),
    { numRuns: 300 },
  );
});

test("no question of somebody who may read is a fault of the collector's", async () => {
  const query = fc.dictionary(fc.constantFrom("search", "account"), text);
  const path = fc.constantFrom("/v1/accounts", "/v1/features", "/v1/users", "/v1/assets");
  await fc.assert(
    fc.asyncProperty(path, query, async (where, parameters) => {
      const address = `${where}?${new URLSearchParams(parameters).toString()}`;
      // Nobody knows an account of such a name.
      const isRefused = Object.values(parameters).includes("") || "account" in parameters;
      expect((await system.request(address, { bearer: system.secretKey })).status).toBe(isRefused ? 400 : 200);
    }),
    { numRuns: 60 },
  );
});

test("no report that somebody may ask for is a fault of the collector's, whatever days and words they make up", async () => {
  const date = fc.constantFrom("2000-01-01", "2026-11-01", "2026-11-18", "2026-12-24", "2199-12-31");
  const word = fc.constantFrom("all", "7d", "week", "month", "user", "account", "score", "5", "acme", "calendars");
  const value = fc.oneof(date, word, text);
  const numbers = ["activeMs", "visits", "engagement", "activeUsers", "assets", "contacts", "churnPercent"];
  const days = fc.oneof(
    fc.constant({}),
    fc.record({ from: date, to: date }),
    fc.record({ asOf: date }),
    fc.record({ period: fc.constantFrom("7d", "90d", "all", "quarter"), asOf: date }),
  );
  const names = [
    "account",
    "user",
    "feature",
    "module",
    "of",
    "weeks",
    "rank",
    "order",
    "accounts",
    "series",
    "bucket",
  ];
  const query = fc
    .tuple(fc.constantFrom(...numbers), days, fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 2 }))
    .map(([number, ofDays, others]) => Object.assign({ number }, ofDays, others));
  const path = fc.constantFrom(
    "/v1/overview",
    "/v1/trend",
    "/v1/explain",
    "/v1/accounts/acme",
    "/v1/users/u_1",
    "/v1/attention",
    "/v1/coverage",
    "/v1/sparklines",
    "/v1/retention",
    "/v1/funnel",
  );
  await fc.assert(
    fc.asyncProperty(path, query, async (where, parameters) => {
      const address = `${where}?${new URLSearchParams(parameters).toString()}`;
      const { status } = await system.request(address, { bearer: system.secretKey });
      expect([address, [200, 400, 404].includes(status)]).toEqual([address, true]);
    }),
    { numRuns: 200 },
  );
});

test("no push that somebody makes up is a fault of the collector's, and every line is accepted or named", async () => {
  const row = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record(
      {
        id: text,
        name: text,
        plan: text,
        accounts: fc.array(text),
        account: text,
        type: text,
        createdAt: fc.oneof(fc.double(), fc.maxSafeNat()),
        lastRunAt: fc.maxSafeNat(),
        runs: fc.integer(),
        attributes: fc.dictionary(text, fc.jsonValue({ maxDepth: 1 })),
        assignments: fc.dictionary(text, text),
        users: fc.array(text),
        module: text,
        action: text,
        slot: fc.maxSafeNat(),
        count: fc.nat(),
        day: fc.oneof(
          text,
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString().slice(0, 10)),
        ),
        value: fc.double(),
        gauge: text,
        feature: text,
        activeMs: fc.oneof(fc.integer(), fc.array(fc.nat({ max: 900_000 }), { maxLength: 5 })),
        visits: fc.integer(),
        user: text,
        kind: fc.constantFrom("call", "release", "x"),
        at: fc.maxSafeNat(),
        score: fc.nat({ max: 12 }),
        pillar: fc.constantFrom("service", "x"),
        deleted: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  );
  const kind = fc.constantFrom(...LINE_KINDS);
  await fc.assert(
    fc.asyncProperty(kind, fc.array(row, { maxLength: 6 }), async (where, rows) => {
      const response = await system.request(`/v1/${where}`, { method: "PUT", body: rows, bearer: system.secretKey });
      const reply = (await response.json()) as { accepted: number; rejected: unknown[] };
      expect([response.status, reply.accepted + reply.rejected.length]).toEqual([200, rows.length]);
    }),
    { numRuns: 200 },
  );
});

test("no message that somebody makes up is a fault of the collector's, and each is accepted, ignored or named", async () => {
  const message = fc.oneof(
    fc.jsonValue({ maxDepth: 2 }),
    fc.record(
      {
        type: fc.constantFrom("identify", "group", "track", "page", "x"),
        userId: fc.oneof(text, fc.integer()),
        groupId: text,
        event: text,
        messageId: fc.oneof(text, fc.constant(null)),
        timestamp: fc.oneof(
          text,
          fc.maxSafeNat(),
          fc.date({ noInvalidDate: true }).map((date) => date.toISOString()),
        ),
        traits: fc.dictionary(
          fc.oneof(text, fc.constantFrom("name", "createdAt", "plan")),
          fc.jsonValue({ maxDepth: 1 }),
        ),
        context: fc.oneof(fc.jsonValue({ maxDepth: 1 }), fc.record({ groupId: text })),
        properties: fc.jsonValue({ maxDepth: 1 }),
      },
      { requiredKeys: [] },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(message, { maxLength: 6 }), async (batch) => {
      const response = await system.request("/v1/segment", {
        method: "POST",
        body: { batch },
        bearer: system.secretKey,
      });
      const reply = (await response.json()) as { accepted: number; ignored: number; rejected: unknown[] };
      const told = reply.accepted + reply.ignored + reply.rejected.length;
      expect([response.status, told]).toEqual([200, batch.length]);
    }),
    { numRuns: 150 },
  );
  expect(await system.store.facts.verify()).toEqual([]);
});
