import { expect, test, vi } from "vitest";
import type { Tracker } from "../../packages/tracker/src/api.ts";
import { arrivedMs, BUTTON, closeTab, createStages, inline, work } from "./stage.ts";

declare const uptake: Tracker;
declare const clicks: number;
declare const seen: unknown[];

const openStage = createStages();

/** What other people's scripts do to a page before the tracker comes. */
const HABITS: Readonly<Record<string, string>> = {
  "freezes every built-in object, as SES does": `
    const done = new Set();
    const freeze = (value) => {
      if ((typeof value !== "object" && typeof value !== "function") || value === null || done.has(value)) return;
      done.add(value);
      for (const { value: inner, get, set } of Object.values(Object.getOwnPropertyDescriptors(value))) {
        freeze(inner); freeze(get); freeze(set);
      }
      freeze(Object.getPrototypeOf(value));
      Object.freeze(value);
    };
    for (const name of ["Object", "Array", "Function", "Promise", "String", "Number", "RegExp", "Map", "Set", "Date",
      "JSON", "Math", "Reflect", "Error", "Symbol", "Uint8Array", "URL", "URLSearchParams"]) freeze(window[name]);
    freeze((async () => {}).constructor); freeze((function* () {}).constructor);`,
  "freezes the prototypes of the browser's own classes": `
    for (const name of ["EventTarget", "Node", "Element", "Document", "History", "Navigator", "Storage", "Response", "Request",
      "AbortController", "AbortSignal", "IDBRequest", "IDBDatabase", "IDBTransaction", "IDBObjectStore", "Event", "Performance"])
      Object.freeze(window[name].prototype);`,
  "adds enumerable properties to every object": `
    Object.prototype.extend = function () {}; Object.prototype.each = 1; Array.prototype.remove = function () {};`,
  "wraps fetch for its own statistics": `
    const original = window.fetch; window.seen = [];
    window.fetch = async function (...parameters) {
      const response = await original.apply(this, parameters);
      seen.push(response.status); await response.clone().text();
      return response;
    };`,
  "replaces fetch by one on XMLHttpRequest": `
    window.fetch = (url, { method = "GET", body } = {}) => new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open(method, url);
      request.onload = () => resolve({ ok: request.status === 200, status: request.status,
        headers: { get: (name) => request.getResponseHeader(name) }, text: async () => request.responseText });
      request.onerror = () => reject(new TypeError("Network request failed"));
      request.send(body);
    });`,
  "wraps addEventListener and the timers, as zone.js does": `
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    const tasks = new WeakMap();
    EventTarget.prototype.addEventListener = function (type, listener, options) {
      const task = function (...parameters) { return listener.apply(this, parameters); };
      tasks.set(listener, task);
      return addEventListener.call(this, type, task, options);
    };
    EventTarget.prototype.removeEventListener = function (type, listener, options) {
      return removeEventListener.call(this, type, tasks.get(listener) ?? listener, options);
    };
    const { setTimeout } = window;
    window.setTimeout = (run, ...rest) => ({ handle: setTimeout(() => run(), ...rest) });
    const native = Promise;
    window.Promise = class ZoneAwarePromise extends native {};
    window.Promise.prototype.then = function (...parameters) { return native.prototype.then.apply(this, parameters); };`,
  "wraps the history for its router": `
    const original = history.pushState; window.seen = [];
    history.pushState = function (...parameters) { seen.push("pushState"); return original.apply(this, parameters); };`,
  "stops every event on its way down": `
    for (const type of ["pointerdown", "pointermove", "keydown", "input", "focusin", "visibilitychange"])
      document.addEventListener(type, (event) => event.stopPropagation(), true);`,
  "has globals with the names of the browser's": `
    var name = "host", status = "busy"; window.navigation = { current: "home" }; window.performanceMode = 1;`,
  "formats dates and numbers as it likes in JSON": `
    Date.prototype.toJSON = () => "today"; Number.prototype.toJSON = undefined; String.prototype.toJSON = undefined;
    const { stringify } = JSON; JSON.stringify = (value, ...rest) => stringify(value, ...rest);`,
};

