import { availableParallelism } from "node:os";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import { startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { KEPT_LAYERS } from "../api/reading/kept.ts";
import { DAY_MS } from "../api/test-support/random-workspace.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { openKeeperParts, rulesOf } from "./keep-figures.ts";
import { createKeeper } from "./keeper.ts";
import { shareWork, workTogether } from "./keeper-work.ts";
import { openForKeeping, keptPath, presetsOf } from "./kept-file.ts";
import { openKeptShelf } from "./kept-shelf.ts";
import { createKeptWriter } from "./write-kept.ts";
import { createKeeperHelp } from "./keeper-help.ts";
import { verifyKept } from "./verify-kept.ts";

/** Two threads count a large workspace together, each account once. */

const ACCOUNTS = 600;
/** Threads have the machine's clock. */
const NOW_MS = Date.now();
const TODAY = Math.floor(NOW_MS / DAY_MS);

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  const accounts = Array.from({ length: ACCOUNTS }, (_, index) => ({ id: `account-${index}` }));
  await system.store.facts.putAccounts(accounts);
  await system.store.facts.mergeCells(
    accounts.map(({ id }, index) => ({
      account: id,
      user: `of-${id}`,
      writer: `w${index}`.padEnd(22, "0"),
      feature: "calendars",
      slot: slotOf(NOW_MS) - 96,
      activeMs: [1_000, 1_000, 1_000, 1_000] as const,
      visits: 1,
      actions: {},
    })),
    NOW_MS - DAY_MS,
  );
});
afterAll(() => system.stop());

/** The file of the presets, and who works on it. */
async function openFile() {
  const { path } = system.store;
  const parts = openKeeperParts(path, () => NOW_MS);
  const subject = presetsOf(TODAY, await rulesOf(parts));
  const database = openForKeeping(keptPath(path, subject), subject);
  const writer = createKeptWriter(database, subject.days);
  const close = (): void => {
    database.close();
    parts.close();
  };
  return { path, parts, subject, writer, close };
}

test("every account is counted once, by one or the other", async () => {
  const { path, parts, subject, writer, close } = await openFile();
  let helped = 0;
  let hasHelped = (): void => undefined;
  const helping = new Promise<void>((done) => (hasHelped = done));
  const help = createKeeperHelp(path, subject, 0);
  const told: number[] = [];
  const counted = await createKeeper(parts, writer, subject).keepUp(
    // Who is there first would have done everything before a thread has started.
    () => helping.then(() => true),
    (progress) => told.push(progress.counted),
    (work, tell) =>
      help(work, (accounts) => {
        helped += accounts;
        hasHelped();
        tell(accounts);
      }).finally(hasHelped),
  );
  expect(counted).toBe(ACCOUNTS);
  expect(told.at(-1)).toBe(ACCOUNTS);
  expect(helped > 0).toBe(availableParallelism() > 1);
  expect(await verifyKept(path, parts)).toEqual([]);
  const shelf = openKeptShelf(path);
  const sums = shelf.find(TODAY, subject)?.sums("in 7d", ALL_ACCOUNTS);
  expect(sums).toMatchObject({ activeMs: ACCOUNTS * 1_000, visits: ACCOUNTS, activeUsers: ACCOUNTS });
  shelf.close();
  close();
});

const PIECES = Array.from({ length: 4 }, (_, index) => ({
  kind: "accounts" as const,
  accounts: [`account-${index}`],
  withBefore: false,
}));
const NOBODY = (): void => undefined;
const newWork = () =>
  shareWork({
    pieces: PIECES,
    shared: new Set(),
    changes: new Map(),
    recordsTouchpoints: false,
    layers: KEPT_LAYERS,
    isNew: false,
    beganAtMs: NOW_MS,
  });

test("whoever is ended leaves no piece to the other", async () => {
  const { close, ...file } = await openFile();
  let left = -1;
  const isOver = await workTogether({ ...file, rest: async () => false }, newWork(), NOBODY, async ({ taken }) => {
    while (Atomics.load(taken, 0) < PIECES.length) await wait(1);
    left = PIECES.length - Atomics.load(taken, 0);
    return false;
  });
  expect({ isOver, left }).toEqual({ isOver: true, left: 0 });
  close();
});

test("who fails to help says so when the other is done, and what they had taken isn't counted", async () => {
  const { close, ...file } = await openFile();
  const helpless = new Error("no thread left");
  let counted = 0;
  const together = workTogether(
    { ...file, rest: async () => true },
    newWork(),
    (accounts) => (counted += accounts),
    async ({ taken }) => {
      Atomics.add(taken, 0, 1);
      throw helpless;
    },
  );
  await expect(together).rejects.toBe(helpless);
  expect(counted).toBe(PIECES.length - 1);
  close();
});
