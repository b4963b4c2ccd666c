import { setTimeout as wait } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { isScriptOf, mountExpression, type Contender } from "./contender.ts";
import { viewport } from "./host-page.ts";
import { openReceiver } from "./receiver.ts";
import { cpuMs, isWithin, recordTrace, type TraceEvent } from "./trace.ts";

/** What a tracker costs before anybody has done anything, at a quarter of the machine's speed. */
export interface StartCost {
  /** Main thread CPU ms of evaluating the script, which starts the tracker. */
  readonly evaluateMs: number;
  /** The same and of all calls into the script in the second that follows. */
  readonly settledMs: number;
  /** Main thread CPU ms of the longest task in which the script ran. */
  readonly longestTaskMs: number;
}

/** How these are measured, for the reader of the table. */
export const startMethod =
  "CPU throttled 4x over DevTools; async script tag added to a page at rest, nothing cached; tracing, thread time of " +
  "EvaluateScript and FunctionCall events of the script's URL; a script evaluates its tracker and makes the start call.";

const slowdown = 4;
/** For the page to come to rest, and for what a start leaves for later. */
const restMs = 300;
const settleMs = 1_000;

const callNames = new Set(["EvaluateScript", "FunctionCall"]);

/** Reads the cost of a script out of a trace. */
export function readStart(events: readonly TraceEvent[], isScript: (url: string) => boolean): StartCost {
  const calls = events.filter(({ name, args }) => callNames.has(name) && isScript(args.data?.url ?? ""));
  const evaluations = calls.filter(({ name }) => name === "EvaluateScript");
  if (evaluations.length === 0) throw new Error("[bench] The trace has no evaluation of the script.");
  const outermost = calls.filter((call) => !calls.some((other) => isWithin(call, other)));
  const tasks = events.filter(({ name }) => name === "RunTask");
  const own = tasks.filter((task) => outermost.some((call) => isWithin(call, task)));
  const sum = (of: readonly TraceEvent[]) => of.reduce((total, event) => total + cpuMs(event), 0);
  return {
    evaluateMs: sum(evaluations),
    settledMs: sum(outermost),
    longestTaskMs: Math.max(0, ...own.map(cpuMs)),
  };
}

/** Starts a contender in a fresh context. */
export async function measureStart(browser: Browser, contender: Contender, hostUrl: string): Promise<StartCost> {
  const receiver = await openReceiver(contender);
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.goto(hostUrl);
    const session = await context.newCDPSession(page);
    await wait(restMs);
    await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
    const events = await recordTrace(browser, async () => {
      await page.evaluate(mountExpression(contender, receiver.url));
      await wait(settleMs);
    });
    return readStart(events, isScriptOf(contender));
  } finally {
    await context.close();
    await receiver.close();
  }
}
