import { describe, expect, test } from "vitest";
import { confirm, createFakePage } from "../../../tests/support/fake-page.ts";
import { acme, openTracker, replyTo } from "../../../tests/support/open-tracker.ts";
import { SLOT_MS, type CellState, type CollectRequest } from "./protocol/index.ts";

describe("A wrong clock", () => {
  const aheadMs = 40 * 60_000;
  /** A collector that refuses what its own clock doesn't know yet. */
  const strict = (trueNow: () => number) => (body: CollectRequest) =>
    replyTo(body, {
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
    const trueNow = () => page.wallMs() - aheadMs;
    page.answerWith(strict(trueNow));
    const { tracker, writers } = openTracker({}, page);
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
    expect(ids).toHaveLength(2);
    const newest = ids.map((of) => rightful.findLast(({ id }) => id === of)?.cell);
    const sum = (of: (cell: CellState | undefined) => number | undefined) =>
      newest.reduce((all, cell) => all + (of(cell) ?? 0), 0);
    expect([sum((cell) => cell?.activeMs[0]), sum((cell) => cell?.visits)]).toEqual([21_000, 1]);
    expect(page.stored.get("uptake-offset-ms")).toBe(String(-aheadMs));
    const later = openTracker({}, page).tracker;
    const before = page.requests.length;
    await later.flush();
    expect(
      page.requests
        .slice(before)
        .flatMap(({ body }) => body.writers.flatMap(({ cells }) => cells.map(({ slot }) => slot))),
    ).toEqual([trueSlot]);
  });

  test("spoils the same cells for several tabs, which move them to one place", async () => {
    const trueStartMs = Date.UTC(2026, 10, 22, 9, 5, 0);
    const offline = () => Promise.reject(new TypeError("offline"));
    const page = createFakePage({ path: "/conversations", wallMs: trueStartMs + aheadMs });
    const held = new Map<string, number>();
    const collector = (body: CollectRequest) => {
      const late = ({ slot }: CellState) => slot * SLOT_MS > page.wallMs() - aheadMs + 300_000;
      for (const { id, cells } of body.writers)
        for (const cell of cells)
          if (!late(cell))
            held.set(`${id} ${cell.slot}`, Math.max(held.get(`${id} ${cell.slot}`) ?? 0, cell.activeMs[0]));
      return strict(() => page.wallMs() - aheadMs)(body);
    };
    page.answerWith(offline);
    const first = openTracker({}, page);
    await page.wait(10_000);
    page.input();
    page.hide();
    const other = createFakePage({ letter: "o", path: "/calendars", wallMs: page.wallMs(), stored: page.stored });
    other.answerWith(collector);
    await openTracker({ identity: { account: "acme", user: "u_2" } }, other).tracker.flush();
    expect([...held.values()].reduce((sum, ms) => sum + ms, 0)).toBe(10_000);
    page.answerWith(collector);
    page.show();
    await page.wait(4_000);
    page.input();
    await first.tracker.flush();
    await first.tracker.flush();
    expect([...held.values()].reduce((sum, ms) => sum + ms, 0)).toBe(14_000);
  });

  test("by a few minutes spoils nothing twice when its slot has come", async () => {
    const littleMs = 8 * 60_000;
    const page = createFakePage({ path: "/conversations", wallMs: Date.UTC(2026, 10, 22, 9, 8, 0) + littleMs });
    const held = new Map<string, number>();
    page.answerWith((body) => {
      for (const { id, cells } of body.writers)
        for (const { slot, activeMs } of cells)
          if (slot * SLOT_MS <= page.wallMs() - littleMs + 300_000)
            held.set(`${id} ${slot}`, Math.max(held.get(`${id} ${slot}`) ?? 0, activeMs[0]));
      return strict(() => page.wallMs() - littleMs)(body);
    });
    const { use, tracker } = openTracker({}, page);
    await use(600_000);
    await tracker.flush();
    await tracker.flush();
    expect([...held.values()].reduce((sum, ms) => sum + ms, 0)).toBe(600_000);
  });

  test("that has been put right meanwhile spoils nothing for longer than that", async () => {
    const page = createFakePage({ path: "/conversations", wallMs: Date.UTC(2026, 10, 24, 9, 0, 0) });
    page.answerWith(() => Promise.reject(new TypeError("offline")));
    openTracker({}, page);
    await page.wait(10_000);
    page.input();
    page.hide();
    const nextMs = Date.UTC(2026, 10, 22, 9, 0, 0);
    const next = createFakePage({ letter: "n", path: "/calendars", wallMs: nextMs, stored: page.stored });
    next.answerWith(strict(() => next.wallMs()));
    const { tracker, cells } = openTracker({}, next);
    await tracker.flush();
    expect(cells().findLast(({ feature }) => feature === "conversations")?.slot).toBe(nextMs / SLOT_MS);
    expect(tracker.inspect().pendingBytes).toBe(0);
  });

  test("that spoilt a tail and the record beside it, an earlier state, loses neither when both move", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(strict(page.wallMs));
    const slot = Math.floor(page.wallMs() / SLOT_MS) + 8;
    for (const [name, ms] of [["tail", 5_000] as const, ["record", 3_000] as const]) {
      const cell = { feature: "calendars", slot, activeMs: [ms, ms, ms, ms], visits: 1 };
      const cells = { [`${slot} calendars`]: cell };
      page.stored.set(
        `uptake:${name}`,
        JSON.stringify({ at: "1", key: "pk_test", id: "w".repeat(22), ...acme, cells }),
      );
    }
    const { tracker, cells } = openTracker({}, page);
    await tracker.flush();
    await page.wait(30_000);
    const moved = cells().filter((cell) => cell.feature === "calendars" && cell.slot < slot);
    expect(Math.max(...moved.map(({ activeMs }) => activeMs[0]))).toBe(5_000);
  });

  test("can spoil the same cells only once", async () => {
    const { page, tracker, writers } = openTracker();
    page.answerWith((body, now) =>
      replyTo(body, {
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
    page.stored.set("uptake-offset-ms", "3600000");
    const { tracker } = openTracker({}, page);
    const before = tracker.progress().writer;
    page.answerWith((body, now) => replyTo(body, { now: now + 200 }));
    await tracker.flush();
    expect(tracker.progress().writer).not.toBe(before);
    expect(page.stored.get("uptake-offset-ms")).toBe("0");
  });

  test("that is less than a minute off is left alone", async () => {
    const { page, tracker, writers } = openTracker();
    page.answerWith((body) => replyTo(body, { now: body.sentAt + 59_000 }));
    await tracker.flush();
    tracker.track("message.sent");
    await tracker.flush();
    expect(new Set(writers().map(({ id }) => id)).size).toBe(1);
    expect(page.stored.size).toBe(0);
  });

  test("isn't believed from an answer that came after a long sleep", async () => {
    const { page, tracker } = openTracker();
    const before = tracker.progress().writer;
    page.answerWith(async (body) => {
      const answer = replyTo(body, {});
      page.sleep(3_600_000);
      return answer;
    });
    await tracker.flush();
    expect(tracker.progress().writer).toBe(before);
  });

  test("that somebody sets while the page is open ends the writer", async () => {
    const { page, tracker } = openTracker();
    const before = tracker.progress().writer;
    page.setWallClock(-61_000);
    await page.wait(5_000);
    expect(tracker.progress().writer).not.toBe(before);
    expect(tracker.progress().visits).toEqual({});
  });
});
