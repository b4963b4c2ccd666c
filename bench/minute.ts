import { setTimeout as wait } from "node:timers/promises";
import type { Browser } from "playwright-core";
import { mountExpression, type Contender } from "./contender.ts";
import { viewport } from "./host-page.ts";
import { work, workOf } from "./person.ts";
import { openReceiver } from "./receiver.ts";

/** What a page costs while somebody works in it. */
export interface Usage {
  /** Main thread CPU ms of all scripts, the page's own too, with what they call and with their evaluation. */
  readonly scriptMs: number;
  /** Main thread CPU ms of everything: also events, garbage collection, replies, layout. */
  readonly taskMs: number;
  /** Requests to the receiver until the end of the time, without preflights and the script itself. */
  readonly requests: number;
  readonly preflights: number;
  /** What was sent in bodies. */
  readonly bytes: number;
  /** Requests on top of these when the page is left. */
  readonly requestsWhenLeft: number;
  /** JS heap in use at the end, garbage collected. */
  readonly heapBytes: number;
  /** V8's CPU profile as JSON, if asked for. Taking it makes scripts slower. */
  readonly profile: string | undefined;
}

/** How these are measured, for the reader of the table. */
export const useMethod =
  "Main thread, by samples: V8's profiler, how often it found the script or what it had called, in a minute of its own. All " +
  "scripts: ScriptDuration, the browser's own sum over all scripts, what they call, and its way to them, in CPU time of the " +
  "thread (what else runs on the machine does not count), minus that of the same page alone in the same round; the script's " +
  "evaluation is in both. All work: TaskDuration likewise, rough by tens of ms. JS heap: in use after garbage collection, minus the page alone's.";

/** Fine enough to find functions by, in a profile. */
const sampleEveryUs = 200;
/** For beacons to arrive. */
const leavingMs = 700;

/** Lets somebody work in a page with a contender for so long. */
export async function measureUse(
  browser: Browser,
  contender: Contender,
  hostUrl: string,
  { lengthMs, isProfiled }: { readonly lengthMs: number; readonly isProfiled: boolean },
): Promise<Usage> {
  const receiver = await openReceiver(contender);
  const context = await browser.newContext({ viewport });
  try {
    const page = await context.newPage();
    await page.goto(hostUrl);
    const session = await context.newCDPSession(page);
    const spent = async () => {
      const { metrics } = await session.send("Performance.getMetrics");
      const of = (wanted: string) => (metrics.find(({ name }) => name === wanted)?.value ?? 0) * 1_000;
      return { scriptMs: of("ScriptDuration"), taskMs: of("TaskDuration") };
    };
    await session.send("Performance.enable", { timeDomain: "threadTicks" });
    if (isProfiled) {
      await session.send("Profiler.enable");
      await session.send("Profiler.setSamplingInterval", { interval: sampleEveryUs });
      await session.send("Profiler.start");
    }

    const before = await spent();
    await page.evaluate(mountExpression(contender, receiver.url));
    await work(session, workOf(lengthMs), lengthMs);
    const after = await spent();
    const all = [...receiver.arrivals];
    const profile = isProfiled ? JSON.stringify((await session.send("Profiler.stop")).profile) : undefined;
    for (let time = 0; time < 3; time++) await session.send("HeapProfiler.collectGarbage");
    const { usedSize } = await session.send("Runtime.getHeapUsage");
    const arrived = receiver.arrivals.length;
    await page.goto("about:blank");
    await wait(leavingMs);
    const isRequest = ({ method }: { readonly method: string }) => method !== "OPTIONS";
    const requests = all.filter(isRequest).length;
    return {
      scriptMs: after.scriptMs - before.scriptMs,
      taskMs: after.taskMs - before.taskMs,
      requests,
      preflights: all.length - requests,
      bytes: all.reduce((sum, { bytes }) => sum + bytes, 0),
      requestsWhenLeft: receiver.arrivals.slice(arrived).filter(isRequest).length,
      heapBytes: usedSize,
      profile,
    };
  } finally {
    await context.close();
    await receiver.close();
  }
}
