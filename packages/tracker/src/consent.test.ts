import { describe, expect, test } from "vitest";
import { createTrackerIn } from "../../../tests/support/evaluate.ts";
import { createFakePage, type FakePage } from "../../../tests/support/fake-page.ts";
import { acme, definitions } from "../../../tests/support/open-tracker.ts";
import type { TrackerOptions } from "./api.ts";

const open = (more: Partial<TrackerOptions>, page: FakePage = createFakePage({ path: "/conversations" })) => {
  const tracker = createTrackerIn(page, {
    key: "pk_test",
    base: "https://c.test",
    definitions,
    identity: acme,
    ...more,
  });
  return { page, tracker };
};

/** Somebody works for a minute, and the page is left. */
async function work({ page, tracker }: ReturnType<typeof open>): Promise<void> {
  for (let count = 0; count < 6; count += 1) {
    page.input();
    tracker.track("message.sent");
    await page.wait(10_000);
  }
  page.hide();
  await page.settle();
}
/** Nothing is sent, and nothing heard but what another tab may have been told. */
const isSilent = ({ page }: ReturnType<typeof open>) => page.requests.length === 0 && page.listeners() <= 4;

describe("Where consent is required", () => {
  test("nothing is measured, stored or sent before the person agrees, and what is known of them waits", async () => {
    const opened = open({ consent: "required" });
    const { page, tracker } = opened;
    await work(opened);
    expect(tracker.inspect()).toMatchObject({ status: "consent", why: "consent" });
    expect(isSilent(opened)).toBe(true);
    expect(page.stored.size).toBe(0);
    page.show();
    tracker.optIn();
    await page.wait(8_000);
    page.input();
    await tracker.flush();
    expect(tracker.progress()).toMatchObject({ status: "on", user: "u_1", visits: { conversations: 1 }, actions: {} });
    expect(page.requests.at(-1)?.body.writers[0]).toMatchObject({
      ...acme,
      cells: [{ activeMs: [8_000, 8_000, 8_000, 8_000] }],
    });
  });

  test("later loads remember that they agreed", () => {
    const { page, tracker } = open({ consent: "required" });
    tracker.optIn();
    const next = open({ consent: "required" }, createFakePage({ path: "/conversations", stored: page.stored }));
    expect(next.tracker.progress().status).toBe("on");
  });

  test("agreeing again and again changes nothing", async () => {
    const { page, tracker } = open({ consent: "required" });
    tracker.optIn();
    const { writer } = tracker.progress();
    tracker.track("message.sent");
    tracker.optIn();
    tracker.optIn();
    await tracker.flush();
    expect(tracker.progress()).toMatchObject({ writer, visits: { conversations: 1 } });
    expect(page.requests.at(-1)?.body.writers[0]?.cells[0]?.actions).toEqual({ "message.sent": 1 });
  });

  test("a feature that was entered meanwhile has the page when they agree", () => {
    const { tracker } = open({ consent: "required" });
    tracker.enter("dialler");
    tracker.optIn();
    expect(tracker.progress()).toMatchObject({ feature: "dialler", visits: { dialler: 1 } });
  });

  test("what is known of the person last is what counts", () => {
    const { tracker } = open({ consent: "required" });
    tracker.identify({ account: "acme", user: "u_2" });
    tracker.reset();
    tracker.identify({ account: "acme", user: "u_3" });
    tracker.optIn();
    expect(tracker.progress().user).toBe("u_3");
  });
});

describe("Opting out", () => {
  test("ends measuring, erases what the browser holds of it, and is remembered", async () => {
    const opened = open({});
    const { page, tracker } = opened;
    page.stored.set("host", "stays");
    page.answerWith(() => Promise.reject(new TypeError("offline")));
    await work(opened);
    expect([...page.stored.keys()].filter((name) => name.startsWith("uptake:"))).toHaveLength(1);
    tracker.optOut();
    await page.settle();
    expect([...page.stored]).toEqual([
      ["host", "stays"],
      ["uptake-consent", "out"],
    ]);
    const before = page.requests.length;
    page.show();
    await work(opened);
    expect(page.requests).toHaveLength(before);
    expect(page.stored.size).toBe(2);
    expect(tracker.progress()).toMatchObject({ status: "denied", writer: null });
    const next = open({}, createFakePage({ path: "/conversations", stored: page.stored }));
    await work(next);
    expect(isSilent(next)).toBe(true);
  });

  test("can be taken back", async () => {
    const { page, tracker } = open({});
    tracker.optOut();
    tracker.optIn();
    await page.wait(5_000);
    page.input();
    expect(tracker.progress()).toMatchObject({ status: "on", user: "u_1" });
    expect(tracker.progress().activeMs["conversations"]?.[0]).toBe(5_000);
  });

  test("holds in this document where nothing can be remembered", async () => {
    const page = createFakePage({ path: "/conversations" });
    Object.defineProperty(page.globals, "localStorage", {
      value: new Proxy(
        {},
        {
          get: () => {
            throw new Error("blocked");
          },
          set: () => {
            throw new Error("blocked");
          },
        },
      ),
    });
    const opened = open({}, page);
    opened.tracker.optOut();
    expect(opened.tracker.progress().status).toBe("denied");
  });
});

