import type { ChromiumEvent, ChromiumProcess } from "./chromium-process.ts";
import type { ChromiumWindows } from "./chromium-windows.ts";
import type { Tab } from "./engine.ts";

const patienceMs = 20_000;

/** What a tab needs of the browser that it is in. */
export interface ChromiumTabParts {
  readonly chromium: ChromiumProcess;
  readonly windows: ChromiumWindows;
  /** Sends the first commands to a page. Resolves when they are obeyed; never rejects. */
  prepare(pageSession: string): Promise<unknown>;
  /** The next tab that the browser opens by itself, after its load. */
  nextTab(): Promise<Tab>;
}

/**
 * A tab by its session. The pages in it come and go: one that is prerendered has a session of its own beside the shown
 * one's, and takes its place when it is activated. A session of the page alone would switch prerendering off.
 */
export async function createChromiumTab(parts: ChromiumTabParts, tabSession: string): Promise<Tab> {
  const { chromium, windows } = parts;
  let shown: { readonly targetId: string; readonly session: string } | undefined;
  const sessions = new Map<string, string>();
  let prepared: Promise<unknown> | undefined;

  /** @returns a promise that rejects when nothing of the kind comes. To be made before what causes it. */
  const event = (what: string, isIt: (event: ChromiumEvent) => boolean): Promise<ChromiumEvent> =>
    new Promise((resolve, reject) => {
      const stop = chromium.listen((heard) => {
        if (!isIt(heard)) return;
        clearTimeout(timer);
        stop();
        resolve(heard);
      });
      const timer = setTimeout(() => {
        stop();
        reject(new Error(`[test] Chromium: no ${what} within ${patienceMs} ms.`));
      }, patienceMs);
    });
  const show = (target: { readonly targetId: string; readonly subtype?: string }) => {
    const session = sessions.get(target.targetId);
    if (session !== undefined && target.subtype === undefined) shown = { targetId: target.targetId, session };
  };
  chromium.listen(({ method, params, sessionId }) => {
    if (method === "Target.attachedToTarget" && sessionId === tabSession) {
      sessions.set(params.targetInfo.targetId, params.sessionId);
      show(params.targetInfo);
      prepared = parts.prepare(params.sessionId);
    }
    if (method === "Target.detachedFromTarget" && sessionId === tabSession) sessions.delete(params.targetId);
    if (method === "Target.targetInfoChanged") show(params.targetInfo);
  });
  await chromium.send(
    "Target.setAutoAttach",
    { autoAttach: true, waitForDebuggerOnStart: false, flatten: true, filter: [{ type: "page" }, { exclude: true }] },
    tabSession,
  );
  // A page that navigates before it has taken them would say nothing of it.
  await prepared;

  const page = () => {
    if (!shown) throw new Error("[test] Chromium: a tab without a page.");
    return shown;
  };
  const send = (method: string, params: object = {}) => chromium.send(method, params, page().session);
  const evaluate = async <T>(expression: string): Promise<T> => {
    const { result, exceptionDetails } = await send("Runtime.evaluate", {
      expression,
      awaitPromise: true,
      returnByValue: true,
    });
    if (exceptionDetails) {
      throw new Error(`[test] ${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
    }
    return result.value;
  };
  const isOfPage = ({ sessionId }: ChromiumEvent) => sessionId === page().session;
  const mouse = (type: string, x: number, y: number, more: object = {}) =>
    send("Input.dispatchMouseEvent", { type, x, y, ...more });
  const click = async (selector: string) => {
    const { x, y } = await evaluate<{ x: number; y: number }>(
      `(({ left, top, width, height }) => ({ x: left + width / 2, y: top + height / 2 }))(
        document.querySelector(${JSON.stringify(selector)}).getBoundingClientRect())`,
    );
    await mouse("mouseMoved", x, y);
    await mouse("mousePressed", x, y, { button: "left", clickCount: 1 });
    const { session } = page();
    const released = mouse("mouseReleased", x, y, { button: "left", clickCount: 1 });
    // Where the click led to a prerendered page, the one that took it is gone.
    await released.catch((error: unknown) => {
      if ([...sessions.values()].includes(session)) throw error;
    });
  };
  const travel = async (by: number) => {
    const { entries, currentIndex } = await send("Page.getNavigationHistory");
    const entry = entries[currentIndex + by];
    if (!entry) throw new Error("[test] Chromium: no such entry in the history.");
    const there = event(
      "page of the history",
      (heard) =>
        isOfPage(heard) &&
        (heard.method === "Page.loadEventFired" ||
          heard.method === "Page.navigatedWithinDocument" ||
          (heard.method === "Page.frameNavigated" && heard.params.type === "BackForwardCacheRestore")),
    );
    await send("Page.navigateToHistoryEntry", { entryId: entry.id });
    await there;
  };

  return {
    async goto(url) {
      const loaded = event("load", (heard) => isOfPage(heard) && heard.method === "Page.loadEventFired");
      const { errorText } = await send("Page.navigate", { url });
      if (errorText !== undefined) {
        loaded.catch(() => {});
        throw new Error(`[test] ${url}: ${errorText}`);
      }
      await loaded;
    },
    back: () => travel(-1),
    forward: () => travel(1),
    evaluate,
    // The protocol gives a window over which the mouse moves the focus.
    moveMouse: (x, y) => mouse("mouseMoved", x, y),
    click,
    async clickOpeningTab(selector) {
      const next = parts.nextTab();
      // A page that is hidden by what its click opens may never say that it has taken the click.
      click(selector).catch(() => {});
      return next;
    },
    async pressKey(key) {
      const text = key === "Enter" ? "\r" : key;
      const isText = key.length === 1 || key === "Enter";
      const code = key.length === 1 ? key.toUpperCase().charCodeAt(0) : key === "Enter" ? 13 : 0;
      const what = { key, windowsVirtualKeyCode: code, ...(isText && { text }) };
      await send("Input.dispatchKeyEvent", { type: isText ? "keyDown" : "rawKeyDown", ...what });
      await send("Input.dispatchKeyEvent", { type: "keyUp", ...what });
    },
    async focus() {
      await send("Page.bringToFront");
      await windows.focus(page().targetId);
    },
    focusOther: () => windows.focus(null),
    hide: () => windows.setMinimized(page().targetId, true),
    async show() {
      await windows.setMinimized(page().targetId, false);
      await send("Page.bringToFront");
    },
    freeze: () => send("Page.setWebLifecycleState", { state: "frozen" }),
    resume: () => send("Page.setWebLifecycleState", { state: "active" }),
    async crash() {
      const crashed = event("crash", (heard) => isOfPage(heard) && heard.method === "Inspector.targetCrashed");
      // Nobody is left to answer it.
      send("Page.crash").catch(() => {});
      await crashed;
    },
    async close() {
      const gone = event(
        "end of the tab",
        ({ method, params }) => method === "Target.detachedFromTarget" && params.sessionId === tabSession,
      );
      await send("Page.close");
      await gone;
    },
  };
}
