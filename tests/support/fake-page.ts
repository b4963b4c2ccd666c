import type { CollectReply, CollectRequest } from "../../packages/tracker/src/protocol/index.ts";

/** One request that the fake collector received. */
export interface RecordedRequest {
  readonly url: string;
  readonly atMs: number;
  readonly body: CollectRequest;
}

type Listener = (event: unknown) => void;

/** Event listeners; events of a test are trusted, as a browser's are. */
function createTarget(timeStamp: () => number) {
  const listeners = new Map<string, Set<Listener>>();
  return {
    addEventListener(type: string, listener: Listener) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
    },
    removeEventListener(type: string, listener: Listener) {
      listeners.get(type)?.delete(listener);
    },
    fire(type: string, event: object) {
      const full = { type, isTrusted: true, timeStamp: timeStamp(), composedPath: () => [], ...event };
      for (const listener of Array.from(listeners.get(type) ?? [])) listener(full);
    },
    count: () => [...listeners.values()].reduce((sum, of) => sum + of.size, 0),
  };
}

/** Everybody's favourite collector: keeps what it gets, and confirms it. */
export function confirm(body: CollectRequest, now: number): Response {
  const reply: CollectReply = { now, accepted: body.writers.map(({ id, seq }) => ({ id, seq })), rejected: [] };
  return Response.json(reply);
}

/** An element as far as regions look at it. */
export interface FakeElement {
  isConnected: boolean;
  readonly tagName: string;
  readonly attributes: Readonly<Record<string, string>>;
  closest(selector: string): FakeElement | null;
  getAttribute(name: string): string | null;
  hasAttribute(name: string): boolean;
  matches(selector: string): boolean;
  getRootNode(): object;
}

/** @param feature of the region that begins here, if one does. */
export function fakeElement(
  feature?: string,
  parent: FakeElement | null = null,
  more: { readonly tagName?: string; readonly host?: FakeElement; readonly [attribute: string]: unknown } = {},
): FakeElement {
  const { tagName = "DIV", host, ...others } = more;
  const attributes: Record<string, string> = {
    ...(feature !== undefined && { "data-uptake-feature": feature }),
    ...(others as Record<string, string>),
  };
  const element: FakeElement = {
    isConnected: true,
    tagName,
    attributes,
    closest: (selector) => (selector.slice(1, -1) in attributes ? element : (parent?.closest(selector) ?? null)),
    getAttribute: (name) => attributes[name] ?? null,
    hasAttribute: (name) => name in attributes,
    matches: (selector) => {
      const [, name = "", attribute = ""] = /^(\w+)\[(.+)\]$/.exec(selector) ?? [];
      return name.toUpperCase() === tagName && attribute in attributes;
    },
    getRootNode: () => parent?.getRootNode() ?? (host ? { host } : {}),
  };
  return element;
}

/**
 * A page with a virtual clock: time moves only by `wait`, which runs the timers that are due, as a process that is awake
 * does. It has no IndexedDB; its localStorage is a Map. Its ids are numbers in front of which `letter` stands.
 */
