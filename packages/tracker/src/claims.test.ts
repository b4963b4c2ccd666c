import { describe, expect, test } from "vitest";
import { fakeElement } from "../../../tests/support/fake-page.ts";
import { openTracker } from "../../../tests/support/open-tracker.ts";
import type { Tracker } from "./api.ts";

describe("What the host's code says of the page", () => {
  test("enter gives the page to a feature whatever the address and its regions say, leave gives it back", async () => {
    const { page, tracker, ms } = openTracker();
    await page.wait(5_000);
    tracker.enter("dialler");
    page.go("/calendars");
    page.input("pointerdown", fakeElement("panel"));
    await page.wait(7_000);
    tracker.leave();
    await page.wait(3_000);
    page.input("pointerdown", fakeElement());
    expect([ms("conversations"), ms("dialler"), ms("panel")]).toEqual([5_000, 7_000, 3_000]);
    expect(tracker.progress()).toMatchObject({ feature: "calendars", visits: { dialler: 1, panel: 1 } });
  });

  test("a feature that can't be one is ignored", () => {
    const { tracker } = openTracker();
    for (const feature of ["", "__proto__", "a\u0000b", "x".repeat(129), 7, null, undefined])
      tracker.enter(feature as string);
    expect(tracker.progress()).toMatchObject({ feature: "conversations", visits: { conversations: 1 } });
  });
});

describe("An action that the page declares", () => {
  const button = (parent?: ReturnType<typeof fakeElement>) =>
    fakeElement(undefined, parent ?? null, { tagName: "BUTTON", "data-uptake-action": "email.sent" });
  const form = fakeElement("panel", null, { tagName: "FORM", "data-uptake-action": "booking.completed" });
  const actions = (tracker: Tracker) => tracker.progress().actions;

  test("is counted at each click on it or in it, in the feature that the click enters", () => {
    const { page, tracker } = openTracker();
    page.input("click", button());
    page.input("click", fakeElement(undefined, button(fakeElement("panel"))));
    page.input("pointerdown", button());
    page.input("keydown", button());
    expect(actions(tracker)).toMatchObject({ conversations: { "email.sent": 1 }, panel: { "email.sent": 1 } });
  });

  test("is counted on a form when it is submitted, not at clicks into it", () => {
    const { page, tracker } = openTracker();
    page.input("click", fakeElement(undefined, form));
    expect(actions(tracker)["panel"]).toEqual({});
    page.input("submit", form);
    expect(actions(tracker)["panel"]).toEqual({ "booking.completed": 1 });
  });

  test("is counted once where a click on a label becomes another one on its control", async () => {
    const { page, tracker } = openTracker();
    const label = button();
    page.input("click", label);
    page.input("click", fakeElement(undefined, label, { tagName: "INPUT" }));
    expect(actions(tracker)["conversations"]).toEqual({ "email.sent": 1 });
    await page.wait(10);
    page.input("click", label);
    expect(actions(tracker)["conversations"]).toEqual({ "email.sent": 2 });
  });

  test("is counted as often as somebody has clicked while the page was too busy to hear of it", () => {
    const { page, tracker } = openTracker();
    const send = button();
    // One event right after the other: no timer runs in between.
    for (let click = 0; click < 3; click += 1) page.input("click", send);
    expect(actions(tracker)["conversations"]).toEqual({ "email.sent": 3 });
  });

  test("of a button in such a form is the button's", () => {
    const { page, tracker } = openTracker();
    page.input("click", button(form));
    expect(actions(tracker)["panel"]).toEqual({ "email.sent": 1 });
  });

  test("isn't counted when code clicks, or when it can't be one", () => {
    const { page, tracker } = openTracker();
    page.untrustedInput("click", button());
    page.input("click", fakeElement(undefined, null, { "data-uptake-action": "" }));
    page.input("click", fakeElement(undefined, null, { "data-uptake-action": "constructor" }));
    expect(actions(tracker)).toEqual({ conversations: {} });
  });
});

test("What a page calls a link travels with its cells, and no other text does", async () => {
  const { page, tracker, cells } = openTracker();
  page.input("pointerdown", fakeElement("link:help", null, { "data-uptake-name": "Help centre", title: "secret" }));
  await page.wait(5_000);
  page.input("pointerdown", fakeElement());
  await tracker.flush();
  expect(Object.fromEntries(cells().map(({ feature, name }) => [feature, name]))).toEqual({
    conversations: undefined,
    "link:help": "Help centre",
  });
  expect(JSON.stringify(page.requests)).not.toContain("secret");
});
