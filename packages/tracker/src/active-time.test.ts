import { describe, expect, test } from "vitest";
import { fakeElement, type FakePage } from "../../../tests/support/fake-page.ts";
import { openTracker } from "../../../tests/support/open-tracker.ts";

/** What the collector has of a feature under 60 s, from all writers. */
function arrivedMs(page: FakePage, feature: string): number {
  const cells = new Map<string, number>();
  for (const { id, cells: sent } of page.requests.flatMap(({ body }) => body.writers)) {
    for (const cell of sent.filter((one) => one.feature === feature)) {
      const key = `${id} ${cell.slot}`;
      cells.set(key, Math.max(cells.get(key) ?? 0, cell.activeMs[1]));
    }
  }
  return [...cells.values()].reduce((sum, ms) => sum + ms, 0);
}

test("Seven minutes on Conversations and later seven on Calendars are 420000 ms each, to the millisecond", async () => {
  const { page, ms, use, tracker } = openTracker();
  await use(7 * 60_000);
  page.hide();
  await page.wait(3 * 3_600_000);
  page.go("/calendars");
  page.show();
  await use(7 * 60_000);
  page.hide();
  expect(ms("conversations")).toBe(420_000);
  expect(ms("calendars")).toBe(420_000);
  expect(tracker.progress().visits).toEqual({ conversations: 1, calendars: 1 });
  await page.wait(60_000);
  expect([arrivedMs(page, "conversations"), arrivedMs(page, "calendars")]).toEqual([420_000, 420_000]);
});