test.concurrent.for(Object.entries(HABITS))("Measures in a page whose own code %s", async ([, code], running) => {
  const stage = await openStage(running);
  const page = await stage.open(inline(code) + stage.tag() + BUTTON);
  const leastMs = await work(page);
  await page.evaluate(() => history.pushState(null, "", "/calendars"));
  await page.mouse.click(60, 60);
  await page.evaluate(() => uptake.track("sent", { count: 2 }));
  expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  expect(await page.evaluate(() => clicks)).toBe(4);
  expect(await page.evaluate(() => location.pathname)).toBe("/calendars");
  const cells = stage.collector.cells();
  expect(cells.map(({ account, user, feature, visits }) => [account, user, feature, visits])).toEqual([
    ["acme", "u_1", "conversations", 1],
    ["acme", "u_1", "calendars", 1],
  ]);
  expect(cells[0]?.actions).toEqual({});
  expect(cells[1]?.actions).toEqual({ sent: 2 });
});

test.concurrent.for(["before", "after"])(
  "Follows a router that wraps the history %s the tracker has come, where the Navigation API is missing",
  async (moment, running) => {
    const stage = await openStage(running);
    await stage.context.addInitScript("Object.defineProperty(window, 'navigation', { value: undefined })");
    const router = inline(`const original = history.pushState; window.seen = [];
      history.pushState = function (...parameters) { seen.push(parameters[2]); return original.apply(history, parameters); };
      history.replaceState = new Proxy(history.replaceState, {});`);
    const page = await stage.open(moment === "before" ? router + stage.tag() + BUTTON : stage.tag() + BUTTON + router);
    await page.evaluate(() => history.pushState({ step: 1 }, "", "/calendars"));
    await vi.waitFor(
      async () => expect(await page.evaluate(() => uptake.progress().feature)).toBe("calendars"),
      10_000,
    );
    await page.evaluate(() => history.replaceState({ step: 2 }, "", "/conversations/7"));
    await vi.waitFor(
      async () => expect(await page.evaluate(() => uptake.progress().feature)).toBe("conversations"),
      10_000,
    );
    expect(await page.evaluate(() => [seen, history.state])).toEqual([["/calendars"], { step: 2 }]);
  },
);

const LYING_FETCHES: Readonly<Record<string, string>> = {
  "throws at once": "() => { throw new TypeError('blocked') }",
  "rejects with nothing": "() => Promise.reject()",
  "returns nothing": "() => {}",
  "resolves to what isn't a response": "async () => ({ data: 1 })",
  "never settles": "() => new Promise(() => {})",
  "says that all is well and nothing else": "async () => new Response('{}')",
  "answers with a page": "async () => new Response('<h1>Welcome to our Wi-Fi</h1>')",
  "answers with null": "async () => new Response('null')",
};

test.concurrent.for(Object.entries(LYING_FETCHES))(
  "Keeps what it has measured where the host's fetch %s, for a page that can send",
  async ([, fetch], running) => {
    const stage = await openStage(running);
    const page = await stage.open(inline(`window.fetch = ${fetch}`) + stage.tag() + BUTTON);
    const leastMs = await work(page);
    await page.evaluate(() => Promise.race([uptake.flush(), new Promise((resolve) => setTimeout(resolve, 300))]));
    expect(await page.evaluate(() => uptake.progress().activeMs["conversations"]?.[1])).toBeGreaterThanOrEqual(leastMs);
    expect(stage.collector.collected()).toEqual([]);
    await closeTab(page);
    const next = await stage.open(stage.tag('data-account="acme" data-user="u_2"'), "/calendars");
    await next.evaluate(() => uptake.flush());
    expect(stage.collector.activeMs("conversations", "u_1")).toBeGreaterThanOrEqual(leastMs);
  },
);

const NAMESAKES: Readonly<Record<string, string>> = {
  element: '<div id="uptake"></div>',
  "pair of elements": '<div id="uptake"></div><div id="uptake"></div>',
  "form with a field of the stub's name": '<form id="uptake"><input name="q"></form>',
  frame: '<iframe name="uptake"></iframe>',
  "frame of another origin": '<iframe name="uptake" src="data:text/html,other"></iframe>',
};

test.concurrent.for(Object.entries(NAMESAKES))(
  "Takes its name back from what bears it: %s",
  async ([, html], running) => {
    const stage = await openStage(running);
    const page = await stage.open(html + BUTTON);
    const tag = stage.tag();
    await page.evaluate(
      (markup) =>
        new Promise((resolve) => {
          const { attributes } = document.createRange().createContextualFragment(markup)
            .firstChild as HTMLScriptElement;
          const element = document.createElement("script");
          for (const { name, value } of attributes) element.setAttribute(name, value);
          element.addEventListener("load", resolve);
          document.head.append(element);
        }),
      tag,
    );
    expect(await page.evaluate(() => typeof uptake.version)).toBe("string");
    const leastMs = await work(page);
    expect(await arrivedMs(stage, page)).toBeGreaterThanOrEqual(leastMs);
  },
);
