import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startDesktop, type Desktop } from "./desktop.ts";
import type { Engine, EngineBrowser, Tab } from "./engine.ts";
import { startWebKit, type WebKitProcess } from "./webkit-process.ts";
import { createWebKitTab } from "./webkit-tab.ts";
import { arrangeWindows, type PlacedPage, type WebKitWindows } from "./webkit-windows.ts";

/** One run of the browser, between a start and an end. */
interface Run {
  readonly webkit: WebKitProcess;
  open(url: string, place: (windows: WebKitWindows) => Promise<PlacedPage>): Promise<Tab>;
}

async function startRun(desktop: Desktop, profile: string): Promise<Run> {
  const webkit = await startWebKit(desktop, profile);
  const windows = await arrangeWindows(desktop, webkit);
  return {
    webkit,
    async open(url, place) {
      const placed = await desktop.alone(() => place(windows));
      const tab = createWebKitTab(desktop, windows, placed);
      await tab.focus();
      await tab.goto(url);
      return tab;
    },
  };
}

async function startBrowser(): Promise<EngineBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "uptake-webkit-"));
  const desktop = await startDesktop();
  let run = await startRun(desktop, profile);
  let isClosed = false;
  const kill = async () => {
    run.webkit.signal("SIGKILL");
    await run.webkit.ended;
  };
  return {
    openTab: (url) => run.open(url, (windows) => windows.openTab()),
    openWindow: (url) => run.open(url, (windows) => windows.openWindow()),
    setOffline: () => Promise.reject(new Error("[test] WebKitGTK asks the machine whether there is a network.")),
    async sleep(lengthMs) {
      run.webkit.signal("SIGSTOP");
      await wait(lengthMs);
      run.webkit.signal("SIGCONT");
    },
    kill,
    async restart() {
      run.webkit.signal("SIGTERM");
      await run.webkit.ended;
      run = await startRun(desktop, profile);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await kill();
      desktop.stop();
      await rm(profile, { recursive: true, force: true, maxRetries: 10 });
    },
  };
}

/**
 * WebKitGTK's MiniBrowser on a desktop of its own, with a real mouse and real keys. It freezes no pages, prerenders none,
 * and knows of no network but the machine's.
 */
export const webkit: Engine = {
  name: "webkit",
  can: new Set(["windows", "tabs", "hide", "crash", "sleep", "kill", "back-forward-cache", "media"]),
  start: startBrowser,
};
