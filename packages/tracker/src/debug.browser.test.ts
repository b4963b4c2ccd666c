import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi, type TestContext } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../tests/support/recording-collector.ts";
import type { Tracker } from "./api.ts";
import { compileFeatures, type PublicDefinitions } from "./protocol/index.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([{ feature: "calendars", urls: ["/calendars"] }]),
};

declare const uptake: Tracker;

let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

/** One test's collector and browser profile, and what its pages write to the console. */
async function listen({ onTestFinished }: TestContext) {
  const collector = await startRecordingCollector(definitions);
  const context = await browser.newContext();
  onTestFinished(async () => {
    await context.close();
    await collector.close();
  });
  const lines: string[] = [];
  return {
    collector,
    context,
    lines,
    async open(attributes: string, policy = "", path = "/uptake.js"): Promise<Page> {
      const meta = policy && `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
      collector.serve(
        () => `${meta}<script src="${collector.collectorUrl}${path}?key=pk_test" ${attributes}></script>Calendars`,
      );
      const page = await context.newPage();
      page.on("console", (message) => lines.push(message.text()));
      page.on("pageerror", (error) => lines.push(String(error)));
      await page.goto(`${collector.hostUrl}/calendars`);
      return page;
    },
    said: (part: string) =>
      vi.waitFor(() => expect(lines).toContainEqual(expect.stringContaining(part)), { timeout: 20_000 }),
    /** And nothing else came to the console, such as an error. */
    foreign: () => lines.filter((line) => !line.startsWith("[uptake] ")),
  };
}
const known = 'data-debug data-account="acme" data-user="u_1"';

describe("The console says", () => {
  test.concurrent("who is measured, what is counted and credited, and what the collector has confirmed", async (running) => {
    const { open, said, foreign } = await listen(running);
    const page = await open(known);
    await said("[uptake] tracker 0.");
    await said("[uptake] measuring user u_1 of account acme · writer ");
    await said("[uptake] calendars · visit 1 of this page");
    await said("[uptake] calendars · counting since");
    await page.evaluate(() => uptake.track("booking.completed"));
    await said("[uptake] calendars · action booking.completed +1 (1 on this page)");
    await page.mouse.move(100, 100);
    await page.waitForTimeout(500);
    await page.mouse.down();
    await said("s under every idle limit (now ");
    await page.evaluate(() => uptake.flush());
    await said("[uptake] the collector has confirmed ");
    expect(foreign()).toEqual([]);
  });

  test.concurrent("that consent is missing, and that time counts as soon as it is there", async (running) => {
    const { open, said, foreign } = await listen(running);
    const page = await open(`${known} data-consent="required"`);
    await said("[uptake] not counting · consent: waiting for uptake.optIn()");
    await page.evaluate(() => uptake.optIn());
    await said("[uptake] calendars · counting since");
    await page.evaluate(() => uptake.optOut());
    await said("[uptake] not counting · denied: the person has opted out");
    expect(foreign()).toEqual([]);
  });

  test.concurrent("that nobody is known, until somebody is", async (running) => {
    const { open, said, foreign } = await listen(running);
    const page = await open("data-debug");
    await said("but no identity: call uptake.identify({ account, user })");
    await page.evaluate(() => uptake.identify({ account: "acme", user: "u_7" }));
    await said("[uptake] measuring user u_7 of account acme");
    expect(foreign()).toEqual([]);
  });

  test.concurrent("that another window has the focus", async (running) => {
    const { open, said, lines, context } = await listen(running);
    const page = await open(known);
    await said("counting since");
    const session = await context.newCDPSession(page);
    await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
    const other = await context.newPage();
    await other.bringToFront();
    await said("[uptake] not counting · ");
    expect(lines.at(-1)).toMatch(/hidden: nobody can see this tab|the window has no focus/);
  });

  test("each thing once, however much happens", async (running) => {
    const { open, said, lines } = await listen(running);
    const page = await open(known);
    await said("counting since");
    for (let x = 0; x < 60; x += 1) {
      await page.mouse.move(x * 5, 100);
      await page.waitForTimeout(50);
    }
    expect(lines.filter((line) => line.includes("counting since"))).toHaveLength(1);
    expect(lines.filter((line) => line.includes("under every idle limit")).length).toBeLessThanOrEqual(2);
    expect(lines.length).toBeLessThanOrEqual(8);
  });
});

describe("Under a Content-Security-Policy", () => {
  test.concurrent.for([
    ["the collector's origin", (origin: string) => `script-src ${origin}`],
    ["the tag's nonce", () => "script-src 'nonce-once'"],
    ["the tag's nonce and what it loads", () => "script-src 'nonce-once' 'strict-dynamic'"],
  ] as const)("that allows %s, the script loads its parts", async ([, scripts], running) => {
    const { open, said, foreign, collector } = await listen(running);
    const { collectorUrl } = collector;
    const policy = `default-src 'none'; connect-src ${collectorUrl}; ${scripts(collectorUrl)}`;
    const page = await open(`${known} nonce="once"`, policy);
    await said("[uptake] calendars · counting since");
    // On a busy machine this part may come after all that was there has been confirmed.
    await page.evaluate(() => uptake.track("booking.completed"));
    await said("[uptake] calendars · action booking.completed +1 (1 on this page)");
    await page.evaluate(() => uptake.flush());
    await said("[uptake] the collector has confirmed ");
    expect(foreign()).toEqual([]);
  });

  test.concurrent("that forbids to connect, the console says what to look at", async (running) => {
    const { open, said, lines, collector } = await listen(running);
    await open(known, `default-src 'none'; script-src ${collector.collectorUrl}`, "/v/0.1.0/uptake.js");
    await said("[uptake] not counting · loading: the definitions have not arrived");
    expect(lines).toContainEqual(expect.stringContaining("connect-src of the Content-Security-Policy"));
  });
});

test.concurrent("Nothing is said, and nothing fetched for it, where nobody asks", async (running) => {
  const { open, lines, collector } = await listen(running);
  await open('data-account="acme" data-user="u_1"');
  await vi.waitFor(() => expect(collector.visits("calendars")).toBe(1), 20_000);
  expect(collector.arrivals.map(({ path }) => path)).not.toContainEqual(expect.stringContaining("uptake-debug"));
  expect(lines).toEqual([]);
});
