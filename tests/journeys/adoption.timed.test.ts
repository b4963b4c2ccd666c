import type { MeReply, Stage } from "@uptake/tracker/protocol";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { launchChromium } from "../support/chromium.ts";
import { startSystem, type System } from "../support/system.ts";
import { shortDefinitions } from "./definitions.ts";
import { credited, flush, goTo, readToken, signIn, use } from "./person.ts";
import { storedSums } from "./stored-sums.ts";

const thresholdMs = 11_000;
let browser: Browser;
let system: System;

beforeAll(async () => {
  [browser, system] = await Promise.all([launchChromium(), startSystem(shortDefinitions(thresholdMs))]);
});
afterAll(async () => {
  await browser.close();
  await system.stop();
});

async function stages(account: string, user: string): Promise<Record<string, Stage>> {
  const headers = { Authorization: `Bearer ${await readToken(system, account, user)}` };
  const { features } = (await (await fetch(`${system.collector}/v1/me`, { headers })).json()) as MeReply;
  return Object.fromEntries(features.map(({ feature, stage }) => [feature, stage]));
}

/** Works in the present area until the tracker has credited the threshold. */
async function reachThreshold(page: Page, feature: string): Promise<void> {
  await vi.waitFor(
    async () => {
      await use(page, 2_000);
      expect((await credited(page, 0))[feature]).toBeGreaterThanOrEqual(thresholdMs);
    },
    { timeout: 40_000, interval: 0 },
  );
  await flush(page);
}

test("Somebody who writes a message reaches a milestone; after the threshold on Conversations, and later on Calendars, is in both stages and stays there", async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(page, system, "Priya Nair");
  await page.getByRole("button", { name: "My progress" }).click();
  const widget = page.locator("uptake-progress");
  const adopted = widget.locator(".adopted [data-feature]");

  // What somebody does is seen at once, not at the next minute.
  await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
  await page.getByLabel("Message", { exact: true }).fill("See you on Tuesday.");
  await page.keyboard.press("Enter");
  await widget.locator(".milestone.met").getByText("Send a message").waitFor({ timeout: 10_000 });

  await use(page, 2_000);
  await flush(page);
  expect((await stages("cedar-lane", "u_priya"))["conversations"]).toBe("tried");
  await reachThreshold(page, "conversations");
  expect(await stages("cedar-lane", "u_priya")).toEqual({
    conversations: "adopted",
    calendars: "untouched",
    contacts: "untouched",
  });
  await vi.waitFor(async () => expect(await adopted.count()).toBe(1), 10_000);

  await goTo(page, "Calendars");
  await reachThreshold(page, "calendars");
  expect(await stages("cedar-lane", "u_priya")).toEqual({
    conversations: "adopted",
    calendars: "adopted",
    contacts: "untouched",
  });
  await vi.waitFor(async () => expect(await adopted.count()).toBe(2), 10_000);
  await page.close();
});

test("Nothing is lost and nothing counts twice when the collector is killed while somebody works", async () => {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await signIn(page, system, "Elena Rossi");
  await use(page, 3_000);
  await flush(page);
  const restart = system.crashCollector();
  await use(page, 3_000);
  await restart;
  await goTo(page, "Contacts");
  await use(page, 2_000);
  await vi.waitFor(
    async () => {
      await flush(page);
      expect(storedSums(system.storePath, "halcyon", "active_30s_ms")).toEqual(await credited(page, 0));
    },
    { timeout: 60_000, interval: 500 },
  );
  await page.close();
});
