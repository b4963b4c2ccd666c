import type { MeReply } from "@uptake/tracker/protocol";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ACTION_DELAY_MS, CONFIRMATION_DELAYS_MS, REFRESH_INTERVAL_MS, TOKEN_GRACE_MS } from "./connection.ts";
import "./index.ts";
import type { AdoptedDetail, UptakeProgressElement } from "./element-types.ts";
import { createFakeTracker } from "../../../tests/support/widget/fake-tracker.ts";
import { adoptedRecord, progress, record, token, triedRecord } from "../../../tests/support/widget/records.ts";

const MINUTE_MS = 60_000;
const SERVER = "https://uptake.example";

type Answer = { readonly status: number; readonly body: unknown } | "unreachable";

let answer: (url: URL, authorization: string | null) => Answer;
let requests: { readonly url: string; readonly authorization: string | null }[];
let visibility: DocumentVisibilityState;

const ok = (reply: MeReply): Answer => ({ status: 200, body: reply });

beforeEach(() => {
  vi.useFakeTimers();
  requests = [];
  visibility = "visible";
  answer = () => ok(record([triedRecord("calendars", 4 * MINUTE_MS)]));
  vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    const authorization = new Headers(init.headers).get("authorization");
    requests.push({ url: input, authorization });
    const given = answer(new URL(input), authorization);
    if (given === "unreachable") throw new TypeError("Failed to fetch");
    return new Response(JSON.stringify(given.body), { status: given.status });
  });
});

afterEach(() => {
  document.body.replaceChildren();
  const timersLeft = vi.getTimerCount();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
  vi.useRealTimers();
  if (timersLeft > 0) throw new Error(`${timersLeft} timers run on without an element.`);
});

const settle = () => vi.advanceTimersByTimeAsync(0);

async function mount(attributes: Record<string, string> = {}): Promise<UptakeProgressElement> {
  const element = document.createElement("uptake-progress");
  for (const [name, value] of Object.entries({ server: SERVER, token: token("ada"), lang: "en-GB", ...attributes })) {
    element.setAttribute(name, value);
  }
  document.body.append(element);
  await settle();
  return element;
}

const textOf = (element: HTMLElement) => element.shadowRoot?.textContent ?? "";

function setVisibility(state: DocumentVisibilityState): void {
  visibility = state;
  document.dispatchEvent(new Event("visibilitychange"));
}

describe("reading the record", () => {
  test("asks the server with the token and shows the reply", async () => {
    const element = await mount({ server: `${SERVER}/` });
    expect(requests).toEqual([{ url: `${SERVER}/v1/me`, authorization: `Bearer ${token("ada")}` }]);
    expect(textOf(element)).toContain("4 of 7 min");
  });

  test("asks again every minute while visible, not while hidden, and at once on return", async () => {
    await mount();
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL_MS * 2);
    expect(requests).toHaveLength(3);
    setVisibility("hidden");
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL_MS * 5);
    expect(requests).toHaveLength(3);
    setVisibility("visible");
    await settle();
    expect(requests).toHaveLength(4);
  });

  test("asks at once when the network is back", async () => {
    answer = () => "unreachable";
    const element = await mount();
    expect(textOf(element)).toContain("We can’t reach the server");
    answer = () => ok(record([triedRecord("calendars", MINUTE_MS)]));
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(textOf(element)).toContain("1 of 7 min");
    expect(textOf(element)).not.toContain("We can’t reach the server");
  });

  test("waits as long as the server asks for", async () => {
    answer = () => ({ status: 503, body: { retryAfterMs: 90_000 } });
    await mount();
    await vi.advanceTimersByTimeAsync(89_999);
    expect(requests).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(requests).toHaveLength(2);
  });

  test.each([[null], ["<!doctype html>"], [{ features: [] }]])(
    "takes the answer %j for a server's fault",
    async (body) => {
      answer = () => ({ status: 200, body });
      expect(textOf(await mount())).toContain("Something went wrong on our side");
    },
  );

  test("the button tries again", async () => {
    answer = () => ({ status: 500, body: {} });
    const element = await mount();
    answer = () => ok(record([triedRecord("calendars", MINUTE_MS)]));
    element.shadowRoot?.querySelector("button")?.click();
    await settle();
    expect(textOf(element)).toContain("1 of 7 min");
  });
});

