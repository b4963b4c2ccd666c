import type { MeReply } from "@uptake/tracker/protocol";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { startSystem, type System } from "../support/system.ts";
import { shortDefinitions } from "./definitions.ts";
import {
  credited,
  flush,
  goTo,
  readToken,
  setVisible,
  showTab,
  shownByWidget,
  signIn,
  untilMeasuring,
  use,
  withRealFocus,
} from "./person.ts";
import { storedSums } from "./stored-sums.ts";

let browser: Browser;
let system: System;

beforeAll(async () => {
  [browser, system] = await Promise.all([launchChromium(), startSystem(shortDefinitions(420_000))]);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

/** The exact length behind each row's time in the dashboard's table, by the row's name. */
async function shownByDashboard(page: Page): Promise<Record<string, number>> {
  const rows = page.getByRole("row").filter({ has: page.getByRole("rowheader") });
  const entries = await rows.evaluateAll((elements) =>
    elements.map((row) => {
      const name = row.querySelector("th .name-line")?.textContent?.trim() ?? "";
      const exact = row.querySelector("[title$=' ms']")?.getAttribute("title") ?? "0";
      return [name, Number(exact.replaceAll(/\D/g, ""))] as const;
    }),
  );
  return Object.fromEntries(entries);
}

const add = (...sums: readonly Record<string, number>[]) => {
  const total: Record<string, number> = {};
  for (const sum of sums) for (const [key, ms] of Object.entries(sum)) total[key] = (total[key] ?? 0) + ms;
  return total;
};
const sumOf = (sums: Record<string, number>) => Object.values(sums).reduce((sum, ms) => sum + ms, 0);

test("A person's work is one number in the tracker, the widget, /v1/me, the API, the dashboard and the file", async () => {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const elsewhere = await withRealFocus(context, await context.newPage());
  const page = await context.newPage();
  await signIn(page, system, "Maya Torres");
  await withRealFocus(context, page);
  await showTab(page);
  await page.getByRole("button", { name: "My progress" }).click();

  // Three features, with a person who stops, looks elsewhere, puts the window away, and works in two tabs.
  const conversationsMs = await use(page, 4_000);
  await goTo(page, "Calendars");
  const calendarsMs = await use(page, 3_000);
  await page.waitForTimeout(31_500);
  await use(page, 1_000);
  await showTab(elsewhere);
  await elsewhere.waitForTimeout(4_000);
  await showTab(page);
  await goTo(page, "Contacts");
  const contactsMs = await use(page, 3_000);
  await setVisible(page, false);
  await page.waitForTimeout(3_000);
  await setVisible(page, true);
  const secondTab = await context.newPage();
  await secondTab.goto(`${system.crm}/conversations`);
  await withRealFocus(context, secondTab);
  await showTab(secondTab);
  await untilMeasuring(secondTab);
  const secondTabMs = await use(secondTab, 2_000);
  await showTab(page);
  const againMs = await use(page, 2_000);
  await showTab(elsewhere);
  await setVisible(page, false);
  await Promise.all([flush(page), flush(secondTab)]);

  const measured = add(await credited(page, 0), await credited(secondTab, 0));
  const { conversations = 0, calendars = 0, contacts = 0 } = measured;
  expect(Math.abs(conversations - (conversationsMs + secondTabMs))).toBeLessThan(1_500);
  expect(Math.abs(calendars - (calendarsMs + 1_000))).toBeLessThan(1_500);
  expect(Math.abs(contacts - (contactsMs + againMs))).toBeLessThan(1_500);
  // Under a longer limit the pause counts: 31.5 s are more than 30 and less than 60.
  expect((await credited(page, 1))["calendars"]).toBeGreaterThan(calendars + 31_000);

  expect(storedSums(system.storePath, "brightside", "active_30s_ms")).toEqual(measured);
  expect(await system.uptake("verify")).not.toContain("differ");

  const token = await readToken(system, "brightside", "u_maya");
  const headers = { Authorization: `Bearer ${token}` };
  const me = (await (await fetch(`${system.collector}/v1/me`, { headers })).json()) as MeReply;
  const { _other: elsewhereMs = 0, ...inFeatures } = measured;
  expect(Object.fromEntries(me.features.map(({ feature, activeMs }) => [feature, activeMs]))).toEqual(inFeatures);
  expect(me.features.map(({ stage }) => stage)).toEqual(["tried", "tried", "tried"]);

  const secret = { headers: { Authorization: `Bearer ${system.secretKey}` } };
  const reply = await (await fetch(`${system.collector}/v1/accounts?search=brightside`, secret)).json();
  expect(reply.rows[0].activeMs).toBe(sumOf(measured));

  await showTab(page);
  await setVisible(page, true);
  await vi.waitFor(async () => expect(await shownByWidget(page)).toEqual(inFeatures), 10_000);

  const dashboard = await context.newPage();
  await dashboard.goto(system.adminLink());
  await dashboard.getByRole("link", { name: "Brightside Dental" }).first().waitFor();
  expect((await shownByDashboard(dashboard))["Brightside Dental"]).toBe(sumOf(measured));
  await dashboard.getByRole("table").getByRole("link", { name: "Brightside Dental" }).click();
  await dashboard.getByRole("rowheader", { name: "Conversations" }).waitFor();
  const byFeature = await shownByDashboard(dashboard);
  expect(byFeature["Conversations"]).toBe(conversations);
  expect(byFeature["Calendars"]).toBe(calendars);
  expect(byFeature["Contacts"]).toBe(contacts);
  expect(sumOf(byFeature)).toBe(sumOf(inFeatures) + elsewhereMs);
  await context.close();
});
