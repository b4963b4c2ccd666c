import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../tests/support/test-collector.ts";
import { createSecretKey } from "../auth/keys.ts";
import { createCollector, type Collector } from "../collector.ts";
import type { Facts } from "../store/facts.ts";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector();
});
afterAll(() => system.stop());

/** A collector on the same store, some of whose facts do what a test says. */
const collectorOn = (facts: Partial<Facts>, baseUrl?: string): Collector =>
  createCollector({
    store: { ...system.store, facts: { ...system.store.facts, ...facts }, close: async () => undefined },
    now: () => system.clock.nowMs,
    processMetrics: true,
    ...(baseUrl !== undefined && { baseUrl }),
  });
const ask = (collector: Collector, path: string): Promise<Response> =>
  collector.fetch(new Request(`http://collector.test${path}`));
const post = (collector: Collector, body: object): Promise<Response> => {
  const text = JSON.stringify(body);
  const headers = { "content-length": String(Buffer.byteLength(text)), "content-type": "text/plain" };
  return collector.fetch(
    new Request(`http://x/v1/collect?key=${system.publicKey}`, { method: "POST", headers, body: text }),
  );
};
const bodyOf = (...cells: readonly unknown[]): object => ({
  v: 1,
  sdk: "x",
  sentAt: START_MS - 90_000,
  writers: [{ id: writerId("ops"), seq: 1, account: "acme-secret-account", user: "u-secret-person", cells }],
});
const good = cellOf("calendars", START_MS, 1_000);

describe("/readyz", () => {
  test("says that cells can come", async () => {
    const response = await ask(collectorOn({}), "/readyz");
    expect([response.status, await response.json()]).toEqual([200, { status: "ready" }]);
  });

  test("tells of a full disk as soon as a write has met it, and of room again without a restart", async () => {
    let isFull = true;
    const full = async (): Promise<never> => Promise.reject(new StoreUnavailableError("full", "no space"));
    const { facts } = system.store;
    const collector = collectorOn({
      mergeCells: (cells, at) => (isFull ? full() : facts.mergeCells(cells, at)),
      probe: () => (isFull ? full() : facts.probe()),
    });
    expect((await post(collector, bodyOf(good))).status).toBe(503);
    const refused = await ask(collector, "/readyz");
    expect([refused.status, refused.headers.get("retry-after"), await refused.json()]).toEqual([
      503,
      "5",
      {
        type: "/problems/unavailable",
        title: "The collector can't answer now",
        status: 503,
        detail: "The disk is full. Make room; nothing else is needed.",
        reason: "disk_full",
        retryAfterMs: 5_000,
      },
    ]);
    expect((await ask(collector, "/healthz")).status).toBe(200);
    isFull = false;
    // On a busy machine the probe may take longer than whoever asks waits for it.
    await expect.poll(async () => (await ask(collector, "/readyz")).status).toBe(200);
    expect((await post(collector, bodyOf(good))).status).toBe(200);
  });

  test("tells of a writer that has not answered for more than ten seconds", async () => {
    let answer: () => void = () => undefined;
    const collector = collectorOn({
      mergeCells: () => new Promise((done) => (answer = () => done([null]))),
      probe: async () => undefined,
    });
    const stuck = post(collector, bodyOf(good));
    await expect.poll(async () => (await metricsOf(collector)).get("uptake_pending_writes")).toBe(1);
    const { now } = performance;
    const later = vi.spyOn(performance, "now").mockImplementation(() => now.call(performance) + 10_001);
    expect(await (await ask(collector, "/readyz")).json()).toMatchObject({ status: 503, reason: "writer_stuck" });
    later.mockRestore();
    answer();
    expect((await stuck).status).toBe(200);
    expect((await ask(collector, "/readyz")).status).toBe(200);
  });

  test("says while the collector stops that it does, and the process is alive all the same", async () => {
    const collector = collectorOn({});
    await collector.close();
    const response = await ask(collector, "/readyz");
    expect([response.status, await response.json()]).toMatchObject([503, { reason: "draining" }]);
    expect((await ask(collector, "/healthz")).status).toBe(200);
  });
});

/** Every sample by its name and labels, as a scraper sees it. */
async function metricsOf(collector: Collector): Promise<ReadonlyMap<string, number>> {
  const headers = { authorization: `Bearer ${system.secretKey}` };
  const response = await collector.fetch(new Request("http://collector.test/metrics", { headers }));
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "text/plain; version=0.0.4; charset=utf-8",
  ]);
  const samples = (await response.text()).split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return new Map(samples.map((line) => [line.slice(0, line.lastIndexOf(" ")), Number(line.split(" ").at(-1))]));
}

