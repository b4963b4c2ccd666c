import { expect, test } from "vitest";
import { startTestCollector } from "../../../../tests/support/test-collector.ts";
import { applyDefinitions } from "./apply-definitions.ts";
import { createInFlight } from "./in-flight.ts";
import { createTimedCache } from "./timed-cache.ts";

test("a cache reads once for many who ask at once, again when it is too old, and never keeps a failure", async () => {
  let nowMs = 0;
  let readings = 0;
  let fails = false;
  const cache = createTimedCache(
    async () => {
      readings += 1;
      if (fails) throw new Error("down");
      return readings;
    },
    2_000,
    () => nowMs,
  );
  expect(await Promise.all([cache.get(), cache.get()])).toEqual([1, 1]);
  nowMs = 2_000;
  expect(await cache.get()).toBe(1);
  expect(await cache.get(250)).toBe(2);
  nowMs = 4_001;
  fails = true;
  await expect(cache.get()).rejects.toThrow("down");
  fails = false;
  expect(await cache.get()).toBe(4);
  nowMs = 0;
  expect(await cache.get()).toBe(5);
});

test("a stop waits for the work that is under way, but not for ever", async () => {
  const inFlight = createInFlight();
  let finish: () => void = () => undefined;
  const work = inFlight.track(new Promise<void>((done) => (finish = done)));
  let closed = false;
  const closing = inFlight.close(60_000).then(() => (closed = true));
  await Promise.resolve();
  expect([inFlight.isClosing(), closed]).toEqual([true, false]);
  finish();
  await Promise.all([work, closing]);
  const stuck = createInFlight();
  void stuck.track(new Promise(() => undefined));
  expect(await stuck.close(1)).toBe(1);
});

test("work that fails is not waited for", async () => {
  const inFlight = createInFlight();
  await expect(inFlight.track(Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await inFlight.close(60_000)).toBe(0);
});

test("definitions are applied when they are new or changed, and never over what was edited on screen", async () => {
  const system = await startTestCollector();
  const { records } = system.store;
  const one = { features: { a: { name: "A" } } };
  const two = { features: { a: { name: "B" } } };
  expect(await applyDefinitions(null, records, 1)).toEqual({ kind: "none", version: null });
  expect(await applyDefinitions(one, records, 1)).toEqual({ kind: "applied", version: 1 });
  expect(await applyDefinitions({ features: { a: { name: "A" } } }, records, 2)).toEqual({
    kind: "unchanged",
    version: 1,
  });
  expect(await applyDefinitions(two, records, 3)).toEqual({ kind: "applied", version: 2 });
  expect(await applyDefinitions(null, records, 4)).toEqual({ kind: "none", version: 2 });
  await records.applyDefinitions({ definitions: one, fileHash: null, appliedAtMs: 5 });
  expect(await applyDefinitions(two, records, 6)).toEqual({ kind: "kept", version: 3 });
  expect(await records.definitions()).toMatchObject({ version: 3, definitions: one });
  await system.stop();
});

test("definitions that another process stores are served within two seconds", async () => {
  const system = await startTestCollector({ definitions: { features: { a: { name: "A" } } } });
  const versionNow = async (): Promise<unknown> =>
    ((await (await system.request(`/v1/definitions?key=${system.publicKey}`)).json()) as { version: number }).version;
  expect(await versionNow()).toBe(1);
  await system.store.records.applyDefinitions({
    definitions: { enabled: false, features: {} },
    fileHash: null,
    appliedAtMs: 1,
  });
  system.clock.nowMs += 2_001;
  expect(await versionNow()).toBe(2);
  await system.stop();
});
