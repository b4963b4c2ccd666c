import { spawn } from "node:child_process";
import { join } from "node:path";
import { findWebKit } from "../../scripts/find-webkit.ts";
import { freePort } from "../support/free-port.ts";
import type { Desktop } from "./desktop.ts";
import { childrenOf, signalGroup } from "./processes.ts";
import { openWebKitPage, type WebKitPage } from "./webkit-page.ts";

/** A page that appeared. */
export interface NewPage {
  readonly page: WebKitPage;
  /** The process that shows it; undefined where that shows another one too, such as the page's opener. */
  readonly processId: number | undefined;
}

/** A running MiniBrowser, WebKitGTK's own browser, and its remote inspector. */
export interface WebKitProcess {
  /** Resolves with the page that `open` makes the browser show in a tab or window of its own. */
  nextPage(open: () => Promise<unknown>): Promise<NewPage>;
  /** Sends a signal to every process of the browser. */
  signal(name: NodeJS.Signals): void;
  /** Resolves when the browser has ended. */
  readonly ended: Promise<void>;
}

const patienceMs = 10_000;

/** Waits for what isn't there at once. Rejects when it doesn't come. */
export async function patiently<Result>(what: string, look: () => Promise<Result | undefined>): Promise<Result> {
  const untilMs = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > untilMs) throw new Error(`[test] WebKit: no ${what} within ${patienceMs} ms.`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/**
 * Starts it with a profile. It isn't driven by WebDriver: in sessions of that, nothing outlives the browser, and neither
 * tabs nor windows can be brought to the front.
 */
export async function startWebKit(desktop: Desktop, profile: string): Promise<WebKitProcess> {
  const programs = findWebKit();
  if (programs === null) throw new Error("[test] No WebKitGTK found. Set UPTAKE_WEBKIT to the path of MiniBrowser.");
  const inspector = `127.0.0.1:${await freePort()}`;
  const child = spawn(programs.miniBrowser, ["--autoplay-policy=allow", "about:blank"], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: desktop.display,
      GDK_BACKEND: "x11",
      GSETTINGS_BACKEND: "memory",
      NO_AT_BRIDGE: "1",
      LIBGL_ALWAYS_SOFTWARE: "1",
      HOME: profile,
      XDG_DATA_HOME: join(profile, "data"),
      XDG_CACHE_HOME: join(profile, "cache"),
      XDG_CONFIG_HOME: join(profile, "config"),
      XDG_RUNTIME_DIR: profile,
      // The sandbox can't be entered in a container; what is shown is our own.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
      WEBKIT_INSPECTOR_HTTP_SERVER: inspector,
    },
    // A process group of its own, which signals reach as a whole.
    detached: true,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));

  /** Where the pages can be spoken to, as the inspector's own page lists them. */
  const addresses = async (): Promise<string[]> => {
    const list = await fetch(`http://${inspector}/`).then(
      (response) => response.text(),
      () => "",
    );
    return [...list.matchAll(/\/socket\/\d+\/\d+\/WebPage/g)].map(([path]) => `ws://${inspector}${path}`);
  };
  const known: string[] = [];
  let knownProcesses: number[] = [];

  return {
    async nextPage(open) {
      await open();
      const address = await patiently("new page", async () =>
        (await addresses()).find((candidate) => !known.includes(candidate)),
      );
      known.push(address);
      const page = await openWebKitPage(address);
      await page.evaluate("0");
      const processes = await childrenOf(child.pid ?? 0, "WebKitWebProc");
      const processId = processes.find((id) => !knownProcesses.includes(id));
      knownProcesses = processes;
      return { page, processId };
    },
    signal: (name) => signalGroup(child.pid, name),
    ended,
  };
}