describe("/metrics", () => {
  test("counts what becomes of cells, writers, fields and requests, and names nobody", async () => {
    const collector = collectorOn({});
    const future = cellOf("calendars", START_MS + 86_400_000, 1);
    await post(collector, bodyOf(good, { ...good, feature: "other", color: "red" }, future, 7));
    await post(collector, bodyOf(good));
    const refused = { ...bodyOf(), writers: [{ id: "short" }] };
    await post(collector, refused);
    await post(collector, { v: 2 });
    await ask(collector, "/v1/accounts/acme-secret-account/features");
    await ask(collector, "/wp-login.php");
    const metrics = await metricsOf(collector);
    const expected: Readonly<Record<string, number>> = {
      uptake_writers_accepted_total: 2,
      uptake_cells_merged_total: 3,
      'uptake_cells_rejected_total{reason="slot_in_future"}': 1,
      'uptake_cells_rejected_total{reason="malformed"}': 1,
      'uptake_writers_rejected_total{reason="malformed"}': 1,
      uptake_unknown_fields_total: 1,
      uptake_commit_seconds_count: 2,
      uptake_clock_skew_seconds_count: 3,
      'uptake_clock_skew_seconds_bucket{le="60"}': 0,
      'uptake_clock_skew_seconds_bucket{le="300"}': 3,
      uptake_clock_skew_seconds_sum: 270,
      uptake_pending_writes: 0,
      uptake_ready: 1,
      uptake_last_commit_timestamp_seconds: START_MS / 1_000,
      'uptake_requests_total{door="/v1/collect",status="2xx"}': 3,
      'uptake_requests_total{door="/v1/collect",status="4xx"}': 1,
      'uptake_requests_total{door="/v1/accounts/:id/features",status="4xx"}': 1,
      'uptake_requests_total{door="other",status="4xx"}': 1,
    };
    for (const [name, value] of Object.entries(expected)) expect([name, metrics.get(name)]).toEqual([name, value]);
    expect(metrics.get("uptake_watermark_slot")).toBeGreaterThan(0);
    expect(metrics.get("process_resident_memory_bytes")).toBeGreaterThan(0);
    const text = [...metrics.keys()].join("\n");
    for (const secret of ["secret-account", "secret-person", system.publicKey, system.secretKey, "wp-login"]) {
      expect(text).not.toContain(secret);
    }
  });

  test("shows a clock that is decades off as a week, so that it drowns no other", async () => {
    const collector = collectorOn({});
    await post(collector, { ...bodyOf(), sentAt: -1e300 });
    expect((await metricsOf(collector)).get("uptake_clock_skew_seconds_sum")).toBe(7 * 86_400);
  });

  test("lives in a registry of its own: two collectors in one process don't share a count", async () => {
    const [one, two] = [collectorOn({}), collectorOn({})];
    await post(one, bodyOf(good));
    expect([
      (await metricsOf(one)).get("uptake_cells_merged_total"),
      (await metricsOf(two)).get("uptake_cells_merged_total"),
    ]).toEqual([1, 0]);
  });

  test("is for a secret key with scope read, and for this machine itself while no proxy stands in front", async () => {
    const writeOnly = createSecretKey(["write"], (bytes) => crypto.getRandomValues(new Uint8Array(bytes)), START_MS);
    await system.store.records.createKey(writeOnly.record);
    const direct = collectorOn({});
    const proxied = collectorOn({}, "https://uptake.test");
    const status = async (collector: Collector, host: string, isLocal: boolean, bearer = ""): Promise<number> => {
      const headers = bearer === "" ? {} : { authorization: `Bearer ${bearer}` };
      return (await collector.fetch(new Request(`http://${host}/metrics`, { headers }), { address: null, isLocal }))
        .status;
    };
    expect(await status(direct, "127.0.0.1:4600", true)).toBe(200);
    expect(await status(direct, "localhost:4600", true)).toBe(200);
    expect(await status(direct, "[::1]:4600", true)).toBe(200);
    expect(await status(direct, "127.0.0.1:4600", false)).toBe(401);
    expect(await status(direct, "rebound.evil.test:4600", true)).toBe(401);
    expect(await status(direct, "127.0.0.1.evil.test", true)).toBe(401);
    expect(await status(proxied, "127.0.0.1:4600", true)).toBe(401);
    expect(await status(direct, "x", false, system.publicKey)).toBe(401);
    expect(await status(direct, "x", false, writeOnly.key)).toBe(403);
    expect(await status(proxied, "x", false, system.secretKey)).toBe(200);
  });
});
