import type { Browser, BrowserContext, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, type TestContext } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { compileFeatures, type PublicDefinitions } from "../../packages/tracker/src/protocol/index.ts";
import { launchChromium } from "../support/chromium.ts";
import { startRecordingCollector } from "../support/recording-collector.ts";

declare const uptake: Tracker;

/** What the stage's pages are measured by. */
export const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([
    { feature: "conversations", urls: ["/conversations", "/conversations/:id"] },
    { feature: "calendars", urls: ["/calendars"] },
  ]),
};

/** Who the stage's tag says is there. */
export const PERSON = 'data-account="acme" data-user="u_1"';

/** Something to click, wherever the mouse is. */
export const BUTTON =
  '<button style="position:fixed;inset:0" onclick="clicks = (window.clicks ?? 0) + 1">Work</button>';

/** An inline script. */
export const inline = (code: string) => `<script>${code}</script>`;

/** One test's host site, collector and browser profile. */
export interface Stage {
  readonly context: BrowserContext;
  readonly collector: Awaited<ReturnType<typeof startRecordingCollector>>;
  /** An error of the page or its console that belongs to the test. By any other the test fails. */
  expectError(pattern: RegExp): void;
  /** The script tag. */
  tag(attributes?: string, path?: string): string;
  /** Opens a page of the host, on which everything else is as before. */
  open(html?: string, path?: string): Promise<Page>;
}

/**
 * Starts a browser for the tests of the file.
 * @returns what sets up a test's own stage, and clears it away when the test is over.
 */
export function createStages(): (running: TestContext, profile?: BrowserContextOptions) => Promise<Stage> {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterAll(() => browser.close());
  return async ({ onTestFinished }, profile) => {
    const collector = await startRecordingCollector(definitions);
    const context = await browser.newContext(profile);
    const errors: string[] = [];
    context.on("weberror", (error) => errors.push(String(error.error())));
    context.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    const expected: RegExp[] = [];
    onTestFinished(async () => {
      await context.close();
      await collector.close();
      const surprises = errors.filter((error) => !expected.some((pattern) => pattern.test(error)));
      if (surprises[0] !== undefined) throw new Error(`The page has errors: ${surprises.join("; ")}`);
    });
    const tag = (attributes = PERSON, path = "/uptake.js") =>
      `<script src="${collector.collectorUrl}${path}?key=pk_test" ${attributes}></script>`;
    return {
      context,
      collector,
      expectError: (pattern) => void expected.push(pattern),
      tag,
      async open(html = tag() + BUTTON, path = "/conversations") {
        collector.serve(() => html);
        const page = await context.newPage();
        await page.goto(collector.hostUrl + path);
        return page;
      },
    };
  };
}

/** A person who clicks a few times. @returns how long it took at least, in milliseconds. */
export async function work(page: Page): Promise<number> {
  const clicks = 3;
  const pauseMs = 100;
  for (let click = 0; click < clicks; click += 1) {
    await page.waitForTimeout(pauseMs);
    await page.mouse.click(50 + click, 50);
  }
  return (clicks - 1) * pauseMs;
}

/** What the collector has of a user's work on Conversations, after all was sent; milliseconds under 60 s. */
export async function arrivedMs(stage: Stage, page: Page, user = "u_1"): Promise<number> {
  await page.evaluate(() => uptake.flush());
  return stage.collector.activeMs("conversations", user);
}

/** Closes a tab as a person does: the page hears of it. */
export async function closeTab(page: Page): Promise<void> {
  await Promise.all([page.waitForEvent("close"), page.close({ runBeforeUnload: true })]);
}

/** The paths of the collector that were asked for, beside the script's. */
export const askedPaths = ({ collector }: Stage) =>
  collector.arrivals.map(({ path }) => path).filter((path) => !path.endsWith("/uptake.js"));
