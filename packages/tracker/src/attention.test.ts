import { describe, expect, test } from "vitest";
import { createTrackerIn } from "../../../tests/support/evaluate.ts";
import { createFakePage, fakeElement, type FakeElement, type FakePage } from "../../../tests/support/fake-page.ts";
import { acme } from "../../../tests/support/open-tracker.ts";
import { LONG_CAP_MS, SHORT_CAP_MS } from "./attention.ts";
import { TICK_MS } from "./interval.ts";
import { compileFeatures, type Attention } from "./protocol/index.ts";

const featureOf = (feature: string, attention: Attention) => ({ feature, urls: [`/${feature}`], attention });

/** A product whose features differ in what may count. */
function open(path: string, page: FakePage = createFakePage({ path })) {
  const tracker = createTrackerIn(page, {
    key: "pk_test",
    base: "https://collector.test",
    identity: acme,
    definitions: {
      version: 1,
      enabled: true,
      idleLimit: "60s",
      ...compileFeatures([
        featureOf("calls", "focus"),
        featureOf("training", "media"),
        featureOf("wallboard", "visible"),
      ]),
    },
  });
  return {
    page,
    tracker,
    /** Under 30 s: the shortest limit is the hardest. */
    ms: (feature: string) => tracker.progress().activeMs[feature]?.[0] ?? 0,
  };
}

describe("A hold", () => {
  test("counts from the first input on, where another person has taken the page", async () => {
    const { page, tracker, ms } = open("/calls");
    await page.wait(1_000);
    page.input();
    tracker.hold();
    tracker.reset();
    tracker.identify({ account: "acme", user: "u_2" });
    await page.wait(1_000);
    page.input();
    expect(tracker.inspect().passive).toBe(true);
    await page.wait(10_000);
    expect(ms("calls")).toBe(10_000);
  });

  test("makes the passing of time a sign of life, from its beginning to its end, under every limit", async () => {
    const { page, tracker, ms } = open("/calls");
    page.input();
    const release = tracker.hold("call");
    await page.wait(183_000);
    release();
    expect(tracker.progress().activeMs["calls"]).toEqual([183_000, 183_000, 183_000, 183_000]);
    await page.wait(100_000);
    page.input();
    expect(ms("calls")).toBe(183_000);
  });

  test("counts nothing while the window has no focus, and goes on with it", async () => {
    const { page, tracker, ms } = open("/calls");
    tracker.hold();
    await page.wait(40_000);
    page.blur();
    await page.wait(40_000);
    expect(tracker.inspect()).toMatchObject({ passive: false, why: "unfocused" });
    page.focus();
    await page.wait(40_000);
    expect(ms("calls")).toBe(80_000);
    expect(tracker.inspect()).toMatchObject({ passive: true, why: null });
  });

  test("is believed for four hours after the last sign of life, and longer after another one", async () => {
    const { page, tracker, ms } = open("/calls");
    tracker.hold();
    await page.wait(LONG_CAP_MS + 3_600_000);
    expect(ms("calls")).toBe(LONG_CAP_MS);
    page.input();
    await page.wait(600_000);
    expect(ms("calls")).toBe(LONG_CAP_MS + 600_000);
  });

  test("lasts until all are released, each once", async () => {
    const { page, tracker, ms } = open("/calls");
    const [one, other] = [tracker.hold(), tracker.hold()];
    one();
    one();
    await page.wait(60_000);
    expect(ms("calls")).toBe(60_000);
    other();
    await page.wait(60_000);
    expect(ms("calls")).toBe(60_000);
    expect(tracker.inspect().passive).toBe(false);
  });

  test("doesn't outlast sleep: what the machine slept isn't counted", async () => {
    const { page, tracker, ms } = open("/calls");
    tracker.hold();
    await page.wait(30_000);
    page.sleep(600_000);
    await page.wait(30_000);
    expect(ms("calls")).toBeGreaterThanOrEqual(60_000 - 2 * TICK_MS);
    expect(ms("calls")).toBeLessThanOrEqual(60_000);
  });
});

describe("Playing media", () => {
  const film = { paused: true, ended: false };
  const play = (page: FakePage, isPaused: boolean) => {
    film.paused = isPaused;
    page.document.fire(isPaused ? "pause" : "playing", {});
  };

  test.each([
    ["training", 200_000],
    ["calls", 0],
  ])("in %s count %i ms of 200 000 without a sign", async (feature, expected) => {
    const { page, ms } = open(`/${feature}`);
    page.document.media.push(film);
    page.input();
    play(page, false);
    await page.wait(200_000);
    play(page, true);
    await page.wait(200_000);
    expect(ms(feature)).toBe(expected);
  });
});

test("A medium that plays inside of another element's shadow root plays", async () => {
  const { page, ms } = open("/training");
  const film = { paused: false, ended: false };
  page.document.media.push({ shadowRoot: { querySelectorAll: () => [film] } });
  page.input();
  await page.wait(200_000);
  film.paused = true;
  await page.wait(200_000);
  // Its events stay inside: the next tick hears that it has ended.
  expect(ms("training")).toBe(200_000 + TICK_MS);
});

