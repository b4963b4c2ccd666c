import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { ALL } from "../test-support/harness.ts";
import { makeSqlitePlace } from "./test-support/sqlite-place.ts";

const PROGRAM = fileURLToPath(new URL("./test-support/merge-until-killed.ts", import.meta.url));
const CYCLES = 3;

/** Runs the program, kills it after a random number of acknowledgements, and returns those. */
async function acknowledgedUntilKilled(path: string, firstUser: number): Promise<readonly string[]> {
  const child = spawn(process.execPath, ["--conditions=uptake-source", PROGRAM, path, String(firstUser)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const enough = 20 + Math.floor(Math.random() * 200);
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
    if (output.split("\n").length > enough) child.kill("SIGKILL");
  });
  const [, signal] = await once(child, "close");
  expect(signal).toBe("SIGKILL");
  // What follows the last line break was cut off.
  return output.split("\n").slice(0, -1);
}

test("everything that was acknowledged survives a SIGKILL at any moment, and nothing is half written", async () => {
  const place = makeSqlitePlace();
  onTestFinished(() => place.remove());
  const acknowledged: string[] = [];
  for (let cycle = 0; cycle < CYCLES; cycle++) {
    acknowledged.push(...(await acknowledgedUntilKilled(place.path, cycle * 1_000_000)));
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
