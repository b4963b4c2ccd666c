import { describe, expect, test } from "vitest";
import { createFakePage, fakeElement } from "../../../tests/support/fake-page.ts";
import { openTracker } from "../../../tests/support/open-tracker.ts";

describe("Whose time it is", () => {
  test("a route change splits the gap that is open", async () => {
    const { page, ms } = openTracker();
    await page.wait(12_000);
    page.go("/calendars");
    await page.wait(8_000);
    page.input();
    expect([ms("conversations"), ms("calendars")]).toEqual([12_000, 8_000]);
  });

  test("time that no definition claims goes to _other", async () => {
    const { page, ms, tracker } = openTracker({}, createFakePage({ path: "/nowhere" }));
    await page.wait(9_000);
    page.input();
    expect(ms("_other")).toBe(9_000);
    expect(tracker.progress().visits).toEqual({ _other: 1 });
  });

  test("the region that took the input wins over the address, innermost first", async () => {
    const { page, ms, tracker } = openTracker();
    const outer = fakeElement("panel");
    const inner = fakeElement(undefined, fakeElement("dialler", outer));
    page.input("pointerdown", inner);
    await page.wait(5_000);
    page.input("keydown", fakeElement(undefined, outer));
    await page.wait(3_000);
    page.input("pointerdown", fakeElement());
    await page.wait(2_000);
    page.input();
    expect([ms("dialler"), ms("panel"), ms("conversations")]).toEqual([5_000, 3_000, 2_000]);
    expect(tracker.progress().visits).toEqual({ conversations: 2, dialler: 1, panel: 1 });
  });

  test("a region that says another feature than before gets what is done in it at once", async () => {
    const { page, ms } = openTracker();
    const region = fakeElement("panel");
    page.input("pointerdown", fakeElement(undefined, region));
    await page.wait(2_000);
    page.input("pointerdown", fakeElement(undefined, region));
    Object.assign(region.attributes, { "data-uptake-feature": "dialler" });
    await page.wait(1_000);
    page.input("pointerdown", fakeElement(undefined, region));
    await page.wait(1_000);
    page.input("pointerdown", fakeElement(undefined, region));
    expect([ms("panel"), ms("dialler")]).toEqual([3_000, 1_000]);
  });

  test("a pointer that only passes over a region enters nothing", async () => {
    const { page, tracker } = openTracker();
    await page.wait(1_000);
    page.input("pointermove", fakeElement("panel"));
    expect(tracker.progress().feature).toBe("conversations");
  });

  test("a stream of inputs counts to its last, however many come before somebody looks", async () => {
    const { page, ms } = openTracker();
    for (let count = 0; count < 1_300; count += 1) {
      await page.wait(10);
      page.input("pointermove");
    }
    await page.wait(200_000);
    expect(ms()).toBe(13_000);
  });

  test("a stream of inputs after a gap that is too long counts from its first, whenever somebody looks", async () => {
    const { page, ms, tracker } = openTracker();
    page.input("pointermove");
    await page.wait(41_000);
    for (let count = 0; count < 100; count += 1) {
      page.input("pointermove");
      await page.wait(100);
    }
    page.blur();
    expect(tracker.progress().activeMs["conversations"]).toEqual([10_000, 51_000, 51_000, 51_000]);
    expect(ms()).toBe(51_000);
  });

  test("a stream of inputs counts to its last before a sleep, though the first thing after it is another input", async () => {
    const { page, ms } = openTracker();
    page.input("pointermove");
    for (let count = 0; count < 40; count += 1) {
      await page.wait(100);
      page.input("pointermove");
    }
    page.sleep(9_000);
    page.input("pointermove");
    await page.wait(1_000);
    page.input("pointermove");
    expect(ms()).toBe(5_000);
  });

  test("and from its first after a sleep that a tick has noticed", async () => {
    const { page, ms } = openTracker();
    page.input("pointermove");
    await page.wait(1_000);
    page.sleep(9_000);
    await page.wait(100);
    for (let count = 0; count < 5; count += 1) {
      page.input("pointermove");
      await page.wait(100);
    }
    page.blur();
    expect(ms()).toBe(500);
  });

  test("the wheel over another region enters it at once", async () => {
    const { page, tracker } = openTracker();
    page.input("wheel", fakeElement());
    page.input("wheel", fakeElement("panel"));
    expect(tracker.progress().feature).toBe("panel");
  });

  test("a region that is gone gives way to the address", async () => {
    const { page, tracker } = openTracker();
    const dialog = fakeElement("dialog");
    page.input("pointerdown", dialog);
    expect(tracker.progress().feature).toBe("dialog");
    dialog.isConnected = false;
    await page.wait(5_000);
    expect(tracker.progress().feature).toBe("conversations");
  });

  test("a visit counts only when the resolved feature changes, whatever the address does", async () => {
    const { page, tracker } = openTracker();
    for (const path of ["/conversations/1", "/conversations/2", "/conversations", "/calendars", "/calendars"]) {
      await page.wait(1_000);
      page.go(path);
    }
    expect(tracker.progress().visits).toEqual({ conversations: 1, calendars: 1 });
  });

  test("a place that code leaves in the task in which it came there is none that anybody enters", async () => {
    const { page, tracker } = openTracker();
    await page.wait(3_000);
    // As a router does that redirects, in one task.
    page.go("/calendars");
    page.go("/conversations/7");
    await page.wait(1_000);
    expect(tracker.progress().visits).toEqual({ conversations: 1 });
    page.go("/conversations");
    page.go("/calendars");
    tracker.track("booked");
    expect(tracker.progress()).toMatchObject({
      visits: { conversations: 1, calendars: 1 },
      actions: { calendars: { booked: 1 } },
    });
  });

  test("a tab that opens in the background is entered when it is shown", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.hide();
    const { tracker } = openTracker({}, page);
    await page.wait(100_000);
    page.go("/calendars");
    expect(tracker.progress().visits).toEqual({});
    page.show();
    await page.wait(0);
    expect(tracker.progress().visits).toEqual({ calendars: 1 });
  });

  test("an interval across a quarter of an hour is split at the border", async () => {
    const { page } = openTracker(
      {},
      createFakePage({ path: "/conversations", wallMs: Date.UTC(2026, 10, 22, 9, 14, 50) }),
    );
    await page.wait(25_000);
    page.input();
    await page.wait(20_000);
    const cells = page.requests.at(-1)?.body.writers.flatMap((writer) => writer.cells);
    const slot = Date.UTC(2026, 10, 22, 9, 0, 0) / 900_000;
    expect(cells?.map((cell) => [cell.slot, cell.activeMs[0]])).toEqual([
      [slot, 10_000],
      [slot + 1, 15_000],
    ]);
  });
});
