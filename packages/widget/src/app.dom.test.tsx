import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import type { Status } from "@uptake/tracker";
import { afterEach, describe, expect, test, vi } from "vitest";
import { App } from "./app.tsx";
import type { Failure } from "./client.ts";
import { chooseLanguage } from "./messages/language.ts";
import { INITIAL_STATE, type WidgetState, withFailure, withLocal, withReply } from "./state.ts";
import { adoptedRecord, featureRecord, progress, record, triedRecord } from "../../../tests/support/widget/records.ts";

const MINUTE_MS = 60_000;
const THIRD_NOVEMBER = new Date(2026, 10, 3, 12).getTime();
const language = chooseLanguage(["en-GB"]);

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

function show(state: WidgetState, retry = () => {}, choose: (isAllowed: boolean) => void = () => {}) {
  return render(<App state={state} language={language} retry={retry} choose={choose} />);
}

function replied(reply: ReturnType<typeof record>, receivedAt = Date.now()): WidgetState {
  return withReply(INITIAL_STATE, reply, null, receivedAt);
}

describe("features", () => {
  const state = replied(
    record([
      triedRecord("calendars", 4 * MINUTE_MS + 12_000),
      featureRecord("sites"),
      adoptedRecord("contacts", 134 * MINUTE_MS, THIRD_NOVEMBER),
    ]),
  );

  test("the header sums them up", () => {
    show(state);
    expect(screen.getByRole("heading", { level: 2 }).textContent).toBe("Your progress");
    expect(screen.getByText("1 of 3 features adopted")).toBeTruthy();
  });

  test("each kind has its heading and its list", () => {
    show(state);
    const headings = screen.getAllByRole("heading", { level: 3 }).map(({ textContent }) => textContent);
    expect(headings).toEqual(["In progress", "Not started", "Adopted"]);
    expect(screen.getAllByRole("list")).toHaveLength(3);
  });

  test("a ring says whole minutes on screen and seconds to a screen reader", () => {
    show(state);
    expect(screen.getByText("4 of 7 min")).toBeTruthy();
    const ring = screen.getByRole("progressbar", { name: "Calendars" });
    expect(ring.getAttribute("aria-valuetext")).toBe("4 minutes 12 seconds of 7 minutes");
    expect(ring.getAttribute("aria-valuenow")).toBe("252");
    expect(ring.querySelector(".arc")?.getAttribute("stroke-dasharray")).toBe("60.00 100");
  });

  test("an untouched one differs from a tried one without a second", () => {
    show(replied(record([triedRecord("phone", 0), featureRecord("sites"), adoptedRecord("contacts", 1, 1)])));
    expect(screen.getByRole("progressbar", { name: "Sites" }).getAttribute("aria-valuetext")).toBe("Not tried yet");
    expect(screen.getByRole("progressbar", { name: "Phone" }).getAttribute("aria-valuetext")).toBe(
      "0 seconds of 7 minutes",
    );
  });

  test("an adopted one has its date and its total time", () => {
    show(state);
    const item = screen.getByText("Contacts").closest("li");
    expect(item && within(item).getByText("Adopted 3 Nov 2026")).toBeTruthy();
    expect(item && within(item).getByText("2 h 14 min")).toBeTruthy();
    expect(item?.querySelector("time")?.dateTime).toBe(new Date(THIRD_NOVEMBER).toISOString());
  });

  test("a name is text, whatever it contains", () => {
    show(replied(record([triedRecord("sites", 1, { name: "<img src=x onerror=alert(1)>" })])));
    expect(screen.getByText("<img src=x onerror=alert(1)>")).toBeTruthy();
    expect(document.querySelector("img")).toBeNull();
  });

  test("a ring is full, not fuller, while the collector's word is awaited", () => {
    show(replied(record([triedRecord("sites", 9 * MINUTE_MS)])));
    expect(screen.getByText("7 of 7 min")).toBeTruthy();
    expect(document.querySelector(".arc")?.getAttribute("stroke-dasharray")).toBe("100.00 100");
  });

  test("a threshold of nothing is no division by zero", () => {
    show(replied(record([triedRecord("sites", 0, { thresholdMs: 0 })])));
    expect(document.querySelector(".arc")?.getAttribute("stroke-dasharray")).toBe("100.00 100");
  });

  test("the one that time goes to is marked, in words too", () => {
    const local = progress({}, { writer: "w", feature: "calendars", counting: true });
    show(withReply(withLocal(INITIAL_STATE, local), record([triedRecord("calendars", 1)]), "w", 1));
    expect(screen.getByText("Calendars").closest("li")?.classList).toContain("counting");
    expect(screen.getByText(/counting now/)).toBeTruthy();
  });
});

