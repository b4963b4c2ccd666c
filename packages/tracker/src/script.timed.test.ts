import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { writeToken } from "../../../tests/support/open-tracker.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type { Tracker } from "./api.ts";
import { compileFeatures, type PublicDefinitions } from "./protocol/index.ts";
import { STUB } from "./stub.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations", "/conversations/:id"] },
    { feature: "calendars", urls: ["/calendars"] },
  ]),
};

declare const uptake: Tracker;

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

const tag = (attributes = 'data-account="acme" data-user="u_1"', path = "/uptake.js") =>
  `<script src="${collector.collectorUrl}${path}?key=pk_test" ${attributes}></script>`;
const content = "<button>Send</button><aside data-uptake-feature='dialler'><input aria-label='Number'></aside>";

async function open(path: string, html = tag() + content): Promise<Page> {
  collector.serve(() => html);
  const page = await context.newPage();
  await page.goto(collector.hostUrl + path);
  return page;
}

/** A person who moves the mouse for a while. @returns how long it took, by the page's clock. */
async function use(page: Page, lengthMs: number): Promise<number> {
  const start = await page.evaluate(() => performance.now());
  for (let x = 0; ; x = (x + 40) % 400) {
    await page.mouse.move(200 + x, 300);
    const spentMs = (await page.evaluate(() => performance.now())) - start;
    if (spentMs >= lengthMs) return spentMs;
    await page.waitForTimeout(Math.min(100, lengthMs - spentMs));
  }
}
/** As a person closes a tab: the page hears of it. */
async function closeTab(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
}
const progress = (page: Page) => page.evaluate(() => uptake.progress());
const flush = (page: Page) => page.evaluate(() => uptake.flush());
const credited = async (page: Page, feature: string) => (await progress(page)).activeMs[feature]?.[1] ?? 0;

describe("A script tag", () => {
  test("measures what a person does, and sends it without a preflight", async () => {
    const page = await open("/conversations");
    const spentMs = await use(page, 1_500);
    await flush(page);
    const measuredMs = collector.activeMs("conversations", "u_1");
    expect(measuredMs).toBeGreaterThan(1_200);
    expect(measuredMs).toBeLessThan(spentMs + 500);
    expect(collector.visits("conversations")).toBe(1);
    const posts = collector.arrivals.filter(({ method }) => method !== "GET");
    expect(new Set(posts.map(({ method, contentType }) => `${method} ${contentType}`))).toEqual(
      new Set(["POST text/plain;charset=UTF-8"]),
    );
    expect(collector.collected()[0]?.writers[0]?.id).toMatch(/^[\w-]{22}$/);
  });

  test("sends by itself, soon after the load", async () => {
    await open("/conversations");
    await vi.waitFor(() => expect(collector.visits("conversations")).toBe(1), { timeout: 5_000 });
  });

  test("gives each feature of a single-page app its share", async () => {
    const page = await open("/conversations");
    await use(page, 600);
    await page.evaluate(() => history.pushState(null, "", "/conversations/7"));
    await page.evaluate(() => history.pushState(null, "", "/calendars"));
    await use(page, 600);
    await page.evaluate(() => history.back());
    await page.waitForURL("**/conversations/7");
    await flush(page);
    expect(await progress(page)).toMatchObject({ visits: { conversations: 2, calendars: 1 } });
    for (const feature of ["conversations", "calendars"]) expect(await credited(page, feature)).toBeGreaterThan(400);
    expect(collector.visits("conversations")).toBe(2);
  });

  test("gives a region the time of those who work in it, whatever the address says", async () => {
    const page = await open("/conversations");
    await page.getByLabel("Number").click();
    await page.keyboard.type("0555", { delay: 300 });
    expect((await progress(page)).feature).toBe("dialler");
    await page.getByRole("button").click();
    expect((await progress(page)).feature).toBe("conversations");
    expect(await credited(page, "dialler")).toBeGreaterThan(900);
  });

  test("takes calls before it has loaded, and yields to a copy of itself", async () => {
    const calls = `<script>${STUB};${STUB};uptake.identify({account:"acme",user:7});uptake.track("message.sent",{count:2})</script>`;
    const page = await open("/conversations", calls + tag("") + tag("") + content);
    await page.evaluate(() => uptake.track("message.sent"));
    await flush(page);
    expect(collector.cells()).toMatchObject([
      { account: "acme", user: "7", feature: "conversations", actions: { "message.sent": 3 } },
    ]);
  });

  test("measures and sends nothing when the definitions say so", async () => {
    const off = await startRecordingCollector({ ...definitions, enabled: false });
    const page = await open("/conversations", tag().replaceAll(collector.collectorUrl, off.collectorUrl) + content);
    await use(page, 500);
    await flush(page);
    expect(off.collected()).toEqual([]);
    expect((await progress(page)).activeMs).toEqual({});
    await off.close();
  });

  test("of the immutable file fetches the definitions", async () => {
    const page = await open("/calendars", tag(undefined, "/v/0.1.0/uptake.js") + content);
    await expect.poll(async () => (await progress(page)).feature).toBe("calendars");
    await flush(page);
    expect(collector.visits("calendars")).toBe(1);
  });

  test("sends and stores nothing before somebody is known", async () => {
    const page = await open("/conversations", tag("") + content);
    await use(page, 800);
    await flush(page);
    expect(collector.collected()).toEqual([]);
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    expect(await page.evaluate(() => indexedDB.databases())).toEqual([]);
    await page.evaluate(() => uptake.identify({ account: "acme", user: "u_9" }));
    await flush(page);
    expect(collector.activeMs("conversations", "u_9")).toBeGreaterThan(500);
  });

  test("works where the Navigation API is missing, and then only calls the history through when it is stopped", async () => {
    await context.addInitScript(() => Object.defineProperty(window, "navigation", { value: undefined }));
    const page = await open("/conversations");
    await page.evaluate(() => history.pushState(null, "", "/calendars"));
    await expect.poll(async () => (await progress(page)).feature).toBe("calendars");
    await page.evaluate(() => uptake.stop());
    await page.evaluate(() => history.pushState({ page: 2 }, "", "/conversations"));
    expect(await page.evaluate(() => [location.pathname, history.state])).toEqual(["/conversations", { page: 2 }]);
    expect((await progress(page)).feature).toBe("calendars");
  });
});