describe("A feature that counts when it is seen", () => {
  test("counts beside another window, but not when it is hidden", async () => {
    const { page, ms } = open("/wallboard");
    page.blur();
    await page.wait(100_000);
    expect(ms("wallboard")).toBe(100_000);
    page.hide();
    await page.wait(100_000);
    expect(ms("wallboard")).toBe(100_000);
  });

  test("is believed for ten minutes without the focus, and for four hours with it", async () => {
    const { page, ms } = open("/wallboard");
    await page.wait(LONG_CAP_MS + 3_600_000);
    const longMs = ms("wallboard");
    expect(Math.abs(longMs - LONG_CAP_MS)).toBeLessThan(TICK_MS);
    page.input();
    page.blur();
    await page.wait(2 * SHORT_CAP_MS);
    expect(Math.abs(ms("wallboard") - longMs - SHORT_CAP_MS)).toBeLessThan(TICK_MS);
  });

  test("begins and ends to count with the route, where the window has no focus", async () => {
    const { page, ms } = open("/calls");
    page.blur();
    await page.wait(20_000);
    page.go("/wallboard");
    await page.wait(20_000);
    page.go("/calls");
    await page.wait(20_000);
    expect([ms("calls"), ms("wallboard")]).toEqual([0, 20_000]);
  });
});

test("Code that changes features unattended gains no time by their rules", async () => {
  const { page, ms } = open("/wallboard");
  page.blur();
  for (let minute = 0; minute < 60; minute += 1) {
    await page.wait(60_000);
    page.go(minute % 2 === 0 ? "/calls" : "/wallboard");
  }
  expect(ms("wallboard")).toBeLessThanOrEqual(SHORT_CAP_MS);
  expect(ms("calls")).toBe(0);
});

describe("A declared iframe", () => {
  const contentWindow = {};
  const enterFrame = (page: FakePage, feature?: string, around: FakeElement | null = null) => {
    const frame = fakeElement(feature, around, { tagName: "IFRAME" });
    page.document.activeElement = Object.assign(frame, { contentWindow });
    page.page.fire("blur", {});
  };

  test("has the page while it has the focus, and counts for ten minutes after the last sign", async () => {
    const { page, tracker, ms } = open("/calls");
    page.input("pointerdown", fakeElement());
    enterFrame(page, "link:help");
    await page.wait(0);
    expect(tracker.progress()).toMatchObject({ feature: "link:help", visits: { calls: 1, "link:help": 1 } });
    await page.wait(2 * SHORT_CAP_MS);
    expect(ms("link:help")).toBe(SHORT_CAP_MS);
  });

  test("lasts longer when its own page says that somebody is there, and only that page may", async () => {
    const { page, ms } = open("/calls");
    enterFrame(page, "link:help");
    await page.wait(SHORT_CAP_MS);
    await page.message("uptake", {});
    await page.message("other", contentWindow);
    await page.wait(60_000);
    expect(ms("link:help")).toBe(SHORT_CAP_MS);
    await page.message("uptake", contentWindow);
    await page.wait(60_000);
    await page.message("uptake", contentWindow);
    expect(ms("link:help")).toBe(SHORT_CAP_MS + 60_000);
  });

  test("in a shadow root has the page as well, however deep, and its own page may say that somebody is there", async () => {
    const { page, tracker, ms } = open("/calls");
    const outer = fakeElement();
    const inner = fakeElement(undefined, null, { host: outer });
    const frame = Object.assign(fakeElement("link:help", null, { tagName: "IFRAME", host: inner }), { contentWindow });
    Object.assign(inner, { shadowRoot: { activeElement: frame } });
    page.document.activeElement = Object.assign(outer, { shadowRoot: { activeElement: inner } });
    page.page.fire("blur", {});
    await page.wait(SHORT_CAP_MS);
    await page.message("uptake", contentWindow);
    await page.wait(60_000);
    expect(tracker.progress().feature).toBe("link:help");
    expect(ms("link:help")).toBe(SHORT_CAP_MS + 60_000);
  });

  test("that nobody declared belongs to the region around it from when it gets the focus to the next input", async () => {
    const { page, tracker, ms } = open("/calls");
    page.input("pointerdown", fakeElement());
    enterFrame(page, undefined, fakeElement("link:help"));
    await page.wait(20_000);
    page.input("wheel", fakeElement("panel"));
    await page.wait(5_000);
    page.input("wheel", fakeElement("panel"));
    expect([ms("link:help"), ms("panel")]).toEqual([20_000, 5_000]);
    expect(tracker.progress().visits).toEqual({ calls: 1, "link:help": 1, panel: 1 });
  });

  test("that nobody declared counts no more than a person's own signs", async () => {
    const { page, ms } = open("/calls");
    page.input();
    enterFrame(page);
    await page.wait(200_000);
    expect(ms("calls")).toBe(0);
  });
});
