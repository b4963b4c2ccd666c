import { slotOf, type Problem } from "@uptake/tracker/protocol";
import { afterEach, expect, test } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../tests/support/test-collector.ts";
import { createCollector } from "./collector.ts";
import type { Facts } from "./store/facts.ts";
import type { Upkeep } from "./store/upkeep.ts";
import { StoreUnavailableError } from "./store/store-unavailable-error.ts";

const systems: TestCollector[] = [];
afterEach(async () => {
  for (const system of systems.splice(0)) await system.stop();
});
async function start(...options: Parameters<typeof startTestCollector>): Promise<TestCollector> {
  const system = await startTestCollector(...options);
  systems.push(system);
  return system;
}

const writer = { id: writerId("w"), account: "acme", user: "u", cells: [cellOf("calendars", START_MS, 1_000)] };

test("definitions that don't hold are refused before anything starts", async () => {
  const { store } = await start();
  const definitions = { features: { a: { name: "A", module: "missing" } } };
  expect(() => createCollector({ store, definitions })).toThrow('features.a.module is "missing"');
});

test("an acknowledgement waits until the store has the cells on disk", async () => {
  const { store, publicKey } = await start();
  let commit: () => void = () => undefined;
  const committed = new Promise<void>((done) => (commit = done));
  const facts: Facts = {
    ...store.facts,
    mergeCells: async (cells, at) => {
      await committed;
      return store.facts.mergeCells(cells, at);
    },
  };
  const collector = createCollector({ store: { ...store, facts }, now: () => START_MS });
  const body = JSON.stringify({ v: 1, sdk: "x", sentAt: 1, writers: [{ seq: 1, ...writer }] });
  const headers = { "content-type": "text/plain", "content-length": String(body.length) };
  let answered = false;
  const reply = collector
    .fetch(new Request(`http://x/v1/collect?key=${publicKey}`, { method: "POST", headers, body }))
    .finally(() => (answered = true));
  await collector.fetch(new Request("http://x/healthz"));
  expect(answered).toBe(false);
  commit();
  expect((await reply).status).toBe(200);
});

test("a store that can't write is answered with 503 and when to try again, which a page can read", async () => {
  const { store, publicKey } = await start();
  const logged: string[] = [];
  const facts: Facts = {
    ...store.facts,
    mergeCells: () => Promise.reject(new StoreUnavailableError("full", "no space")),
  };
  const logger = {
    info: () => undefined,
    warn: () => undefined,
    error: (_: object, message: string) => void logged.push(message),
  };
  const collector = createCollector({ store: { ...store, facts }, logger, now: () => START_MS });
  const body = JSON.stringify({ v: 1, sdk: "x", sentAt: 1, writers: [{ seq: 1, ...writer }] });
  const headers = { "content-type": "text/plain", "content-length": String(body.length) };
  const response = await collector.fetch(
    new Request(`http://x/v1/collect?key=${publicKey}`, { method: "POST", headers, body }),
  );
  expect([
    response.status,
    response.headers.get("retry-after"),
    response.headers.get("access-control-allow-origin"),
  ]).toEqual([503, "2", "*"]);
  expect((await response.json()) as Problem).toMatchObject({ type: "/problems/unavailable", retryAfterMs: 2_000 });
  expect(logged).toEqual(["store unavailable"]);
});

test("a fault is answered with 500 that tells strangers nothing, and logged without ids", async () => {
  const { store, secretKey } = await start();
  const logged: object[] = [];
  const facts: Facts = { ...store.facts, accounts: () => Promise.reject(new Error("SELECT secret")) };
  const logger = { info: () => undefined, warn: () => undefined, error: (fields: object) => void logged.push(fields) };
  const { records, upkeep, close } = store;
  // Without its file, reports ask the store itself.
  const collector = createCollector({ store: { facts, records, upkeep, close }, logger });
  const headers = { authorization: `Bearer ${secretKey}` };
  const response = await collector.fetch(new Request("http://x/v1/accounts/a-customer-id/features", { headers }));
  const text = await response.text();
  expect([response.status, text.includes("SELECT")]).toEqual([500, false]);
  expect(logged).toMatchObject([{ method: "GET", door: "/v1/accounts/:id/features" }]);
});

test("a collector that stops answers what is under way, refuses what comes after, and closes its store", async () => {
  const system = await start();
  const under = system.collect(writer);
  const closing = system.collector.close();
  const after = await system.collect({ ...writer, id: writerId("late") });
  expect([after.status, after.headers.get("retry-after"), after.headers.get("access-control-allow-origin")]).toEqual([
    503,
    "5",
    "*",
  ]);
  expect((await under).status).toBe(200);
  await closing;
  await expect(system.store.facts.watermark({ kind: "all" })).rejects.toThrow(StoreUnavailableError);
});

test("the jobs start with the first request, unless they are switched off, and end before the store is closed", async () => {
  const { store } = await start();
  const events: string[] = [];
  let finish: () => void = () => undefined;
  const upkeep: Upkeep = {
    ...store.upkeep,
    async foldStep(slot) {
      events.push(`fold below ${slot - slotOf(START_MS)}`);
      await new Promise<void>((done) => (finish = done));
      events.push("folded");
      return "more";
    },
  };
  const close = async () => void events.push("closed");
  const parts = { store: { ...store, upkeep, close }, now: () => START_MS };
  const idle = createCollector({ ...parts, jobs: false });
  await idle.fetch(new Request("http://x/v1/definitions"));
  await idle.close();
  const collector = createCollector(parts);
  expect(events).toEqual(["closed"]);
  await collector.fetch(new Request("http://x/v1/definitions"));
  const closing = collector.close();
  finish();
  await closing;
  expect(events).toEqual(["closed", "fold below -3360", "folded", "closed"]);
});
