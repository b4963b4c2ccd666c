import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../../tests/support/chromium.ts";
import { openDashboard, type DashboardPage } from "../../../../tests/support/dashboard/dashboard-page.ts";
import type { FakeCollector } from "../../../../tests/support/dashboard/fake-collector.ts";

let browser: Browser;
let dashboard: DashboardPage;
let collector: FakeCollector;
let context: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  dashboard = await openDashboard(browser);
  ({ collector, context, page } = dashboard);
});
afterEach(() => dashboard.close());

const signIn = (path?: string) => dashboard.signIn(path);
const address = () => page.url().slice(collector.url.length);
const rowNames = () => page.locator("tbody .name-line > :first-child").allTextContents();
const heading = (name: string) => page.getByRole("heading", { level: 1, name, exact: true });
const header = (name: string) => page.getByRole("columnheader", { name, exact: true });
const addressIs = (expected: string) => page.waitForURL(collector.url + expected);

describe("signing in", () => {
  test("a link's token is used once and leaves the address, and the person gets to the sub-accounts", async () => {
    collector.situation.tokens.add("t0ken");
    await page.goto(`${collector.url}/sign-in#token=t0ken`);
    await heading("Sub-accounts").waitFor();
    expect(address()).toBe("/accounts");
    expect(collector.asked.filter((request) => request.startsWith("POST"))).toHaveLength(1);
    await page.getByText("Robin Okafor").waitFor();
  });

  test("somebody who followed a bookmark gets to it after signing in, in the tab they left too", async () => {
    await page.goto(`${collector.url}/features?account=acc_3`);
    await heading("Sign in").waitFor();
    collector.situation.tokens.add("t0ken");
    const linkTab = await context.newPage();
    await linkTab.goto(`${collector.url}/sign-in#token=t0ken`);
    await linkTab.waitForURL(`${collector.url}/features?account=acc_3`);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await heading("Cedar Street Physio").waitFor();
    expect(address()).toBe("/features?account=acc_3");
  });

  test("a used link says how to get a new one, and a new one pasted over it works", async () => {
    await page.goto(`${collector.url}/sign-in#token=used`);
    await heading("This sign-in link no longer works").waitFor();
    await page.getByText("uptake serve").waitFor();
    expect(address()).toBe("/sign-in");
    collector.situation.tokens.add("fresh");
    await page.goto(`${collector.url}/sign-in#token=fresh`);
    await heading("Sub-accounts").waitFor();
  });

  test("signing out ends the session", async () => {
    await signIn();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByText("You are signed out.").waitFor();
    expect(collector.asked).toContain("DELETE /v1/session");
    await page.reload();
    await heading("Sign in").waitFor();
  });
});

