import type { Tab } from "./engine.ts";
import type { FirefoxProcess } from "./firefox-process.ts";
import { hasFocus, isHidden, isLoaded, isUnfocused, middleOf, scriptOf } from "./page-script.ts";
import { until } from "./person.ts";
import { killProcess } from "./processes.ts";

/** WebDriver's codes of keys that are no letters. */
const keyCodes: Readonly<Record<string, string>> = { Enter: "\uE007", Tab: "\uE004", Escape: "\uE00C" };

/** A tab by its context, and what it needs of the browser that it is in. */
export interface FirefoxTabParts {
  readonly firefox: FirefoxProcess;
  readonly context: string;
  /** The first tab of its window: blank, for when another one has to be in front. */
  readonly blank: string;
  /** A window of its own, for when another one has to be in front. */
  readonly desktop: string;
  /** The tab comes to the front. */
  onFront(): void;
}

/** Wraps a tab that is there. */
export function createFirefoxTab(parts: FirefoxTabParts): Tab {
  const { firefox, context, blank, desktop } = parts;
  let [lastX, lastY] = [0, 0];

  const evaluateIn = async <T>(target: string, script: string): Promise<T> => {
    const { type, result, exceptionDetails } = await firefox.send("script.evaluate", {
      expression: scriptOf(script),
      target: { context: target },
      awaitPromise: true,
    });
    if (type === "exception") throw new Error(`[test] ${script}: ${exceptionDetails.text}`);
    return result.value === undefined ? (undefined as T) : JSON.parse(result.value);
  };
  const evaluate = <T>(expression: string) => evaluateIn<T>(context, expression);
  /** The page, or the frame in it that has the keyboard: keys given to the page would stay there. */
  const keyboardContext = async (): Promise<string> => {
    const { contexts } = await firefox.send("browsingContext.getTree", { root: context, maxDepth: 1 });
    for (const { context: frame } of contexts[0].children) {
      if (await evaluateIn<boolean>(frame, "document.hasFocus()")) return frame;
    }
    return context;
  };
  const activate = (which: string) => firefox.send("browsingContext.activate", { context: which });
  const mouse = (...actions: object[]) =>
    firefox.send("input.performActions", {
      context,
      actions: [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }],
    });
  const moveTo = (x: number, y: number): object[] => {
    const move = { type: "pointerMove", x, y, duration: 0 };
    const isThere = x === lastX && y === lastY;
    [lastX, lastY] = [x, y];
    // Where the mouse is already, it can only shake.
    return isThere ? [{ ...move, x: x + 1 }, move] : [move];
  };
  const click = async (selector: string) => {
    const { x, y } = await evaluate<{ x: number; y: number }>(middleOf(selector));
    await mouse(...moveTo(x, y), { type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 });
  };
  const focus = async () => {
    parts.onFront();
    await activate(context);
    await until(tab, hasFocus);
  };
  const travel = async (delta: number) => {
    const before = await evaluate<string>("location.href");
    await firefox.send("browsingContext.traverseHistory", { context, delta });
    await until(tab, `location.href !== ${JSON.stringify(before)} && document.readyState === "complete"`);
  };
  /** The process of the page, which only the browser's own pages may know. */
  const processId = async (): Promise<number> => {
    const { contexts } = await firefox.send("browsingContext.getTree", { "moz:scope": "chrome" });
    const title = `the page to crash ${Math.random()}`;
    await evaluate(`document.title = ${JSON.stringify(title)}`);
    for (;;) {
      const found = await evaluateIn<number | null>(
        contexts[0].context,
        `Array.from(Services.wm.getEnumerator("navigator:browser"))
          .flatMap((window) => window.gBrowser.browsers)
          .find(({ contentTitle }) => contentTitle === ${JSON.stringify(title)})
          ?.browsingContext.currentWindowGlobal.osPid ?? null`,
      );
      if (found !== null) return found;
    }
  };

  const tab: Tab = {
    async goto(url) {
      await firefox.send("browsingContext.navigate", { context, url, wait: "complete" });
    },
    back: () => travel(-1),
    forward: () => travel(1),
    evaluate,
    async moveMouse(x, y) {
      await mouse(...moveTo(x, y));
    },
    click,
    async clickOpeningTab(selector) {
      const opened = new Promise<string>((resolve) => {
        const stop = firefox.listen(({ method, params }) => {
          if (method !== "browsingContext.contextCreated" || params.originalOpener !== context) return;
          stop();
          resolve(params.context);
        });
      });
      await click(selector);
      const next = createFirefoxTab({ ...parts, context: await opened });
      parts.onFront();
      await until(next, isLoaded);
      return next;
    },
    async pressKey(key) {
      const value = keyCodes[key] ?? key;
      const actions = ["keyDown", "keyUp"].map((type) => ({ type, value }));
      await firefox.send("input.performActions", {
        context: await keyboardContext(),
        actions: [{ type: "key", id: "keys", actions }],
      });
    },
    focus,
    async focusOther() {
      await activate(desktop);
      await until(tab, isUnfocused);
    },
    async hide() {
      await activate(blank);
      await until(tab, isHidden);
    },
    show: focus,
    freeze: () => Promise.reject(new Error("[test] Firefox freezes no pages.")),
    resume: () => Promise.reject(new Error("[test] Firefox freezes no pages.")),
    async crash() {
      await killProcess(await processId());
    },
    async close() {
      await firefox.send("browsingContext.close", { context });
    },
  };
  return tab;
}
