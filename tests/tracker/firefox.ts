import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { Engine, EngineBrowser, Tab } from "./engine.ts";
import { startFirefox, type FirefoxProcess } from "./firefox-process.ts";
import { createFirefoxTab } from "./firefox-tab.ts";

/** One run of the browser, between a start and an end. */
interface Run {
  readonly firefox: FirefoxProcess;
  openTab(url: string): Promise<Tab>;
  openWindow(url: string): Promise<Tab>;
}

async function startRun(profile: string): Promise<Run> {
  const firefox = await startFirefox(profile);
  await firefox.send("session.subscribe", { events: ["browsingContext.contextCreated"] });
  const { contexts } = await firefox.send("browsingContext.getTree", {});
  const desktop: string = contexts[0].context;
  const create = async (type: "tab" | "window", referenceContext?: string): Promise<string> =>
    (
      await firefox.send("browsingContext.create", {
        type,
        ...(referenceContext !== undefined && { referenceContext }),
      })
    ).context;
  let frontBlank: string | undefined;

  const open = async (url: string, blank: string): Promise<Tab> => {
    const context = await create("tab", blank);
    const onFront = () => {
      frontBlank = blank;
    };
    const tab = createFirefoxTab({ firefox, context, blank, desktop, onFront });
    await tab.focus();
    await tab.goto(url);
    return tab;
  };
  return {
    firefox,
    openTab: async (url) => open(url, frontBlank ?? (await create("window"))),
    openWindow: async (url) => open(url, await create("window")),
  };
}

async function startBrowser(): Promise<EngineBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "uptake-firefox-"));
  let run = await startRun(profile);
  let isClosed = false;
  const kill = async () => {
    run.firefox.signal("SIGKILL");
    await run.firefox.ended;
  };
  return {
    openTab: (url) => run.openTab(url),
    openWindow: (url) => run.openWindow(url),
    async setOffline(isOffline) {
      const networkConditions = isOffline ? { type: "offline" } : null;
      await run.firefox.send("emulation.setNetworkConditions", { networkConditions });
    },
    async sleep(lengthMs) {
      run.firefox.signal("SIGSTOP");
      await wait(lengthMs);
      run.firefox.signal("SIGCONT");
    },
    kill,
    async restart() {
      await run.firefox.send("browser.close").catch(() => {});
      await run.firefox.ended;
      run = await startRun(profile);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await kill();
      await rm(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/** Firefox, headless, over WebDriver BiDi. It has neither freezing nor prerendering. */
export const firefox: Engine = {
  name: "firefox",
  can: new Set(["windows", "tabs", "hide", "crash", "sleep", "kill", "offline", "back-forward-cache", "media"]),
  start: startBrowser,
};