describe("milestones", () => {
  test("an open one has a progress bar, a met one its date", () => {
    const milestones = [
      { milestone: "a", name: "Ten messages", progress: 0.7, met: false, metAt: null },
      { milestone: "b", name: "First booking", progress: 1, met: true, metAt: THIRD_NOVEMBER },
    ];
    show(replied(record([triedRecord("sites", 1)], { milestones })));
    expect(screen.getByRole<HTMLProgressElement>("progressbar", { name: "Ten messages" }).value).toBe(0.7);
    expect(screen.getByText("70%")).toBeTruthy();
    expect(screen.getByText("Reached 3 Nov 2026")).toBeTruthy();
  });
});

describe("states", () => {
  test("loading is said, and shown by grey shapes", () => {
    show(INITIAL_STATE);
    expect(screen.getByText("Loading your progress")).toBeTruthy();
    expect(screen.getByRole("region").getAttribute("aria-busy")).toBe("true");
  });

  test("without defined features it says so", () => {
    show(replied(record([])));
    expect(screen.getByText("Nothing to show yet")).toBeTruthy();
    expect(screen.queryByText(/features adopted/)).toBeNull();
  });

  test("before the first use it welcomes", () => {
    show(replied(record([featureRecord("sites")])));
    expect(screen.getByText("A fresh start")).toBeTruthy();
    expect(screen.getByText("Sites")).toBeTruthy();
  });

  const failures: readonly [Failure, boolean, string][] = [
    [{ kind: "unauthorized" }, true, "Please sign in again"],
    [{ kind: "unreachable" }, true, "We can’t reach the server"],
    [{ kind: "unreachable" }, false, "You’re offline"],
    [{ kind: "server", status: 500, retryAfterMs: null }, true, "Something went wrong on our side"],
  ];

  test.each(failures)("%j with a network %s says what happened and offers to try again", (failure, onLine, title) => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(onLine);
    const retry = vi.fn<() => void>();
    show(withFailure(INITIAL_STATE, failure), retry);
    expect(screen.getByText(title, { selector: ".message-title" })).toBeTruthy();
    expect(screen.getByRole("status").textContent).toBe(title);
    fireEvent.click(screen.getByRole("button", { name: "Try again" }));
    expect(retry).toHaveBeenCalledOnce();
  });

  test("a retry under way can't be doubled and keeps the keyboard's place", () => {
    const retry = vi.fn<() => void>();
    show({ ...withFailure(INITIAL_STATE, { kind: "unreachable" }), loading: true }, retry);
    const button = screen.getByRole<HTMLButtonElement>("button", { name: "Trying again…" });
    fireEvent.click(button);
    expect(retry).not.toHaveBeenCalled();
    expect(button.disabled).toBe(false);
  });

  test("after a failure the last known numbers stay, marked with their time", () => {
    vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
    const at = new Date();
    at.setHours(14, 5);
    show(withFailure(replied(record([triedRecord("sites", MINUTE_MS)]), at.getTime()), { kind: "unreachable" }));
    expect(screen.getByText(/This is your progress as of 14:05/)).toBeTruthy();
    expect(screen.getByText("1 of 7 min")).toBeTruthy();
  });
});