describe("sub-accounts", () => {
  test("a header sorts from the lowest, then from the highest, says so and keeps it in the address", async () => {
    await signIn();
    await header("Engagement").getByRole("button").click();
    await addressIs("/accounts?sort=engagement");
    expect(await header("Engagement").getAttribute("aria-sort")).toBe("ascending");
    await header("Engagement").getByRole("button").click();
    await addressIs("/accounts?sort=-engagement");
    expect(await header("Engagement").getAttribute("aria-sort")).toBe("descending");
    expect(await header("Name").getAttribute("aria-sort")).toBeNull();
    const most = collector.situation.accounts.toSorted((one, other) => other.engagement - one.engagement)[0];
    await expect.poll(async () => (await rowNames())[0]).toBe(most?.name);
    await page.goBack();
    await addressIs("/accounts?sort=engagement");
  });

  test("a slash starts a search, which the collector answers and the address keeps", async () => {
    await signIn();
    await page.getByRole("table").waitFor();
    await page.keyboard.press("/");
    await page.keyboard.type("north");
    await addressIs("/accounts?search=north");
    await expect.poll(rowNames).toEqual(["Northwind Traders"]);
    await page.keyboard.type("pole");
    await page.getByText("No account has “northpole” in its name or id").waitFor();
    await page.getByRole("link", { name: "Show all accounts" }).click();
    await expect.poll(async () => (await rowNames()).length).toBe(25);
    expect(await page.getByRole("searchbox").inputValue()).toBe("");
  });

  test("pages are walked by links, and another size starts at the first", async () => {
    await signIn();
    await page.getByText("1–25 of 40").waitFor();
    await page.getByRole("link", { name: "Next" }).click();
    await page.getByText("26–40 of 40").waitFor();
    expect(address()).toBe("/accounts?page=2");
    await page.getByLabel("Rows").selectOption("10");
    await page.getByText("1–10 of 40").waitFor();
    expect(address()).toBe("/accounts?size=10");
  });

  test("the silent accounts are one click away", async () => {
    await signIn();
    await page.getByRole("link", { name: "6 accounts" }).click();
    await page.getByText("1–6 of 6").waitFor();
    expect(address()).toBe("/accounts?silent=true");
    const silent = collector.situation.accounts.filter(({ lastReceivedAt }) => lastReceivedAt === null);
    expect((await rowNames()).toSorted()).toEqual(silent.map(({ name }) => name).toSorted());
    // None of them can be ranked.
    expect(await page.getByRole("heading", { name: "Lowest Engagement" }).count()).toBe(0);
  });

  test("where no account is silent, the list of the silent ones says so", async () => {
    collector.situation.accounts = collector.situation.accounts.filter(({ lastReceivedAt }) => lastReceivedAt !== null);
    await signIn("/accounts?silent=true");
    await page.getByText("There are no such accounts").waitFor();
    await page.getByRole("link", { name: "Show all accounts" }).click();
    await expect.poll(address).toBe("/accounts");
  });

  test("a page past the end says so, of what is searched for too, and leads to its first", async () => {
    await signIn("/accounts?search=north&page=9");
    await page.getByText("This page is past the end of the list").waitFor();
    await page.getByRole("link", { name: "Go to the first page" }).click();
    await expect.poll(rowNames).toEqual(["Northwind Traders"]);
    expect(address()).toBe("/accounts?search=north");
  });

  test("a refresh brings new numbers and keeps the focus where it is", async () => {
    await page.clock.install();
    await signIn();
    const link = page.getByRole("link", { name: "Bluebird Coffee Roasters" });
    await link.last().focus();
    collector.situation.accounts = collector.situation.accounts.map((row) => ({ ...row, engagement: 777_777 }));
    await page.clock.fastForward(16_000);
    await page.getByRole("cell", { name: "777,777" }).first().waitFor();
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe("Bluebird Coffee Roasters");
  });

  test("numbers stay on screen when the collector stops answering, marked as old", async () => {
    await page.clock.install();
    await signIn();
    await page.getByText("1–25 of 40").waitFor();
    collector.situation.problem = { status: 503, title: "The store can't be read", detail: "Its disk is full." };
    await page.clock.fastForward(16_000);
    await page.getByText("Its disk is full. These are the last numbers that arrived").waitFor();
    expect(await rowNames()).toHaveLength(25);
    collector.situation.problem = null;
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("These are the last numbers that arrived").waitFor({ state: "detached" });
  });

  test("numbers that lack what came last say when they were counted, and others don't", async () => {
    const { situation } = collector;
    situation.countedAt = (situation.asOf ?? 0) - 200_000;
    await signIn();
    await page.getByText("Numbers counted 5 min ago").waitFor();
    expect(await page.locator(".last-sync").textContent()).toContain("Last sync 2 min ago");
    situation.countedAt = situation.asOf;
    await page.reload();
    await page.getByText("Last sync 2 min ago").waitFor();
    expect(await page.getByText("Numbers counted").count()).toBe(0);
  });

  test("a first answer that fails shows the problem and how to go on", async () => {
    collector.situation.problem = { status: 503, title: "The store can't be read", detail: "Its disk is full." };
    await signIn();
    await page.getByText("Its disk is full.").waitFor();
    collector.situation.problem = null;
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(async () => (await rowNames()).length).toBe(25);
  });

  test("an empty workspace tells a developer what to do", async () => {
    collector.situation.accounts = [];
    collector.situation.asOf = null;
    await signIn();
    await page.getByText("No accounts yet").waitFor();
    await page.getByText(`${collector.url}/uptake.js?key=pk_…`).waitFor();
    expect(await page.getByText("No data received yet").isVisible()).toBe(true);
  });
});

