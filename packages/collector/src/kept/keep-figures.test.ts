import { readdirSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { slotOf } from "@uptake/tracker/protocol";
import { START_MS, startTestCollector, type TestCollector } from "../../../../tests/support/test-collector.ts";
import { KEPT_LAYERS } from "../api/reading/kept.ts";
import { DAY_MS } from "../api/test-support/random-workspace.ts";
import { keepFigures } from "./keep-figures.ts";
import { keptPath, keptPrefix, presetsOf } from "./kept-file.ts";
import type { KeepingProgress } from "./keeper.ts";

/** One complete file lies beside the store: that of today. */

let system: TestCollector;
beforeAll(async () => {
  system = await startTestCollector({ definitions: { features: { calendars: { name: "Calendars" } } } });
  await system.store.facts.mergeCells(
    [
      {
        account: "acme",
        user: "ada",
        writer: "w".padEnd(22, "0"),
        feature: "calendars",
        slot: slotOf(START_MS) - 4,
        activeMs: [1_000, 1_000, 1_000, 1_000],
        visits: 1,
        actions: {},
      },
    ],
    START_MS,
  );
});
afterAll(() => system.stop());

/** Files of kept figures, without what SQLite lays beside them. */
function filesThere(): readonly string[] {
  const { path } = system.store;
  return readdirSync(dirname(path)).filter(
    (name) => name.startsWith(basename(keptPrefix(path))) && !/-(wal|shm)$/.test(name),
  );
}

const NOBODY = (): void => undefined;

async function fileOf(nowMs: number): Promise<string> {
  const { timeZone, hasRoster } = await system.store.facts.watermark({ kind: "all" });
  const stored = await system.store.records.definitions();
  const definitionVersion = stored?.version ?? 0;
  const rules = { definitionVersion, timeZone, hasRoster };
  return keptPath(system.store.path, presetsOf(Math.floor(nowMs / DAY_MS), rules));
}

/** Keeps figures until those of a moment are kept. @returns how far it had got, again and again. */
async function keepUntilComplete(nowMs: number): Promise<readonly KeepingProgress[]> {
  const ending = new AbortController();
  const told: KeepingProgress[] = [];
  const { path } = system.store;
  await keepFigures({
    path,
    now: () => nowMs,
    signal: ending.signal,
    progress: (progress) => told.push(progress),
    noteKept: () => ending.abort(),
  });
  return told;
}

test("a new day begins a new file, which takes the place of the one before when it is complete", async () => {
  expect(await keepUntilComplete(START_MS)).toEqual([{ counted: 1, accounts: 1, layers: KEPT_LAYERS }]);
  expect(filesThere()).toEqual([basename(await fileOf(START_MS))]);
  // What is kept is only brought up to date.
  expect(await keepUntilComplete(START_MS)).toEqual([]);
  await keepUntilComplete(START_MS + DAY_MS);
  expect(filesThere()).toEqual([basename(await fileOf(START_MS + DAY_MS))]);
});

test("a file that can't be written to is removed, so that the next try makes another", async () => {
  const nowMs = START_MS + 2 * DAY_MS;
  writeFileSync(await fileOf(nowMs), "no database at all".repeat(100));
  const { signal } = new AbortController();
  const keeping = keepFigures({
    path: system.store.path,
    now: () => nowMs,
    signal,
    progress: NOBODY,
    noteKept: NOBODY,
  });
  await expect(keeping).rejects.toThrow("not a database");
  await keepUntilComplete(nowMs);
  expect(filesThere()).toEqual([basename(await fileOf(nowMs))]);
});
