import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { OwnDays } from "../api/reading/own-days.ts";
import { HttpProblem } from "../http/problem.ts";
import { SILENT_LOGGER } from "../ops/logger.ts";
import type { KeeperNews, KeeperStart } from "./keeper-thread.ts";
import { createOwnDaysKeeping, type OwnDaysKeeping } from "./start-keeping-own-days.ts";

/** Days are kept one after the other; whoever asks waits a while, and is told how long it will take. */

const MINUTE_MS = 60_000;

interface FakeThread {
  readonly start: KeeperStart;
  readonly tell: (news: KeeperNews) => void;
  readonly end: (outcome: "done" | "failed") => void;
}

let threads: FakeThread[];
let keeping: OwnDaysKeeping;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 });
  threads = [];
  keeping = createOwnDaysKeeping("store.db", SILENT_LOGGER, Date.now, (start, tell) => {
    const { promise, resolve } = withResolvers<"done" | "failed">();
    threads.push({ start, tell, end: resolve });
    return { ended: promise, end: () => resolve("done") };
  });
});
afterEach(() => vi.useRealTimers());

const daysUntil = (lastDay: number): OwnDays => ({ lastDay, isOver: true, days: { from: lastDay - 6, to: lastDay } });

function withResolvers<Value>() {
  let resolve: (value: Value) => void = () => undefined;
  const promise = new Promise<Value>((done) => (resolve = done));
  return { promise, resolve };
}

/** What came of waiting for days. */
async function outcomeOf(waiting: Promise<void>): Promise<unknown> {
  return waiting.then(
    () => "kept",
    (error: unknown) => error,
  );
}

test("whoever asks waits until the days are kept", async () => {
  const waiting = [keeping.keep(daysUntil(20_000), "people"), keeping.keep(daysUntil(20_000), "people")];
  expect(threads.map(({ start }) => start.ownDays)).toEqual([daysUntil(20_000)]);
  threads[0]?.end("done");
  expect(await Promise.all(waiting.map(outcomeOf))).toEqual(["kept", "kept"]);
});

test("whoever needs the first layer alone doesn't wait for the others", async () => {
  const [use, people] = (["use", "people"] as const).map((needed) => keeping.keep(daysUntil(20_000), needed));
  let hasPeople = false;
  void people?.then(() => (hasPeople = true));
  threads[0]?.tell({ kind: "progress", counted: 10_000, accounts: 10_000, layers: ["use"] });
  threads[0]?.tell({ kind: "progress", counted: 0, accounts: 10_000, layers: ["people"] });
  await use;
  expect(hasPeople).toBe(false);
  // Whoever asks later doesn't wait, either.
  await keeping.keep(daysUntil(20_000), "use");
  threads[0]?.end("done");
  await people;
  expect(threads).toHaveLength(1);
});

test("how far it has got is told of all that somebody waits for", async () => {
  const waiting = outcomeOf(keeping.keep(daysUntil(20_000), "people"));
  threads[0]?.tell({ kind: "progress", counted: 5_000, accounts: 10_000, layers: ["people"] });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(String(await waiting)).toContain("7500 of 10000 accounts are done, which leaves about 4 s. Ask again in 4 s");
});

test("where it takes long, they are told how far it has got and when to come again", async () => {
  const waiting = outcomeOf(keeping.keep(daysUntil(20_000), "people"));
  await vi.advanceTimersByTimeAsync(9_000);
  threads[0]?.tell({ kind: "progress", counted: 1_000, accounts: 10_000, layers: ["use"] });
  await vi.advanceTimersByTimeAsync(1_000);
  const problem = (await waiting) as HttpProblem;
  expect(problem).toBeInstanceOf(HttpProblem);
  expect([problem.kind, problem.extras.retryAfterMs]).toEqual(["being-counted", 60_000]);
  expect(problem.message).toContain("500 of 10000 accounts are done, which leaves about 190 s. Ask again in 60 s");
});

test("others are kept one after the other, and not without end", async () => {
  const waiting = Array.from({ length: 9 }, (_, index) => outcomeOf(keeping.keep(daysUntil(20_000 + index), "people")));
  expect(threads).toHaveLength(1);
  expect(await outcomeOf(keeping.keep(daysUntil(21_000), "people"))).toMatchObject({ kind: "unavailable" });
  for (let index = 0; index < 9; index++) {
    await vi.advanceTimersByTimeAsync(100);
    threads[index]?.end("done");
  }
  expect(await Promise.all(waiting)).toEqual(Array.from({ length: 9 }, () => "kept"));
  expect(threads.map(({ start }) => start.ownDays?.lastDay)).toEqual([
    20_000, 20_001, 20_002, 20_003, 20_004, 20_005, 20_006, 20_007, 20_008,
  ]);
});

test("days that are read are looked at again, at the earliest after a minute and three times as long as it took", async () => {
  const waiting = keeping.keep(daysUntil(20_000), "people");
  await vi.advanceTimersByTimeAsync(9_000);
  threads[0]?.end("done");
  await waiting;
  await vi.advanceTimersByTimeAsync(MINUTE_MS - 1);
  keeping.noteRead(daysUntil(20_000));
  expect(threads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  keeping.noteRead(daysUntil(20_000));
  keeping.noteRead(daysUntil(20_000));
  expect(threads).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(2 * MINUTE_MS);
  threads[1]?.end("done");
  await vi.advanceTimersByTimeAsync(6 * MINUTE_MS - 1);
  keeping.noteRead(daysUntil(20_000));
  expect(threads).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(1);
  keeping.noteRead(daysUntil(20_000));
  expect(threads).toHaveLength(3);
});

test("where a thread breaks nobody waits for another one for a while", async () => {
  const waiting = keeping.keep(daysUntil(20_000), "people");
  threads[0]?.end("failed");
  expect(await outcomeOf(waiting)).toBe("kept");
  expect(keeping.isReady()).toBe(false);
  keeping.noteRead(daysUntil(20_000));
  expect(threads).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
  expect(keeping.isReady()).toBe(true);
});

test("closing ends what is under way, and what waits", async () => {
  const waiting = [keeping.keep(daysUntil(20_000), "people"), keeping.keep(daysUntil(20_001), "people")];
  await keeping.close();
  expect(await Promise.all(waiting.map(outcomeOf))).toEqual(["kept", "kept"]);
  expect(threads).toHaveLength(1);
  expect(keeping.isReady()).toBe(false);
});
