import { statSync } from "node:fs";
import { expect, onTestFinished, test } from "vitest";
import { makeSqlitePlace } from "../test-support/sqlite-place.ts";

test("a probe writes to the disk, so that a full one says so, and changes nothing", async () => {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  const store = await place.open();
  const sizeNow = (): number => statSync(`${place.path}-wal`).size;
  const before = sizeNow();
  await store.facts.probe();
  const after = sizeNow();
  await store.facts.probe();
  expect([after > before, sizeNow() > after]).toEqual([true, true]);
  expect(await store.facts.watermark({ kind: "all" })).toMatchObject({ receivedAtMs: null });
  await store.close();
  await (await place.open()).close();
});
