import { describe, expect, test } from "vitest";
import { confirm, createFakePage } from "../../../tests/support/fake-page.ts";
import { compileFeatures, type PublicDefinitions } from "./protocol/index.ts";
import { createTrackerIn } from "../../../tests/support/evaluate.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  ...compileFeatures([{ feature: "conversations", urls: ["/conversations"] }]),
};
const options = { key: "pk_test", base: "https://collector.test", identity: { account: "acme", user: "u_1" } };

describe("The tracker", () => {
  test("counts actions in the present feature, and ignores what isn't one", () => {
    const page = createFakePage({ path: "/conversations" });
    const tracker = createTrackerIn(page, { ...options, definitions });
    const track = tracker.track as (...all: unknown[]) => void;
    track("message.sent");
    track("message.sent", { count: 4 });
    for (const count of [0, -1, 1.5, Number.NaN, "2"]) track("message.sent", { count });
    for (const action of ["", undefined, null, {}, "a".repeat(129), "__proto__", "a\nb"]) track(action);
    expect(tracker.progress().actions).toEqual({ conversations: { "message.sent": 5 } });
  });

  test("tells its listeners of changes once an animation frame, until they leave", async () => {
    const page = createFakePage({ path: "/conversations" });
    const tracker = createTrackerIn(page, { ...options, definitions });
    const heard: number[] = [];
    tracker.subscribe(() => {
      throw new Error("the host's own mistake");
    });
    const leave = tracker.subscribe(({ actions }) => heard.push(actions["conversations"]?.["a"] ?? 0));
    for (let count = 0; count < 5; count += 1) tracker.track("a");
    await page.wait(20);
    tracker.track("a");
    await page.wait(20);
    leave();
    tracker.track("a");
    await page.wait(20);
    expect(heard).toEqual([5, 6]);
  });

  test("never shows an open gap as a number, but says that there is one", async () => {
    const page = createFakePage({ path: "/conversations" });
    const tracker = createTrackerIn(page, { ...options, definitions });
    await page.wait(20_000);
    expect(tracker.progress()).toMatchObject({ counting: true, activeMs: { conversations: [0, 0, 0, 0] } });
    page.hide();
    expect(tracker.progress()).toMatchObject({
      counting: false,
      activeMs: { conversations: [20_000, 20_000, 20_000, 20_000] },
    });
  });

  test("fetches the definitions where it wasn't given them, trying again, and keeps the calls until then", async () => {
    const page = createFakePage({ path: "/conversations" });
    const urls: string[] = [];
    const original = page.page.fetch;
    let isUp = false;
    page.page.fetch = async (url, init) => {
      if (url.includes("/v1/collect")) return original(url, init);
      urls.push(url);
      return isUp ? Response.json(definitions) : new Response("", { status: 503 });
    };
    const tracker = createTrackerIn(page, options);
    tracker.track("message.sent");
    await page.wait(400);
    isUp = true;
    await page.wait(10_000);
    page.input();
    expect(urls).toEqual(Array(2).fill("https://collector.test/v1/definitions?key=pk_test"));
    expect(tracker.progress()).toMatchObject({ user: "u_1", actions: { conversations: { "message.sent": 1 } } });
    expect(tracker.progress().activeMs["conversations"]?.[0]).toBe(9_900);
    expect(page.requests[0]?.url).toBe("https://collector.test/v1/collect?key=pk_test");
  });

  test("measures, stores and sends nothing when the definitions say so", async () => {
    const page = createFakePage({ path: "/conversations" });
    const tracker = createTrackerIn(page, { ...options, definitions: { ...definitions, enabled: false } });
    tracker.track("message.sent");
    await page.wait(5_000);
    page.input();
    page.hide();
    await tracker.flush();
    expect(page.requests).toEqual([]);
    expect(page.stored.size + page.listeners()).toBe(0);
    expect(tracker.progress()).toMatchObject({ writer: null, activeMs: {}, actions: {} });
  });

  test("asks again only after an hour where the key is unknown", async () => {
    const page = createFakePage();
    let tries = 0;
    page.page.fetch = async () => {
      tries += 1;
      return new Response("", { status: 401 });
    };
    const tracker = createTrackerIn(page, options);
    await page.wait(200_000);
    expect(tries).toBe(1);
    await expect(tracker.flush()).resolves.toBeUndefined();
  });

  test("measures nothing in a page that is prerendered, until somebody opens it", async () => {
    const page = createFakePage({ path: "/conversations" });
    Object.assign(page.document, { prerendering: true, visibilityState: "hidden" });
    const tracker = createTrackerIn(page, { ...options, definitions });
    await page.wait(5_000);
    page.input();
    expect(tracker.progress()).toMatchObject({ writer: null, activeMs: {}, visits: {} });
    Object.assign(page.document, { prerendering: false, visibilityState: "visible" });
    page.document.fire("prerenderingchange", {});
    await page.wait(3_000);
    page.input();
    expect(tracker.progress()).toMatchObject({ visits: { conversations: 1 } });
    expect(tracker.progress().activeMs["conversations"]?.[0]).toBe(3_000);
  });

  test("counts from its start, though it listens from the next task on", async () => {
    const page = createFakePage({ path: "/conversations" });
    const nextTask = () => {
      page.sleep(200);
      page.nextTask();
    };
    const tracker = createTrackerIn({ ...page, nextTask }, { ...options, definitions });
    await page.wait(4_800);
    page.input();
    expect(tracker.progress().activeMs["conversations"]?.[0]).toBe(5_000);
  });

  test("counts nothing where somebody has turned away before it listens", async () => {
    const page = createFakePage({ path: "/conversations" });
    const nextTask = () => {
      page.blur();
      page.nextTask();
    };
    const tracker = createTrackerIn({ ...page, nextTask }, { ...options, definitions });
    await page.wait(5_000);
    page.input();
    expect(tracker.progress()).toMatchObject({ why: "unfocused", activeMs: {} });
  });

  test("leaves no listener, timer or call behind when it is stopped, after a last flush", async () => {
    const page = createFakePage({ path: "/conversations" });
    const tracker = createTrackerIn(page, { ...options, definitions });
    await page.wait(1_000);
    page.input();
    tracker.stop();
    expect(page.listeners()).toBe(0);
    expect(page.requests).toHaveLength(1);
    await page.settle();
    tracker.track("message.sent");
    tracker.identify({ account: "acme", user: "u_2" });
    page.input();
    await page.wait(60_000);
    expect(page.requests).toHaveLength(1);
  });

  test("leaves nothing behind either when it can't even start", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.globals.crypto.getRandomValues = () => {
      throw new Error("no random numbers here");
    };
    const tracker = createTrackerIn(page, { ...options, definitions });
    page.input();
    tracker.track("message.sent");
    await page.wait(60_000);
    expect(page.listeners() + page.requests.length).toBe(0);
    expect(tracker.progress().writer).toBe(null);
  });

  test("hears nothing of the kinds that keep a page out of the back/forward cache", () => {
    const page = createFakePage();
    const types: string[] = [];
    page.page.addEventListener = (type) => void types.push(type);
    createTrackerIn(page, { ...options, definitions });
    expect(types).toContain("pagehide");
    expect(types).not.toContain("unload");
    expect(types).not.toContain("beforeunload");
  });

  test("throws nothing into the page, whatever breaks", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(confirm);
    const tracker = createTrackerIn(page, { ...options, definitions });
    const broken = () => {
      throw new Error("broken");
    };
    page.page.document.hasFocus = broken;
    page.page.fetch = broken;
    page.page.localStorage.setItem = broken;
    Object.defineProperty(page.page.location, "pathname", { get: broken });
    page.input();
    page.hide();
    page.show();
    page.page.navigation.fire("currententrychange", {});
    tracker.track("message.sent");
    tracker.identify({ account: "acme", user: "u_2" });
    tracker.reset();
    await tracker.flush();
    tracker.stop();
    expect(tracker.progress().feature).toBe("conversations");
  });
});
