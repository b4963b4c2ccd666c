import type { Tracker } from "@uptake/tracker";
import { SignJWT } from "jose";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { FeaturesReply } from "../../packages/collector/src/api/contract.ts";
import { launchChromium } from "../support/chromium.ts";
import { startSystem, type System } from "../support/system.ts";
import { credited, flush, goTo, showTab, signIn, untilMeasuring, withRealFocus } from "./person.ts";
import { storedSums } from "./stored-sums.ts";

declare const uptake: Tracker;

let browser: Browser;
let system: System;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  [browser, system] = await Promise.all([launchChromium(), startSystem()]);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
});
afterEach(() => context.close());

const inspect = (of = page) => of.evaluate(() => uptake.inspect());
/** What is credited to a feature, ms; asking is no sign of life. */
const creditedTo = async (feature: string, of = page) => (await credited(of, 0))[feature] ?? 0;
/** Waits, without touching anything, until two ticks more have counted. */
const untilItCountsByItself = async (feature: string, of = page) => {
  const beforeMs = await creditedTo(feature, of);
  await vi.waitFor(async () => expect((await creditedTo(feature, of)) - beforeMs).toBeGreaterThan(9_000), {
    timeout: 40_000,
    interval: 500,
  });
};
const untilPassive = (isPassive: boolean) =>
  vi.waitFor(async () => expect((await inspect()).passive).toBe(isPassive), 10_000);

test("A call counts while somebody only listens, and no longer when they have hung up", async () => {
  await signIn(page, system, "Ben Okafor");
  await goTo(page, "Phone");
  expect((await inspect()).passive).toBe(false);
  await page.getByLabel("Number or contact").fill("(512) 555-0131");
  await page.getByRole("button", { name: "Call", exact: true }).click();
  await untilPassive(true);
  await untilItCountsByItself("phone");
  await page.getByRole("button", { name: "Hang up" }).click();
  await untilPassive(false);
  // It is made when the app's server has logged it.
  await page.getByText(/^Call with .* logged/).waitFor();
  const { actions } = await page.evaluate(() => uptake.progress());
  expect(actions["phone"]).toEqual({ "call.made": 1 });
});

test("A recording is a feature by its address's query, and counts while it plays", async () => {
  await signIn(page, system, "Ben Okafor");
  await goTo(page, "Phone");
  await page
    .getByRole("link", { name: /^Play the call with/ })
    .nth(2)
    .click();
  await vi.waitFor(async () => expect((await inspect()).feature).toBe("call_recordings"), 5_000);
  await untilPassive(true);
  await untilItCountsByItself("call_recordings");
  await page.locator("audio").evaluate((audio: HTMLAudioElement) => audio.pause());
  await untilPassive(false);
  await page.getByRole("button", { name: "Close" }).click();
  await vi.waitFor(async () => expect((await inspect()).feature).toBe("phone"), 5_000);
});

test("The wallboard counts beside another window that has the focus, and other areas don't", async () => {
  await signIn(page, system, "Ben Okafor");
  await withRealFocus(context, page);
  await goTo(page, "Reports");
  const opened = context.waitForEvent("page");
  await page.getByRole("link", { name: "Open wallboard" }).click();
  const wallboard = await opened;
  await untilMeasuring(wallboard);
  await withRealFocus(context, wallboard);
  await showTab(wallboard);
  await wallboard.getByRole("button", { name: "Choose panels" }).click();
  await wallboard.getByRole("button", { name: "Show these" }).click();
  const { actions } = await wallboard.evaluate(() => uptake.progress());
  expect(actions["wallboard"]).toEqual({ "wallboard.arranged": 1 });

  await showTab(page);
  expect(await wallboard.evaluate(() => document.hasFocus())).toBe(false);
  await untilItCountsByItself("wallboard", wallboard);
  await showTab(wallboard);
  expect((await inspect()).why).toBe("unfocused");
});

