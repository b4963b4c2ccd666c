import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type { Tracker } from "./api.ts";
import { compileFeatures, type PublicDefinitions, type Vitals } from "./protocol/index.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations"] },
    { feature: "calendars", urls: ["/calendars"] },
  ]),
};

/** The library, for a page to compare with. */
const library = readFileSync(
  fileURLToPath(new URL("../../../node_modules/web-vitals/dist/web-vitals.iife.js", import.meta.url)),
  "utf8",
);

declare const uptake: Tracker;
declare const page: {
  /** Keeps the page from painting. */
  busy(lengthMs: number): void;
  /** Moves what is on the page, without anybody's input. */
  shift(): void;
  readonly known: Record<string, number>;
  /** When the browser has told of a click. */
  told?: Promise<void>;
};

let browser: Browser;
let context: BrowserContext;
let collector: Awaited<ReturnType<typeof startRecordingCollector>>;
let errors: Error[];

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  collector = await startRecordingCollector(definitions);
  context = await browser.newContext();
  errors = [];
  context.on("weberror", (error) => errors.push(error.error()));
});
afterEach(async () => {
  await context.close();
  await collector.close();
  if (errors[0]) throw errors[0];
});

const content = `
  <h1>Contacts and conversations</h1>
  <button onclick="page.busy(60)">Quick</button>
  <button onclick="page.busy(500)">Slow</button>
  <button onclick="history.pushState(null, '', '/calendars'); page.busy(500)">Calendars</button>
  <aside data-uptake-feature="dialler"><button onclick="page.busy(200)">Call</button></aside>
  <p>Nothing else.</p>
  <script>
    window.page = {
      busy(lengthMs) {
        for (const end = performance.now() + lengthMs; performance.now() < end;);
        // As what people click does: of a click after which nothing is painted, the browser may never tell.
        document.querySelector("p").style.opacity = Math.random();
      },
      shift() { document.querySelector("h1").style.marginTop = (Math.random() * 100 + 100) + "px"; },
      known: {},
    };
  </script>`;
const tag = (attributes = "data-vitals") =>
  `<script src="${collector.collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="u_1" ${attributes}></script>`;

async function open(path: string, html = tag() + content): Promise<Page> {
  collector.serve(() => html);
  const opened = await context.newPage();
  await opened.goto(collector.hostUrl + path);
  return opened;
}
const isLoaded = () => collector.arrivals.some(({ path }) => path.endsWith("/uptake-vitals.js"));
const painted = (opened: Page) =>
  opened.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
/** Until the browser has told of its largest paint, which isn't as soon as it has painted, and everybody who listens. */
async function toldOfPaint(opened: Page): Promise<void> {
  await opened.evaluate(
    () =>
      new Promise<void>((resolve) =>
        new PerformanceObserver(() => resolve()).observe({ type: "largest-contentful-paint", buffered: true }),
      ),
  );
  await painted(opened);
}
/** Until the chunk is at work: whoever imports it after the tracker gets it after the tracker. */
async function untilWatched(opened: Page): Promise<void> {
  await vi.waitFor(() => expect(isLoaded()).toBe(true), { timeout: 10_000 });
  // As text: Vitest would replace the import by its own.
  await opened.evaluate(`import("${collector.collectorUrl}/uptake-vitals.js")`);
  // The browser tells what came before in tasks of its own.
  await painted(opened);
}
async function openWatched(path: string, html?: string): Promise<Page> {
  const opened = await open(path, html);
  await untilWatched(opened);
  return opened;
}
async function click(opened: Page, name: string): Promise<void> {
  await opened.getByRole("button", { name }).click();
  await painted(opened);
}
/** Likewise, and waits until the browser tells of it, however late that is. */
async function clickUntilTold(opened: Page, name: string): Promise<void> {
  await opened.evaluate(() => {
    page.told = new Promise((resolve) =>
      new PerformanceObserver((list) => {
        if (list.getEntriesByName("click").length > 0) resolve();
      }).observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit),
    );
  });
  await click(opened, name);
  await opened.evaluate(() => page.told);
}
const go = (opened: Page, path: string) => opened.evaluate((to) => history.pushState(null, "", to), path);
/** As a person closes a tab: the page hears of it. */
async function closeTab(opened: Page): Promise<void> {
  await Promise.all([opened.waitForEvent("close"), opened.close({ runBeforeUnload: true })]);
}
/** What has arrived of a feature. */
const vitalsOf = (feature: string, user = "u_1"): Vitals => {
  const highest: Record<string, number> = {};
  for (const { writers } of collector.collected())
    for (const writer of writers.filter((one) => one.user === user))
      for (const cell of writer.cells.filter((one) => one.feature === feature))
        for (const [name, value] of Object.entries(cell.vitals ?? {}))
          highest[name] = Math.max(highest[name] ?? 0, value as number);
  return highest;
};

