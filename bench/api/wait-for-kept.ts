import { readdirSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { keptPrefix, openKept } from "../../packages/collector/src/kept/kept-file.ts";

const PAUSE_MS = 1_000;

/**
 * Reads something small, which makes the collector keep figures, and waits until everybody has been counted.
 * @param path the store's file.
 * @returns how long that took, ms.
 */
export async function waitForKept(path: string, base: string, bearer: string): Promise<number> {
  const startedMs = performance.now();
  const response = await fetch(`${base}/v1/accounts/account-1/features`, {
    headers: { authorization: `Bearer ${bearer}` },
  });
  if (response.status !== 200) throw new Error(`${base} answered ${response.status}: ${await response.text()}`);
  while (!isKept(resolve(path))) await wait(PAUSE_MS);
  return performance.now() - startedMs;
}

function isKept(path: string): boolean {
  const prefix = basename(keptPrefix(path));
  const files = readdirSync(dirname(path)).filter(
    (name) => name.startsWith(prefix) && !name.endsWith("-wal") && !name.endsWith("-shm"),
  );
  return files.some((name) => {
    const database = openKept(join(dirname(path), name));
    database?.close();
    return database !== null;
  });
}
