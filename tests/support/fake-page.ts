import type { Environment } from "../../packages/tracker/src/environment.ts";
import type { CollectReply, CollectRequest } from "../../packages/tracker/src/protocol/index.ts";

/** One request that the fake collector received. */
export interface RecordedRequest {
  readonly url: string;
  readonly atMs: number;
  readonly body: CollectRequest;
}

type Listener = (event: unknown) => void;

/** Event listeners of the window or the document; events of a test are trusted, as a browser's are. */
function createTarget() {
  const listeners = new Map<string, Set<Listener>>();
  return {
    addEventListener(type: string, listener: Listener) {
      listeners.set(type, (listeners.get(type) ?? new Set()).add(listener));
    },
    removeEventListener(type: string, listener: Listener) {
      listeners.get(type)?.delete(listener);
    },
    fire(type: string, event: object) {
      for (const listener of Array.from(listeners.get(type) ?? [])) listener({ type, ...event });
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
export function fakeElement(feature?: string, parentNode: object | null = null) {
  return {
    isConnected: true,
    parentNode,
    getAttribute: (name: string) => (name === "data-uptake-feature" ? (feature ?? null) : null),
  };
}

/**
 * A page with a virtual clock: time moves only by `wait`, which runs the timers that are due, as a process that is awake
 * does. It has no IndexedDB; its localStorage is a Map. Its ids are numbers in front of which `letter` stands.
 */
export function createFakePage(
  options: { readonly wallMs?: number; readonly path?: string; readonly letter?: string } = {},
) {
  let nowMs = 0;
  let wallOffsetMs = options.wallMs ?? Date.UTC(2026, 10, 22, 9, 0, 0);
  let timers: { readonly id: number; readonly atMs: number; readonly run: () => void }[] = [];
  let lastTimer = 0;
  let lastId = 0;
  let isFocused = true;
  let collector: (body: CollectRequest, now: number) => Response | Promise<Response> = confirm;
  const requests: RecordedRequest[] = [];
  const stored = new Map<string, string>();
  const localStorage = {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => {
      stored.set(name, value);
      Object.defineProperty(localStorage, name, { value, configurable: true, enumerable: true });
    },
    removeItem: (name: string) => {
      stored.delete(name);
      delete (localStorage as Record<string, unknown>)[name];
    },
  };
  for (const name of ["getItem", "setItem", "removeItem"])
    Object.defineProperty(localStorage, name, { enumerable: false });

  const setTimer = (run: () => void, delayMs: number) => {
    lastTimer += 1;
    timers.push({ id: lastTimer, atMs: nowMs + delayMs, run });
    return lastTimer;
  };
  const location = { pathname: "/", hash: "" };
  const navigation = createTarget();
  const document = { ...createTarget(), visibilityState: "visible", hasFocus: () => isFocused, activeElement: null };
  const page = {
    ...createTarget(),
    document,
    location,
    navigation,
    localStorage,
    setTimeout: setTimer,
    clearTimeout: (id: number) => {
      timers = timers.filter((timer) => timer.id !== id);
    },
    requestAnimationFrame: (run: () => void) => setTimer(run, 16),
    fetch: async (url: string, { body }: { body: string }) => {
      const request = { url, atMs: nowMs, body: JSON.parse(body) as CollectRequest };
      requests.push(request);
      return collector(request.body, wallOffsetMs + nowMs);
    },
  };
  const environment: Environment = {
    page: page as unknown as Window,
    nowMs: () => nowMs,
    wallMs: () => wallOffsetMs + nowMs,
    random: () => 0.5,
    createId: () => String((lastId += 1)).padStart(22, options.letter ?? "W"),
  };
  const go = (path: string) => {
    const [pathname = "/", hash] = path.split("#");
    Object.assign(location, { pathname, hash: hash === undefined ? "" : `#${hash}` });
  };
  go(options.path ?? "/");
  /** Lets promises run on. */
  const settle = () => new Promise<void>((resolve) => setImmediate(resolve));

  return {
    environment,
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
    /** Time passes while nothing runs; `monotonicMs` is what the monotonic clock notices of it. */
    sleep(lengthMs: number, monotonicMs = lengthMs) {
      nowMs += monotonicMs;
      wallOffsetMs += lengthMs - monotonicMs;
    },
    input(type = "pointerdown", target: object = fakeElement(), ageMs = 0) {
      page.fire(type, { isTrusted: true, timeStamp: nowMs - ageMs, composedPath: () => [target] });
    },
    untrustedInput(type = "pointerdown") {
      page.fire(type, { isTrusted: false, timeStamp: nowMs, composedPath: () => [fakeElement()] });
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
      document.fire("visibilitychange", {});
    },
    show() {
      isFocused = true;
      page.fire("focus", {});
      document.visibilityState = "visible";
      document.fire("visibilitychange", {});
    },
    /** As a browser does it: `pagehide` comes while the document is still visible. */
    leavePage() {
      page.fire("pagehide", { persisted: false });
      document.visibilityState = "hidden";
      isFocused = false;
      document.fire("visibilitychange", {});
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
    listeners: () => page.count() + document.count() + navigation.count(),
    timers: () => timers.length,
  };
}

/** A page with a virtual clock. */
export type FakePage = ReturnType<typeof createFakePage>;
