import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";

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
      "/v1/me",
      "/v1/session",
      "/v1/definitions",
      "/uptake.js",
      "/uptake-debug.js",
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
      expect((await system.request(address, { bearer: system.secretKey })).status).toBe(200);
    }),
    { numRuns: 60 },
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
        createdAt: fc.double(),
        runs: fc.integer(),
      },
      { requiredKeys: [] },
    ),
  );
  const kind = fc.constantFrom("accounts", "users", "assets");
  await fc.assert(
    fc.asyncProperty(kind, fc.array(row, { maxLength: 6 }), async (where, rows) => {
      const response = await system.request(`/v1/${where}`, { method: "PUT", body: rows, bearer: system.secretKey });
      const reply = (await response.json()) as { accepted: number; rejected: unknown[] };
      expect([response.status, reply.accepted + reply.rejected.length]).toEqual([200, rows.length]);
    }),
    { numRuns: 100 },
  );
});