describe("What was measured arrives", () => {
  test("when the tab is closed", async () => {
    const page = await open("/conversations");
    await use(page, 800);
    await page.evaluate(() => uptake.track("message.sent"));
    const before = await credited(page, "conversations");
    await closeTab(page);
    await vi.waitFor(() => expect(collector.activeMs("conversations")).toBeGreaterThanOrEqual(before), 5_000);
    expect(collector.cells()).toMatchObject([{ actions: { "message.sent": 1 } }]);
  });

  test("when the page is left", async () => {
    const page = await open("/conversations");
    await use(page, 800);
    const before = await credited(page, "conversations");
    await page.goto(`${collector.hostUrl}/calendars`);
    await vi.waitFor(() => expect(collector.activeMs("conversations")).toBeGreaterThanOrEqual(before), 5_000);
    expect(
      collector.collected().filter(({ writers }) => writers[0]?.cells[0]?.feature === "conversations"),
    ).toHaveLength(1);
  });

  test("when the collector had no time at first", async () => {
    collector.answerWith(() => ({ status: 503, headers: { "Retry-After": "1" } }));
    const page = await open("/conversations");
    await use(page, 500);
    await flush(page);
    expect(collector.cells()).toEqual([]);
    collector.answerWith(() => null);
    await vi.waitFor(() => expect(collector.visits("conversations")).toBe(1), { timeout: 6_000 });
    expect(collector.activeMs("conversations")).toBeGreaterThan(300);
  });

  test("with the next load, under its own owner, when the network was gone", async () => {
    const page = await open("/conversations");
    await context.setOffline(true);
    await use(page, 700);
    const { activeMs, writer } = await progress(page);
    await closeTab(page);
    // A slow machine may have sent the first state before the network was gone.
    collector.forget();
    await context.setOffline(false);
    const next = await open("/calendars", tag('data-account="other" data-user="u_2"') + content);
    await vi.waitFor(() => expect(collector.activeMs("conversations", "u_1")).toBeGreaterThan(0), { timeout: 6_000 });
    expect(collector.cells().filter((cell) => cell.user === "u_1")).toMatchObject([
      { account: "acme", writer, feature: "conversations", visits: 1 },
    ]);
    const arrivedMs = collector.activeMs("conversations", "u_1");
    expect(arrivedMs).toBeGreaterThanOrEqual(activeMs["conversations"]?.[1] ?? Number.NaN);
    expect(arrivedMs).toBeLessThan(2_000);
    // The first page's own last request may have arrived after all, before the next page has looked.
    await vi.waitFor(
      async () =>
        expect(
          await next.evaluate(() => Object.keys(localStorage).filter((name) => name.startsWith("uptake:"))),
        ).toEqual([]),
      { timeout: 6_000 },
    );
    // A third load has nothing left to send again.
    await flush(next);
    await closeTab(next);
    collector.forget();
    await open("/calendars", tag('data-account="other" data-user="u_2"') + content);
    await vi.waitFor(() => expect(collector.visits("calendars")).toBe(1), { timeout: 6_000 });
    expect(collector.activeMs("conversations")).toBe(0);
  });

  test("but for five seconds at most when the renderer is killed", async () => {
    collector.answerWith(() => "hang");
    const page = await open("/conversations");
    await use(page, 6_000);
    const before = await credited(page, "conversations");
    const crashed = page.waitForEvent("crash");
    const session = await context.newCDPSession(page);
    void session.send("Page.crash").catch(() => undefined);
    await crashed;
    collector.answerWith(() => null);
    await open("/calendars");
    await vi.waitFor(() => expect(collector.activeMs("conversations")).toBeGreaterThan(0), { timeout: 6_000 });
    expect(collector.activeMs("conversations")).toBeGreaterThanOrEqual(before - 5_000);
    expect(collector.activeMs("conversations")).toBeLessThanOrEqual(before);
  });

  test("when the browser's storage throws", async () => {
    await context.addInitScript(() => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException("no storage here", "SecurityError");
          },
        });
      }
    });
    const page = await open("/conversations");
    await use(page, 700);
    await page.goto(`${collector.hostUrl}/calendars`);
    await vi.waitFor(() => expect(collector.activeMs("conversations")).toBeGreaterThan(500), 5_000);
  });
});

