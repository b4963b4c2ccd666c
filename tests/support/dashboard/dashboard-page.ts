import type { Browser, BrowserContext, Page } from "playwright-core";
import { startFakeCollector, type FakeCollector } from "./fake-collector.ts";

/** The built dashboard in a browser tab of its own, with a fake collector behind it. */
export interface DashboardPage {
  readonly collector: FakeCollector;
  readonly context: BrowserContext;
  readonly page: Page;
  /** Opens a view as somebody who is signed in. */
  signIn(path?: string): Promise<void>;
  /** @throws when the page has logged an error, such as a style or script that its security policy refused. */
  close(): Promise<void>;
}

/** Opens a tab of 1440 by 900. */
export async function openDashboard(browser: Browser): Promise<DashboardPage> {
  const collector = await startFakeCollector();
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("console", (message) => {
    const isAnswer = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isAnswer) complaints.push(message.text());
  });
  return {
    collector,
    context,
    page,
    signIn: async (path = "/accounts") => {
      await context.addCookies([{ name: "session", value: "yes", url: collector.url }]);
      await page.goto(collector.url + path);
    },
    close: async () => {
      await context.close();
      await collector.close();
      if (complaints.length > 0) throw new Error(`The page complained:\n${complaints.join("\n")}`);
    },
  };
}
