import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { findChromium } from "../../scripts/find-chromium.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";
import { arrivedMs, BUTTON, closeTab, createStages, definitions, inline, work } from "./stage.ts";

declare const uptake: Tracker;

const openStage = createStages();

/** What a browser may make of a page's storage. */
const CONDITIONS: Readonly<Record<string, string>> = {
  "a database that never opens": `
    Object.defineProperty(IDBFactory.prototype, "open", { value: () => new EventTarget() });`,
  "a database that refuses to open": `
    const { open } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (name) { return open.call(this, name, -1); };`,
  "a database that fails in each transaction": `
    IDBDatabase.prototype.transaction = () => { throw new DOMException("closing", "InvalidStateError"); };`,
  "a database that aborts each transaction": `
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...parameters) {
      const made = transaction.apply(this, parameters); queueMicrotask(() => made.abort()); return made; };`,
  "a database of somebody else's under our name": `
    indexedDB.open("uptake-pk_test", 7).onupgradeneeded = ({ target }) => target.result.createObjectStore("theirs");`,
};

test.concurrent.for(Object.keys(CONDITIONS))("Measures and sends in a browser with %s", async (condition, running) => {
  const stage = await openStage(running);
  const page = await stage.open(inline(CONDITIONS[condition] ?? "") + stage.tag() + BUTTON);
  const leastMs = await work(page);
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  expect(stage.collector.visits("conversations")).toBe(1);
  await work(page);
  await closeTab(page);
  await vi.waitFor(() => expect(stage.collector.activeMs("conversations")).toBeGreaterThanOrEqual(2 * leastMs), 10_000);
});

test.concurrent("Makes way for a page that deletes its database, and goes on", async (running) => {
  const stage = await openStage(running);
  const page = await stage.open();
  await work(page);
  await page.evaluate(() => uptake.flush());
  const deleted = await page.evaluate(
    () =>
      new Promise((resolve) => {
        const request = indexedDB.deleteDatabase("uptake-pk_test");
        request.addEventListener("success", () => resolve("deleted"));
        request.addEventListener("blocked", () => resolve("blocked"));
      }),
  );
  expect(deleted).toBe("deleted");
  const leastMs = await work(page);
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(2 * leastMs);
});

test.concurrent("Measures and sends while its database waits for a page that doesn't make way", async (running) => {
  const stage = await openStage(running);
  const stubborn = await stage.open(BUTTON);
  const state = await stubborn.evaluate(async () => {
    const opening = indexedDB.open("uptake-pk_test", 1);
    await new Promise((resolve) => opening.addEventListener("success", resolve));
    const deleting = indexedDB.deleteDatabase("uptake-pk_test");
    return new Promise((resolve) => deleting.addEventListener("blocked", ({ type }) => resolve(type)));
  });
  expect(state).toBe("blocked");
  const page = await stage.open();
  const leastMs = await work(page);
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
});

test.concurrent("Takes no more of a full localStorage than there is, and sends what it could not keep", async (running) => {
  const stage = await openStage(running);
  const page = await stage.open();
  const filled = await page.evaluate(() => {
    const lengths: Record<string, number> = {};
    for (let length = 1 << 20; length >= 1;) {
      const name = `host${Object.keys(lengths).length}`;
      try {
        localStorage.setItem(name, "x".repeat(length));
        lengths[name] = length;
      } catch {
        length >>= 1;
      }
    }
    return lengths;
  });
  expect(Object.values(filled).reduce((sum, length) => sum + length)).toBeGreaterThan(4_000_000);
  // The browser takes its time to write that.
  await page.waitForTimeout(2_000);
  const leastMs = await work(page);
  await page.evaluate(() => uptake.track("sent"));
  await closeTab(page);
  const arrived = () => expect(stage.collector.activeMs("conversations")).toBeGreaterThanOrEqual(leastMs);
  await vi.waitFor(arrived, 10_000);
  const next = await stage.open(BUTTON);
  const kept = await next.evaluate(() => Object.entries(localStorage).map(([name, text]) => [name, text.length]));
  expect(Object.fromEntries(kept)).toEqual(filled);
});

