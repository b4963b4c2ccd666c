import { describe, expect, test, vi } from "vitest";
import { confirm, fakeElement } from "../../../tests/support/fake-page.ts";
import { acme, openTracker, replyTo, writeToken } from "../../../tests/support/open-tracker.ts";
import { FIRST_FLUSH_MS, FLUSH_INTERVAL_MS, MAX_FLIGHTS } from "./delivery.ts";

describe("Requests", () => {
  test("go soon after the start, then every 20 s while there is something new, and not otherwise", async () => {
    const { page } = openTracker();
    for (let turn = 0; turn < 17; turn += 1) {
      await page.wait(5_000);
      page.input();
    }
    await page.wait(300_000);
    expect(page.requests.map(({ atMs }) => atMs)).toEqual(
      Array.from({ length: 6 }, (_, index) => FIRST_FLUSH_MS + index * FLUSH_INTERVAL_MS),
    );
  });

  test("carry only the cells that are above their confirmed values, each request with its own seq", async () => {
    const { page, tracker, writers } = openTracker();
    await page.wait(3_000);
    page.go("/calendars");
    await tracker.flush();
    page.go("/conversations");
    tracker.track("message.sent", { count: 3 });
    await tracker.flush();
    expect(writers().map(({ seq, cells }) => [seq, cells.map(({ feature }) => feature)])).toEqual([
      [1, ["conversations"]],
      [2, ["calendars"]],
      [3, ["conversations"]],
    ]);
    expect(writers().at(-1)?.cells[0]).toMatchObject({ visits: 2, actions: { "message.sent": 3 } });
  });

  test("are sent at hide, once, although the page hears of it twice", async () => {
    const { page, cells } = openTracker();
    await page.wait(1_000);
    page.input();
    await page.wait(500);
    page.leavePage();
    await page.settle();
    expect(cells().map(({ activeMs }) => activeMs[0])).toEqual([1_500]);
  });

  test("at hide don't wait for the one that is under way", async () => {
    const { page, tracker, cells } = openTracker();
    let answer = () => {};
    page.answerWith((body, now) => new Promise((resolve) => (answer = () => resolve(confirm(body, now)))));
    void tracker.flush();
    await page.wait(2_000);
    page.input();
    page.hide();
    expect(cells().map(({ visits, activeMs }) => [visits, activeMs[0]])).toEqual([
      [1, 0],
      [1, 2_000],
    ]);
    answer();
    await page.settle();
  });

  test("wait for Retry-After, also at hide, and then bring everything", async () => {
    const { page, tracker, cells } = openTracker();
    page.answerWith(() => new Response("{}", { status: 503, headers: { "Retry-After": "40" } }));
    await tracker.flush();
    await page.wait(10_000);
    page.input();
    page.hide();
    page.show();
    await page.wait(29_000);
    expect(page.requests).toHaveLength(1);
    page.answerWith(confirm);
    await page.wait(3_000);
    expect(cells().at(-1)).toMatchObject({ visits: 1, activeMs: [10_000, 10_000, 10_000, 10_000] });
    expect(page.requests).toHaveLength(2);
  });

  test("back off while the network is gone, and go at once when it is back", async () => {
    const { page } = openTracker();
    page.answerWith(() => Promise.reject(new DOMException("timed out", "TimeoutError")));
    await page.wait(100_000);
    const gaps = page.requests.map(({ atMs }, index) => atMs - (page.requests[index - 1]?.atMs ?? 0)).slice(1);
    expect(gaps).toEqual([500, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    page.answerWith(confirm);
    page.goOnline();
    await page.settle();
    const tries = page.requests.length;
    await page.wait(100_000);
    expect(page.requests).toHaveLength(tries);
  });

  test("back off from the start again after one that arrived", async () => {
    const { page, tracker } = openTracker();
    const gone = () => Promise.reject(new DOMException("timed out", "TimeoutError"));
    page.answerWith(gone);
    await tracker.flush();
    await page.wait(20_000);
    page.answerWith(confirm);
    await tracker.flush();
    page.answerWith(gone);
    tracker.track("message.sent");
    await tracker.flush();
    const tries = page.requests.length;
    await page.wait(FLUSH_INTERVAL_MS);
    expect(page.requests.length).toBeGreaterThan(tries);
  });

  test("are tried again without keepalive, whose quota the page's other scripts may have used up", async () => {
    const { page, tracker } = openTracker();
    const keepalives: unknown[] = [];
    const original = page.page.fetch;
    page.page.fetch = async (url, init) => {
      keepalives.push((init as RequestInit).keepalive);
      if (keepalives.length === 1) throw new TypeError("Failed to fetch");
      return original(url, init);
    };
    await tracker.flush();
    await page.wait(100_000);
    expect(keepalives).toEqual([true, false]);
    tracker.track("message.sent");
    await tracker.flush();
    expect(keepalives.at(-1)).toBe(true);
  });

  test("wait an hour after an answer that won't change soon, and what is pending is kept", async () => {
    const { page, tracker } = openTracker();
    page.answerWith(() => new Response("{}", { status: 401 }));
    await tracker.flush();
    page.input();
    await page.wait(100_000);
    page.hide();
    await page.settle();
    expect(page.requests).toHaveLength(1);
    expect([...page.stored.keys()]).toEqual([`uptake:${tracker.progress().writer}`]);
  });

  test("aren't made without end where even the smallest is too large", async () => {
    const { page, tracker } = openTracker();
    page.answerWith(() => new Response("{}", { status: 413 }));
    await tracker.flush();
    await page.wait(600_000);
    expect(page.requests).toHaveLength(1);
  });

  test("that are too large are halved", async () => {
    const { page, tracker, cells } = openTracker();
    for (let index = 0; index < 60; index += 1) tracker.track(`action.${index % 32}`);
    for (let index = 0; index < 40; index += 1) {
      page.go(index % 2 ? "/conversations" : "/calendars");
      tracker.track("x".repeat(100) + index);
    }
    page.answerWith((body, now) =>
      JSON.stringify(body).length > 5_000 ? new Response("{}", { status: 413 }) : confirm(body, now),
    );
    await tracker.flush();
    await page.wait(1_000);
    const features = new Set(
      cells()
        .slice(-2)
        .map(({ feature }) => feature),
    );
    expect(features).toEqual(new Set(["calendars", "conversations"]));
    expect(JSON.stringify(page.requests.at(-1)?.body).length).toBeLessThanOrEqual(5_000);
  });

  test("that are too large and leave together at hide, as many as may be under way, are halved once, not once each", async () => {
    const { page, tracker } = openTracker();
    for (let feature = 0; feature < 60; feature += 1) {
      page.input("pointerdown", fakeElement(`feature_${feature}`));
      for (let action = 0; action < 10; action += 1) tracker.track("x".repeat(50) + action);
    }
    const confirmed = new Set<string>();
    page.answerWith((body, now) => {
      if (JSON.stringify(body).length > 4_000) return new Response("{}", { status: 413 });
      for (const cell of body.writers.flatMap((writer) => writer.cells)) confirmed.add(cell.feature);
      return confirm(body, now);
    });
    page.hide();
    expect(page.requests).toHaveLength(MAX_FLIGHTS);
    await page.wait(60_000);
    expect(confirmed.size).toBe(61);
    expect(JSON.stringify(page.requests.at(-2)?.body).length).toBeGreaterThan(1_500);
  });

  test("that are never answered, by a fetch that heeds no signal, don't stand in the way of the next", async () => {
    const { page, tracker, cells } = openTracker();
    page.answerWith(() => new Promise(() => {}));
    void tracker.flush();
    await page.wait(5_000);
    page.answerWith(confirm);
    await page.wait(FLUSH_INTERVAL_MS);
    expect(cells()).toHaveLength(2);
  });

  test("don't wait for a storage that never answers", async () => {
    vi.stubGlobal("indexedDB", { open: () => ({}) });
    try {
      const { page, tracker, cells } = openTracker();
      await page.wait(5_000);
      tracker.track("message.sent");
      await page.wait(FLUSH_INTERVAL_MS);
      expect(cells().at(-1)?.actions).toEqual({ "message.sent": 1 });
      tracker.track("message.sent");
      await page.wait(FLUSH_INTERVAL_MS);
      expect(cells().at(-1)?.actions).toEqual({ "message.sent": 2 });
    } finally {
      vi.unstubAllGlobals();
    }
  });

  test("whose answer isn't a collector's confirm nothing", async () => {
    const { page, tracker } = openTracker();
    page.answerWith(() => new Response("<h1>Welcome to our hotel</h1>"));
    await tracker.flush();
    page.answerWith(confirm);
    await page.wait(5_000);
    expect(page.requests).toHaveLength(2);
  });
});

describe("What is refused", () => {
  test("for ever is not sent again", async () => {
    const { page, tracker } = openTracker();
    page.answerWith((body) =>
      replyTo(body, {
        rejected: body.writers.flatMap(({ id, cells }) =>
          cells.map(({ feature, slot }) => ({ id, feature, slot, reason: "slot_too_old" as const })),
        ),
      }),
    );
    await tracker.flush();
    await page.wait(100_000);
    expect(page.requests).toHaveLength(1);
  });

  test("for its token is sent again with the next one", async () => {
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: writeToken("old") } });
    page.answerWith((body) =>
      replyTo(body, {
        accepted: [],
        rejected: body.writers.map(({ id }) => ({ id, reason: "token_expired" as const })),
      }),
    );
    await tracker.flush();
    await page.wait(100_000);
    expect(page.requests).toHaveLength(1);
    page.answerWith(confirm);
    tracker.identify({ ...acme, token: writeToken("new") });
    await tracker.flush();
    expect(writers().at(-1)).toMatchObject({ seq: 2, token: writeToken("new"), cells: [{ visits: 1 }] });
  });

  test("for a token that has been renewed while the request was under way is sent again", async () => {
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: writeToken("old") } });
    page.answerWith(async (body) => {
      await new Promise<void>((resolve) => void page.globals.setTimeout(resolve, 3_000));
      const isOld = body.writers[0]?.token === writeToken("old");
      return replyTo(body, {
        rejected: isOld ? body.writers.map(({ id }) => ({ id, reason: "token_expired" as const })) : [],
      });
    });
    void tracker.flush();
    await page.wait(1_000);
    tracker.identify({ ...acme, token: writeToken("new") });
    await page.wait(60_000);
    expect(writers().map(({ token }) => token)).toEqual([writeToken("old"), writeToken("new")]);
  });

  test("while another person was there is sent again when its owner is back", async () => {
    const { page, tracker, writers } = openTracker({ identity: { ...acme, token: writeToken("one") } });
    page.answerWith((body) =>
      replyTo(body, {
        rejected: body.writers.map(({ id }) => ({ id, reason: "owner_mismatch" as const })),
      }),
    );
    await tracker.flush();
    const writer = tracker.progress().writer;
    tracker.identify({ account: "acme", user: "u_2" });
    await tracker.flush();
    page.answerWith(confirm);
    tracker.identify({ ...acme, token: writeToken("two") });
    await tracker.flush();
    expect(writers()).toContainEqual(expect.objectContaining({ id: writer, token: writeToken("two") }));
  });
});