test("A link in the menu counts to its own name while its page has the focus, and a page that knows of it says so", async () => {
  await signIn(page, system, "Ben Okafor");
  await page.getByRole("link", { name: "Help centre" }).click();
  await page.frameLocator("iframe").getByRole("heading", { name: "Help centre" }).waitFor();
  await vi.waitFor(async () => expect((await inspect()).feature).toMatch(/^link:\d+$/), 5_000);
  const { feature } = await inspect();
  const said = page.evaluate(
    () => new Promise((resolve) => addEventListener("message", ({ data }) => resolve(data), { once: true })),
  );
  await page.mouse.move(700, 400);
  await page.mouse.move(720, 420);
  expect(await said).toBe("uptake");
  await untilItCountsByItself(feature);
  await flush(page);

  const secret = { headers: { Authorization: `Bearer ${system.secretKey}` } };
  const { rows } = (await (await fetch(`${system.collector}/v1/features`, secret)).json()) as FeaturesReply;
  expect(rows.find((row) => row.feature === feature)).toMatchObject({ name: "Help centre", kind: "link" });
});

test("A button that declares its action counts it, without a line of code", async () => {
  await context.grantPermissions(["clipboard-write"]);
  await signIn(page, system, "Maya Torres");
  await goTo(page, "Sites");
  await page.getByRole("listitem").filter({ hasText: "Published" }).getByRole("link").first().click();
  await page.getByRole("button", { name: "Copy address" }).click();
  await page.getByText("The address is copied.").waitFor();
  const { actions } = await page.evaluate(() => uptake.progress());
  expect(actions["sites"]).toEqual({ "page.shared": 1 });
});

test("Who refuses in Privacy is measured no more, sees it in the widget as well, and can allow it there again", async () => {
  await signIn(page, system, "Maya Torres");
  await page.getByRole("button", { name: "My progress" }).click();
  await page.getByText("Stop measuring in this browser").waitFor();
  await page.getByRole("button", { name: "Maya Torres" }).click();
  await page.getByRole("link", { name: "Privacy" }).click();
  await page.getByText("Yes, while you are here.").waitFor();
  await page.getByRole("button", { name: "Stop measuring here" }).click();
  await page.getByText("You have stopped it here", { exact: false }).waitFor();
  const widget = page.locator("uptake-progress");
  await widget.getByText("Measuring is off in this browser", { exact: false }).first().waitFor();

  // It holds after a reload, and nothing leaves the page meanwhile.
  let requests = 0;
  await page.route("**/v1/collect*", (route) => {
    requests += 1;
    return route.continue();
  });
  await page.reload();
  await widget.getByRole("button", { name: "Allow measuring" }).waitFor();
  await page.mouse.move(600, 500);
  await goTo(page, "Contacts");
  await flush(page);
  expect([(await inspect()).why, requests]).toEqual(["denied", 0]);

  await widget.getByRole("button", { name: "Allow measuring" }).click();
  await widget.getByText("Stop measuring in this browser").waitFor();
  await vi.waitFor(async () => expect((await inspect()).status).toBe("on"), 5_000);
  await flush(page);
  expect(requests).toBeGreaterThan(0);
});

test("A page that outlives its token gets another, and loses nothing", async () => {
  const expired = await new SignJWT({ account: "cedar-lane" })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject("u_priya")
    .setAudience("uptake-write")
    .setExpirationTime(Math.floor(Date.now() / 1000) - 3_600)
    .sign(new TextEncoder().encode(system.jwtSecret));
  // As it would be in a tab that was opened yesterday.
  await page.addInitScript((token) => {
    new MutationObserver(() => document.querySelector("script[data-token]")?.setAttribute("data-token", token)).observe(
      document,
      { childList: true, subtree: true },
    );
  }, expired);
  const renewals: number[] = [];
  page.on("response", (response) => {
    if (response.url().endsWith("/api/uptake-write-token")) renewals.push(response.status());
  });
  await signIn(page, system, "Priya Nair");
  await page.mouse.move(600, 500);
  await page.mouse.move(620, 520);
  await flush(page);
  await vi.waitFor(
    async () => {
      await flush(page);
      expect(storedSums(system.storePath, "cedar-lane", "active_30s_ms")).toEqual(await credited(page, 0));
      expect((await inspect()).pendingBytes).toBe(0);
    },
    { timeout: 20_000, interval: 500 },
  );
  expect(renewals).toEqual([200]);
});
