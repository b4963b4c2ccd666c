import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type axe from "axe-core";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { launchChromium } from "../../../../tests/support/chromium.ts";
import { openDashboard, type DashboardPage } from "../../../../tests/support/dashboard/dashboard-page.ts";

const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const DESK = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

let browser: Browser;
let dashboard: DashboardPage;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());
beforeEach(async () => {
  dashboard = await openDashboard(browser);
});
afterEach(() => dashboard.close());

interface Screen {
  readonly name: string;
  readonly path: string;
  /** Something that is there when the screen is complete. */
  readonly ready: string;
  readonly prepare?: () => void;
}
const screens: readonly Screen[] = [
  { name: "sub-accounts", path: "/accounts?period=30d&sort=engagement", ready: ".pagination" },
  { name: "no match", path: "/accounts?search=zzz", ready: ".notice" },
  { name: "empty", path: "/accounts", ready: ".steps", prepare: () => (dashboard.collector.situation.accounts = []) },
  {
    name: "loading",
    path: "/accounts",
    ready: ".skeleton-row",
    prepare: () => (dashboard.collector.situation.delayMs = 60_000),
  },
  { name: "features", path: "/features", ready: ".bar" },
  { name: "features of one account", path: "/features?account=acc_16&period=quarter", ready: ".bar" },
  { name: "features of a silent account", path: "/features?account=acc_12", ready: ".no-data" },
  { name: "unknown account", path: "/features?account=nobody", ready: ".notice" },
  { name: "unknown page", path: "/nothing", ready: ".notice" },
  { name: "sign in", path: "/sign-in", ready: ".sign-in-help" },
];

test.each(screens)("$name passes axe light on a desk and dark on a phone, and fits both", async (screen) => {
  screen.prepare?.();
  await (screen.path === "/sign-in"
    ? dashboard.page.goto(dashboard.collector.url + screen.path)
    : dashboard.signIn(screen.path));
  await dashboard.page.locator(screen.ready).first().waitFor();
  for (const [colorScheme, viewport] of [
    ["light", DESK],
    ["dark", PHONE],
  ] as const) {
    await dashboard.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    await dashboard.page.setViewportSize(viewport);
    expect(await findViolations()).toEqual([]);
    expect(await dashboard.page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(
      0,
    );
  }
});

async function findViolations(): Promise<readonly string[]> {
  // Evaluated by the debugger, so the page's own policy stays as strict as it is.
  await dashboard.page.evaluate(axeSource);
  return dashboard.page.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" | ")}`);
  });
}