describe("whether the person is measured", () => {
  const used = record([triedRecord("sites", MINUTE_MS)]);
  /** @param statuses what the tracker says, one after the other. */
  const saying = (...statuses: readonly (Status | undefined)[]) =>
    statuses.reduce(
      (state, status) => withLocal(state, { ...progress({}), status: status as Status }),
      withReply(INITIAL_STATE, used, "writer-1", 1),
    );

  test.each([
    ["denied", "Measuring is off in this browser, so your progress stands still here."],
    ["consent", "Nothing is measured in this browser until you allow it."],
  ] as const)("%s: one line says so, and a button that allows it", (status, line) => {
    const choose = vi.fn<(isAllowed: boolean) => void>();
    show(saying(status), undefined, choose);
    expect(screen.getByText(line)).toBeTruthy();
    expect(screen.queryByText("Stop measuring in this browser")).toBeNull();
    fireEvent.click(screen.getByRole("button", { name: "Allow measuring" }));
    expect(choose.mock.calls).toEqual([[true]]);
  });

  test.each([
    ["internal", "This page isn’t measured: it’s marked as internal."],
    ["disabled", "Measuring is switched off for everybody at the moment."],
  ] as const)("%s: one line says so, and nobody here can change it", (status, line) => {
    show(saying(status));
    expect(screen.getByText(line)).toBeTruthy();
    expect(screen.queryAllByRole("button")).toEqual([]);
  });

  test("on: the way out stands in the footer, closed, and says what it does before it does it", () => {
    const choose = vi.fn<(isAllowed: boolean) => void>();
    show(saying("on"), undefined, choose);
    const way = screen.getByText("Stop measuring in this browser").closest("details");
    expect(way?.open).toBe(false);
    expect(way && within(way).getByText(/what this browser hasn’t sent yet is erased/)).toBeTruthy();
    expect(choose).not.toHaveBeenCalled();
    fireEvent.click(screen.getByText("Stop measuring"));
    expect(choose.mock.calls).toEqual([[false]]);
  });

  test("on: the way out is there before the first use as well", () => {
    show(withLocal(replied(record([featureRecord("sites")])), progress({})));
    expect(screen.getByText("Stop measuring in this browser")).toBeTruthy();
    expect(screen.queryByText(/Last activity recorded/)).toBeNull();
  });

  test.each([["stopped"], ["loading"], [undefined]] as const)("%s: it says nothing", (status) => {
    const { container } = show(saying(status));
    expect(container.textContent).not.toMatch(/measur/i);
  });

  test("a change is announced politely, the state in which the page began isn't", () => {
    const view = show(saying("loading", "on"));
    const status = screen.getByRole("status");
    expect(status.textContent).toBe("");
    const go = (...statuses: readonly Status[]) =>
      view.rerender(<App state={saying(...statuses)} language={language} retry={() => {}} choose={() => {}} />);
    go("loading", "on", "denied");
    expect(status.textContent).toBe("Measuring is off in this browser, so your progress stands still here.");
    go("loading", "on", "denied", "loading", "on");
    expect(status.textContent).toBe("Measuring is on in this browser.");
  });
});

test("a feature adopted before one's eyes is celebrated and announced politely", () => {
  const before = replied(record([triedRecord("calendars", 6 * MINUTE_MS), featureRecord("sites")]));
  const view = show(before);
  const status = screen.getByRole("status");
  expect(status.textContent).toBe("");
  const reply = record([adoptedRecord("calendars", 7 * MINUTE_MS, THIRD_NOVEMBER), featureRecord("sites")]);
  view.rerender(
    <App state={withReply(before, reply, null, 1)} language={language} retry={() => {}} choose={() => {}} />,
  );
  expect(screen.getByRole("status")).toBe(status);
  expect(status.textContent).toBe("You have adopted Calendars. 1 of 2 features adopted.");
  expect(screen.getByText("Calendars").closest("li")?.classList).toContain("celebrated");
});