test.concurrent("Never writes more than 20 keys and 64 Ki characters of its own to localStorage", async (running) => {
  const stage = await openStage(running);
  stage.expectError(/503/);
  stage.collector.answerWith(() => ({ status: 503 }));
  // Without a database everything stays there.
  await stage.context.addInitScript("Object.defineProperty(window, 'indexedDB', { value: undefined })");
  const busy = inline(`for (let user = 0; user < 40; user += 1) {
    uptake.identify({ account: "acme", user: "u_" + user });
    for (let action = 0; action < 30; action += 1) uptake.track("an action with a long name " + "x".repeat(80) + action);
  }`);
  const page = await stage.open(stage.tag() + BUTTON + busy);
  await page.goto(`${stage.collector.hostUrl}/calendars`);
  await page.goto("about:blank");
  await page.goto(`${stage.collector.hostUrl}/calendars`);
  const texts = Object.values((await page.evaluate(() => ({ ...localStorage }))) as Record<string, string>);
  expect(texts.length).toBeGreaterThan(0);
  expect(texts.length).toBeLessThanOrEqual(20);
  expect(texts.join("").length).toBeLessThanOrEqual(65_536);
});

test.concurrent("Works in a frame that has no origin of its own, where storage throws", async (running) => {
  const stage = await openStage(running);
  stage.collector.serve((path) =>
    path === "/frame"
      ? stage.tag() +
        BUTTON +
        inline(
          `try { localStorage; parent.postMessage("storage", "*") } catch (error) { parent.postMessage(error.name, "*") }`,
        )
      : inline(`heard = []; addEventListener("message", ({ data }) => heard.push(data))`) +
        `<iframe sandbox="allow-scripts" src="/frame" style="position:fixed;inset:0;width:100%;height:100%"></iframe>`,
  );
  const page = await stage.context.newPage();
  await page.goto(stage.collector.hostUrl);
  expect(await page.evaluate("heard")).toEqual(["SecurityError"]);
  await work(page);
  const frame = page.frames()[1];
  await frame?.evaluate(() => uptake.flush());
  expect(stage.collector.cells()).toMatchObject([{ user: "u_1", visits: 1 }]);
  expect(stage.collector.activeMs("_other")).toBeGreaterThan(0);
});

test.for([
  ["blocks all site data", { default_content_setting_values: { cookies: 2 } }, ["SecurityError", "SecurityError"]],
  [
    "blocks third-party cookies",
    { cookie_controls_mode: 1, block_third_party_cookies: true },
    ["open", "SecurityError"],
  ],
] as const)("Measures in a browser that %s, also in another site's frame", async ([, profile, storage], running) => {
  const folder = mkdtempSync(join(tmpdir(), "uptake-profile-"));
  mkdirSync(join(folder, "Default"));
  writeFileSync(join(folder, "Default", "Preferences"), JSON.stringify({ profile }));
  const collector = await startRecordingCollector(definitions);
  const context = await chromium.launchPersistentContext(folder, {
    executablePath: findChromium() ?? "",
    chromiumSandbox: false,
  });
  running.onTestFinished(async () => {
    await context.close();
    await collector.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });
  const errors: string[] = [];
  context.on("weberror", (error) => errors.push(String(error.error())));
  const pageOf = (user: string) =>
    `<script src="${collector.collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="${user}"></script>` +
    inline(`try { localStorage.length; storage = "open" } catch (error) { storage = error.name }`);
  const frameUrl = `${collector.hostUrl.replace("127.0.0.1", "localhost")}/frame`;
  collector.serve((path) =>
    path === "/frame"
      ? pageOf("u_frame") + BUTTON
      : `${pageOf("u_top")}<h1>Host</h1><iframe src="${frameUrl}"></iframe>`,
  );
  const page = await context.newPage();
  await page.goto(`${collector.hostUrl}/conversations`);
  await page.getByRole("heading").click();
  await page.waitForTimeout(100);
  await page.getByRole("heading").click();
  await page.frameLocator("iframe").getByRole("button").click();
  await page.waitForTimeout(100);
  await page.frameLocator("iframe").getByRole("button").click();
  expect(await Promise.all(page.frames().map((frame) => frame.evaluate("storage")))).toEqual(storage);
  await Promise.all(page.frames().map((frame) => frame.evaluate(() => uptake.flush())));
  expect(collector.activeMs("conversations", "u_top")).toBeGreaterThanOrEqual(100);
  expect(collector.activeMs("_other", "u_frame")).toBeGreaterThanOrEqual(100);
  expect(errors).toEqual([]);
});