describe("the token", () => {
  test("refused, it is announced once and nothing is asked until it changes", async () => {
    answer = (_url, authorization) =>
      authorization?.endsWith(token("ada", "acme", 2)) ? ok(record([])) : { status: 401, body: {} };
    const expired = vi.fn<(event: Event) => void>();
    document.body.addEventListener("uptake-token-expired", expired);
    const element = await mount();
    expect(textOf(element)).toContain("Please sign in again");
    await vi.advanceTimersByTimeAsync(REFRESH_INTERVAL_MS * 3);
    setVisibility("visible");
    await settle();
    expect(expired).toHaveBeenCalledOnce();
    element.token = token("ada", "acme", 2);
    await settle();
    expect(textOf(element)).toContain("Nothing to show yet");
    document.body.removeEventListener("uptake-token-expired", expired);
  });

  test("renewed for the same person, it keeps the numbers on screen while it reloads", async () => {
    const element = await mount();
    element.token = token("ada", "acme", 2);
    expect(textOf(element)).toContain("4 of 7 min");
    await settle();
    expect(requests).toHaveLength(2);
  });

  test("of another person, it clears the screen at once", async () => {
    const element = await mount();
    element.token = token("grace");
    expect(textOf(element)).not.toContain("4 of 7 min");
    expect(textOf(element)).toContain("Loading your progress");
    await settle();
  });

  test("missing at first, it is waited for before anybody is asked to sign in", async () => {
    answer = (_url, authorization) => (authorization === null ? { status: 401, body: {} } : ok(record([])));
    const element = await mount({ token: "" });
    await vi.advanceTimersByTimeAsync(TOKEN_GRACE_MS - 1);
    expect(textOf(element)).toContain("Loading your progress");
    await vi.advanceTimersByTimeAsync(1);
    expect(textOf(element)).toContain("Please sign in again");
  });

  test("is never written into the page", async () => {
    const element = document.createElement("uptake-progress");
    element.server = SERVER;
    element.token = token("ada");
    document.body.append(element);
    await settle();
    expect(document.documentElement.outerHTML).not.toContain(token("ada"));
  });

  test("a late answer to the old token is not shown", async () => {
    const element = await mount();
    let release = (_response: Response) => {};
    const slow = new Promise<Response>((resolve) => (release = resolve));
    vi.stubGlobal("fetch", () => slow);
    element.token = token("grace");
    vi.stubGlobal("fetch", async () => new Response(JSON.stringify(record([])), { status: 200 }));
    element.token = token("eve");
    await settle();
    release(new Response(JSON.stringify(record([triedRecord("secrets", MINUTE_MS)])), { status: 200 }));
    await settle();
    expect(textOf(element)).not.toContain("Secrets");
  });
});