describe("Web vitals of a page with one feature", () => {
  test("are those that web-vitals finds", async () => {
    const compare = `<script>${library}
      for (const on of ["onLCP", "onINP", "onCLS"])
        webVitals[on](({ name, value }) => (page.known[name] = value), { reportAllChanges: true });
    </script>`;
    const opened = await openWatched("/conversations", tag() + content + compare);
    await opened.evaluate(() => page.shift());
    await opened.waitForTimeout(1_500);
    await opened.evaluate(() => page.shift());
    await click(opened, "Quick");
    await click(opened, "Slow");
    await vi.waitFor(async () => expect((await opened.evaluate(() => page.known))["INP"]).toBeGreaterThan(500), 5_000);
    const { LCP = 0, INP = 0, CLS = 0 } = await opened.evaluate(() => page.known);
    expect(CLS).toBeGreaterThan(0);
    await closeTab(opened);
    const expected = { lcpMs: Math.round(LCP), inpMs: Math.round(INP), cls1000: Math.round(CLS * 1_000) };
    await vi.waitFor(() => expect(vitalsOf("conversations")).toEqual(expected), 5_000);
  });
});

describe("A feature", () => {
  test("has its own INP, also a quick one after a slow one, and it arrives though the tab is closed at once", async () => {
    const opened = await openWatched("/conversations");
    await clickUntilTold(opened, "Slow");
    await go(opened, "/calendars");
    await click(opened, "Quick");
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("calendars").inpMs).toBeGreaterThanOrEqual(56), 5_000);
    expect(vitalsOf("calendars").inpMs).toBeLessThan(400);
    expect(vitalsOf("conversations").inpMs).toBeGreaterThanOrEqual(496);
  });

  test("is charged with the interaction that leaves it", async () => {
    const opened = await openWatched("/conversations");
    await clickUntilTold(opened, "Calendars");
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("conversations").inpMs).toBeGreaterThanOrEqual(496), 5_000);
    expect(vitalsOf("calendars").inpMs).toBeUndefined();
  });

  test("may be a region of the page", async () => {
    const opened = await openWatched("/conversations");
    await clickUntilTold(opened, "Call");
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("dialler").inpMs).toBeGreaterThanOrEqual(200), 5_000);
    expect(vitalsOf("conversations").inpMs).toBeUndefined();
  });

  test("that answers faster than the browser reports is fast, rather than unknown", async () => {
    const opened = await openWatched("/conversations");
    await go(opened, "/calendars");
    await opened.keyboard.press("Shift");
    await opened.waitForTimeout(500);
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("calendars").inpMs).toBeDefined(), 5_000);
    expect(vitalsOf("calendars").inpMs).toBeLessThan(400);
  });

  test("that hasn't answered when the tab is closed isn't called fast", async () => {
    const opened = await openWatched("/conversations");
    const clicked = click(opened, "Call").catch(() => undefined);
    // It is at work on the click when the person closes it; not much longer, or the browser would end it by force.
    await new Promise((resolve) => setTimeout(resolve, 120));
    await closeTab(opened);
    await clicked;
    await vi.waitFor(() => expect(vitalsOf("conversations").cls1000).toBe(0), 5_000);
    expect(vitalsOf("dialler").inpMs ?? 200).toBeGreaterThanOrEqual(200);
  });

  test("has its own CLS, 0 where nothing moves", async () => {
    const opened = await openWatched("/conversations");
    await opened.evaluate(() => page.shift());
    await opened.waitForTimeout(200);
    await go(opened, "/calendars");
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("calendars").cls1000).toBe(0), 5_000);
    expect(vitalsOf("conversations").cls1000).toBeGreaterThan(0);
  });

  test("that code opens is charged with the shift of its first frame", async () => {
    const opened = await openWatched("/conversations");
    await opened.evaluate(() => {
      history.pushState(null, "", "/calendars");
      page.shift();
    });
    await opened.waitForTimeout(200);
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("calendars").cls1000).toBeGreaterThan(0), 5_000);
    expect(vitalsOf("conversations").cls1000 ?? 0).toBe(0);
  });
});