test("A token that can only write is kept with what it is for", async () => {
  collector.answerWith(() => ({ status: 503, headers: { "Retry-After": "60" } }));
  const token = writeToken("kept");
  const page = await open("/conversations", tag(`data-account="acme" data-user="u_1" data-token="${token}"`));
  await page.evaluate(() => uptake.track("message.sent"));
  const stored = () =>
    page.evaluate(async () => {
      const request = indexedDB.open("uptake-pk_test");
      await new Promise((resolve) => (request.onsuccess = resolve));
      const { result } = request;
      const all = result.transaction("writers").objectStore("writers").getAll();
      await new Promise((resolve) => (all.onsuccess = resolve));
      result.close();
      return all.result.map((text: string) => (JSON.parse(text) as { token?: string }).token);
    });
  await page.waitForTimeout(6_000);
  await vi.waitFor(async () => expect(await stored()).toEqual([token]), 5_000);
});

test("Who leaves in the middle of a gap gets their part of it, although everything else of theirs is long done", async () => {
  const page = await open("/conversations");
  await page.mouse.click(300, 300);
  await page.waitForTimeout(1_500);
  await page.evaluate(() => uptake.identify({ account: "acme", user: "u_2" }));
  await flush(page);
  // Two checkpoints: the first stores that all is confirmed, the second forgets the writer.
  await page.waitForTimeout(11_000);
  await page.mouse.click(300, 300);
  await flush(page);
  expect(collector.activeMs("conversations", "u_1")).toBeGreaterThan(1_200);
  expect(collector.activeMs("conversations", "u_2")).toBeGreaterThan(10_500);
});

test("Of two tabs only the focused one counts", async () => {
  const first = await open("/conversations");
  const second = await open("/calendars");
  for (const page of [first, second]) {
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  }
  await first.bringToFront();
  await expect.poll(() => first.evaluate(() => document.hasFocus())).toBe(true);
  const hiddenMs = await credited(second, "calendars");
  await use(first, 1_000);
  expect(await second.evaluate(() => document.hasFocus())).toBe(false);
  expect(await credited(second, "calendars")).toBe(hiddenMs);
  await flush(first);
  const firstMs = await credited(first, "conversations");
  expect(firstMs).toBeGreaterThan(700);
  await second.bringToFront();
  await expect.poll(() => second.evaluate(() => document.hasFocus())).toBe(true);
  const leftMs = await credited(first, "conversations");
  await use(second, 1_000);
  await flush(second);
  expect(await credited(second, "calendars")).toBeGreaterThan(700);
  expect(await credited(first, "conversations")).toBe(leftMs);
});
