import { readdirSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import type { CollectReply, CollectRequest } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCollector, type TestCollector } from "../support/test-collector.ts";

/** What the tracker really sends; its own tests write these files and compare them. */
const folder = resolve("packages/tracker/src/protocol/examples");
const read = (name: string): unknown => JSON.parse(readFileSync(resolve(folder, name), "utf8"));
const requests = readdirSync(folder).filter((name) => name !== "reply.json");

let system: TestCollector;
beforeEach(async () => {
  // A token in an example is one of no workspace.
  system = await startTestCollector({ checksTokens: false });
});
afterEach(() => system.stop());

async function post(message: CollectRequest): Promise<CollectReply> {
  system.clock.nowMs = message.sentAt + 120;
  const response = await system.request(`/v1/collect?key=${system.publicKey}`, {
    method: "POST",
    headers: { "content-type": "text/plain;charset=UTF-8" },
    body: message,
  });
  expect(response.status).toBe(200);
  return (await response.json()) as CollectReply;
}

test.for(requests)("the collector takes all of what the tracker sends in %s, and takes it once", async (name) => {
  const message = read(name) as CollectRequest;
  const expected = {
    now: message.sentAt + 120,
    accepted: message.writers.map(({ id, seq }) => ({ id, seq })),
    rejected: [],
  };
  expect(await post(message)).toEqual(expected);
  const once = await system.store.facts.totals({ scope: { kind: "all" }, by: ["user", "feature"] });
  expect(await post(message)).toEqual(expected);
  expect(await system.store.facts.totals({ scope: { kind: "all" }, by: ["user", "feature"] })).toEqual(once);

  const sent = message.writers.flatMap(({ cells }) => cells).map(({ activeMs }) => activeMs[1]);
  expect(once.reduce((sum, { activeMs }) => sum + activeMs[1], 0)).toBe(sent.reduce((sum, ms) => sum + ms, 0));
});

test("the collector lists a link by the name that link.json gives it", async () => {
  await post(read("link.json") as CollectRequest);
  expect(await system.store.facts.featureNames({ scope: { kind: "all" } })).toEqual([
    { feature: "link:help", name: "Help centre" },
  ]);
});

test("the collector answers as the tracker expects", async () => {
  expect(await post(read("two-writers.json") as CollectRequest)).toEqual(read("reply.json"));
});
