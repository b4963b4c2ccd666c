import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { startChromium, type ChromiumProcess } from "./chromium-process.ts";
import { createChromiumTab } from "./chromium-tab.ts";
import { createChromiumWindows, type ChromiumWindows } from "./chromium-windows.ts";
import type { Engine, EngineBrowser, Tab } from "./engine.ts";

const offline = { offline: true, latency: 0, downloadThroughput: -1, uploadThroughput: -1 };
const online = { ...offline, offline: false };

/** One run of the browser, between a start and an end. */
interface Run {
  readonly chromium: ChromiumProcess;
  readonly windows: ChromiumWindows;
  open(url: string, isNewWindow: boolean): Promise<Tab>;
  setOffline(isOffline: boolean): Promise<void>;
}

async function startRun(profile: string): Promise<Run> {
  const chromium = startChromium(profile);
  const windows = await createChromiumWindows(chromium, profile);
  const pageSessions: string[] = [];
  let isOffline = false;
  const applyNetwork = (session: string) =>
    chromium.send("Network.emulateNetworkConditions", isOffline ? offline : online, session);

  const prepare = (session: string) => {
    pageSessions.push(session);
    // Answers to a page that is gone by then are of no interest.
    const enabled = ["Page.enable", "Network.enable"].map((method) => chromium.send(method, {}, session));
    return Promise.allSettled([...enabled, applyNetwork(session)]);
  };
  // To attach to tabs as they are made would pause the page that opens one: it would not hear that it is hidden.
  const attach = async (targetId: string): Promise<Tab> => {
    const { sessionId } = await chromium.send("Target.attachToTarget", { targetId, flatten: true });
    return createChromiumTab({ chromium, windows, prepare, nextTab }, sessionId);
  };
  const nextTab = async (): Promise<Tab> => {
    const targetId = await new Promise<string>((resolve) => {
      const stop = chromium.listen(({ method, params }) => {
        if (method !== "Target.targetCreated" || params.targetInfo.type !== "tab") return;
        stop();
        resolve(params.targetInfo.targetId);
      });
    });
    const tab = await attach(targetId);
    while (!(await tab.evaluate(`location.href !== "about:blank" && document.readyState === "complete"`)))
      await wait(10);
    return tab;
  };

  return {
    chromium,
    windows,
    async open(url, isNewWindow) {
      const { targetId } = await chromium.send("Target.createTarget", {
        url: "about:blank",
        newWindow: isNewWindow,
        forTab: true,
      });
      const tab = await attach(targetId);
      await tab.focus();
      await tab.goto(url);
      return tab;
    },
    async setOffline(next) {
      isOffline = next;
      // Sessions of pages that are gone answer with an error.
      await Promise.allSettled(pageSessions.map(applyNetwork));
    },
  };
}

async function startBrowser(): Promise<EngineBrowser> {
  const profile = await mkdtemp(join(tmpdir(), "uptake-chromium-"));
  let run = await startRun(profile);
  let isClosed = false;
  const kill = async () => {
    run.chromium.signal("SIGKILL");
    await run.chromium.ended;
  };
  return {
    openTab: (url) => run.open(url, false),
    openWindow: (url) => run.open(url, true),
    setOffline: (isOffline) => run.setOffline(isOffline),
    async sleep(lengthMs) {
      run.chromium.signal("SIGSTOP");
      await wait(lengthMs);
      run.chromium.signal("SIGCONT");
    },
    kill,
    async restart() {
      await run.chromium.send("Browser.close").catch(() => {});
      await run.chromium.ended;
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

/** Debian's Chromium or any Chrome, headless, over its own protocol, with nothing emulated but the desktop. */
export const chromium: Engine = {
  name: "chromium",
  can: new Set([
    "windows",
    "tabs",
    "hide",
    "freeze",
    "crash",
    "sleep",
    "kill",
    "offline",
    "back-forward-cache",
    "prerender",
    "media",
  ]),
  start: startBrowser,
};
