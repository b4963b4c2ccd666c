import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi, type TestContext } from "vitest";
import { launchChromium } from "../../../../tests/support/chromium.ts";
import { startRecordingCollector } from "../../../../tests/support/recording-collector.ts";
import { compileFeatures, type PublicDefinitions } from "../protocol/index.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([{ feature: "reports", urls: ["/reports"] }]),
};

/** What the page's own code has noticed, and violations of its policy. */
declare const noticed: string[];

const NONCE = "once";
const HOSTILE = `<style nonce="${NONCE}">
  * { transform: rotate(3deg); color: red !important; opacity: .9 !important; font-size: 40px !important }
  [popover], uptake-inspector { display: none !important; visibility: hidden !important; z-index: -1 !important;
    pointer-events: none !important; transform: scale(.1) !important }
</style>`;
const APP = `<script nonce="${NONCE}">
  noticed = [];
  for (const type of ["click", "keydown", "pointerdown", "input", "focusin", "submit"])
    document.addEventListener(type, () => noticed.push(type), true);
  for (const type of ["error", "unhandledrejection", "securitypolicyviolation"])
    addEventListener(type, (event) => noticed.push(type + " " + (event.violatedDirective ?? event.message)));
</script>
<main><h1>Contacts</h1><a id="away" href="/elsewhere">Go away</a>
<aside aria-label="Dialler"><button id="send" data-testid="send">Send email</button></aside>
<aside data-uptake-feature="notes"><p id="note">A note</p></aside>
<input id="field" aria-label="Search"></main>`;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

interface Options {
  readonly attributes?: string;
  readonly path?: string;
  readonly html?: string;
  readonly hasTouch?: boolean;
}

async function open(
  { onTestFinished }: TestContext,
  { attributes = "data-debug", path, html = APP, hasTouch = false }: Options = {},
) {
  const collector = await startRecordingCollector(definitions);
  const context = await browser.newContext({ hasTouch });
  onTestFinished(async () => {
    await context.close();
    await collector.close();
  });
  const { collectorUrl, hostUrl } = collector;
  const policy = `default-src 'none'; connect-src ${collectorUrl}; script-src 'nonce-${NONCE}'; style-src 'nonce-${NONCE}'; require-trusted-types-for 'script'; trusted-types 'none'`;
  const tag = `<script nonce="${NONCE}" src="${collectorUrl}/uptake.js?key=pk_test" data-account="acme" data-user="u_1" ${attributes}></script>`;
  collector.serve(() => `<meta http-equiv="Content-Security-Policy" content="${policy}">${tag}${html}`);
  const page = await context.newPage();
  await page.goto(hostUrl + (path ?? "/contacts/42"));
  return { page, collector };
}

const panelOf = (page: Page) => page.getByRole("dialog", { name: "Uptake inspector" });

/** Opens it by its keys, once the part that hears them is there. */
async function openByKeys(page: Page) {
  await vi.waitFor(
    async () => {
      await page.keyboard.press("Alt+Shift+U");
      expect(await panelOf(page).count()).toBe(1);
    },
    { timeout: 20_000, interval: 250 },
  );
  await panelOf(page).getByText("Point at a part").waitFor();
}
/** A click of a mouse on what an element takes up, whatever lies over it. */
async function clickOn(page: Page, selector: string) {
  const box = await page.locator(selector).boundingBox();
  if (!box) throw new Error(`[test] ${selector} is nowhere.`);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
}
const codesOf = (page: Page) => panelOf(page).locator("pre").allTextContents();

describe("Somebody who points at a part of the app", () => {
  test("is told what it counts for, and gets rules of attributes and addresses, while the app hears nothing of it", async (running) => {
    const { page } = await open(running);
    await openByKeys(page);
    await page.evaluate(() => (noticed.length = 0));
    await clickOn(page, "#send");
    await panelOf(page).getByText("Count each click on this").waitFor();
    await expect.poll(() => panelOf(page).locator(".counts").first().textContent()).toBe("Counts for _other");
    await expect
      .poll(() => codesOf(page))
      .toEqual([
        'data-uptake-action="email.sent"',
        '"email.sent": { name: "Email sent" },',
        'data-uptake-feature="dialler"',
        'dialler: { name: "Dialler" },',
        'contacts: { name: "Contacts", urls: ["/contacts/:id"] },',
      ]);
    await clickOn(page, "#away");
    await clickOn(page, "#note");
    await expect.poll(() => panelOf(page).locator(".counts").first().textContent()).toBe("Counts for notes");
    expect(page.url()).toMatch(/\/contacts\/42$/);
    expect(await page.evaluate(() => noticed)).toEqual([]);
  });

  test("chooses another key, and copies the rule for it", async (running) => {
    const { page } = await open(running);
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await openByKeys(page);
    await clickOn(page, "#send");
    const [action] = await panelOf(page).getByLabel("Action").all();
    await action?.fill("newsletter.sent");
    await panelOf(page).getByRole("button", { name: "Copy for the HTML" }).first().click();
    await panelOf(page).getByText("Copied").waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('data-uptake-action="newsletter.sent"');
    await action?.fill("");
    await panelOf(page).getByText("A key has 1 to 128 characters").waitFor();
    expect(await page.evaluate(() => noticed.filter((type) => type === "input"))).toEqual([]);
  });

  test("goes by keyboard from element to element, and Escape gives the app its keys and its focus back", async (running) => {
    const { page } = await open(running);
    await page.focus("#field");
    await openByKeys(page);
    await page.evaluate(() => (noticed.length = 0));
    await page.keyboard.press("ArrowDown");
    const chosen = () => panelOf(page).locator(".chosen p").textContent();
    await expect.poll(chosen).toBe("<main> “Contacts”");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("ArrowRight");
    await expect.poll(chosen).toBe("<a> “Go away”");
    await page.keyboard.press("ArrowUp");
    await expect.poll(chosen).toBe("<main> “Contacts”");
    for (let press = 0; press < 30; press += 1) {
      await page.keyboard.press("Tab");
      expect(await page.evaluate(() => document.activeElement?.localName)).toBe("uptake-inspector");
    }
    await page.keyboard.press("Escape");
    await panelOf(page).waitFor({ state: "detached" });
    await page.keyboard.type("ada");
    expect(await page.inputValue("#field")).toBe("ada");
    await page.keyboard.press("Alt+Shift+U");
    await panelOf(page).waitFor();
    // A framework may throw out what it doesn't know; the app is not left without its inputs.
    await page.evaluate(() => document.querySelector("uptake-inspector")?.remove());
    await clickOn(page, "#away");
    await page.waitForURL("**/elsewhere");
  });
});

