import { readFile } from "node:fs/promises";
import type { AxeResults } from "axe-core";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchChromium } from "../../../tests/support/chromium.ts";
import { type HostPage, startHostPage } from "../../../tests/support/widget/host-page.ts";
import { adoptedRecord, featureRecord, progress, record, triedRecord } from "../../../tests/support/widget/records.ts";

const MINUTE_MS = 60_000;
const THIRD_NOVEMBER = Date.UTC(2026, 10, 3, 12);
const ELEMENT = '<uptake-progress token="token-of-ada"></uptake-progress>';
const PAGE_COLOURS = "<style>body { background: Canvas; color: CanvasText }</style>";
const SCRIPT = '<script src="/uptake-widget.js"></script>';

const full = record(
  [
    triedRecord("calendars", 4 * MINUTE_MS + 12_000, { writerMs: 0 }),
    triedRecord("reports", 6 * MINUTE_MS),
    featureRecord("sites"),
    adoptedRecord("contacts", 134 * MINUTE_MS, THIRD_NOVEMBER),
  ],
  {
    milestones: [
      { milestone: "a", name: "Send ten messages", progress: 0.7, met: false, metAt: null },
      { milestone: "b", name: "Complete your first booking", progress: 1, met: true, metAt: THIRD_NOVEMBER },
    ],
  },
);

/** A tracker that the page can drive: `uptake.set(progress)`. */
const trackerScript = (first: unknown) => `
  const listeners = new Set();
  window.uptake = {
    version: "0.0.0",
    current: ${JSON.stringify(first)},
    progress() { return this.current; },
    subscribe(listener) { listeners.add(listener); return () => listeners.delete(listener); },
    flush() { return Promise.resolve(); },
    optIn() { this.set({ ...this.current, writer: "writer-2", status: "on" }); },
    optOut() { this.set({ ...this.current, writer: null, status: "denied" }); },
    set(progress) { this.current = progress; for (const listener of listeners) listener(progress); },
  };`;

let browser: Browser;
let host: HostPage;
let page: Page;
let problems: string[];

beforeAll(async () => {
  [browser, host] = await Promise.all([launchChromium(), startHostPage()]);
});
afterAll(async () => {
  await browser.close();
  await host.close();
});

async function newPage(options: BrowserContextOptions = {}): Promise<void> {
  const context = await browser.newContext({ locale: "en-GB", timezoneId: "UTC", ...options });
  page = await context.newPage();
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => {
    if (/Content Security Policy|Trusted Type|\[uptake\]/i.test(message.text())) problems.push(message.text());
  });
}

beforeEach(async () => {
  problems = [];
  host.answer({ status: 200, body: full });
  host.serve({ body: ELEMENT + SCRIPT });
  await newPage();
});
afterEach(async () => {
  await page.context().close();
  if (problems.length > 0) throw new Error(`The page complained: ${problems.join("; ")}`);
});

/** Opens the page and waits until the widget says something. */
async function open(text: string | RegExp): Promise<void> {
  await page.goto(host.origin);
  await page.getByText(text).first().waitFor();
}

/** Computed styles of every element in the widget: what a person sees of it. */
function widgetStyles(): Promise<readonly string[]> {
  return page.evaluate(() =>
    [...(document.querySelector("uptake-progress")?.shadowRoot?.querySelectorAll(".root, .root *") ?? [])].map(
      (element) => {
        const style = getComputedStyle(element);
        return `${element.className} ${style.font} ${style.color} ${style.display} ${style.padding} ${style.backgroundColor} ${style.textTransform} ${style.letterSpacing}`;
      },
    ),
  );
}

test("the served script is plain ASCII, so that a page in another encoding reads it too", async () => {
  const script = await readFile(new URL("../../collector/dist/browser/uptake-widget.js", import.meta.url), "latin1");
  expect(script).toMatch(/^[\x20-\x7e\s]+$/);
});

