import type { Problem } from "@uptake/tracker/protocol";
import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
  type TestRequest,
} from "../../../../tests/support/test-collector.ts";

const SLOT = Math.floor(START_MS / 900_000);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

const good = cellOf("calendars", START_MS, 60_000);
const post = (options: TestRequest): Promise<Response> =>
  system.request(`/v1/collect?key=${system.publicKey}`, { method: "POST", ...options });

describe("a request that is refused", () => {
  const body = { v: 1, sdk: "x", sentAt: 1, writers: [] };
  const large = JSON.stringify({ ...body, sdk: "x".repeat(65_536) });
  const cells = Array.from({ length: 501 }, () => good);
  const twice = [1, 2].map((seq) => ({ id: writerId(`many${seq}`), seq, account: "many", user: "u", cells }));

  test.each<[string, TestRequest, number, string]>([
    ["too large", { body: large }, 413, "/problems/too-large"],
    ["larger than it says", { body: large, headers: { "content-length": "10" } }, 413, "/problems/too-large"],
    ["chunked", { body, headers: { "transfer-encoding": "chunked" } }, 411, "/problems/length-required"],
    ["of a length that is no number", { body, headers: { "content-length": "ten" } }, 400, "/problems/malformed"],
    [
      "a form",
      { body: "a=b", headers: { "content-type": "application/x-www-form-urlencoded" } },
      415,
      "/problems/unsupported-type",
    ],
    ["no JSON", { body: "{" }, 400, "/problems/malformed"],
    ["empty", { body: "" }, 400, "/problems/malformed"],
    ["no object", { body: "[]" }, 400, "/problems/malformed"],
    ["of another version", { body: { ...body, v: 2 } }, 400, "/problems/malformed"],
    ["without writers", { body: { ...body, writers: undefined } }, 400, "/problems/malformed"],
    [
      "of too many writers",
      { body: { ...body, writers: Array.from({ length: 65 }, () => ({})) } },
      413,
      "/problems/too-large",
    ],
    ["of too many cells", { body: { ...body, writers: twice } }, 413, "/problems/too-large"],
  ])("because it is %s says so in a problem document that a page can read", async (_what, options, status, type) => {
    const response = await post(options);
    expect(response.headers.get("content-type")).toBe("application/problem+json");
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
    const problem = (await response.json()) as Problem;
    expect([response.status, problem.status, problem.type]).toEqual([status, status, type]);
    expect(problem.detail).toMatch(/\.$/);
  });

  test("because it doesn't say how long it is", async () => {
    const request = new Request(`http://collector.test/v1/collect?key=${system.publicKey}`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: "{}",
    });
    const response = await system.collector.fetch(request);
    expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([411, "*"]);
  });

  test.each(["", "?key=", "?key=pk_unknown", "?key=__proto__"])("because its key is unknown: %j", async (query) => {
    const response = await system.request(`/v1/collect${query}`, { method: "POST", body });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ type: "/problems/unknown-key" });
  });

  test("because its key is a secret one", async () => {
    const response = await system.request(`/v1/collect?key=${system.secretKey}`, { method: "POST", body });
    expect(response.status).toBe(401);
    expect(JSON.stringify(await response.json())).not.toContain(system.secretKey);
  });

  test("because of its method names the ones that are answered", async () => {
    const response = await system.request(`/v1/collect?key=${system.publicKey}`, { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    expect(response.headers.get("access-control-allow-origin")).toBe("*");
  });
});

test("garbage is never a fault of the collector's", async () => {
  const json = fc.jsonValue({ maxDepth: 4 });
  const nearCell = fc.record(
    {
      feature: fc.oneof(fc.string(), fc.constant("link:help"), json),
      slot: fc.oneof(fc.constant(SLOT), json),
      activeMs: fc.oneof(fc.array(fc.nat()), json),
      name: json,
      visits: fc.oneof(fc.nat(), json),
      actions: fc.oneof(fc.dictionary(fc.string(), fc.nat()), json),
      vitals: json,
    },
    { requiredKeys: [] },
  );
  const nearWriter = fc.record(
    {
      id: fc.oneof(fc.constant(writerId("garbage")), json),
      seq: fc.oneof(fc.nat(), json),
      account: fc.oneof(fc.string(), json),
      user: fc.oneof(fc.string(), json),
      token: fc.string(),
      cells: fc.oneof(fc.array(fc.oneof(nearCell, json)), json),
    },
    { requiredKeys: [] },
  );
  const nearRequest = fc.record(
    {
      v: fc.oneof(fc.constant(1), json),
      sdk: fc.oneof(fc.constant("x"), json),
      sentAt: fc.oneof(fc.constant(1), json),
      writers: fc.oneof(fc.array(fc.oneof(nearWriter, json)), json),
    },
    { requiredKeys: ["v", "sdk", "sentAt", "writers"] },
  );
  const bodies = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.json(),
    nearRequest.map((value) => JSON.stringify(value)),
  );
  await fc.assert(
    fc.asyncProperty(bodies, async (body) => {
      const { status } = await post({ body: body === "" ? " " : body });
      expect([200, 400, 413]).toContain(status);
    }),
    { numRuns: 150 },
  );
});
