import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { createAdoptionWorker } from "../test-support/adoption-worker.ts";
import { ALL, NOW_MS } from "../test-support/harness.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

const MERGING = fileURLToPath(new URL("./test-support/merge-until-killed.ts", import.meta.url));
const ADOPTING = fileURLToPath(new URL("./test-support/adopt-until-killed.ts", import.meta.url));
const CYCLES = 3;

/** What the program prints when its job has found somebody. */
const SETTLED = "settled";

/**
 * Runs a program, kills it after a random number of acknowledgements, and returns those.
 * @param word which it has to have printed by then, too.
 */
async function acknowledgedUntilKilled(
  file: string,
  path: string,
  firstUser: number,
  word = "",
): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--conditions=uptake-source", file, path, String(firstUser)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const enough = 20 + Math.floor(Math.random() * 200);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split("\n").length > enough && output.includes(word)) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  // What follows the last line break was cut off.
  return output
    .split("\n")
    .slice(0, -1)
    .filter((line) => line !== SETTLED);
}

test("everything that was acknowledged survives a SIGKILL at any moment, and nothing is half written", async () => {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  const acknowledged: string[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    acknowledged.push(...(await acknowledgedUntilKilled(MERGING, place.path, cycle * 1_000_000)));
  }
  const store = await place.open();
  const rows = await store.facts.totals({ scope: ALL, by: ["user"] });
  const actions = await store.facts.actionTotals({ scope: ALL, by: ["user"] });
  const differences = await store.facts.verify();
  await store.close();
  const kept = new Set(rows.map(({ user }) => user));
  expect(acknowledged.length).toBeGreaterThanOrEqual(CYCLES * 20);
  expect(acknowledged.filter((user) => !kept.has(user))).toEqual([]);
  // Each request wrote two cells and one action.
  expect(rows.filter(({ visits }) => visits !== 2)).toEqual([]);
  expect(actions).toHaveLength(rows.length);
  expect(differences).toEqual([]);
});

test("everybody who has adopted a feature is one event, however often the job that finds it out is killed", async () => {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  const acknowledged: string[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    // The first lives until its job has found somebody; the others die before or after.
    const word = cycle === 0 ? SETTLED : "";
    acknowledged.push(...(await acknowledgedUntilKilled(ADOPTING, place.path, cycle * 1_000_000, word)));
  }
  const store = await place.open();
  const foundByThen = (await store.records.events(ALL)).length;
  const rules = { version: 1, idleLimitIndex: 1, thresholdMs: 420_000 };
  await createAdoptionWorker(store).settleAll(rules, NOW_MS + CYCLES * 1_000_000_000);
  const adopted = (await store.records.adoptions(ALL)).map(({ user }) => user);
  const events = (await store.records.events(ALL)).map(({ user }) => user);
  const rows = await store.facts.totals({ scope: ALL, by: ["user"] });
  await store.close();
  const all = rows.filter(({ activeMs }) => activeMs[1] === 420_000).map(({ user }) => user);
  expect(foundByThen).toBeGreaterThan(0);
  expect(acknowledged.filter((user) => !all.includes(user))).toEqual([]);
  expect(adopted.toSorted()).toEqual(all.toSorted());
  expect(events.toSorted()).toEqual(all.toSorted());
});
