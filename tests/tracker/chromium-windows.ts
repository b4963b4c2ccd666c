import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { ChromiumProcess } from "./chromium-process.ts";

/** The desktop: which window is in front. Windows of headless Chromium know of none, and would all have the focus. */
export interface ChromiumWindows {
  /** Gives the focus to a target's window, taken from all others; to none with null. */
  focus(targetId: string | null): Promise<void>;
  /** Puts the window of a target out of sight, or back in front. */
  setMinimized(targetId: string, isMinimized: boolean): Promise<void>;
}

const manifest = { manifest_version: 3, name: "Desktop", version: "1", background: { service_worker: "worker.js" } };

/**
 * Only extensions may take the focus from a window, so this loads an empty one and speaks for it.
 * @param profile folder in which it can put the extension.
 */
export async function createChromiumWindows(chromium: ChromiumProcess, profile: string): Promise<ChromiumWindows> {
  const folder = join(profile, "desktop");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "manifest.json"), JSON.stringify(manifest));
  await writeFile(join(folder, "worker.js"), "");
  const arrived = new Promise<string>((resolve) => {
    const stop = chromium.listen(({ method, params }) => {
      if (method !== "Target.targetCreated" || params.targetInfo.type !== "service_worker") return;
      stop();
      resolve(params.targetInfo.targetId);
    });
  });
  await chromium.send("Target.setDiscoverTargets", { discover: true, filter: [{}] });
  await chromium.send("Extensions.loadUnpacked", { path: folder });
  const targetId = await arrived;
  const { sessionId } = await chromium.send("Target.attachToTarget", { targetId, flatten: true });
  const run = async (expression: string) => {
    const reply = await chromium.send("Runtime.evaluate", { expression, awaitPromise: true }, sessionId);
    if (reply.exceptionDetails) throw new Error(`[test] ${reply.exceptionDetails.exception?.description}`);
  };
  // The worker gets its interface only while it starts.
  const isReady = async () =>
    (await chromium.send("Runtime.evaluate", { expression: "!!chrome?.windows" }, sessionId)).result.value === true;
  while (!(await isReady())) await wait(10);
  const windowOf = async (of: string): Promise<number> =>
    (await chromium.send("Browser.getWindowForTarget", { targetId: of })).windowId;

  const focus = async (of: string | null) => {
    const front = of === null ? -1 : await windowOf(of);
    await run(`(async () => {
      for (const { id, focused } of await chrome.windows.getAll())
        if (focused && id !== ${front}) await chrome.windows.update(id, { focused: false });
      if (${front} !== -1) await chrome.windows.update(${front}, { focused: true });
    })()`);
  };
  return {
    focus,
    async setMinimized(of, isMinimized) {
      const state = isMinimized ? "minimized" : "normal";
      await run(`chrome.windows.update(${await windowOf(of)}, { state: "${state}" })`);
      if (!isMinimized) await focus(of);
    },
  };
}