describe("The browser's signals", () => {
  test.each([
    [{ globalPrivacyControl: true }, ["gpc"], "denied"],
    [{ globalPrivacyControl: true }, ["dnt"], "on"],
    [{ globalPrivacyControl: true }, [], "on"],
    [{ globalPrivacyControl: false }, ["gpc"], "on"],
    [{ doNotTrack: "1" }, ["dnt"], "denied"],
    [{ doNotTrack: "0" }, ["dnt"], "on"],
    [{ doNotTrack: "1" }, ["gpc", "dnt"], "denied"],
  ] as const)("%j, with %j to be obeyed: %s", (signals, respect, status) => {
    const page = createFakePage({ path: "/conversations" });
    Object.assign(page.navigator, signals);
    const { tracker } = open({ respect }, page);
    expect(tracker.progress().status).toBe(status);
  });

  test("give way to the person's own word", () => {
    const page = createFakePage({ path: "/conversations" });
    Object.assign(page.navigator, { globalPrivacyControl: true });
    const { tracker } = open({ respect: ["gpc"] }, page);
    tracker.optIn();
    expect(tracker.progress().status).toBe("on");
  });
});

describe("What a person says in one tab", () => {
  test("holds in the others, which forget what they have measured", async () => {
    const one = open({});
    const other = open({}, createFakePage({ path: "/conversations", letter: "o", stored: one.page.stored }));
    other.page.answerWith(() => Promise.reject(new TypeError("offline")));
    await work(other);
    one.tracker.optOut();
    other.page.page.fire("storage", { key: "uptake-consent" });
    expect(other.tracker.progress()).toMatchObject({ status: "denied", writer: null });
    const before = other.page.requests.length;
    await work(other);
    other.tracker.stop();
    await other.page.settle();
    expect(other.page.requests).toHaveLength(before);
    expect([...one.page.stored.keys()]).toEqual(["uptake-consent"]);
  });

  test("is heard by one that was frozen when it is back", () => {
    const one = open({ consent: "required" });
    const other = open({ consent: "required" }, createFakePage({ path: "/conversations", stored: one.page.stored }));
    one.tracker.optIn();
    other.page.page.fire("pageshow", { persisted: true });
    expect(other.tracker.progress().status).toBe("on");
  });
});

test("A refusal while the definitions are on their way isn't undone when they arrive", async () => {
  const page = createFakePage({ path: "/conversations" });
  let arrive = () => {};
  const { fetch } = page.page;
  page.page.fetch = async (url, init) => {
    if (url.includes("/v1/collect")) return fetch(url, init);
    return new Promise((resolve) => (arrive = () => resolve(Response.json(definitions))));
  };
  const tracker = createTrackerIn(page, { key: "pk_test", base: "https://c.test", identity: acme });
  tracker.optOut();
  arrive();
  await page.wait(5_000);
  tracker.track("message.sent");
  await tracker.flush();
  expect(tracker.progress().status).toBe("denied");
  expect(page.requests).toEqual([]);
});

test("A tracker that was stopped isn't started by what the person says then", () => {
  const { tracker } = open({});
  tracker.stop();
  tracker.optIn();
  expect(tracker.progress().status).toBe("stopped");
});

test("An internal page measures, stores and sends nothing, whatever the person has said", async () => {
  const opened = open({ internal: true });
  opened.tracker.optIn();
  await work(opened);
  expect(opened.tracker.inspect()).toMatchObject({ status: "internal", why: "internal", pendingBytes: 0 });
  expect(isSilent(opened)).toBe(true);
});
