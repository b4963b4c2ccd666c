import { expect, test } from "vitest";
import { createFakePage } from "../../../tests/support/fake-page.ts";
import { openTracker } from "../../../tests/support/open-tracker.ts";

test("What is stored of this document is overwritten while somebody is there, and removed once when all is confirmed", async () => {
  const page = createFakePage({ path: "/conversations" });
  const done: string[] = [];
  let kept: unknown;
  /** An answer, a moment later. */
  const answer = (result?: unknown) => {
    const request: { result: unknown; onsuccess?: () => void } = { result };
    queueMicrotask(() => request.onsuccess?.());
    return request;
  };
  const records = {
    transaction: { commit: () => {} },
    put: (text: unknown) => done.push("put") && (kept = text),
    delete: () => done.push("delete"),
    get: () => answer(kept),
    getAll: () => answer([]),
    getAllKeys: () => answer([]),
  };
  const transaction = () => {
    const open: { oncomplete?: () => void; objectStore(): object } = { objectStore: () => records };
    queueMicrotask(() => queueMicrotask(() => open.oncomplete?.()));
    return open;
  };
  Object.assign(page.globals, { indexedDB: { open: () => answer({ transaction, close: () => {} }) } });
  openTracker({}, page);
  for (let second = 0; second < 60; second += 1) {
    await page.wait(1_000);
    page.input();
  }
  expect(new Set(done)).toEqual(new Set(["put"]));
  await page.wait(60_000);
  expect(done.filter((what) => what === "delete")).toHaveLength(1);
  expect(done.at(-1)).toBe("delete");
});
