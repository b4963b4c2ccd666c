import type { Browser } from "playwright-core";

/** One complete event of Chromium's tracing, as far as it is read here. Times are in microseconds. */
export interface TraceEvent {
  readonly ph: string;
  readonly name: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur: number;
  /** CPU time of the thread, which other programs on the machine don't lengthen. */
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string } };
}

/** Records what the browser's threads do while `run` runs. Not twice at a time. */
export async function recordTrace(browser: Browser, run: () => Promise<void>): Promise<readonly TraceEvent[]> {
  const session = await browser.newBrowserCDPSession();
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => {
    for (const event of value) events.push(event as unknown as TraceEvent);
  });
  const complete = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.start", {
    transferMode: "ReportEvents",
    traceConfig: {
      recordMode: "recordAsMuchAsPossible",
      includedCategories: ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8"],
      excludedCategories: ["*"],
    },
  });
  try {
    await run();
  } finally {
    await session.send("Tracing.end");
    await complete;
    await session.detach();
  }
  return events.filter(({ ph }) => ph === "X");
}

/** CPU ms of an event. */
export const cpuMs = ({ tdur, dur }: TraceEvent): number => (tdur ?? dur) / 1_000;

/** Whether `inner` lies within `outer`, on the same thread. */
export const isWithin = (inner: TraceEvent, outer: TraceEvent): boolean =>
  inner !== outer &&
  inner.pid === outer.pid &&
  inner.tid === outer.tid &&
  inner.ts >= outer.ts &&
  inner.ts + inner.dur <= outer.ts + outer.dur;
