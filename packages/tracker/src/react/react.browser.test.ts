import { build } from "esbuild";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, type TestContext } from "vitest";
import { launchChromium } from "../../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../../tests/support/recording-collector.ts";
import type { Tracker } from "../api.ts";
import { compileFeatures, type PublicDefinitions } from "../protocol/index.ts";
import { STUB } from "../stub.ts";

/** The host's app, in real React. */
const APP = `
  import { createElement, StrictMode, useState } from "react";
  import { createRoot } from "react-dom/client";
  import { createTracker } from "@uptake/tracker";
  import { useFeature, useProgress } from "@uptake/tracker/react";
  const tracker = window.options && createTracker(window.options);
  window.uptakeOfApp = tracker;
  function Part({ feature, children }) {
    useFeature(feature, tracker);
    return children ?? null;
  }
  function Progress() {
    const progress = useProgress(tracker);
    window.renders = (window.renders ?? 0) + 1;
    return createElement("output", {}, JSON.stringify(progress && { feature: progress.feature, visits: progress.visits, actions: progress.actions }));
  }
  function App() {
    const [{ outer, inner }, show] = useState({ outer: "checkout" });
    window.show = show;
    const innermost = inner && createElement(Part, { feature: inner });
    return [createElement(Progress, { key: 1 }), createElement(Progress, { key: 2 }), outer && createElement(Part, { key: 3, feature: outer }, innermost)];
  }
  createRoot(document.querySelector("#root")).render(createElement(StrictMode, {}, createElement(App)));
`;
const SERVER = `
  import { createElement } from "react";
  import { renderToString } from "react-dom/server.browser";
  import { useFeature, useProgress } from "@uptake/tracker/react";
  function App() {
    useFeature("checkout");
    return String(useProgress());
  }
  export const html = renderToString(createElement(App));
`;
const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([{ feature: "home", urls: ["/"] }]),
};
declare const uptakeOfApp: Tracker;
declare const uptake: Tracker;
declare function show(parts: { readonly outer?: string; readonly inner?: string }): void;
declare const renders: number;

const bundle = async (contents: string) => {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    conditions: ["uptake-source"],
    define: { "process.env.NODE_ENV": '"development"' },
    write: false,
  });
  return outputFiles[0]?.text ?? "";
};
let app: string;
let browser: Browser;
beforeAll(async () => {
  app = await bundle(APP);
  browser = await launchChromium();
});
afterAll(() => browser.close());

async function open({ onTestFinished }: TestContext, isScriptTag = false) {
  const collector = await startRecordingCollector(definitions);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await collector.close();
  });
  const options = { key: "pk_test", base: collector.collectorUrl, definitions, identity: { account: "a", user: "u" } };
  const head = isScriptTag ? STUB : `options = ${JSON.stringify(options)}`;
  collector.serve(() => `<div id="root"></div><script>${head}</script><script type="module" src="/app.js"></script>`);
  const page = await context.newPage();
  await page.route("**/app.js", (route) => route.fulfill({ contentType: "text/javascript", body: app }));
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(`${collector.hostUrl}/`);
  return { page, errors, collectorUrl: collector.collectorUrl };
}
const shown = async (page: Page) =>
  (await page.locator("output").allTextContents()).map((text) => JSON.parse(text) as unknown);

describe("useFeature", () => {
  test("gives the page to a component's feature while it is mounted, the innermost first, and each entry is one visit", async (running) => {
    const { page, errors } = await open(running);
    const feature = () => page.evaluate(() => uptakeOfApp.progress().feature);
    await expect.poll(feature).toBe("checkout");
    for (const [parts, expected] of [
      [{ outer: "checkout", inner: "dialler" }, "dialler"],
      [{ outer: "checkout" }, "checkout"],
      [{ outer: "calendars" }, "calendars"],
      [{ outer: "contacts", inner: "dialler" }, "dialler"],
      [{}, "home"],
    ] as const) {
      await page.evaluate((next) => show(next), parts);
      await expect.poll(feature).toBe(expected);
    }
    const { visits } = await page.evaluate(() => uptakeOfApp.progress());
    // The page itself was there before React.
    expect(visits).toEqual({ home: 2, checkout: 2, dialler: 2, calendars: 1 });
    expect(errors).toEqual([]);
  });
});

describe("useProgress", () => {
  test("shows what was measured, in every component the same, and renders for changes alone", async (running) => {
    const { page, errors } = await open(running);
    await expect.poll(() => shown(page)).toMatchObject([{ feature: "checkout" }, { feature: "checkout" }]);
    await page.evaluate(() => uptakeOfApp.track("order.placed"));
    const actions = { checkout: { "order.placed": 1 } };
    await expect.poll(() => shown(page)).toMatchObject([{ actions }, { actions }]);
    const before = await page.evaluate(() => renders);
    await page.waitForTimeout(1_000);
    expect(await page.evaluate(() => renders)).toBe(before);
    expect(errors).toEqual([]);
  });

  test("is nothing before the script tag's tracker is there, and then its progress; what was entered meanwhile holds", async (running) => {
    const { page, errors, collectorUrl } = await open(running, true);
    await expect.poll(() => shown(page)).toEqual([null, null]);
    await page.addScriptTag({ url: `${collectorUrl}/uptake.js?key=pk_test` });
    await page.evaluate(() => uptake.identify({ account: "a", user: "u" }));
    await expect.poll(() => shown(page)).toMatchObject([{ feature: "checkout" }, { feature: "checkout" }]);
    await page.evaluate(() => show({ outer: "checkout", inner: "dialler" }));
    await expect.poll(() => page.evaluate(() => uptake.progress().feature)).toBe("dialler");
    await page.evaluate(() => show({ outer: "checkout" }));
    await expect.poll(() => page.evaluate(() => uptake.progress().feature)).toBe("checkout");
    expect(errors).toEqual([]);
  });
});

test("On a server both do nothing", async () => {
  const code = await bundle(SERVER);
  const { html } = (await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(code)}`)) as {
    html: string;
  };
  expect(html).toBe("null");
});
