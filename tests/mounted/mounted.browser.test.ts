import type { Tracker } from "@uptake/tracker";
import type { CollectReply } from "@uptake/tracker/protocol";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { use } from "../journeys/person.ts";
import { launchChromium } from "../support/chromium.ts";
import { startExpress } from "./hosts.ts";
import type { Subject } from "./subject.ts";

declare const uptake: Tracker;

let browser: Browser;
let subject: Subject;
beforeAll(async () => {
  [browser, subject] = await Promise.all([launchChromium(), startExpress()]);
});
afterAll(async () => {
  await browser.close();
  await subject.stop();
});

/** A browser in which somebody is signed in to the host, on the host's page with tag and widget, and nothing else. */
async function openHostPage(context: BrowserContext, session: string, identified = session) {
  const { origin } = new URL(subject.base);
  await context.addCookies([{ name: "session", value: session, url: origin, httpOnly: true, sameSite: "Lax" }]);
  const page = await context.newPage();
  await page.route(`${origin}/calendars`, (route) =>
    route.fulfill({
      contentType: "text/html",
      body: `<!doctype html><title>Host</title>
        <script async src="/uptake/uptake.js?key=${subject.publicKey}" data-account="acme" data-user="${identified}"></script>
        <script async src="/uptake/uptake-widget.js"></script>
        <uptake-progress></uptake-progress>`,
    }),
  );
  const replies = repliesTo(page);
  await page.goto(`${origin}/calendars`);
  await page.waitForFunction(() => typeof uptake === "object");
  return { page, replies };
}

/** What the collector says to all that the page sends, from its first message on. */
function repliesTo(page: Page): readonly CollectReply[] {
  const all: CollectReply[] = [];
  page.on("response", async (response) => {
    if (response.url().startsWith(`${subject.base}/v1/collect`)) all.push((await response.json()) as CollectReply);
  });
  return all;
}

test("The host's session is all that tracker and widget need on its own pages; another's state waits for them", async () => {
  const context = await browser.newContext();
  const { page, replies } = await openHostPage(context, "maya");
  await use(page, 2_000);
  await page.evaluate(() => uptake.flush());
  await vi.waitFor(() => expect(replies.length).toBeGreaterThan(0), 10_000);
  expect(replies.flatMap(({ rejected }) => rejected)).toEqual([]);
  await page.locator("uptake-progress").getByText("Calendars").first().waitFor();
  await page.close();

  // The page still speaks of Maya, whose session is over: somebody else has signed in.
  const late = await openHostPage(context, "noor", "maya");
  await use(late.page, 1_000);
  await late.page.evaluate(() => uptake.flush());
  await vi.waitFor(() => expect(late.replies.length).toBeGreaterThan(0), 10_000);
  expect(new Set(late.replies.flatMap(({ rejected }) => rejected.map(({ reason }) => reason)))).toEqual(
    new Set(["owner_mismatch"]),
  );
  expect(late.replies.flatMap(({ accepted }) => accepted)).toEqual([]);
  await context.close();
});

test("The dashboard signs in, shows its screens, follows links and survives a reload under the host's prefix", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  const failures: string[] = [];
  page.on(
    "response",
    (response) => response.status() >= 400 && failures.push(`${response.status()} ${response.url()}`),
  );
  page.on("pageerror", (error) => failures.push(String(error)));
  await page.goto(`${subject.base}/sign-in#token=${subject.signInToken}`);
  await page.waitForURL(`${subject.base}/accounts`);
  await page.getByRole("heading", { level: 1 }).waitFor();
  await page.getByRole("link", { name: "Features" }).click();
  await page.waitForURL(`${subject.base}/features`);
  await page.getByText("Calendars").first().waitFor();
  await page.reload();
  await page.getByText("Calendars").first().waitFor();
  await page.goto(subject.base);
  await page.waitForURL(`${subject.base}/accounts`);
  await page.goto(`${subject.base}/nothing`);
  await page.getByRole("link", { name: "Go to the sub-accounts" }).click();
  await page.waitForURL(`${subject.base}/accounts`);
  await expect.poll(() => failures).toEqual([]);
  await context.close();
});
