import { setTimeout as wait } from "node:timers/promises";
import type { Tab } from "./engine.ts";

/** Longer than the 250 ms in which our tracker takes one sign of life: each of these moves is one. */
export const betweenMovesMs = 400;

/** Moves the mouse about for a while. @returns when it was moved last, Unix ms. */
export async function use(tab: Tab, lengthMs: number): Promise<number> {
  const moves = Math.max(1, Math.round(lengthMs / betweenMovesMs));
  let lastMs = Date.now();
  for (let move = 0; move <= moves; move++) {
    if (move > 0) await wait(lengthMs / moves);
    lastMs = Date.now();
    await tab.moveMouse(300 + ((move * 37) % 200), 300 + ((move * 53) % 100));
  }
  return lastMs;
}

/** Types, as somebody does who thinks meanwhile. @returns when the last key was pressed, Unix ms. */
export async function type(tab: Tab, lengthMs: number): Promise<number> {
  const keys = Math.max(1, Math.round(lengthMs / betweenMovesMs));
  let lastMs = Date.now();
  for (let key = 0; key <= keys; key++) {
    if (key > 0) await wait(lengthMs / keys);
    lastMs = Date.now();
    await tab.pressKey("uptake "[key % 7] ?? " ");
  }
  return lastMs;
}

/** Reads, or does nothing at all: no browser knows the difference. */
export async function look(lengthMs: number): Promise<void> {
  await wait(lengthMs);
}

/** When a person did what takes the browser a while: halfway through it, Unix ms. */
export async function moment(act: () => Promise<unknown>): Promise<number> {
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
 * @returns when it was clicked, Unix ms.
 */
export async function follow(tab: Tab, selector: string, path: string): Promise<number> {
  const clickedMs = Date.now();
  await tab.click(selector);
  await until(
    tab,
    `location.pathname === ${JSON.stringify(path)} && document.readyState === "complete" && !document.prerendering`,
  );
  return clickedMs;
}

/** Waits for an expression of the page to become true. Between two pages there is none to ask. */
export async function until(tab: Tab, expression: string): Promise<void> {
  const untilMs = Date.now() + 15_000;
  while (!(await tab.evaluate<boolean>(expression).catch(() => false))) {
    if (Date.now() > untilMs) throw new Error(`[test] In vain waited for: ${expression}`);
    await wait(10);
  }
}
