/**
 * What must be left of the tracker when one API of the browser is broken, in rising order:
 *
 * - `silent`: nothing is measured, and nobody hears of it.
 * - `counting`: what a person does is counted in the page; it can't be brought to the collector from here.
 * - `measuring`: it reaches the collector.
 */
export const LEVELS = ["silent", "counting", "measuring"] as const;
export type Level = (typeof LEVELS)[number];

/** One API that a page's other code can break. */
export interface BrowserApi {
  /** Where it is, from the global object. @example "Document.prototype.hasFocus" */
  readonly path: string;
  /** The least that is left. */
  readonly level: Level;
}

/** Those without which there is nothing to measure, or no way to say so. */
const ESSENTIAL: Readonly<Record<string, Level>> = {
  AbortController: "counting",
  "AbortController.prototype.signal": "counting",
  "Crypto.prototype.getRandomValues": "silent",
  "Document.prototype.currentScript": "silent",
  "Document.prototype.hasFocus": "silent",
  "Document.prototype.prerendering": "silent",
  "Document.prototype.visibilityState": "silent",
  "Event.prototype.timeStamp": "silent",
  "EventTarget.prototype.addEventListener": "silent",
  "HTMLElement.prototype.dataset": "silent",
  "HTMLScriptElement.prototype.src": "silent",
  "Performance.prototype.now": "silent",
  crypto: "silent",
  fetch: "counting",
  performance: "silent",
  setTimeout: "silent",
};

const NAMES: Readonly<Record<string, string>> = {
  "": "AbortController Blob Request URL URLSearchParams atob crypto fetch history indexedDB localStorage navigation navigator performance requestAnimationFrame setTimeout",
  "AbortController.prototype": "abort signal",
  "Blob.prototype": "size",
  "Crypto.prototype": "getRandomValues",
  "Document.prototype": "activeElement currentScript hasFocus prerendering querySelectorAll visibilityState",
  "Element.prototype": "closest getAttribute hasAttribute shadowRoot tagName",
  "Event.prototype": "composedPath target timeStamp type",
  "EventTarget.prototype": "addEventListener removeEventListener",
  "HTMLElement.prototype": "dataset",
  "HTMLIFrameElement.prototype": "contentWindow",
  "HTMLMediaElement.prototype": "ended paused",
  "HTMLScriptElement.prototype": "src",
  "Headers.prototype": "get",
  "History.prototype": "pushState replaceState",
  "IDBDatabase.prototype": "close createObjectStore onclose onversionchange transaction",
  "IDBFactory.prototype": "open",
  "IDBObjectStore.prototype": "clear delete get getAll getAllKeys put transaction",
  "IDBOpenDBRequest.prototype": "onupgradeneeded",
  "IDBRequest.prototype": "error onerror onsuccess result",
  "IDBTransaction.prototype": "commit db error objectStore onabort oncomplete onerror",
  "InputEvent.prototype": "inputType",
  "MessageEvent.prototype": "data source",
  "Navigator.prototype": "doNotTrack globalPrivacyControl sendBeacon",
  "Node.prototype": "getRootNode isConnected",
  "PageTransitionEvent.prototype": "persisted",
  "Performance.prototype": "now",
  "Request.prototype": "keepalive",
  "Response.prototype": "headers ok status text",
  "ShadowRoot.prototype": "host",
  "URL.prototype": "hash origin pathname search searchParams",
  "URLSearchParams.prototype": "get getAll has",
};

/** What the parts for web vitals and explanations use beside that. Without all of it, the tracker goes on. */
const PARTS_NAMES: Readonly<Record<string, string>> = {
  "": "PerformanceEventTiming PerformanceObserver cancelIdleCallback clearTimeout queueMicrotask requestIdleCallback setInterval",
  "Document.prototype": "wasDiscarded",
  "EventTarget.prototype": "removeEventListener",
  "LargestContentfulPaint.prototype": "renderTime",
  "LayoutShift.prototype": "hadRecentInput value",
  "Performance.prototype": "getEntriesByType",
  "PerformanceEntry.prototype": "duration entryType startTime",
  "PerformanceEventTiming.prototype": "interactionId",
  "PerformanceNavigationTiming.prototype": "activationStart",
  PerformanceObserver: "supportedEntryTypes",
  "PerformanceObserver.prototype": "disconnect observe takeRecords",
  "PerformanceObserverEntryList.prototype": "getEntries",
  "PerformanceResourceTiming.prototype": "responseStart",
};

const apisOf = (all: Readonly<Record<string, string>>): readonly BrowserApi[] =>
  Object.entries(all).flatMap(([owner, names]) =>
    names.split(" ").map((name) => {
      const path = owner === "" ? name : `${owner}.${name}`;
      return { path, level: ESSENTIAL[path] ?? "measuring" };
    }),
  );

/** Every API of the browser that the tracker uses and that a page can replace. */
export const BROWSER_APIS = apisOf(NAMES);

/** Same, of the tracker's parts. */
export const PARTS_APIS = apisOf(PARTS_NAMES);

/** What nobody can replace: these properties are not configurable. */
export const UNFORGEABLE: ReadonlySet<string> = new Set(
  "document hash href isTrusted location pathname search window".split(" "),
);

/** What the tracker and its messages call by a name that something in the browser bears too. */
export const OWN_WORDS: ReadonlySet<string> = new Set(
  `actions body cells count enabled features flush id inspect key method next reason referrerPolicy reset rules signal slot stop
  subscribe token track version`.split(/\s+/),
);