describe("the tracker", () => {
  test("by property: its writer's share is asked for and its time is added", async () => {
    const tracker = createFakeTracker(progress({ calendars: 50_000 }));
    answer = () => ok(record([triedRecord("calendars", 4 * MINUTE_MS, { writerMs: 20_000 })]));
    const element = document.createElement("uptake-progress");
    Object.assign(element, { server: SERVER, token: token("ada"), tracker });
    document.body.append(element);
    await settle();
    expect(requests.map(({ url }) => url)).toEqual([`${SERVER}/v1/me?writer=writer-1`]);
    const ring = () => element.shadowRoot?.querySelector("[role=progressbar]")?.getAttribute("aria-valuetext");
    expect(ring()).toBe("4 minutes 30 seconds of 7 minutes");
    tracker.set(progress({ calendars: 51_000 }));
    expect(ring()).toBe("4 minutes 31 seconds of 7 minutes");
    expect(requests).toHaveLength(1);
  });

  test("is found when it replaces the stub in window.uptake later, and the record is read for its writer", async () => {
    vi.stubGlobal(
      "uptake",
      Object.assign(() => {}, { q: [] }),
    );
    await mount();
    await vi.advanceTimersByTimeAsync(5_000);
    vi.stubGlobal("uptake", createFakeTracker(progress({ calendars: 1 })));
    await vi.advanceTimersByTimeAsync(10_000);
    expect(requests.at(-1)?.url).toBe(`${SERVER}/v1/me?writer=writer-1`);
    expect(requests).toHaveLength(2);
  });

  test("with a new writer, the record is read for that writer", async () => {
    const tracker = createFakeTracker(progress({}));
    vi.stubGlobal("uptake", tracker);
    await mount();
    tracker.set(progress({}, { writer: "writer-2" }));
    await settle();
    expect(requests.map(({ url }) => url.split("=")[1])).toEqual(["writer-1", "writer-2"]);
  });

  test("crossing a threshold is flushed, asked about until the collector confirms it, and told to the host", async () => {
    const tracker = createFakeTracker(progress({}));
    vi.stubGlobal("uptake", tracker);
    const open = record([triedRecord("calendars", 7 * MINUTE_MS - 1_000, { writerMs: 0 })]);
    answer = () => ok(open);
    const element = await mount();
    const adopted = vi.fn<(detail: AdoptedDetail, composed: boolean, bubbles: boolean) => void>();
    element.addEventListener("uptake-adopted", (event) => adopted(event.detail, event.composed, event.bubbles));
    tracker.set(progress({ calendars: 1_000 }));
    expect(tracker.flushes()).toBe(1);
    await settle();
    expect(requests).toHaveLength(2);
    expect(textOf(element)).toContain("7 of 7 min");
    answer = () => ok(record([adoptedRecord("calendars", 7 * MINUTE_MS, Date.now())]));
    await vi.advanceTimersByTimeAsync(CONFIRMATION_DELAYS_MS[0] ?? 0);
    expect(requests).toHaveLength(3);
    expect(adopted).toHaveBeenCalledExactlyOnceWith({ feature: "calendars" }, true, true);
    tracker.set(progress({ calendars: 2_000 }));
    expect(tracker.flushes()).toBe(1);
  });

  test("actions are flushed and asked about once for all that come together, while a milestone is open", async () => {
    const tracker = createFakeTracker(progress({}));
    vi.stubGlobal("uptake", tracker);
    const milestone = { milestone: "first", name: "Send a message", progress: 0, met: false, metAt: null };
    answer = () => ok({ ...record([triedRecord("calendars", 0)]), milestones: [milestone] });
    const element = await mount();
    for (const count of [1, 2, 3]) tracker.set(progress({}, { actions: { calendars: { "message.sent": count } } }));
    expect(requests).toHaveLength(1);
    answer = () =>
      ok({ ...record([triedRecord("calendars", 0)]), milestones: [{ ...milestone, progress: 1, met: true }] });
    await vi.advanceTimersByTimeAsync(ACTION_DELAY_MS);
    expect([requests.length, tracker.flushes()]).toEqual([2, 1]);
    expect(textOf(element)).toContain("Send a message");
    tracker.set(progress({}, { actions: { calendars: { "message.sent": 4 } } }));
    await vi.advanceTimersByTimeAsync(ACTION_DELAY_MS);
    expect([requests.length, tracker.flushes()]).toEqual([2, 1]);
  });

  test("never confirmed, it is asked about a few times and then every minute", async () => {
    const tracker = createFakeTracker(progress({ calendars: 8 * MINUTE_MS }));
    vi.stubGlobal("uptake", tracker);
    answer = () => ok(record([triedRecord("calendars", 0, { writerMs: 0 })]));
    await mount();
    await vi.advanceTimersByTimeAsync(MINUTE_MS);
    const soon = requests.length;
    expect(soon).toBeLessThanOrEqual(2 + CONFIRMATION_DELAYS_MS.length);
    await vi.advanceTimersByTimeAsync(10 * MINUTE_MS);
    expect(requests.length - soon).toBeLessThanOrEqual(10);
  });
});

