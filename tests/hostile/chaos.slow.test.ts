import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { BROWSER_APIS, PARTS_APIS } from "./browser-apis.ts";
import { misdeeds, runChaos } from "./chaos.ts";
import { MODES } from "./sabotage.ts";

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.for(MODES.filter((mode) => mode !== "throws"))(
  "Whichever API of the browser is broken before the tracker comes, the host's page runs as before: %s",
  async (mode) => {
    const all = BROWSER_APIS.map(({ path }) => ({ path, mode }));
    expect(misdeeds(all, await runChaos(browser, all))).toEqual([]);
  },
);

test.for(MODES)("Whichever breaks while the tracker runs, the page hears nothing of it: %s", async (mode) => {
  const all = BROWSER_APIS.map(({ path }) => ({ path, mode, isLate: true }));
  expect(misdeeds(all, await runChaos(browser, all))).toEqual([]);
});

test.for(["throws", "missing"] as const)(
  "Measuring goes on whatever breaks the parts for web vitals and explanations: %s",
  async (mode) => {
    const all = PARTS_APIS.map(({ path }) => ({ path, mode, hasParts: true }));
    const found = misdeeds(all, await runChaos(browser, all));
    // The library web-vitals doesn't keep its errors to itself.
    expect(found.filter((misdeed) => !misdeed.includes(": error in the page: "))).toEqual([]);
  },
);
