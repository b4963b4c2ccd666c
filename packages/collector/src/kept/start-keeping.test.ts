import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { MANY_ACCOUNTS } from "../api/reading/awaited.ts";
import { KEPT_LAYERS } from "../api/reading/kept.ts";
import { SILENT_LOGGER } from "../ops/logger.ts";
import type { KeeperNews } from "./keeper-thread.ts";
import { createKeeping, LOOK_AGAIN_MS, MIN_KEPT_ACCOUNTS, type Keeping } from "./start-keeping.ts";

/** The figures of a large workspace are kept from when somebody reads; whoever asks before that waits a while. */

let accounts: number;
let countAccounts: () => number;
let threads: { readonly tell: (news: KeeperNews) => void; readonly end: () => void }[];
let keeping: Keeping;

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000_000 });
  accounts = MANY_ACCOUNTS.presets;
  countAccounts = () => accounts;
  threads = [];
  keeping = createKeeping("store.db", SILENT_LOGGER, Date.now, {
    countAccounts: () => countAccounts(),
    startThread(_start, tell) {
      let end: () => void = () => undefined;
      const ended = new Promise<"done">((done) => (end = () => done("done")));
      threads.push({ tell, end });
      return { ended, end };
    },
  });
});
afterEach(() => vi.useRealTimers());

const outcomeOf = (waiting: Promise<void>): Promise<unknown> =>
  waiting.then(
    () => "kept",
    (error: unknown) => error,
  );

test("a small workspace needs no thread, and is looked at again later", () => {
  accounts = MIN_KEPT_ACCOUNTS - 1;
  keeping.wake();
  accounts = MIN_KEPT_ACCOUNTS;
  keeping.wake();
  expect(threads).toHaveLength(0);
  vi.advanceTimersByTime(LOOK_AGAIN_MS);
  keeping.wake();
  keeping.wake();
  expect(threads).toHaveLength(1);
});

test("where it can't be seen how large the workspace is, nobody is refused, and the next who reads has it looked at", () => {
  countAccounts = () => {
    throw new Error("unable to open database file");
  };
  expect(() => keeping.wake()).not.toThrow();
  countAccounts = () => accounts;
  keeping.wake();
  expect(threads).toHaveLength(1);
});

test("only where there is much to count does anybody wait", () => {
  expect(keeping.isAwaited()).toBe(false);
  keeping.wake();
  expect(keeping.isAwaited()).toBe(true);
  accounts = MANY_ACCOUNTS.presets - 1;
  const other = createKeeping("store.db", SILENT_LOGGER, Date.now, {
    countAccounts: () => accounts,
    startThread: () => ({ ended: new Promise(() => undefined), end: () => undefined }),
  });
  other.wake();
  expect(other.isAwaited()).toBe(false);
});

test("whoever waits goes on when all is kept", async () => {
  keeping.wake();
  const waiting = [keeping.untilKept(), keeping.untilKept()].map(outcomeOf);
  threads[0]?.tell({ kind: "progress", counted: 50, accounts: 2_000, layers: KEPT_LAYERS });
  threads[0]?.tell({ kind: "kept" });
  expect(await Promise.all(waiting)).toEqual(["kept", "kept"]);
});

test("where it takes long, they are told how far it has got and when to come again", async () => {
  keeping.wake();
  threads[0]?.tell({ kind: "progress", counted: 0, accounts: 2_000, layers: KEPT_LAYERS });
  const waiting = outcomeOf(keeping.untilKept());
  await vi.advanceTimersByTimeAsync(9_000);
  threads[0]?.tell({ kind: "progress", counted: 500, accounts: 2_000, layers: KEPT_LAYERS });
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await waiting).toMatchObject({ kind: "being-counted", extras: { retryAfterMs: 30_000 } });
  expect(String(await waiting)).toContain("500 of 2000 accounts are done, which leaves about 30 s. Ask again in 30 s");
});

test("where the thread ends there is nothing to wait for", async () => {
  keeping.wake();
  const waiting = outcomeOf(keeping.untilKept());
  threads[0]?.end();
  expect(await waiting).toBe("kept");
  expect(keeping.isAwaited()).toBe(false);
  expect(await outcomeOf(keeping.untilKept())).toBe("kept");
});

test("closing ends the thread, and nothing starts another", async () => {
  keeping.wake();
  await keeping.close();
  vi.advanceTimersByTime(LOOK_AGAIN_MS);
  keeping.wake();
  expect(threads).toHaveLength(1);
});
