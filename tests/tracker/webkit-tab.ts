import type { Desktop } from "./desktop.ts";
import type { Tab } from "./engine.ts";
import { isHidden, isLoaded, isUnfocused, middleOf } from "./page-script.ts";
import { until } from "./person.ts";
import { killProcess } from "./processes.ts";
import type { PlacedPage, WebKitWindows } from "./webkit-windows.ts";

/** Keys whose names in X aren't those of the web. */
const keyNames: Readonly<Record<string, string>> = { Enter: "Return", " ": "space", Escape: "Escape", Tab: "Tab" };

/** A tab, moved and clicked by the desktop's mouse. */
export function createWebKitTab(desktop: Desktop, windows: WebKitWindows, { page, place, processId }: PlacedPage): Tab {
  const { xdotool, alone } = desktop;
  let [lastX, lastY] = [-1, -1];

  const { goto, evaluate: evaluateAs } = page;
  const evaluate = <T>(expression: string) => evaluateAs<T>(expression);
  /** Uses mouse or keyboard. What is asked of the page after that is answered after it has heard of it. */
  const act = async (...words: (string | number)[]) => {
    await xdotool(...words);
    await evaluate("0").catch(() => {});
  };
  const moveTo = (x: number, y: number): (string | number)[] => {
    const move = (toX: number) => ["mousemove", place.left + toX, place.top + y];
    const isThere = x === lastX && y === lastY;
    [lastX, lastY] = [x, y];
    // Where the mouse is already, it can only shake.
    return isThere ? [...move(x + 1), ...move(x)] : move(x);
  };
  const click = async (selector: string) => {
    const { x, y } = await evaluate<{ x: number; y: number }>(middleOf(selector));
    await act(...moveTo(x, y), "click", 1);
  };
  const travel = async (by: number) => {
    const before = await evaluate<string>("location.href");
    await evaluate(`void history.go(${by})`);
    await until(tab, `location.href !== ${JSON.stringify(before)} && document.readyState === "complete"`);
  };
  const focus = () => alone(() => place.toFront());
  const impossible = () => Promise.reject(new Error("[test] WebKit freezes no pages."));

  const tab: Tab = {
    goto,
    back: () => travel(-1),
    forward: () => travel(1),
    evaluate,
    moveMouse: (x, y) => alone(() => act(...moveTo(x, y))),
    click: (selector) => alone(() => click(selector)),
    async clickOpeningTab(selector) {
      // MiniBrowser opens a window of its own for it.
      const next = createWebKitTab(desktop, windows, await alone(() => windows.nextWindow(() => click(selector))));
      await until(next, isLoaded);
      await next.focus();
      return next;
    },
    pressKey: (key) => alone(() => act("key", keyNames[key] ?? key)),
    focus,
    async focusOther() {
      await alone(() => windows.focusOther());
      await until(tab, isUnfocused);
    },
    async hide() {
      await alone(() => place.hide());
      await until(tab, isHidden);
    },
    show: focus,
    freeze: impossible,
    resume: impossible,
    async crash() {
      if (processId === undefined) throw new Error("[test] WebKit: the page has no process of its own.");
      await killProcess(processId);
    },
    close: () =>
      alone(async () => {
        if (await place.close()) return;
        // Windows that a page opened have no cross without a window manager.
        await evaluate("void close()").catch(() => {});
        await page.closed;
      }),
  };
  return tab;
}
