import { expect, test } from "vitest";
import { StoreUnavailableError } from "../store/store-unavailable-error.ts";
import { createReadiness, type Readiness } from "./readiness.ts";
import { createWriteWatch, type WriteFailure } from "./write-watch.ts";

/** A store whose writes do what a test says, on a clock that it moves. */
function setUp() {
  const state = { nowMs: 0, draining: false, probes: 0, write: async (): Promise<void> => undefined };
  const monotonicMs = (): number => state.nowMs;
  const watch = createWriteWatch(monotonicMs);
  const probe = (): Promise<void> => {
    state.probes += 1;
    return watch.follow(state.write());
  };
  const ask = createReadiness({ watch, probe, isDraining: () => state.draining, monotonicMs });
  const write = (): Promise<void> => watch.follow(state.write()).catch(() => undefined);
  return { state, ask, write };
}
const reasonOf = (verdict: Readiness): string => (verdict.kind === "ready" ? "ready" : verdict.reason);

test("a write that went well a moment ago is proof enough; without one a probe asks the store", async () => {
  const { state, ask, write } = setUp();
  expect([reasonOf(await ask()), state.probes]).toEqual(["ready", 1]);
  state.nowMs += 5_001;
  await write();
  expect([reasonOf(await ask()), state.probes]).toEqual(["ready", 1]);
  state.nowMs += 5_001;
  expect([reasonOf(await ask()), state.probes]).toEqual(["ready", 2]);
});

test.each<[WriteFailure, string]>([
  ["full", "disk_full"],
  ["busy", "store_busy"],
  ["closed", "store_closed"],
  ["failed", "store_failed"],
])("a store that fails as %s is unready as %s, and ready again by itself", async (kind, reason) => {
  const { state, ask, write } = setUp();
  await write();
  state.write = () => Promise.reject(new StoreUnavailableError(kind, "no"));
  await write();
  expect([reasonOf(await ask()), reasonOf(await ask())]).toEqual([reason, reason]);
  state.write = async () => undefined;
  expect(reasonOf(await ask())).toBe("ready");
});

test("a write without an answer for more than ten seconds means that the writer is stuck, whoever asks meanwhile", async () => {
  const { state, ask, write } = setUp();
  let answer: () => void = () => undefined;
  state.write = () => new Promise<void>((done) => (answer = done));
  const stuck = write();
  state.nowMs = 10_001;
  const verdict = await ask();
  expect(verdict).toMatchObject({ reason: "writer_stuck", detail: expect.stringContaining("for 10 s") });
  expect(state.probes).toBe(0);
  answer();
  await stuck;
  expect(reasonOf(await ask())).toBe("ready");
});

test("a write that was never begun, because too much waits, says nothing about the disk", async () => {
  const { state, ask, write } = setUp();
  await write();
  state.write = () => Promise.reject(new StoreUnavailableError("overloaded", "later"));
  await write();
  expect([reasonOf(await ask()), state.probes]).toEqual(["ready", 0]);
});

test("many who ask at once share one probe", async () => {
  const { state, ask } = setUp();
  expect((await Promise.all([ask(), ask(), ask()])).map(reasonOf)).toEqual(["ready", "ready", "ready"]);
  expect(state.probes).toBe(1);
});

test("a collector that drains is unready, whatever its store can do", async () => {
  const { state, ask } = setUp();
  state.draining = true;
  expect(reasonOf(await ask())).toBe("draining");
});
