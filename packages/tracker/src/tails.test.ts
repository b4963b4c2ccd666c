import { describe, expect, test } from "vitest";
import { confirm, createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { acme, openTracker, replyTo, writeToken } from "../../../tests/support/open-tracker.ts";

describe("Without IndexedDB", () => {
  test("the next load still sends what hiding left in localStorage, under its own owner, and cleans up", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    const first = openTracker({ identity: { ...acme, token: writeToken("one") } }, page);
    await page.wait(8_000);
    page.input();
    page.leavePage();
    const writer = first.tracker.progress().writer;
    first.tracker.stop();
    const next = createFakePage({ path: "/calendars", letter: "n" });
    for (const [name, value] of page.stored) next.stored.set(name, value);
    const second = openTracker({ identity: { account: "acme", user: "u_2" } }, next);
    await next.settle();
    await second.tracker.flush();
    expect(second.writers()).toContainEqual(
      expect.objectContaining({
        ...acme,
        id: writer,
        token: writeToken("one"),
        cells: [expect.objectContaining({ activeMs: [8_000, 8_000, 8_000, 8_000] })],
      }),
    );
    expect(next.stored.size).toBe(0);
  });

  test("hiding leaves it although the browser stops the first script that runs when the tab is closed", async () => {
    const host = createFakePage({ path: "/conversations" });
    const { addEventListener } = host.page;
    let hears = 0;
    host.page.addEventListener = (type, listener) => {
      if (type === "pagehide") hears += 1;
      addEventListener(type, type === "pagehide" && hears === 1 ? () => {} : listener);
    };
    const { page, tracker } = openTracker({}, host);
    page.hide();
    await page.wait(10_000);
    tracker.track("sent");
    page.leavePage();
    expect(Array.from(page.stored.values()).join("")).toContain('"actions":{"sent":1}');
  });

  test("a token that can do more than write never stays in the browser", async () => {
    const { page } = openTracker({ identity: { ...acme, token: "h.eyJhdWQiOiJ1cHRha2UifQ.s" } });
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    await page.wait(8_000);
    page.hide();
    expect([...page.stored.values()].join()).toContain("u_1");
    expect([...page.stored.values()].join()).not.toContain("eyJ");
  });

  test("what can't be accepted any more is forgotten when the collector has said so", async () => {
    const page = createFakePage();
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    openTracker({}, page);
    page.hide();
    const later = createFakePage({ letter: "l", wallMs: page.wallMs() + 36 * 86_400_000, stored: page.stored });
    later.answerWith((body) => {
      const old = body.writers.find(({ id }) => !id.startsWith("l"));
      return replyTo(body, { rejected: old ? [{ id: old.id, reason: "slot_too_old" }] : [] });
    });
    const { tracker } = openTracker({}, later);
    await tracker.flush();
    await later.settle();
    expect(later.stored.size).toBe(0);
  });

  test("a newer tail of a tab that lives isn't removed by another tab, to which only the older one was confirmed", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    const first = openTracker({}, page);
    const name = `uptake:${first.tracker.progress().writer}`;
    page.hide();
    const other = createFakePage({ letter: "o", stored: page.stored });
    let answer = () => {};
    other.answerWith((body, now) => new Promise((resolve) => (answer = () => resolve(confirm(body, now)))));
    const second = openTracker({ identity: { account: "acme", user: "u_2" } }, other);
    const flushed = second.tracker.flush();
    await other.settle();
    page.show();
    await page.wait(8_000);
    page.hide();
    answer();
    await flushed;
    expect(page.stored.get(name)).toContain("[8000,8000,8000,8000]");
    await other.wait(1_000);
    page.answerWith(confirm);
    await first.tracker.flush();
    expect(page.stored.has(name)).toBe(false);
  });

  test("the tail of a page that has been used for days is as small as what isn't confirmed", async () => {
    const page = createFakePage({ path: "/conversations" });
    const { tracker } = openTracker({}, page);
    for (let feature = 0; feature < 800; feature += 1) {
      await page.wait(300);
      page.input("pointerdown", fakeElement(`feature_${feature}`));
    }
    await tracker.flush();
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    await page.wait(5_000);
    page.hide();
    expect(page.stored.get(`uptake:${tracker.progress().writer}`)?.length).toBeLessThan(1_000);
  });

  test("the host's localStorage holds at most 20 keys and 64 KiB of ours", () => {
    const page = createFakePage({ path: "/conversations" });
    for (let index = 0; index < 20; index += 1) page.stored.set(`uptake:${index}`, "{}");
    page.stored.set("host", "x".repeat(100_000));
    const { tracker } = openTracker({}, page);
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(false);
    page.stored.delete("uptake:0");
    page.stored.set("uptake:1", "x".repeat(65_500));
    page.show();
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(false);
    page.stored.set("uptake:1", "{}");
    page.show();
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(true);
  });
});
