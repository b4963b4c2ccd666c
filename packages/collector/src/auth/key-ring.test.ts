import { expect, onTestFinished, test, vi } from "vitest";
import { START_MS, startTestCollector } from "../../../../tests/support/test-collector.ts";
import type { Records } from "../store/records.ts";
import { createKeyRing } from "./key-ring.ts";
import { createKeyLike } from "./keys.ts";

const HOUR_MS = 3_600_000;

async function start() {
  const system = await startTestCollector();
  onTestFinished(() => system.stop());
  const useKey = vi.fn<Records["useKey"]>(system.store.records.useKey);
  const records = { ...system.store.records, useKey };
  const ring = createKeyRing(records, () => system.clock.nowMs);
  return { ...system, records, useKey, ring };
}

test("a rotated key holds until its end and not a moment longer, the one that takes its place at once", async () => {
  const { store, clock, ring, publicKey } = await start();
  const old = await ring.publicKey(publicKey);
  if (old === null) throw new Error("There is no key.");
  const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));
  const next = createKeyLike(old, random, clock.nowMs);
  await store.records.rotateKey(publicKey, next.record, START_MS + HOUR_MS);
  clock.nowMs += 2_001;
  expect(await ring.publicKey(next.key)).toMatchObject({ kind: "public", scopes: ["collect"] });
  clock.nowMs = START_MS + HOUR_MS - 1;
  expect(await ring.publicKey(publicKey)).not.toBeNull();
  clock.nowMs += 1;
  expect([await ring.publicKey(publicKey), (await ring.publicKey(next.key))?.id]).toEqual([null, next.key]);
});

test("when a key served is written once an hour, however often it does", async () => {
  const { clock, ring, publicKey, secretKey, useKey, store } = await start();
  for (let count = 0; count < 100; count += 1) {
    await ring.publicKey(publicKey);
    await ring.secretKey(secretKey);
  }
  expect(useKey.mock.calls.map(([id]) => id)).toEqual([publicKey, secretKey.split("_")[1]]);
  clock.nowMs += HOUR_MS - 1;
  await ring.publicKey(publicKey);
  expect(useKey).toHaveBeenCalledTimes(2);
  clock.nowMs += 1;
  await ring.publicKey(publicKey);
  expect(useKey).toHaveBeenCalledTimes(3);
  await Promise.all(useKey.mock.results.map(({ value }) => value as Promise<void>));
  const keys = await store.records.keys();
  expect(keys.find(({ id }) => id === publicKey)?.lastUsedAtMs).toBe(START_MS + HOUR_MS);
});

test("a key that doesn't hold is not used, and a store that can't write keeps nobody out", async () => {
  const { ring, secretKey, publicKey, useKey } = await start();
  await ring.secretKey(`${secretKey.slice(0, -1)}!`);
  await ring.secretKey(`${secretKey.slice(0, 20)}${"A".repeat(43)}`);
  await ring.publicKey("pk_unheard-of");
  expect(useKey).not.toHaveBeenCalled();
  useKey.mockRejectedValueOnce(new Error("full"));
  expect(await ring.publicKey(publicKey)).not.toBeNull();
});
