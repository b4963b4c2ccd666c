import { expect, test } from "vitest";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import { createWriteWatch } from "./write-watch.ts";

test("writes are followed from their start to their answer, and the oldest is the one that counts", async () => {
  let nowMs = 100;
  const watch = createWriteWatch(() => nowMs);
  expect([watch.pending(), watch.oldestPendingMs(), watch.lastOutcome()]).toEqual([0, 0, null]);
  let answer: (value: number) => void = () => undefined;
  let refuse: (error: Error) => void = () => undefined;
  const took: number[] = [];
  const one = watch.follow(new Promise<number>((done) => (answer = done)), (tookMs) => took.push(tookMs));
  nowMs = 130;
  const two = watch.follow(new Promise<void>((_, refused) => (refuse = refused)));
  nowMs = 150;
  expect([watch.pending(), watch.oldestPendingMs()]).toEqual([2, 50]);
  answer(7);
  expect([await one, watch.pending(), watch.oldestPendingMs()]).toEqual([7, 1, 20]);
  expect([took, watch.lastOutcome()]).toEqual([[50], { kind: "written", atMs: 150 }]);
  refuse(new StoreUnavailableError("full", "no space"));
  await expect(two).rejects.toThrow("no space");
  expect([watch.pending(), watch.lastOutcome()]).toEqual([0, { kind: "failed", atMs: 150, why: "full" }]);
});
