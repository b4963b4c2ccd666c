import { describe, expect, test } from "vitest";
import { createFakePage } from "../../../tests/support/fake-page.ts";
import {
  definitions,
  openAnonymousTracker,
  openTracker,
  type OpenedTracker,
} from "../../../tests/support/open-tracker.ts";
import { createExplainer, UNCONFIRMED_MS } from "./explainer.ts";

/** Asks a real tracker on a page with a virtual clock. */
function explain({ page, tracker }: OpenedTracker) {
  const explainer = createExplainer();
  return () => explainer({ ...tracker.progress(), ...tracker.inspect() }, page.nowMs());
}
const has = (part: string) => expect.stringContaining(part) as string;

describe("Whether and why time counts is told", () => {
  test("with the writer and the first visit", () => {
    const opened = openTracker();
    const { writer } = opened.tracker.progress();
    expect(explain(opened)()).toEqual([
      `measuring user u_1 of account acme · writer ${writer}`,
      "conversations · visit 1 of this page",
      "conversations · counting since 0 s (focus)",
    ]);
  });

  test("once, however often somebody asks", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    expect(next()).toEqual([]);
    await opened.page.wait(100);
    expect(next()).toEqual([]);
  });

  test("with what to do before anybody is known", () => {
    expect(explain(openAnonymousTracker())()).toContainEqual(
      has("counting since 0 s (focus), but no identity: call uptake.identify({ account, user })"),
    );
  });

  test("with what to do where no feature claims the place", () => {
    const opened = openTracker({}, createFakePage({ path: "/elsewhere" }));
    expect(explain(opened)()).toContainEqual(has("_other (no feature claims this place: add its address"));
  });

  test.for([
    ["hidden", "hidden: nobody can see this tab", ({ page }: OpenedTracker) => page.hide()],
    ["unfocused", "the window has no focus", ({ page }: OpenedTracker) => page.blur()],
    ["asleep", "asleep: the machine", ({ page, tracker }: OpenedTracker) => (page.sleep(60_000), tracker.hold()())],
    [
      "reset",
      "no identity since uptake.reset(): call uptake.identify",
      ({ tracker }: OpenedTracker) => tracker.reset(),
    ],
    ["denied", "denied: the person has opted out", ({ tracker }: OpenedTracker) => tracker.optOut()],
    ["stopped", "stopped: uptake.stop() was called", ({ tracker }: OpenedTracker) => tracker.stop()],
  ] as const)("when it ends: %s", ([why, sentence, happens]) => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    happens(opened);
    expect(opened.tracker.inspect().why).toBe(why);
    expect(next()).toContainEqual(has(`not counting · ${sentence}`));
  });

  test.for([
    ["consent", "consent: waiting for uptake.optIn()", { consent: "required" }],
    ["internal", "internal: the page says that no customer uses it. Remove data-internal", { internal: true }],
    [
      "disabled",
      "disabled: the workspace's definitions say enabled: false",
      { definitions: { ...definitions, enabled: false } },
    ],
    ["loading", "loading: the definitions have not arrived", { definitions: undefined }],
  ] as const)("when it doesn't begin: %s", ([why, sentence, options]) => {
    const opened = openTracker(options as Parameters<typeof openTracker>[0]);
    expect(opened.tracker.inspect().why).toBe(why);
    expect(explain(opened)()).toEqual([has(`not counting · ${sentence}`)]);
  });

  test("as passive while a hold stands for input", () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    opened.tracker.hold();
    expect(next()).toEqual([has("conversations · counting since 0 s (passive: a hold")]);
  });
});

describe("Credited time is told", () => {
  test("with its limits and the sums", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    await opened.page.wait(5_000);
    opened.page.input();
    expect(next()).toContain("conversations · +5.0 s under every idle limit (now 5.0 s / 5.0 s / 5.0 s / 5.0 s)");
    await opened.page.wait(45_000);
    opened.page.input();
    expect(next()).toContain(
      "conversations · +45.0 s under 60s, 120s, none; nothing under 30s (now 5.0 s / 50.0 s / 50.0 s / 50.0 s)",
    );
  });

  test("every five seconds at most, and none of it is lost", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    const lines: string[] = [];
    for (let second = 0; second < 60; second += 1) {
      await opened.page.wait(1_000);
      opened.page.input();
      lines.push(...next().filter((line) => line.includes("+")));
    }
    expect(lines.length).toBeLessThanOrEqual(12);
    const told = lines.map((line) => Number(/\+([\d.]+) s/.exec(line)?.[1]));
    expect(told.reduce((sum, seconds) => sum + seconds, 0)).toBeGreaterThanOrEqual(55);
  });

  test("when the feature is left, and then for the other one alone", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    await opened.page.wait(2_000);
    opened.page.input();
    expect(next()).toEqual([has("conversations · +2.0 s")]);
    await opened.page.wait(1_000);
    opened.page.go("/calendars");
    await opened.page.wait(1_000);
    opened.page.input();
    expect(next()).toEqual([
      "calendars · visit 1 of this page",
      has("conversations · +1.0 s"),
      has("calendars · +1.0 s"),
      has("calendars · counting since 0 s"),
    ]);
  });

  test("from nothing for the next person", async () => {
    const opened = openTracker();
    const next = explain(opened);
    await opened.page.wait(5_000);
    opened.page.input();
    next();
    opened.tracker.identify({ account: "acme", user: "u_2" });
    expect(next()).toEqual([has("measuring user u_2"), has("conversations · visit 1"), has("counting")]);
  });

  test("as lost when nobody gives a sign of life, once for each limit", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    const lines: string[] = [];
    for (let second = 0; second < 150; second += 1) {
      await opened.page.wait(1_000);
      lines.push(...next().filter((line) => line.includes("no sign of life")));
    }
    expect(lines).toEqual([
      has("no sign of life for 31 s: this time no longer counts under 30s"),
      has("no sign of life for 61 s: this time no longer counts under 30s, 60s"),
      has("no sign of life for 121 s: this time no longer counts under 30s, 60s, 120s"),
    ]);
  });
});

test("Actions are told one by one, with their sum", () => {
  const opened = openTracker();
  const next = explain(opened);
  opened.tracker.track("message.sent");
  expect(next()).toContain("conversations · action message.sent +1 (1 on this page)");
  opened.tracker.track("message.sent", { count: 3 });
  expect(next()).toEqual(["conversations · action message.sent +3 (4 on this page)"]);
});

describe("Delivery", () => {
  test("is told when the collector confirms", async () => {
    const opened = openTracker();
    const next = explain(opened);
    next();
    await opened.tracker.flush();
    expect(next()).toEqual([expect.stringMatching(/^the collector has confirmed \d+ bytes; none pending$/)]);
  });

  test("is told with what to look at when the collector doesn't, again and again but not often", async () => {
    const page = createFakePage({ path: "/conversations" });
    page.answerWith(() => Response.json({}, { status: 503 }));
    const opened = openTracker({}, page);
    const next = explain(opened);
    const lines: string[] = [];
    for (let ms = 0; ms < 3 * UNCONFIRMED_MS; ms += 1_000) {
      await page.wait(1_000);
      lines.push(...next().filter((line) => line.includes("pending")));
    }
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d+ bytes pending, and nothing confirmed for 90 s: look for POST \/v1\/collect/);
  });
});
