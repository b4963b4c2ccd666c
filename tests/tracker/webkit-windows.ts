import type { Desktop } from "./desktop.ts";
import { hasFocus, isHidden } from "./page-script.ts";
import { patiently, type NewPage, type WebKitProcess } from "./webkit-process.ts";

/** The first window: wide enough for the labels of a dozen tabs. */
const mainWidth = 2_400;
const height = 800;
/** Toolbar and labels, above the page. Both are there as soon as there are two tabs. */
const headHeight = 75;
const labelsMiddle = 57;
/** What the labels don't share, on their right. */
const labelsMargin = 8;
/** From a label's right end to the middle of its cross. */
const crossMargin = 19;
const newTabButton = [135, 19] as const;

/** The place of windows that pages open, beside each other. */
const popupWidth = 1_024;

/** Where a tab is on the screen, and how hands put it to the front and away. */
export interface Place {
  /** Of the page's upper left corner, in px of the screen. */
  readonly left: number;
  readonly top: number;
  /** Resolves when the page says that it is in front. */
  toFront(): Promise<void>;
  hide(): Promise<void>;
  /** Closes it by its cross, where it has one. @returns false where it has none. */
  close(): Promise<boolean>;
}

/** A page that appeared, and where. */
export interface PlacedPage extends NewPage {
  readonly place: Place;
}

/** The windows of one run of the browser. */
export interface WebKitWindows {
  /** Opens a blank tab in the first window and brings it to the front. */
  openTab(): Promise<PlacedPage>;
  /** Opens a blank window, which takes the focus. */
  openWindow(): Promise<PlacedPage>;
  /** The page and the window that something in a page opens. It takes the focus. */
  nextWindow(open: () => Promise<unknown>): Promise<PlacedPage>;
  /** Gives the focus to a window that is none of the others. */
  focusOther(): Promise<void>;
}

/** Arranges the windows of a browser that has just started: its first tab stays blank, and so does a window for {@link WebKitWindows.focusOther}. */
export async function arrangeWindows(desktop: Desktop, webkit: WebKitProcess): Promise<WebKitWindows> {
  const { xdotool } = desktop;
  const visibleWindows = async (): Promise<string[]> =>
    (await xdotool("search", "--onlyvisible", "--class", "MiniBrowser").catch(() => "")).split("\n").filter(Boolean);
  const clickAt = async (x: number, y: number) => {
    await xdotool("mousemove", Math.round(x), y, "click", 1);
  };
  const windows: string[] = [];
  const nextWindowId = () =>
    patiently("new window", async () => {
      const found = (await visibleWindows()).find((id) => !windows.includes(id));
      if (found !== undefined) windows.push(found);
      return found;
    });
  let popups = 0;
  const nextWindow = async (open: () => Promise<unknown>): Promise<PlacedPage> => {
    let id = "";
    const next = await webkit.nextPage(async () => {
      await open();
      id = await nextWindowId();
      await xdotool("windowfocus", id);
    });
    const left = mainWidth + popupWidth * popups;
    popups += 1;
    await xdotool("windowmove", id, left, 0);
    const place: Place = {
      left,
      top: 0,
      async toFront() {
        await xdotool("windowmap", id, "windowfocus", id);
        await patiently("focus", async () => (await next.page.evaluate<boolean>(hasFocus)) || undefined);
      },
      hide: async () => void (await xdotool("windowunmap", id)),
      close: () => Promise.resolve(false),
    };
    return { ...next, place };
  };

  const { page: firstPage } = await webkit.nextPage(() => Promise.resolve());
  // Labels share the width in equal parts only if all have something to say.
  await firstPage.evaluate(`document.title = "Blank"`);
  const main = await nextWindowId();
  await xdotool("windowsize", main, mainWidth, height);
  const openBlank = () => firstPage.evaluate(`void open("about:blank", "", "noopener")`, true);
  const other = await nextWindow(openBlank);

  /** The tabs of the first window in the order of their labels, the blank one first. */
  const tabs: object[] = [firstPage];
  const labelWidth = () => (mainWidth - labelsMargin) / tabs.length;
  const labelEnd = (tab: object) => labelWidth() * (tabs.indexOf(tab) + 1);
  const clickLabel = (tab: object) => clickAt(labelEnd(tab) - labelWidth() / 2, labelsMiddle);

  return {
    async openTab() {
      await xdotool("windowfocus", main);
      const next = await webkit.nextPage(async () => {
        await clickAt(...newTabButton);
        // Until it shows something, a tab has no process that could be spoken to.
        await xdotool("type", "--delay", 0, "about:blank");
        await xdotool("key", "Return");
      });
      const { page } = next;
      tabs.push(page);
      void page.closed.then(() => tabs.splice(tabs.indexOf(page), 1));
      // Its label gives the page the focus only if another tab was in front.
      await clickLabel(firstPage);
      await clickLabel(page);
      const place: Place = {
        left: 0,
        top: headHeight,
        async toFront() {
          await xdotool("windowfocus", main);
          if (await page.evaluate(isHidden)) await clickLabel(page);
          await patiently("focus", async () => (await page.evaluate<boolean>(hasFocus)) || undefined);
        },
        hide: () => clickLabel(firstPage),
        async close() {
          await clickAt(labelEnd(page) - crossMargin, labelsMiddle);
          await page.closed;
          return true;
        },
      };
      return { ...next, place };
    },
    async openWindow() {
      await other.place.toFront();
      return nextWindow(() => other.page.evaluate(`void open("about:blank", "", "noopener")`, true));
    },
    nextWindow,
    focusOther: () => other.place.toFront(),
  };
}
