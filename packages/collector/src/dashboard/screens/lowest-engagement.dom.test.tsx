import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test } from "vitest";
import type { AccountsReply } from "../../api/contract.ts";
import { cannedAccountsReply } from "../../../../../tests/support/dashboard/canned-replies.ts";
import { parseViewState } from "../state/view-state.ts";
import { LowestEngagement } from "./lowest-engagement.tsx";

afterEach(cleanup);

function show(change: Partial<AccountsReply>, query: Readonly<Record<string, string>> = {}) {
  render(<LowestEngagement reply={{ ...cannedAccountsReply([]), ...change }} state={parseViewState(query)} />);
}
const place = (name: string, engagement: number) => ({ account: name, name, engagement });

test("accounts with equal engagement share their place", () => {
  show({ lowestEngagement: [place("a", 0), place("b", 0), place("c", 12)] });
  const items = screen.getAllByRole("listitem").map((item) => item.textContent);
  expect(items).toEqual(["1a0 engagement", "1b0 engagement", "3c12 engagement"]);
});

test("it is said how many more accounts have as much as the last of the five, where there are any", () => {
  const five = ["a", "b", "c", "d", "e"].map((name) => place(name, 0));
  show({ lowestEngagement: five, lowestEngagementTied: 3 });
  expect(screen.getByText(/3 more accounts have 0 engagement\./)).toBeTruthy();
  cleanup();
  show({ lowestEngagement: [...five.slice(1), place("z", 1_200)], lowestEngagementTied: 1 });
  expect(screen.getByText(/1 more account has 1,200 engagement\./)).toBeTruthy();
  cleanup();
  show({ lowestEngagement: five, lowestEngagementTied: 0 });
  expect(screen.queryByText(/more account/)).toBeNull();
});

test("accounts that never sent data are counted apart, with the way to them", () => {
  show({ silentAccounts: 7, total: 40 });
  const link = screen.getByRole("link", { name: "7 accounts" });
  expect(link.parentElement?.textContent).toBe("7 accounts have never sent data and can't be ranked.");
  expect(link.getAttribute("href")).toBe("/accounts?silent=true");
});

test("under a search, whose total says nothing of all accounts, the silent ones are a number only", () => {
  show({ silentAccounts: 1, total: 3 }, { search: "a" });
  expect(screen.queryByRole("link")).toBeNull();
  expect(screen.getByText(/1 account has never sent data/)).toBeTruthy();
});

test("no silent account and no place to fill are said, not left blank", () => {
  show({ silentAccounts: 0 });
  expect(screen.getByText("No account is without data.")).toBeTruthy();
  expect(screen.getByText("No account qualifies yet.")).toBeTruthy();
});
