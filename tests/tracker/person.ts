import { setTimeout as wait } from "node:timers/promises";
import type { Tab } from "./engine.ts";

/** Longer than the 250 ms in which our tracker takes one sign of life: each of these moves is one. */
export const betweenMovesMs = 400;

/** By how much a page's clock and the test's may differ. */
const clockErrorMs = 20;

/** Moves the mouse about for a while. @returns when it was moved last, Unix ms. */
export async function use(tab: Tab, lengthMs: number): Promise<number> {
  const moves = Math.max(1, Math.round(lengthMs / betweenMovesMs));
  let lastMs = Date.now();
  for (let move = 0; move <= moves; move++) {
    if (move > 0) await wait(lengthMs / moves);
    lastMs = await touch(() => tab.moveMouse(300 + ((move * 37) % 200), 300 + ((move * 53) % 100)));
  }
  return lastMs;
}

/** Types, as somebody does who thinks meanwhile. @returns when the last key was pressed, Unix ms. */
export async function type(tab: Tab, lengthMs: number): Promise<number> {
  const keys = Math.max(1, Math.round(lengthMs / betweenMovesMs));
  let lastMs = Date.now();
  for (let key = 0; key <= keys; key++) {
    if (key > 0) await wait(lengthMs / keys);
    lastMs = await touch(() => tab.pressKey("uptake "[key % 7] ?? " "));
  }
  return lastMs;
}

/** Reads, or does nothing at all: no browser knows the difference. */
export async function look(lengthMs: number): Promise<void> {
  await wait(lengthMs);
}

/**
 * Turns away from a tab, which takes the browser a while.
 * @returns when the page was told first, and where it wasn't the middle of it; Unix ms.
 */
export function leave(tab: Tab, act: () => Promise<unknown>): Promise<number> {
  return told(tab, act, (momentsMs) => momentsMs[0]);
}

/**
 * Turns to a tab again.
 * @returns when the page was told last, and where it wasn't the middle of it; Unix ms.
 */
export function comeBack(tab: Tab, act: () => Promise<unknown>): Promise<number> {
  return told(tab, act, (momentsMs) => momentsMs.at(-1));
}

async function told(
  tab: Tab,
  act: () => Promise<unknown>,
  choose: (momentsMs: readonly number[]) => number | undefined,
): Promise<number> {
  const beforeMs = Date.now();
  await act();
  const afterMs = Date.now();
  const momentsMs = await tab.evaluate<number[]>("toldAt");
  const isMeanwhile = (ms: number) => ms >= beforeMs - clockErrorMs && ms <= afterMs + clockErrorMs;
  return choose(momentsMs.filter(isMeanwhile)) ?? Math.round((beforeMs + afterMs) / 2);
}

/** Does something with mouse or key. @returns when, Unix ms. */
export async function touch(act: () => Promise<unknown>): Promise<number> {
  const beforeMs = Date.now();
  await act();
  return Math.round((beforeMs + Date.now()) / 2);
}

/** When somebody could see the present document first, Unix ms. */
export function seenAt(tab: Tab): Promise<number> {
  return tab.evaluate("seenAt");
}

/**
 * Clicks on what leads to another page. Resolves when that one is there.
 * @returns when the present page went away, Unix ms.
 */
export async function follow(tab: Tab, selector: string, path: string): Promise<number> {
  const clickedMs = Date.now();
  await tab.click(selector);
  await until(
    tab,
    `location.pathname === ${JSON.stringify(path)} && document.readyState === "complete" && !document.prerendering`,
  );
  return goneAt(tab, clickedMs);
}

/**
 * When a page of the site went away, Unix ms.
 * @param sinceMs what happened before is not meant: storage takes its time from one page to another.
 */
export async function goneAt(tab: Tab, sinceMs: number): Promise<number> {
  const expression = "Number(localStorage.getItem('goneAt'))";
  await until(tab, `${expression} >= ${sinceMs - clockErrorMs}`);
  return tab.evaluate(expression);
}

/** Waits for an expression of the page to become true. Between two pages there is none to ask. */
export async function until(tab: Tab, expression: string): Promise<void> {
  const untilMs = Date.now() + 15_000;
  while (!(await tab.evaluate<boolean>(expression).catch(() => false))) {
    if (Date.now() > untilMs) throw new Error(`[test] In vain waited for: ${expression}`);
    await wait(10);
  }
}
