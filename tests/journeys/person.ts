import type { Tracker } from "@uptake/tracker";
import { SignJWT } from "jose";
import type { BrowserContext, Page } from "playwright-core";
import { expect, vi } from "vitest";
import type { System } from "../support/system.ts";

declare const uptake: Tracker;

/**
 * Gives a page the focus that it really has: the driver pretends that every page has it. Call it after the page's first
 * load, which would undo it.
 */
export async function withRealFocus(context: BrowserContext, page: Page): Promise<Page> {
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setFocusEmulationEnabled", { enabled: false });
  return page;
}

/** Signs in to the host app by one click and waits until the tracker measures. */
export async function signIn(page: Page, system: System, name: string): Promise<void> {
  await page.goto(system.crm);
  await page.getByRole("button", { name }).click();
  await page.waitForURL("**/conversations");
  await untilMeasuring(page);
}

/** Waits for the tracker behind its stub. */
export async function untilMeasuring(page: Page): Promise<void> {
  await page.waitForFunction(() => uptake.progress?.().writer !== null && uptake.version !== undefined);
}

/** Brings a tab to the front, as a click on its title does. */
export async function showTab(page: Page): Promise<void> {
  await page.bringToFront();
  await vi.waitFor(async () => expect(await page.evaluate(() => document.hasFocus())).toBe(true), 5_000);
}

/**
 * Tells a page that it can't be seen, or can again. Headless Chromium calls every tab visible, also those in the back, so
 * this is what the page would be told.
 */
export async function setVisible(page: Page, isVisible: boolean): Promise<void> {
  await page.evaluate(
    (visibilityState) => {
      Object.defineProperty(document, "visibilityState", { value: visibilityState, configurable: true });
      document.dispatchEvent(new Event("visibilitychange", { bubbles: true }));
    },
    isVisible ? "visible" : "hidden",
  );
}

/** Moves the mouse for a while. @returns how long it took, by the page's clock. */
export async function use(page: Page, lengthMs: number): Promise<number> {
  const start = await page.evaluate(() => performance.now());
  for (let step = 0; ; step++) {
    await page.mouse.move(500 + ((step * 37) % 200), 420);
    const spentMs = (await page.evaluate(() => performance.now())) - start;
    if (spentMs >= lengthMs) return spentMs;
    await page.waitForTimeout(Math.min(150, lengthMs - spentMs));
  }
}

/** Goes to another area of the host app by its menu. */
export async function goTo(page: Page, area: string): Promise<void> {
  await page.getByRole("navigation", { name: "Areas" }).getByRole("link", { name: area, exact: true }).click();
  await page.waitForURL(`**/${area.toLowerCase()}*`);
}

/** What a page's tracker has credited, by feature, in ms. */
export async function credited(page: Page, idleLimitIndex: 0 | 1 | 2 | 3): Promise<Record<string, number>> {
  const { activeMs } = await page.evaluate(() => uptake.progress());
  return Object.fromEntries(Object.entries(activeMs).map(([feature, limits]) => [feature, limits[idleLimitIndex]]));
}

/** Sends everything, and waits until nothing is left to send. */
export async function flush(page: Page): Promise<void> {
  await page.evaluate(() => uptake.flush());
}

/** What the widget on the page shows, by feature, in ms. */
export function shownByWidget(page: Page): Promise<Record<string, number>> {
  return page.evaluate(() => {
    const items = document
      .querySelector("uptake-progress")
      ?.shadowRoot?.querySelectorAll<HTMLElement>("[data-feature]");
    return Object.fromEntries(
      [...(items ?? [])].map(({ dataset }) => [dataset["feature"] ?? "", Number(dataset["activeMs"])]),
    );
  });
}

/** A token with which a member reads their own record, as the host signs it. */
export function readToken(system: System, account: string, user: string): Promise<string> {
  return new SignJWT({ account })
    .setProtectedHeader({ alg: "HS256" })
    .setSubject(user)
    .setAudience("uptake")
    .setExpirationTime("1h")
    .sign(new TextEncoder().encode(system.jwtSecret));
}