describe("the person's word", () => {
  test("goes to the tracker, and the line changes with what the tracker makes of it", async () => {
    const fake = createFakeTracker(progress({}));
    const tracker = {
      ...fake,
      optOut: () => fake.set({ ...progress({}), writer: null, status: "denied" }),
      optIn: () => fake.set({ ...progress({}), writer: "writer-2" }),
    };
    vi.stubGlobal("uptake", tracker);
    const element = await mount();
    const press = (text: string) => {
      const buttons = [...(element.shadowRoot?.querySelectorAll("button") ?? [])];
      buttons.find(({ textContent }) => textContent === text)?.click();
    };
    press("Stop measuring");
    expect(textOf(element)).toContain("Measuring is off in this browser");
    expect(textOf(element)).toContain("4 of 7 min");
    press("Allow measuring");
    expect(textOf(element)).not.toContain("Measuring is off in this browser");
    await settle();
    expect(requests.at(-1)?.url).toBe(`${SERVER}/v1/me?writer=writer-2`);
  });

  test("a tracker that fails at it harms neither the page nor the widget", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const optOut = () => {
      throw new Error("broken");
    };
    vi.stubGlobal("uptake", { ...createFakeTracker(progress({})), optOut });
    const element = await mount();
    element.shadowRoot?.querySelector("button")?.click();
    expect(warn).toHaveBeenCalled();
    expect(textOf(element)).toContain("4 of 7 min");
  });
});

describe("its life in the page", () => {
  test("disconnected, it leaves no timer, listener or subscription; connected again, it goes on", async () => {
    const tracker = createFakeTracker(progress({}));
    vi.stubGlobal("uptake", tracker);
    const element = await mount();
    element.remove();
    expect(vi.getTimerCount()).toBe(0);
    expect(tracker.listeners.size).toBe(0);
    setVisibility("visible");
    window.dispatchEvent(new Event("online"));
    await settle();
    expect(requests).toHaveLength(1);
    document.body.append(element);
    expect(textOf(element)).toContain("4 of 7 min");
    await settle();
    expect(requests).toHaveLength(2);
    expect(tracker.listeners.size).toBe(1);
  });

  test("properties set before the definition are taken over", async () => {
    const element = document.createElement("uptake-progress");
    for (const [name, value] of Object.entries({ server: SERVER, token: "early" })) {
      Object.defineProperty(element, name, { value, configurable: true, writable: true, enumerable: true });
    }
    document.body.append(element);
    await settle();
    expect(requests).toEqual([{ url: `${SERVER}/v1/me`, authorization: "Bearer early" }]);
  });

  test("defining it twice is a no-op", async () => {
    const defined = customElements.get("uptake-progress");
    vi.resetModules();
    await import("./index.ts");
    expect(customElements.get("uptake-progress")).toBe(defined);
  });

  test("a tracker that throws harms neither the page nor the widget", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    const broken = createFakeTracker(progress({}));
    const tracker = {
      ...broken,
      progress: () => {
        throw new Error("broken");
      },
    };
    const element = await mount();
    expect(() => (element.tracker = tracker)).not.toThrow();
    await settle();
    expect(warn).toHaveBeenCalled();
    expect(textOf(element)).toContain("4 of 7 min");
  });

  test("its words follow the lang attribute, its dates the region", async () => {
    answer = () => ok(record([adoptedRecord("calendars", 7 * MINUTE_MS, new Date(2026, 10, 3, 12).getTime())]));
    const element = await mount();
    expect(textOf(element)).toContain("Adopted 3 Nov 2026");
    element.setAttribute("lang", "en-US");
    expect(textOf(element)).toContain("Adopted Nov 3, 2026");
  });
});