describe("What counts", () => {
  test("inputs that a browser dates ahead of its clock count up to when they were", async () => {
    const { page, ms } = openTracker();
    for (let move = 0; move < 20; move += 1) {
      await page.wait(500);
      page.input("pointermove", fakeElement(), -300);
    }
    await page.wait(300_000);
    expect(ms()).toBe(10_000);
  });

  test("visible, focused, next sign within the limit: the whole gap", async () => {
    const { page, ms } = openTracker();
    await page.wait(10_000);
    page.input();
    await page.wait(60_000);
    page.input("pointermove");
    expect(ms()).toBe(70_000);
  });

  test("visible, focused, nothing for longer than the limit: not even its start, but under none", async () => {
    const { page, ms, tracker } = openTracker();
    await page.wait(10_000);
    page.input();
    await page.wait(60_001);
    page.input();
    expect(ms()).toBe(10_000);
    expect(tracker.progress().activeMs["conversations"]).toEqual([10_000, 10_000, 70_001, 70_001]);
  });

  test("walked away: nothing after the last sign, under no limit", async () => {
    const { page, tracker } = openTracker();
    await page.wait(10_000);
    page.input();
    await page.wait(8 * 3_600_000);
    expect(tracker.progress().activeMs["conversations"]).toEqual([10_000, 10_000, 10_000, 10_000]);
  });

  test("loaded, then read, then a sign within the limit: from the load", async () => {
    const { page, ms } = openTracker();
    await page.wait(45_000);
    page.input("wheel");
    expect(ms()).toBe(45_000);
  });

  test("back by Alt-Tab, then read, then a sign: from the return", async () => {
    const { page, ms } = openTracker();
    page.blur();
    await page.wait(500_000);
    page.focus();
    await page.wait(40_000);
    page.input("keydown");
    expect(ms()).toBe(40_000);
  });

  test("visible, another window in front: nothing", async () => {
    const { page, ms } = openTracker();
    await page.wait(5_000);
    page.blur();
    await page.wait(20_000);
    page.input("wheel");
    await page.wait(20_000);
    page.input("wheel");
    expect(ms()).toBe(5_000);
  });

  test("an iframe clicked into: yes, although the window is blurred and says so only a task later", async () => {
    const { page, ms } = openTracker();
    await page.wait(5_000);
    page.blur();
    page.page.document.hasFocus = () => true;
    await page.wait(20_000);
    page.page.fire("focus", {});
    page.input();
    expect(ms()).toBe(25_000);
  });

  test("hidden: nothing, and hiding is the last sign", async () => {
    const { page, ms } = openTracker();
    await page.wait(7_000);
    page.hide();
    await page.wait(20_000);
    page.input();
    expect(ms()).toBe(7_000);
  });

  test("in the back/forward cache: nothing, and the return opens a gap and is a visit", async () => {
    const { page, ms, tracker } = openTracker();
    const before = tracker.progress().writer;
    await page.wait(1_000);
    page.input();
    await page.wait(2_000);
    page.leavePage();
    page.sleep(50_000);
    page.restorePage();
    await page.wait(4_000);
    page.input();
    expect(ms()).toBe(7_000);
    expect(tracker.progress().visits).toEqual({ conversations: 2 });
    expect(tracker.progress().writer).toBe(before);
  });

  test("machine asleep, on a monotonic clock that runs on: not the gap that the sleep fell into", async () => {
    const { page, ms } = openTracker();
    await page.wait(10_000);
    page.input();
    await page.wait(2_000);
    page.sleep(25_000);
    page.input();
    await page.wait(3_000);
    page.input();
    expect(ms()).toBe(13_000);
  });

  test.each(["pointerdown", "pointermove"])(
    "machine asleep, on a monotonic clock that stands still: not the gap either, whether it ends with %s",
    async (type) => {
      const { page, tracker } = openTracker();
      await page.wait(10_000);
      page.input(type);
      await page.wait(2_000);
      page.sleep(3_600_000, 0);
      page.input(type);
      await page.wait(3_000);
      page.input(type);
      expect(tracker.progress().activeMs["conversations"]).toEqual([3_000, 3_000, 3_000, 3_000]);
      await page.wait(60_000);
      expect(arrivedMs(page, "conversations")).toBe(13_000);
    },
  );

  test("machine asleep, and nobody there when a tick has noticed it: nothing until the next sign", async () => {
    const { page, ms } = openTracker();
    await page.wait(2_000);
    page.input();
    await page.wait(2_000);
    page.sleep(3_600_000, 0);
    await page.wait(20_000);
    page.input();
    await page.wait(3_000);
    page.input();
    expect(ms()).toBe(3_000);
  });

  test.each([7_200_000, -7_200_000])(
    "a clock that is set by %i ms while somebody moves the mouse: all of it",
    async (jumpMs) => {
      const { page, tracker } = openTracker();
      const move = async (times: number) => {
        for (let count = 0; count < times; count += 1) {
          await page.wait(400);
          page.input("pointermove");
        }
      };
      await move(30);
      page.setWallClock(jumpMs);
      await move(30);
      await tracker.flush();
      expect(arrivedMs(page, "conversations")).toBe(24_000);
    },
  );

  test("a clock that is set back while somebody reads: the whole gap", async () => {
    const { page, tracker } = openTracker();
    await page.wait(7_000);
    page.setWallClock(-7_200_000);
    await page.wait(13_000);
    page.input();
    await tracker.flush();
    expect(arrivedMs(page, "conversations")).toBe(20_000);
  });

  test("a page that reloads itself: nothing", async () => {
    const { page, ms } = openTracker();
    await page.wait(20_000);
    page.leavePage();
    expect(ms()).toBe(0);
  });

  test("a page that changes route by itself: nothing", async () => {
    const { page, tracker } = openTracker();
    for (let turn = 0; turn < 20; turn += 1) {
      await page.wait(10_000);
      page.go(turn % 2 ? "/conversations" : "/calendars");
    }
    expect(Object.values(tracker.progress().activeMs).flat()).toEqual([0, 0, 0, 0, 0, 0, 0, 0]);
  });

  test("inputs that code made up: nothing", async () => {
    const { page, ms } = openTracker();
    await page.wait(1_000);
    page.untrustedInput();
    expect(ms()).toBe(0);
  });

  test("of inputs that follow each other fast, one in 250 ms, which loses nothing", async () => {
    const { page, ms } = openTracker();
    for (let spentMs = 0; spentMs < 10_000; spentMs += 16) {
      await page.wait(16);
      page.input("pointermove");
    }
    page.hide();
    expect(ms()).toBe(10_000);
  });

  test("an input's own time is when it happened", async () => {
    const { page, ms } = openTracker();
    await page.wait(4_000);
    page.input("keydown", fakeElement(), 1_500);
    expect(ms()).toBe(2_500);
  });
});
