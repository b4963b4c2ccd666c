import { describe, expect, test } from "vitest";
import { acme, openAnonymousTracker, openTracker } from "../../../tests/support/open-tracker.ts";

describe("Identity", () => {
  test("unknown: nothing is sent or stored, and what was measured goes to the first who is known", async () => {
    const { page, tracker, writers } = openAnonymousTracker();
    await page.wait(10_000);
    page.input();
    page.hide();
    page.show();
    await page.wait(60_000);
    expect(page.requests).toEqual([]);
    expect([...page.stored.keys()]).toEqual([]);
    expect(tracker.progress()).toMatchObject({ writer: null, account: null, visits: { conversations: 1 } });
    tracker.identify(acme);
    await tracker.flush();
    expect(writers()).toMatchObject([{ ...acme, seq: 1, cells: [{ feature: "conversations", visits: 1 }] }]);
    expect(writers()[0]?.cells[0]?.activeMs[0]).toBe(10_000);
  });

  test("unknown, when the clock is set: what was measured before goes to the first who is known as well", async () => {
    const { page, tracker, writers } = openAnonymousTracker();
    await page.wait(10_000);
    page.input();
    page.setWallClock(3_600_000);
    await page.wait(5_000);
    page.input();
    await page.wait(7_000);
    page.input();
    tracker.identify(acme);
    await tracker.flush();
    const cells = writers().flatMap((writer) => writer.cells);
    expect(cells.reduce((sum, { visits }) => sum + visits, 0)).toBe(1);
    expect(cells.reduce((sum, { activeMs }) => sum + activeMs[0], 0)).toBeGreaterThanOrEqual(17_000);
  });

  test("the same again: a no-op, but a new token is taken", async () => {
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: "first" } });
    const before = tracker.progress().writer;
    tracker.identify(acme);
    tracker.identify({ ...acme, token: "second" });
    await tracker.flush();
    expect(tracker.progress().writer).toBe(before);
    expect(writers()).toMatchObject([{ id: before, token: "second" }]);
    expect(tracker.progress().visits).toEqual({ conversations: 1 });
    expect(page.requests[0]?.url).toBe("https://collector.test/v1/collect?key=pk_test");
  });

  test("another: another writer, each with its own time, and another visit", async () => {
    const { page, tracker, writers } = openTracker();
    await page.wait(1_000);
    page.input();
    await page.wait(2_000);
    tracker.identify({ account: "acme", user: "u_2" });
    await page.wait(3_000);
    page.input();
    await tracker.flush();
    const last = (user: string) => writers().findLast((writer) => writer.user === user)?.cells[0];
    expect([last("u_1")?.activeMs[0], last("u_1")?.visits]).toEqual([3_000, 1]);
    expect([last("u_2")?.activeMs[0], last("u_2")?.visits]).toEqual([3_000, 1]);
    expect(new Set(writers().map(({ id }) => id)).size).toBe(2);
  });

  test("in another account: another writer too", () => {
    const { tracker } = openTracker();
    const before = tracker.progress().writer;
    tracker.identify({ account: "other", user: "u_1" });
    expect(tracker.progress().writer).not.toBe(before);
  });

  test("forgotten: what was measured is sent, and nothing counts until the next", async () => {
    const { page, tracker, cells } = openTracker();
    await page.wait(5_000);
    page.input();
    await page.wait(2_000);
    tracker.reset();
    expect(tracker.progress()).toMatchObject({ writer: null, user: null, activeMs: {}, counting: false });
    await page.settle();
    const sent = page.requests.length;
    expect(cells().at(-1)?.activeMs[0]).toBe(5_000);
    await page.wait(5_000);
    page.input();
    tracker.track("message.sent");
    await page.wait(60_000);
    expect(page.requests).toHaveLength(sent);
    tracker.identify({ account: "acme", user: "u_2" });
    await page.wait(4_000);
    page.input();
    expect(tracker.progress()).toMatchObject({ user: "u_2", activeMs: {}, visits: { conversations: 1 } });
    await page.wait(4_000);
    page.input();
    expect(tracker.progress().activeMs["conversations"]?.[0]).toBe(4_000);
  });

  test("numbers are ids too, and what can't be an id is ignored", () => {
    const { tracker } = openAnonymousTracker();
    const identify = tracker.identify as (identity: unknown) => void;
    for (const bad of [
      undefined,
      null,
      {},
      { account: "", user: "u" },
      { account: "a" },
      { account: "a", user: "u".repeat(129) },
    ])
      identify(bad);
    expect(tracker.progress().writer).toBeNull();
    identify({ account: 12, user: 0 });
    expect(tracker.progress()).toMatchObject({ account: "12", user: "0" });
  });
});
