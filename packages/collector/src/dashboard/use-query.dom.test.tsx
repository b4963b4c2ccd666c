import { act, cleanup, render } from "@testing-library/preact";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Client } from "./client.ts";
import { createDashboard, DashboardContext, type Dashboard } from "./dashboard.ts";
import { ProblemError } from "./problem-error.ts";
import { REFRESH_MS, useQuery, type Query } from "./use-query.ts";

let dashboard: Dashboard;
let query: Query<string>;
let answers: ((key: string) => Promise<string>)[];
let asked: string[];

beforeEach(() => {
  vi.useFakeTimers();
  dashboard = createDashboard({} as Client, window);
  answers = [];
  asked = [];
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function Asker({ subject, question }: { readonly subject: string; readonly question: string }) {
  query = useQuery(subject, `${subject}/${question}`, () => {
    asked.push(question);
    return (answers.shift() ?? ((key) => Promise.resolve(`answer to ${key}`)))(question);
  });
  return null;
}
const view = (subject: string, question: string) => (
  <DashboardContext.Provider value={dashboard}>
    <Asker subject={subject} question={question} />
  </DashboardContext.Provider>
);
const pass = (lengthMs: number) =>
  act(async () => {
    await vi.advanceTimersByTimeAsync(lengthMs);
  });
const settle = () => pass(0);
const busy = new ProblemError({ status: 503, title: "Busy", retryAfterMs: 60_000 });

test("a visible view asks again every fifteen seconds", async () => {
  render(view("accounts", "a"));
  await settle();
  expect(query.reply).toBe("answer to a");
  await pass(2 * REFRESH_MS);
  expect(asked).toEqual(["a", "a", "a"]);
});

test("a hidden view asks nothing, and once on its return", async () => {
  const visibility = vi.spyOn(document, "visibilityState", "get").mockReturnValue("hidden");
  render(view("accounts", "a"));
  await pass(4 * REFRESH_MS);
  expect(asked).toEqual(["a"]);
  visibility.mockReturnValue("visible");
  document.dispatchEvent(new Event("visibilitychange"));
  await settle();
  expect(asked).toEqual(["a", "a"]);
});

test("an older answer stays while another order of the same thing is on its way", async () => {
  const { rerender } = render(view("accounts", "a"));
  await settle();
  rerender(view("accounts", "b"));
  expect(query).toMatchObject({ reply: "answer to a", isOutdated: true });
  await settle();
  expect(query).toMatchObject({ reply: "answer to b", isOutdated: false });
});

test("one account's answer is never shown under another's name", async () => {
  const { rerender } = render(view("account acme", "a"));
  await settle();
  rerender(view("account bolt", "a"));
  expect(query.reply).toBeNull();
});

test("an answer that comes after its question has changed is dropped", async () => {
  let answerLate = (_reply: string): void => undefined;
  answers = [() => new Promise((resolve) => (answerLate = resolve))];
  const { rerender } = render(view("accounts", "slow"));
  rerender(view("accounts", "b"));
  await settle();
  answerLate("too late");
  await settle();
  expect(query.reply).toBe("answer to b");
});

test("a refresh that fails leaves the numbers on screen and says that they are old", async () => {
  answers = [() => Promise.resolve("first"), () => Promise.reject(busy)];
  render(view("accounts", "a"));
  await pass(REFRESH_MS);
  expect(query).toMatchObject({ reply: "first", error: busy });
});

test("a new question that fails shows no numbers of the old one", async () => {
  answers = [() => Promise.resolve("month"), () => Promise.reject(busy)];
  const { rerender } = render(view("accounts", "month"));
  await settle();
  rerender(view("accounts", "quarter"));
  await settle();
  expect(query).toMatchObject({ reply: null, error: busy });
});

test("a collector that asks to be left alone is, until somebody tries again", async () => {
  answers = [() => Promise.reject(busy)];
  render(view("accounts", "a"));
  await pass(59_000);
  expect(asked).toHaveLength(1);
  act(() => query.retry());
  await settle();
  expect(asked).toHaveLength(2);
  expect(query).toMatchObject({ reply: "answer to a", error: null });
});

test("the network's return asks at once", async () => {
  answers = [() => Promise.reject(new ProblemError({ status: 0, title: "Unreachable" }))];
  render(view("accounts", "a"));
  await settle();
  window.dispatchEvent(new Event("online"));
  await settle();
  expect(query).toMatchObject({ reply: "answer to a", error: null });
});

test("a 401 ends the session", async () => {
  answers = [() => Promise.reject(new ProblemError({ status: 401, title: "Not signed in" }))];
  render(view("accounts", "a"));
  await settle();
  expect(dashboard.session.state.value.kind).toBe("signed-out");
});
