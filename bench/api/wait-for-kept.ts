import { setTimeout as wait } from "node:timers/promises";
import { dayOf } from "../../packages/collector/src/domain/workspace-calendar.ts";
import { openKeeperParts, rulesOf } from "../../packages/collector/src/kept/keep-figures.ts";
import { keptPath, openKept, presetsOf } from "../../packages/collector/src/kept/kept-file.ts";

const PAUSE_MS = 1_000;

/**
 * Reads something small, which makes the collector keep figures, and waits until everybody has been counted.
 * @param path the store's file.
 * @returns how long that took, ms.
 */
export async function waitForKept(path: string, base: string, bearer: string): Promise<number> {
  const startedMs = performance.now();
  const response = await ask(`${base}/v1/accounts/account-1/features`, bearer);
  if (response.status !== 200) throw new Error(`${base} answered ${response.status}: ${await response.text()}`);
  const keptAt = await presetsFile(path);
  while (!isKept(keptAt)) await wait(PAUSE_MS);
  return performance.now() - startedMs;
}

/**
 * Asks over days of one's own until they are kept.
 * @returns how long that took, ms.
 */
export async function waitForOwnDays(address: string, bearer: string): Promise<number> {
  const startedMs = performance.now();
  for (;;) {
    const response = await ask(address, bearer);
    const text = await response.text();
    if (response.status === 200) return performance.now() - startedMs;
    if (response.status !== 503) throw new Error(`${address} answered ${response.status}: ${text}`);
    await wait(PAUSE_MS);
  }
}

function ask(address: string, bearer: string): Promise<Response> {
  return fetch(address, { headers: { authorization: `Bearer ${bearer}` } });
}

async function presetsFile(path: string): Promise<string> {
  const parts = openKeeperParts(path, Date.now);
  try {
    const rules = await rulesOf(parts);
    return keptPath(path, presetsOf(dayOf(Date.now(), parts.calendarOf(rules.timeZone)), rules));
  } finally {
    parts.close();
  }
}

function isKept(keptAt: string): boolean {
  const database = openKept(keptAt);
  database?.close();
  return database !== null;
}