describe("LCP goes to the feature in which the document was loaded", () => {
  test("though somebody has left it before the chunk was there", async () => {
    const opened = await open("/conversations");
    await clickUntilTold(opened, "Calendars");
    expect(isLoaded()).toBe(false);
    await untilWatched(opened);
    await toldOfPaint(opened);
    await closeTab(opened);
    // INP is told when the page is left; LCP may have been sent before.
    await vi.waitFor(() => expect(vitalsOf("conversations").inpMs).toBeGreaterThanOrEqual(496), 5_000);
    expect(vitalsOf("conversations").lcpMs).toBeGreaterThan(0);
    expect(vitalsOf("calendars").lcpMs).toBeUndefined();
  });

  test("after the redirection of a router", async () => {
    const redirect = "<script>history.replaceState(null, '', '/calendars')</script>";
    const opened = await openWatched("/", tag() + redirect + content);
    await toldOfPaint(opened);
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("calendars").lcpMs).toBeGreaterThan(0), 5_000);
    expect(vitalsOf("_other").lcpMs).toBeUndefined();
  });
});

describe("What was seen", () => {
  test("arrives from a page that is left, in whole numbers", async () => {
    const opened = await openWatched("/conversations");
    await clickUntilTold(opened, "Quick");
    await opened.goto(`${collector.hostUrl}/elsewhere`);
    await vi.waitFor(() => expect(vitalsOf("conversations").inpMs).toBeGreaterThanOrEqual(56), 5_000);
    expect(Object.keys(vitalsOf("conversations")).toSorted()).toEqual(["cls1000", "inpMs", "lcpMs"]);
    for (const value of Object.values(vitalsOf("conversations"))) expect(value).toSatisfy(Number.isSafeInteger);
  });

  test("by one person isn't told of the next", async () => {
    const opened = await openWatched("/conversations");
    await clickUntilTold(opened, "Slow");
    await opened.evaluate(() => uptake.identify({ account: "acme", user: "u_2" }));
    await clickUntilTold(opened, "Quick");
    await closeTab(opened);
    await vi.waitFor(() => expect(vitalsOf("conversations", "u_2").inpMs).toBeGreaterThanOrEqual(56), 5_000);
    expect(vitalsOf("conversations", "u_2").inpMs).toBeLessThan(400);
    expect(vitalsOf("conversations", "u_2").lcpMs).toBeUndefined();
  });
});

describe("The chunk", () => {
  test("is fetched by nobody who doesn't ask", async () => {
    const opened = await open("/conversations", tag("") + content);
    await vi.waitFor(() => expect(collector.visits("conversations")).toBe(1), 5_000);
    // It would have been fetched together with that first message.
    await opened.waitForTimeout(1_000);
    expect(isLoaded()).toBe(false);
  });

  test("is fetched where the definitions ask for every page", async () => {
    await collector.close();
    collector = await startRecordingCollector({ ...definitions, vitals: true });
    await openWatched("/conversations", tag("") + content);
    expect(isLoaded()).toBe(true);
  });
});