test("works and looks right under a CSP that forbids all styles and demands trusted types", async () => {
  host.serve({
    body: ELEMENT + SCRIPT,
    csp: "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  });
  await open("1 of 4 features adopted");
  const withCsp = await widgetStyles();
  const bar = await page.getByRole("progressbar", { name: "Calendars" }).boundingBox();
  expect(bar?.width).toBeGreaterThan(30);
  host.serve({ body: ELEMENT + SCRIPT });
  await open("1 of 4 features adopted");
  expect(withCsp).toEqual(await widgetStyles());
});

test("hostile CSS of the page changes nothing in it", async () => {
  await open("1 of 4 features adopted");
  const calm = await widgetStyles();
  expect(calm.length).toBeGreaterThan(40);
  host.serve({
    head: `<style>* { all: unset !important; font-size: 40px !important; color: red !important; letter-spacing: 9px !important; text-transform: uppercase !important; }
      script, style, head { display: none !important; }</style>`,
    body: ELEMENT + SCRIPT,
  });
  await open("1 of 4 features adopted");
  expect(await widgetStyles()).toEqual(calm);
});

test("changes nothing of the page: no style, no element, no global", async () => {
  const body = `<p class="card title">Text</p><ul class="list"><li class="item">One</li></ul><progress class="bar" value="0.5"></progress>${ELEMENT}`;
  host.serve({ body });
  await page.goto(host.origin);
  const look = () =>
    page.evaluate(() => ({
      styles: [...document.querySelectorAll("main > *:not(uptake-progress), li, h1")].map((element) =>
        [...getComputedStyle(element)].map((name) => getComputedStyle(element).getPropertyValue(name)).join(),
      ),
      // A block in place of an unknown inline element moves what follows; what precedes stays.
      html: document.documentElement.outerHTML.replace(/<script[^]*?<\/script>/g, ""),
      sheets: document.styleSheets.length + document.adoptedStyleSheets.length,
      globals: Object.getOwnPropertyNames(window).sort(),
      storage: localStorage.length + sessionStorage.length + document.cookie.length,
    }));
  const before = await look();
  await page.addScriptTag({ url: "/uptake-widget.js" });
  await page.getByText("1 of 4 features adopted").waitFor();
  expect(await look()).toEqual(before);
});

describe("accessibility", () => {
  const states: readonly [string, Parameters<HostPage["answer"]>[0], string | RegExp][] = [
    ["progress", { status: 200, body: full }, "1 of 4 features adopted"],
    ["loading", null, "Loading your progress"],
    ["no features", { status: 200, body: record([]) }, "Nothing to show yet"],
    ["nothing used", { status: 200, body: record([featureRecord("sites")]) }, "A fresh start"],
    ["signed out", { status: 401 }, "Please sign in again"],
    ["a server's error", { status: 500 }, "Something went wrong on our side"],
  ];
  /** What axe has against the whole page, in both colour schemes; contrast that it couldn't judge counts too. */
  async function axeFindings(): Promise<readonly unknown[]> {
    await page.evaluate(await readFile(new URL("../../../node_modules/axe-core/axe.min.js", import.meta.url), "utf8"));
    const findings: unknown[] = [];
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const { violations, passes, incomplete } = (await page.evaluate("axe.run()")) as AxeResults;
      const unjudged = incomplete.filter(({ id }) => id === "color-contrast");
      for (const { id, nodes } of [...violations, ...unjudged]) findings.push([id, nodes.map(({ html }) => html)]);
      if (!passes.some(({ id }) => id === "color-contrast")) findings.push("No contrast was judged.");
    }
    return findings;
  }

  test.each(states)("axe finds no violation, light or dark: %s", async (_name, answer, text) => {
    host.answer(answer);
    host.serve({ head: PAGE_COLOURS, body: ELEMENT + SCRIPT });
    await open(text);
    expect(await axeFindings()).toEqual([]);
  });

  test("axe finds no violation while one feature counts, another is celebrated and the server fails", async () => {
    host.serve({ head: PAGE_COLOURS, body: ELEMENT + SCRIPT });
    await page.addInitScript(trackerScript(progress({}, { feature: "calendars", counting: true })));
    await open("1 of 4 features adopted");
    const [calendars, , ...others] = full.features;
    host.answer({
      status: 200,
      body: record([...(calendars ? [calendars] : []), adoptedRecord("reports", 7 * MINUTE_MS, 1), ...others]),
    });
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.locator("uptake-progress .celebrated").waitFor();
    host.answer({ status: 500 });
    await page.evaluate(() => window.dispatchEvent(new Event("online")));
    await page.getByText(/This is your progress as of/).waitFor();
    await page.locator("uptake-progress .celebrated").waitFor();
    expect(await axeFindings()).toEqual([]);
  });

  test.each(["on", "denied", "consent", "internal", "disabled"] as const)(
    "axe finds no violation where measuring is: %s",
    async (status) => {
      host.serve({ head: PAGE_COLOURS, body: ELEMENT + SCRIPT });
      await page.setViewportSize({ width: 320, height: 800 });
      await page.addInitScript(trackerScript(progress({}, { status })));
      await open("1 of 4 features adopted");
      if (status === "on") await page.getByText("Stop measuring in this browser").click();
      await page
        .locator("uptake-progress")
        .getByText(/measur/i)
        .first()
        .waitFor();
      expect(await axeFindings()).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
    },
  );

  test("the keyboard reaches the retry button, which shows that it has the focus", async () => {
    host.answer({ status: 500 });
    await open("Something went wrong on our side");
    await page.keyboard.press("Tab");
    const button = page.getByRole("button", { name: "Try again" });
    expect(await button.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe("solid");
    host.answer({ status: 200, body: full });
    await page.keyboard.press("Enter");
    await page.getByText("1 of 4 features adopted").waitFor();
  });

  test("who prefers less motion gets none", async () => {
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.addInitScript(trackerScript(progress({}, { feature: "calendars", counting: true })));
    await open("counting now");
    const animations = await page.evaluate(
      () => document.querySelector("uptake-progress")?.shadowRoot?.getAnimations().length,
    );
    expect(animations).toBe(0);
  });
});

describe("whether the person is measured", () => {
  const way = () => page.getByText("Stop measuring in this browser");
  const focused = () =>
    page.evaluate(() => document.querySelector("uptake-progress")?.shadowRoot?.activeElement?.textContent);

  test("by the keyboard alone it can be stopped and allowed again, and the focus is never lost", async () => {
    await page.addInitScript(trackerScript(progress({})));
    await open("1 of 4 features adopted");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Stop measuring in this browser");
    const stop = page.getByRole("button", { name: "Stop measuring", exact: true });
    expect(await stop.isVisible()).toBe(false);
    await page.keyboard.press("Enter");
    await stop.waitFor();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.getByText("Measuring is off in this browser", { exact: false }).first().waitFor();
    expect(await focused()).toBe("Allow measuring");
    expect(await page.getByRole("status").textContent()).toMatch(/^Measuring is off/);
    expect(await way().count()).toBe(0);
    await page.keyboard.press("Enter");
    await way().waitFor();
    expect(await focused()).toBe("Stop measuring in this browser");
    expect(await stop.isVisible()).toBe(false);
    expect(await page.getByRole("status").textContent()).toBe("Measuring is on in this browser.");
  });

  test("a choice made elsewhere on the page takes the focus from nobody", async () => {
    host.serve({ body: `<input aria-label="Search">${ELEMENT}${SCRIPT}` });
    await page.addInitScript(trackerScript(progress({})));
    await open("Stop measuring in this browser");
    await page.getByLabel("Search").focus();
    await page.evaluate(() => (window as unknown as { uptake: { optOut(): void } }).uptake.optOut());
    await page.getByRole("button", { name: "Allow measuring" }).waitFor();
    expect(await page.getByLabel("Search").evaluate((input) => input === document.activeElement)).toBe(true);
  });

  test("a tracker that doesn't say is asked nothing", async () => {
    const { status: _unknown, ...older } = progress({}, { feature: "calendars", counting: true });
    await page.addInitScript(trackerScript(older));
    await open("counting now");
    expect(
      await page
        .locator("uptake-progress")
        .getByText(/measur/i)
        .count(),
    ).toBe(0);
    expect(await page.getByRole("button").count()).toBe(0);
  });
});

describe("live", () => {
  test("credited time appears at once, and adoption moves the feature, with its date and an event", async () => {
    await page.addInitScript(trackerScript(progress({}, { feature: "calendars", counting: true })));
    await open("4 of 7 min");
    await page.evaluate(() => {
      document.addEventListener("uptake-adopted", (event) => (document.title = `adopted ${event.detail.feature}`));
    });
    const set = (activeMs: number) =>
      page.evaluate(
        (next) => (window as unknown as { uptake: { set(value: unknown): void } }).uptake.set(next),
        progress({ calendars: activeMs }, { feature: "calendars", counting: true }),
      );
    await set(50_000);
    await page.getByText("5 of 7 min").waitFor();
    host.answer({
      status: 200,
      body: record([adoptedRecord("calendars", 7 * MINUTE_MS, THIRD_NOVEMBER), ...full.features.slice(1)]),
    });
    await set(3 * MINUTE_MS);
    await page.getByText("2 of 4 features adopted", { exact: true }).waitFor();
    await page.waitForFunction(() => document.title === "adopted calendars");
    expect(await page.getByRole("status").textContent()).toBe("You have adopted Calendars. 2 of 4 features adopted.");
    await page.getByRole("listitem").filter({ hasText: "Calendars" }).getByText("Adopted 3 Nov 2026").waitFor();
  });

  test("another person's token shows that person's record", async () => {
    host.answer({ status: 200, body: record([triedRecord("phone", 2 * MINUTE_MS)]) }, "token-of-grace");
    await open("1 of 4 features adopted");
    await page.evaluate(() => document.querySelector("uptake-progress")?.setAttribute("token", "token-of-grace"));
    await page.getByText("2 of 7 min").waitFor();
    expect(await page.getByText("Calendars").count()).toBe(0);
  });

  test("without a network the numbers stay, marked with their time", async () => {
    await open("1 of 4 features adopted");
    await page.context().setOffline(true);
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByText(/This is your progress as of/).waitFor();
    expect(await page.getByText("4 of 7 min").count()).toBe(1);
    await page.context().setOffline(false);
    await page.getByText(/This is your progress as of/).waitFor({ state: "detached" });
  });
});

describe("looks", () => {
  const background = () =>
    page.locator("uptake-progress .card").evaluate((card) => getComputedStyle(card).backgroundColor);

  test("dark follows the page's colour scheme, and the theme attribute overrules it", async () => {
    await page.emulateMedia({ colorScheme: "dark" });
    await open("1 of 4 features adopted");
    expect(await background()).toBe("rgb(23, 25, 31)");
    await page.evaluate(() => document.querySelector("uptake-progress")?.setAttribute("theme", "light"));
    expect(await background()).toBe("rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "light" });
    await page.evaluate(() => document.querySelector("uptake-progress")?.setAttribute("theme", "dark"));
    expect(await background()).toBe("rgb(23, 25, 31)");
  });

  test("the host's custom properties and parts reach it", async () => {
    host.serve({
      head: "<style>uptake-progress { --uptake-background: rgb(1, 2, 3) } uptake-progress::part(title) { color: rgb(4, 5, 6) }</style>",
      body: ELEMENT + SCRIPT,
    });
    await open("1 of 4 features adopted");
    expect(await background()).toBe("rgb(1, 2, 3)");
    expect(await page.getByText("Your progress").evaluate((title) => getComputedStyle(title).color)).toBe(
      "rgb(4, 5, 6)",
    );
  });

  test.each(["on", "denied"] as const)(
    "from 240 to 900 px nothing sticks out, however long a name is: %s",
    async (status) => {
      const name = "Customer relationship Donaudampfschifffahrtsgesellschaftskapitänsmützenverwaltung";
      host.answer({
        status: 200,
        body: record(
          [
            triedRecord("a", MINUTE_MS, { name }),
            featureRecord("b", { name }),
            { ...adoptedRecord("c", 9e9, THIRD_NOVEMBER), name },
          ],
          { milestones: [{ milestone: "m", name, progress: 0.5, met: false, metAt: null }] },
        ),
      });
      await page.addInitScript(trackerScript(progress({}, { status })));
      await open("1 of 3 features adopted");
      await page
        .locator("uptake-progress details")
        .evaluateAll((all) => all.forEach((details) => details.setAttribute("open", "")));
      for (const width of [240, 299, 300, 390, 519, 520, 759, 760, 900]) {
        const overflowing = await page.evaluate((widthPx) => {
          const element = document.querySelector("uptake-progress");
          if (element) element.style.inlineSize = `${widthPx}px`;
          const card = element?.shadowRoot?.querySelector(".card");
          const { left = 0, right = 0 } = card?.getBoundingClientRect() ?? {};
          return [...(card?.querySelectorAll("*:not(.unseen, circle)") ?? [])]
            .filter((part) => {
              const box = part.getBoundingClientRect();
              return box.width > 0 && (box.left < left || box.right > right);
            })
            .map((part) => part.className);
        }, width);
        expect([width, overflowing]).toEqual([width, []]);
      }
    },
  );

  test("on a right-to-left page it is mirrored", async () => {
    host.serve({ body: `<div dir="rtl">${ELEMENT}</div>${SCRIPT}` });
    await open("1 of 4 features adopted");
    const ring = await page.getByRole("progressbar", { name: "Calendars" }).boundingBox();
    const name = await page.getByText("Calendars", { exact: true }).boundingBox();
    expect(ring?.x).toBeGreaterThan(name?.x ?? 0);
  });

  test("in a place that shrinks to its content it keeps a readable width", async () => {
    host.serve({ body: `<div style="display:flex">${ELEMENT}</div>${SCRIPT}` });
    await open("1 of 4 features adopted");
    const box = await page.locator("uptake-progress").boundingBox();
    expect(box?.width).toBeGreaterThan(300);
  });
});
