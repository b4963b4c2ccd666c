import { setTimeout as wait } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { isScriptOf, mountExpression, type Contender } from "./contender.ts";
import { scriptMs, type CpuProfile } from "./cpu-profile.ts";
import { viewport } from "./host-page.ts";
import { work, workOf } from "./person.ts";
import { openReceiver } from "./receiver.ts";

/** What a page costs while somebody works in it. */
export interface Usage {
  /** Main thread ms with a function of the contender's script on the stack, its evaluation included. */
  readonly scriptMs: number;
  /** Main thread ms of all scripts, the page's too, and of everything: the browser's own measure. */
  readonly allScriptsMs: number;
  readonly allTasksMs: number;
  /** Requests to the receiver until the end of the time, without preflights and the script itself. */
  readonly requests: number;
  readonly preflights: number;
  /** What was sent in bodies. */
  readonly bytes: number;
  /** Requests on top of these when the page is left. */
  readonly requestsAtLeaving: number;
  /** By how much the JS heap has grown since before the script was there, garbage collected. */
  readonly heapBytes: number;
  readonly profile: CpuProfile;
}

/**
 * At 100 us the sampling itself makes out a third of what it finds (measured against the browser's own `ScriptDuration`);
 * at 500 us both agree.
 */
export const sampleEveryUs = 500;
/** For beacons to arrive. */
const leavingMs = 700;

/** Lets somebody work in a page with a contender for so long. */
export async function measureUse(
  browser: Browser,
  contender: Contender,
  hostUrl: string,
  lengthMs: number,
): Promise<Usage> {
  const receiver = await openReceiver(contender);
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.goto(hostUrl);
    const session = await context.newCDPSession(page);
    const metrics = async () => {
      const { metrics: all } = await session.send("Performance.getMetrics");
      const of = (wanted: string) => (all.find(({ name }) => name === wanted)?.value ?? 0) * 1_000;
      return { scripts: of("ScriptDuration"), tasks: of("TaskDuration") };
    };
    const heap = async () => {
      for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
      return (await session.send("Runtime.getHeapUsage")).usedSize;
    };

    await session.send("Performance.enable");
    await session.send("Profiler.enable");
    await session.send("Profiler.setSamplingInterval", { interval: sampleEveryUs });
    const heapBefore = await heap();
    const before = await metrics();
    await session.send("Profiler.start");
    await page.evaluate(mountExpression(contender, receiver.url));
    await work(session, workOf(lengthMs), lengthMs);
    const { profile } = await session.send("Profiler.stop");
    const after = await metrics();
    const all = [...receiver.arrivals];
    const preflights = all.filter(({ method }) => method === "OPTIONS").length;
    await session.send("Profiler.disable");
    const heapBytes = (await heap()) - heapBefore;
    const arrived = receiver.arrivals.length;
    await page.goto("about:blank");
    await wait(leavingMs);
    return {
      scriptMs: scriptMs(profile, isScriptOf(contender)),
      allScriptsMs: after.scripts - before.scripts,
      allTasksMs: after.tasks - before.tasks,
      requests: all.length - preflights,
      preflights,
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      requestsAtLeaving: receiver.arrivals.slice(arrived).filter(({ method }) => method !== "OPTIONS").length,
      heapBytes,
      profile,
    };
  } finally {
    await context.close();
    await receiver.close();
  }
}
