import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { launchChromium } from "../support/chromium.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";
import { LANGUAGE_GLOBALS, LANGUAGE_NAMES, namesOfBrowser, traceApis, type Touched } from "./api-trace.ts";
import { BROWSER_APIS, OWN_WORDS, UNFORGEABLE } from "./browser-apis.ts";
import { bundleNames } from "./bundle-names.ts";
import { misdeeds, runChaos } from "./chaos.ts";
import { compileFeatures } from "../../packages/tracker/src/protocol/index.ts";

declare const uptake: Tracker;
declare const touched: Touched;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const paths = BROWSER_APIS.map(({ path }) => path);

test("Every name of the browser that stands in the script is among the APIs that are broken here", async () => {
  const page = await browser.newPage();
  const ofBrowser = new Set(await page.evaluate(namesOfBrowser, LANGUAGE_GLOBALS));
  await page.close();
  const lastNames = new Set(paths.map((path) => path.split(".").at(-1)));
  const isKnown = (name: string) => lastNames.has(name) || UNFORGEABLE.has(name);
  const { globals, properties } = bundleNames("uptake.js");
  expect(globals.size).toBeGreaterThan(20);
  expect(
    [...globals].filter((name) => !paths.includes(name) && !UNFORGEABLE.has(name) && !LANGUAGE_GLOBALS.includes(name)),
  ).toEqual([]);
  expect(
    [...properties].filter(
      (name) => ofBrowser.has(name) && !isKnown(name) && !LANGUAGE_NAMES.has(name) && !OWN_WORDS.has(name),
    ),
  ).toEqual([]);
});

/** A person's and a host's way through most of what the tracker does. @returns the paths of what it has touched. */
async function useEverything(page: Page): Promise<ReadonlySet<string>> {
  await page.mouse.move(5, 5);
  await page.mouse.click(10, 10);
  await page.keyboard.press("a");
  await page.evaluate(async () => {
    const audience = btoa(JSON.stringify({ aud: "uptake-write" }));
    uptake.subscribe(() => {});
    history.pushState(null, "", "/film?part=2#/end");
    uptake.hold("call")();
    await uptake.flush();
    uptake.identify({ account: "acme", user: "u_2", token: `header.${audience}.signature` });
    uptake.track("sent");
    uptake.inspect();
  });
  await page.evaluate(() => uptake.flush());
  const first = await page.evaluate(() => [...touched]);
  await page.reload();
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
    window.dispatchEvent(new MessageEvent("message", { data: "uptake" }));
    window.dispatchEvent(new Event("pagehide"));
    uptake.optOut();
    uptake.optIn();
  });
  return new Set([...first, ...(await page.evaluate(() => [...touched]))]);
}

test("Every API of the browser that the script touches is among those that are broken here", async () => {
  const collector = await startRecordingCollector({
    version: 1,
    enabled: true,
    idleLimit: "60s",
    ...compileFeatures([{ feature: "film", urls: ["/film?part=2#/end"], attention: "media" }]),
  });
  const tag = `<script src="${collector.collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="u_1"></script>`;
  collector.serve(() => `${tag}<button data-uptake-feature="x" data-uptake-action="sent">Send</button><video></video>`);
  const page = await browser.newPage();
  await page.addInitScript(traceApis, LANGUAGE_GLOBALS);
  await page.goto(collector.hostUrl);
  const found = await useEverything(page);
  await page.close();
  await collector.close();
  expect(found.size).toBeGreaterThan(40);
  expect([...found].filter((path) => !paths.includes(path) && !LANGUAGE_GLOBALS.includes(path))).toEqual([]);
});

test("Whichever API of the browser throws, the host's page runs as before, and what can be measured is measured", async () => {
  const all = [null, ...BROWSER_APIS.map(({ path }) => ({ path, mode: "throws" as const }))];
  expect(misdeeds(all, await runChaos(browser, all))).toEqual([]);
}, 240_000);