export function createFakePage(
  options: {
    readonly wallMs?: number;
    readonly path?: string;
    readonly letter?: string;
    /** The localStorage of another page of this browser. */
    readonly stored?: Map<string, string>;
  } = {},
) {
  let nowMs = 0;
  let wallOffsetMs = options.wallMs ?? Date.UTC(2026, 10, 22, 9, 0, 0);
  let timers: { readonly atMs: number; readonly run: () => void }[] = [];
  let lastId = 0;
  let isFocused = true;
  let collector: (body: CollectRequest, now: number) => Response | Promise<Response> = confirm;
  const requests: RecordedRequest[] = [];
  const stored = options.stored ?? new Map<string, string>();
  const localStorage = new Proxy<Record<string, unknown>>(
    {},
    {
      get: (_, name) => stored.get(String(name)),
      set: (_, name, value) => stored.set(String(name), String(value)) === stored,
      deleteProperty: (_, name) => stored.delete(String(name)) || true,
      ownKeys: () => [...stored.keys()],
      getOwnPropertyDescriptor: (_, name) => ({
        value: stored.get(String(name)),
        enumerable: true,
        configurable: true,
      }),
    },
  );

  const setTimer = (run: () => void, delayMs: number) => {
    timers.push({ atMs: nowMs + delayMs, run });
    return timers.length;
  };
  const location = { href: "", pathname: "/", search: "", hash: "" };
  const windowTarget = createTarget(() => nowMs);
  const navigation = createTarget(() => nowMs);
  const document = {
    visibilityState: "visible",
    prerendering: false,
    hasFocus: () => isFocused,
    activeElement: null as FakeElement | null,
    media: [] as { paused?: boolean; ended?: boolean; shadowRoot?: { querySelectorAll(): unknown } }[],
    querySelectorAll: () => document.media,
    fire: windowTarget.fire,
  };
  const navigator: { globalPrivacyControl?: boolean; doNotTrack?: string } = {};
  /** Events of the document come by the window. */
  const page = {
    ...windowTarget,
    document,
    location,
    navigation,
    localStorage,
    fetch: async (url: string, { body, signal }: { body: string; signal: AbortSignal }) => {
      const request = { url, atMs: nowMs, body: JSON.parse(body) as CollectRequest };
      requests.push(request);
      const aborted = new Promise<never>((_, reject) => {
        signal.addEventListener("abort", () => reject(signal.reason as Error));
      });
      aborted.catch(() => undefined);
      return Promise.race([collector(request.body, wallOffsetMs + nowMs), aborted]);
    },
  };
  const globals = {
    window: page,
    document,
    location,
    navigator,
    localStorage,
    history: {} as Record<string, unknown>,
    performance: { now: () => nowMs },
    Date: { now: () => wallOffsetMs + nowMs },
    Math: Object.assign(Object.create(Math) as typeof Math, { random: () => 0.5 }),
    crypto: {
      getRandomValues: (bytes: Uint8Array) => {
        const id = String((lastId += 1)).padStart(bytes.length, options.letter ?? "w");
        return bytes.map((_, index) => Number.parseInt(id[index] ?? "0", 36));
      },
    },
    setTimeout: setTimer,
    requestAnimationFrame: (run: () => void) => setTimer(run, 16),
    fetch: (...all: Parameters<typeof page.fetch>) => page.fetch(...all),
    AbortController,
    indexedDB: undefined as IDBFactory | undefined,
  };
  const go = (path: string) => {
    const { href, pathname, search, hash } = new URL(path, "https://host.test");
    Object.assign(location, { href, pathname, search, hash });
  };
  go(options.path ?? "/");
  /** Lets promises run on. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    globals,
    document,
    navigator,
    requests,
    stored,
    page,
    settle,
    /** Time passes while the process is awake. */
    async wait(lengthMs: number) {
      const untilMs = nowMs + lengthMs;
      for (;;) {
        await settle();
        const due = timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0];
        if (!due) break;
        timers = timers.filter((timer) => timer !== due);
        nowMs = Math.max(nowMs, due.atMs);
        due.run();
      }
      nowMs = untilMs;
      await settle();
    },
    /** Runs what was left for the next task. */
    nextTask() {
      const due = timers.filter(({ atMs }) => atMs <= nowMs);
      timers = timers.filter((timer) => !due.includes(timer));
      for (const { run } of due) run();
    },
    nowMs: () => nowMs,
    wallMs: () => wallOffsetMs + nowMs,
    /** Time passes while nothing runs; `monotonicMs` is what the monotonic clock notices of it. */
    sleep(lengthMs: number, monotonicMs = lengthMs) {
      nowMs += monotonicMs;
      wallOffsetMs += lengthMs - monotonicMs;
    },
    input(type = "pointerdown", target: FakeElement = fakeElement(), ageMs = 0) {
      const inputType = type === "input" ? "insertText" : undefined;
      page.fire(type, { isTrusted: true, inputType, timeStamp: nowMs - ageMs, target, composedPath: () => [target] });
    },
    untrustedInput(type = "pointerdown", target: FakeElement = fakeElement()) {
      page.fire(type, { isTrusted: false, timeStamp: nowMs, target, composedPath: () => [target] });
    },
    go(path: string) {
      go(path);
      navigation.fire("currententrychange", {});
    },
    blur() {
      isFocused = false;
      page.fire("blur", {});
    },
    focus() {
      isFocused = true;
      page.fire("focus", {});
    },
    hide() {
      isFocused = false;
      page.fire("blur", {});
      document.visibilityState = "hidden";
      page.fire("visibilitychange", {});
    },
    show() {
      isFocused = true;
      page.fire("focus", {});
      document.visibilityState = "visible";
      page.fire("visibilitychange", {});
    },
    /** As a browser does it: `pagehide` comes while the document is still visible. */
    leavePage() {
      page.fire("pagehide", { persisted: false });
      document.visibilityState = "hidden";
      isFocused = false;
      page.fire("visibilitychange", {});
    },
    restorePage() {
      document.visibilityState = "visible";
      isFocused = true;
      page.fire("pageshow", { persisted: true });
    },
    answerWith(next: typeof collector) {
      collector = next;
    },
    goOnline: () => page.fire("online", {}),
    setWallClock(byMs: number) {
      wallOffsetMs += byMs;
    },
    listeners: () => page.count() + navigation.count(),
    async message(data: unknown, source: object | null) {
      page.fire("message", { data, source });
    },
  };
}

/** A page with a virtual clock. */
export type FakePage = ReturnType<typeof createFakePage>;