describe("drilling down", () => {
  test("an account's name opens its features, and removing the chip opens everybody's", async () => {
    await signIn("/accounts?period=30d");
    await page.getByRole("row").getByRole("link", { name: "Cedar Street Physio" }).click();
    await heading("Cedar Street Physio").waitFor();
    expect(address()).toBe("/features?period=30d&account=acc_3");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe("H1");
    expect(await page.locator(".total").allTextContents()).toEqual([
      "Assets25",
      "Active assets15",
      "Engagement962",
      "Time spent25 h 22 m",
    ]);
    expect(await page.title()).toBe("Cedar Street Physio · Uptake");
    await page.getByRole("link", { name: "Remove filter Account: Cedar Street Physio" }).click();
    await heading("Features").waitFor();
    expect(address()).toBe("/features?period=30d");
    await page.goBack();
    await heading("Cedar Street Physio").waitFor();
    await page.goBack();
    await addressIs("/accounts?period=30d");
    await heading("Sub-accounts").waitFor();
  });

  test("filters go along to the other tab, where they can be removed as well", async () => {
    await signIn("/features?period=7d&account=acc_3");
    await page.getByRole("link", { name: "Sub-accounts" }).first().click();
    await expect.poll(rowNames).toEqual(["Cedar Street Physio"]);
    expect(address()).toBe("/accounts?period=7d&account=acc_3");
    await page.getByRole("link", { name: "Remove filter Period: Last 7 days" }).click();
    await addressIs("/accounts?account=acc_3");
    await page.getByRole("link", { name: "Remove filter Account: Cedar Street Physio" }).click();
    await expect.poll(async () => (await rowNames()).length).toBe(25);
  });

  test("another period is asked for, kept in the address and spelled out in days", async () => {
    await signIn("/features");
    await page.getByLabel("Period").selectOption("Last 7 days");
    await addressIs("/features?period=7d");
    await page.getByText("Nov 2026 · Europe/Istanbul").waitFor();
    await expect.poll(() => collector.asked.at(-1)).toContain("period=7d");
  });

  test("a screen without a period shows the workspace's own, and the picker says which one that is", async () => {
    collector.situation.defaultPeriod = "30d";
    await signIn("/features");
    const shown = () => page.getByLabel("Period").locator("option:checked").textContent();
    await expect.poll(shown).toBe("Last 30 days");
    expect(address()).toBe("/features");
    expect(collector.asked.filter((request) => request.includes("period="))).toEqual([]);
    await page.getByLabel("Period").selectOption("This month");
    await addressIs("/features?period=month");
    await page.getByRole("link", { name: "Remove filter Period: This month" }).click();
    await addressIs("/features");
    await expect.poll(shown).toBe("Last 30 days");
  });

  test("on a narrow screen nothing moves while another period's days are on their way", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await signIn("/accounts");
    const top = () => heading("Sub-accounts").evaluate((element) => element.parentElement?.offsetTop);
    const days = page.locator(".period-days");
    await expect.poll(() => days.textContent()).toContain("Nov 2026");
    const before = await top();
    collector.situation.delayMs = 500;
    await page.getByLabel("Period").selectOption("All time");
    await expect.poll(() => days.textContent()).toBe("");
    expect(await top()).toBe(before);
    await expect.poll(() => days.textContent()).toBe("Everything received · Europe/Istanbul");
    expect(await top()).toBe(before);
  });

  test("an account that doesn't exist says so and leads back", async () => {
    await signIn("/features?account=nobody");
    await page.getByText("No account has the id “nobody”").waitFor();
    expect(await page.getByLabel("Period").locator("option:checked").textContent()).toBe("Default");
    await page.getByRole("link", { name: "Show all accounts" }).click();
    await heading("Features").waitFor();
    expect(address()).toBe("/features");
  });

  test("keys alone are enough to get past the header, sort and open an account", async () => {
    await signIn();
    await page.getByText("1–25 of 40").waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.id)).toBe("main");
    await header("Engagement").getByRole("button").focus();
    await page.keyboard.press("Enter");
    await addressIs("/accounts?sort=engagement");
    await page.getByRole("row").getByRole("link").first().focus();
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/features\?account=/);
  });
});

describe("theme", () => {
  test("the choice of dark survives a reload", async () => {
    await signIn();
    await page.getByRole("button", { name: "Switch to light." }).click();
    await page.getByRole("button", { name: "Switch to dark." }).click();
    await page.reload();
    await page.getByRole("button", { name: "Theme: dark." }).waitFor();
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe("dark");
  });
});
