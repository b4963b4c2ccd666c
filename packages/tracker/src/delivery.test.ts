import { describe, expect, test } from "vitest";
import { confirm, createFakePage } from "../../../tests/support/fake-page.ts";
import { FIRST_FLUSH_MS, FLUSH_INTERVAL_MS } from "./delivery.ts";
import { SLOT_MS, type CollectReply, type CollectRequest, type PublicDefinitions } from "./protocol/index.ts";
import { createTrackerIn } from "./tracker.ts";

const definitions: PublicDefinitions = {
  version: 1,
  enabled: true,
  idleLimit: "60s",
  features: [
    { feature: "conversations", urls: ["/conversations"], attention: "focus" },
    { feature: "calendars", urls: ["/calendars"], attention: "focus" },
  ],
};
const options = { key: "pk_test", base: "https://collector.test", definitions };
const acme = { account: "acme", user: "u_1" };
const writeToken = (name: string) =>
  `h.${Buffer.from(JSON.stringify({ aud: "uptake-write", name })).toString("base64url")}.s`;

function open(
  settings: Partial<Parameters<typeof createTrackerIn>[1]> = {},
  page = createFakePage({ path: "/conversations" }),
) {
  const tracker = createTrackerIn(page.environment, { ...options, identity: acme, ...settings });
  const cells = () => page.requests.flatMap(({ body }) => body.writers.flatMap((writer) => writer.cells));
  const writers = () => page.requests.flatMap(({ body }) => body.writers);
  return { page, tracker, cells, writers };
}
const withoutIdentity = (() => {
  const { identity: _, ...rest } = { ...options, identity: undefined };
  return rest;
})();
function openAnonymous(page = createFakePage({ path: "/conversations" })) {
  const tracker = createTrackerIn(page.environment, withoutIdentity);
  return { page, tracker, writers: () => page.requests.flatMap(({ body }) => body.writers) };
}
const reply = (body: CollectRequest, more: Partial<CollectReply>): Response =>
  Response.json({
    now: body.sentAt,
    accepted: body.writers.map(({ id, seq }) => ({ id, seq })),
    rejected: [],
    ...more,
  });

