import { argv, stdout } from "node:process";
import { cell, NOW_MS } from "../../test-support/harness.ts";
import { createSqliteStore } from "../create-sqlite-store.ts";

/** Merges cells for ever, several at a time, and prints the user of each one after its acknowledgement. */
const [, , path = "", firstUser = "0"] = argv;
const { facts } = await createSqliteStore({ path, timeZone: "UTC", now: () => NOW_MS });
let next = Number(firstUser);

async function mergeForEver(): Promise<never> {
  for (;;) {
    const user = `u_${next++}`;
    await facts.mergeCells([cell({ user }), cell({ user, feature: "contacts", actions: { sent: 1 } })], NOW_MS);
    stdout.write(`${user}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, mergeForEver));