test("Nothing that is done counts once it was opened, and it sends nothing", async (running) => {
  const { page, collector } = await open(running, {
    html: APP.replace('id="send"', 'id="send" data-uptake-action="email.sent"'),
    path: "/reports",
  });
  await openByKeys(page);
  await vi.waitFor(() => expect(collector.visits("reports")).toBe(1));
  await page.waitForTimeout(500);
  const before = collector.cells();
  const arrived = collector.arrivals.length;
  await clickOn(page, "#send");
  await panelOf(page).getByText("Using it counts email.sent").waitFor();
  await page.waitForTimeout(6_000);
  await page.keyboard.press("Escape");
  await page.goto("about:blank");
  await page.waitForTimeout(500);
  expect(collector.cells()).toEqual(before);
  expect(collector.arrivals.slice(arrived).filter(({ method }) => method !== "GET")).toEqual([]);
});

test("A page whose styles fight everything, and a dialog of its own in front, leave it as it is", async (running) => {
  const dialog = `<dialog><p id="inside">Inside</p></dialog><script nonce="${NONCE}">document.querySelector("dialog").showModal()</script>`;
  const { page } = await open(running, { html: HOSTILE + APP + dialog });
  await openByKeys(page);
  const panel = panelOf(page);
  expect(await panel.isVisible()).toBe(true);
  const box = await panel.boundingBox();
  expect([box?.width, (box?.x ?? 0) + (box?.width ?? 0)]).toEqual([440, (page.viewportSize()?.width ?? 0) - 16]);
  await clickOn(page, "#inside");
  await expect.poll(() => panel.locator(".chosen p").textContent()).toBe("<p> “Inside”");
  await page.keyboard.press("Escape");
  await panel.waitFor({ state: "detached" });
  expect(await page.evaluate(() => document.querySelector("dialog")?.open)).toBe(true);
});

test.for([
  ["data-debug=inspector", { attributes: 'data-debug="inspector"' }],
  ["a link with uptake-inspector", { path: "/contacts/42?uptake-inspector" }],
] as const)("It opens by %s, without a person's doing", async ([, options], running) => {
  const { page } = await open(running, options);
  await expect.poll(() => panelOf(page).count(), { timeout: 20_000 }).toBe(1);
});

test("Where debug is off neither a link nor keys open it, and nothing is fetched for it", async (running) => {
  const { page, collector } = await open(running, { attributes: "", path: "/contacts/42?uptake-inspector" });
  await page.keyboard.press("Alt+Shift+U");
  await page.waitForTimeout(3_000);
  expect(await panelOf(page).count()).toBe(0);
  expect(collector.arrivals.map(({ path }) => path).filter((path) => /debug|inspector/.test(path))).toEqual([]);
});

test("A tap of a finger chooses, and a finger that moves scrolls what is under it", async (running) => {
  const long = `<style nonce="${NONCE}">.box { height: 300px; overflow: auto } .long { height: 3000px }</style>
    <main class="box"><p class="long" id="it">Long</p></main>`;
  const { page } = await open(running, { html: long, attributes: 'data-debug="inspector"', hasTouch: true });
  await panelOf(page).waitFor({ timeout: 20_000 });
  await page.touchscreen.tap(60, 100);
  await expect.poll(() => panelOf(page).locator(".chosen p").textContent()).toBe("<p> “Long”");
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", y?: number) =>
    session.send("Input.dispatchTouchEvent", { type, touchPoints: y === undefined ? [] : [{ x: 60, y }] });
  await touch("touchStart", 250);
  for (let y = 240; y >= 100; y -= 10) await touch("touchMove", y);
  await touch("touchEnd");
  const scrolled = () => page.evaluate(() => document.querySelector(".box")?.scrollTop);
  await expect.poll(scrolled).toBeGreaterThan(50);
  const before = (await scrolled()) ?? 0;
  await page.mouse.move(60, 100);
  await page.mouse.wheel(0, 200);
  await expect.poll(scrolled).toBe(before + 200);
});

test("What enter() has claimed is said", async (running) => {
  const { page } = await open(running);
  await page.evaluate(() => (window as unknown as { uptake: { enter(of: string): void } }).uptake.enter("checkout"));
  await openByKeys(page);
  await clickOn(page, "#send");
  await expect.poll(() => panelOf(page).textContent()).toContain('enter("checkout")');
});