describe("Identity", () => {
  test("unknown: nothing is sent or stored, and what was measured goes to the first who is known", async () => {
    const { page, tracker, writers } = openAnonymous();
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

  test("the same again: a no-op, but a new token is taken", async () => {
    const { page, tracker, writers } = open({ identity: { ...acme, token: "first" } });
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
    const { page, tracker, writers } = open();
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
    const { tracker } = open();
    const before = tracker.progress().writer;
    tracker.identify({ account: "other", user: "u_1" });
    expect(tracker.progress().writer).not.toBe(before);
  });

  test("forgotten: what was measured is sent, and nothing counts until the next", async () => {
    const { page, tracker, cells } = open();
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
    const { tracker } = openAnonymous();
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

describe("Requests", () => {
  test("go soon after the start, then every 15 s while there is something new, and not otherwise", async () => {
    const { page } = open();
    for (let turn = 0; turn < 8; turn += 1) {
      await page.wait(5_000);
      page.input();
    }
    await page.wait(300_000);
    expect(page.requests.map(({ atMs }) => atMs)).toEqual([
      FIRST_FLUSH_MS,
      FIRST_FLUSH_MS + FLUSH_INTERVAL_MS,
      FIRST_FLUSH_MS + 2 * FLUSH_INTERVAL_MS,
      FIRST_FLUSH_MS + 3 * FLUSH_INTERVAL_MS,
    ]);
  });

  test("carry only the cells that are above their confirmed values, each request with its own seq", async () => {
    const { page, tracker, writers } = open();
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
    const { page, cells } = open();
    await page.wait(1_000);
    page.input();
    await page.wait(500);
    page.leavePage();
    await page.settle();
    expect(cells().map(({ activeMs }) => activeMs[0])).toEqual([1_500]);
  });

  test("at hide don't wait for the one that is under way", async () => {
    const { page, tracker, cells } = open();
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
    const { page, tracker, cells } = open();
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
    const { page, tracker } = open();
    page.answerWith(() => Promise.reject(new DOMException("timed out", "TimeoutError")));
    await tracker.flush();
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
    const { page, tracker } = open();
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
    await page.wait(500);
    expect(page.requests).toHaveLength(tries + 1);
  });

  test("are tried once more without keepalive, whose quota the page's other scripts may have used up", async () => {
    const { page, tracker } = open();
    let failures = 0;
    page.answerWith((body, now) => {
      failures += 1;
      if (failures === 1) throw new TypeError("Failed to fetch");
      return confirm(body, now);
    });
    await tracker.flush();
    expect(page.requests).toHaveLength(2);
    await page.wait(100_000);
    expect(page.requests).toHaveLength(2);
  });

  test("stop for this document after an answer that won't change, and what is pending is kept", async () => {
    const { page, tracker } = open();
    page.answerWith(() => new Response("{}", { status: 401 }));
    await tracker.flush();
    page.input();
    await page.wait(100_000);
    page.hide();
    await page.settle();
    expect(page.requests).toHaveLength(1);
    expect([...page.stored.keys()]).toEqual([`uptake:${tracker.progress().writer}`]);
  });

  test("that are too large are halved", async () => {
    const { page, tracker, cells } = open();
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

  test("whose answer isn't a collector's confirm nothing", async () => {
    const { page, tracker } = open();
    page.answerWith(() => new Response("<h1>Welcome to our hotel</h1>"));
    await tracker.flush();
    page.answerWith(confirm);
    await page.wait(5_000);
    expect(page.requests).toHaveLength(2);
  });
});

describe("What is refused", () => {
  test("for ever is not sent again", async () => {
    const { page, tracker } = open();
    page.answerWith((body) =>
      reply(body, {
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
    const { page, tracker, writers } = open({ identity: { ...acme, token: writeToken("old") } });
    page.answerWith((body) =>
      reply(body, { accepted: [], rejected: body.writers.map(({ id }) => ({ id, reason: "token_expired" as const })) }),
    );
    await tracker.flush();
    await page.wait(100_000);
    expect(page.requests).toHaveLength(1);
    page.answerWith(confirm);
    tracker.identify({ ...acme, token: writeToken("new") });
    await tracker.flush();
    expect(writers().at(-1)).toMatchObject({ seq: 2, token: writeToken("new"), cells: [{ visits: 1 }] });
  });
});

describe("A wrong clock", () => {
  const aheadMs = 40 * 60_000;
  /** A collector that refuses what its own clock doesn't know yet. */
  const strict = (trueNow: () => number) => (body: CollectRequest) =>
    reply(body, {
      now: trueNow(),
      rejected: body.writers.flatMap(({ id, cells }) =>
        cells
          .filter(({ slot }) => slot * SLOT_MS > trueNow() + 300_000)
          .map(({ feature, slot }) => ({ id, feature, slot, reason: "slot_in_future" as const })),
      ),
    });

  test("is learned from the reply; what it spoilt moves once, to a new writer in the right slot", async () => {
    const trueStartMs = Date.UTC(2026, 10, 22, 9, 5, 0);
    const page = createFakePage({ path: "/conversations", wallMs: trueStartMs + aheadMs });
    const trueNow = () => page.environment.wallMs() - aheadMs;
    page.answerWith(strict(trueNow));
    const { tracker, writers } = open({}, page);
    await page.wait(1_000);
    page.input();
    await tracker.flush();
    await page.wait(20_000);
    page.input();
    await page.wait(60_000);
    const trueSlot = Math.floor(trueStartMs / SLOT_MS);
    const rightful = writers().flatMap(({ id, cells }) =>
      cells.filter(({ slot }) => slot === trueSlot).map((cell) => ({ id, cell })),
    );
    const ids = [...new Set(rightful.map(({ id }) => id))];
    const newest = ids.map((of) => rightful.findLast(({ id }) => id === of)?.cell);
    expect(newest.map((cell) => [cell?.activeMs[0], cell?.visits]).toSorted()).toEqual([
      [1_000, 1],
      [20_000, 0],
    ]);
    expect(new Set(writers().map(({ id }) => id)).size).toBe(3);
    expect(page.stored.get("uptake-offset-ms")).toBe(String(-aheadMs));
    const later = createTrackerIn(page.environment, { ...options, identity: acme });
    const before = page.requests.length;
    await later.flush();
    expect(
      page.requests
        .slice(before)
        .flatMap(({ body }) => body.writers.flatMap(({ cells }) => cells.map(({ slot }) => slot))),
    ).toEqual([trueSlot]);
  });

  test("can spoil the same cells only once", async () => {
    const { page, tracker, writers } = open();
    page.answerWith((body, now) =>
      reply(body, {
        now,
        rejected: body.writers.flatMap(({ id, cells }) =>
          cells.map(({ feature, slot }) => ({ id, feature, slot, reason: "slot_in_future" as const })),
        ),
      }),
    );
    await tracker.flush();
    await page.wait(200_000);
    expect(writers()).toHaveLength(2);
    page.answerWith(confirm);
    tracker.identify({ ...acme, token: "new" });
    await tracker.flush();
    expect(writers()).toHaveLength(3);
    page.hide();
    await page.settle();
    expect([...page.stored.keys()]).toEqual([]);
  });

  test("that is put right is believed again", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.page.localStorage.setItem("uptake-offset-ms", "3600000");
    const { tracker } = open({}, page);
    const before = tracker.progress().writer;
    page.answerWith((body, now) => reply(body, { now: now + 200 }));
    await tracker.flush();
    expect(tracker.progress().writer).not.toBe(before);
    expect(page.stored.get("uptake-offset-ms")).toBe("0");
  });

  test("that is less than a minute off is left alone", async () => {
    const { page, tracker, writers } = open();
    page.answerWith((body) => reply(body, { now: body.sentAt + 59_000 }));
    await tracker.flush();
    tracker.track("message.sent");
    await tracker.flush();
    expect(new Set(writers().map(({ id }) => id)).size).toBe(1);
    expect(page.stored.size).toBe(0);
  });

  test("isn't believed from an answer that came after a long sleep", async () => {
    const { page, tracker } = open();
    const before = tracker.progress().writer;
    page.answerWith(async (body) => {
      const answer = reply(body, {});
      page.sleep(3_600_000);
      return answer;
    });
    await tracker.flush();
    expect(tracker.progress().writer).toBe(before);
  });

  test("that somebody sets while the page is open ends the writer", async () => {
    const { page, tracker } = open();
    const before = tracker.progress().writer;
    page.setWallClock(-61_000);
    await page.wait(5_000);
    expect(tracker.progress().writer).not.toBe(before);
    expect(tracker.progress().visits).toEqual({});
  });
});

describe("Without IndexedDB", () => {
  test("the next load still sends what hiding left in localStorage, under its own owner, and cleans up", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    const first = open({ identity: { ...acme, token: writeToken("one") } }, page);
    await page.wait(8_000);
    page.input();
    page.leavePage();
    const writer = first.tracker.progress().writer;
    first.tracker.stop();
    const next = createFakePage({ path: "/calendars", letter: "N" });
    for (const [name, value] of page.stored) next.page.localStorage.setItem(name, value);
    const second = open({ identity: { account: "acme", user: "u_2" } }, next);
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

  test("a token that can do more than write never stays in the browser", async () => {
    const { page } = open({ identity: { ...acme, token: "h.eyJhdWQiOiJ1cHRha2UifQ.s" } });
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    await page.wait(8_000);
    page.hide();
    expect([...page.stored.values()].join()).toContain("u_1");
    expect([...page.stored.values()].join()).not.toContain("eyJ");
  });

  test("what no longer could be accepted is forgotten", async () => {
    const page = createFakePage();
    page.answerWith(() => Promise.reject(new DOMException("offline", "TimeoutError")));
    open({}, page);
    page.hide();
    const later = createFakePage({ letter: "L", wallMs: page.environment.wallMs() + 36 * 86_400_000 });
    for (const [name, value] of page.stored) later.page.localStorage.setItem(name, value);
    const { tracker, writers } = open({}, later);
    await later.settle();
    await tracker.flush();
    expect(writers()).toHaveLength(1);
    expect(later.stored.size).toBe(0);
  });

  test("the host's localStorage holds at most 20 keys and 64 KiB of ours", () => {
    const page = createFakePage({ path: "/conversations" });
    for (let index = 0; index < 20; index += 1) page.page.localStorage.setItem(`uptake:${index}`, "{}");
    page.page.localStorage.setItem("host", "x".repeat(100_000));
    const { tracker } = open({}, page);
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(false);
    page.page.localStorage.removeItem("uptake:0");
    page.page.localStorage.setItem("uptake:1", "x".repeat(65_500));
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(false);
    page.page.localStorage.setItem("uptake:1", "{}");
    page.hide();
    expect(page.stored.has(`uptake:${tracker.progress().writer}`)).toBe(true);
  });
});
