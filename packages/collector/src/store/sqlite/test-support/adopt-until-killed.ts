import { argv, stdout } from "node:process";
import { createAdoptionWorker } from "../../test-support/adoption-worker.ts";
import { cell, lasting, NOW_MS } from "../../test-support/harness.ts";
import { createSqliteStore } from "../create-sqlite-store.ts";

/**
 * Lets people adopt a feature for ever, in two halves, and looks for adoption all the while; prints each one whose second
 * half is acknowledged, and a word for each time that the job has found somebody. The clock goes on by two minutes a look, so that dead jobs' takes are taken again.
 */
const SETTLED = "settled";
const [, , path = "", firstUser = "0"] = argv;
const store = await createSqliteStore({ path, now: () => NOW_MS });
let next = Number(firstUser);

async function adoptForEver(): Promise<never> {
  for (;;) {
    const user = `u_${next}`;
    // No account takes as many new people a day as a fast disk.
    const account = `a_${next++ % 100}`;
    await store.facts.mergeCells([cell({ account, user, activeMs: lasting(210_000) })], NOW_MS);
    await store.facts.mergeCells([cell({ account, user, activeMs: lasting(420_000) })], NOW_MS);
    stdout.write(`${user}\n`);
  }
}

async function lookForEver(): Promise<never> {
  const worker = createAdoptionWorker(store);
  for (let nowMs = NOW_MS + next; ; nowMs += 120_000) {
    while ((await worker.take({ version: 1, idleLimitIndex: 1, thresholdMs: 420_000 }, nowMs, 700)).length > 0) {
      await worker.settle(nowMs);
      stdout.write(`${SETTLED}\n`);
    }
  }
}

await Promise.all([lookForEver(), ...Array.from({ length: 4 }, adoptForEver)]);
