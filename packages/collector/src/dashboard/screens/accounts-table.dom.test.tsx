import { cleanup, fireEvent, render, screen, within } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import type { AccountsRow } from "../../api/contract.ts";
import { cannedAccounts, cannedAccountsReply } from "../../../../../tests/support/dashboard/canned-replies.ts";
import type { Client } from "../client.ts";
import { createDashboard, DashboardContext } from "../dashboard.ts";
import type { Sort } from "../state/sort.ts";
import { AccountsTable, type AccountColumn } from "./accounts-table.tsx";

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);
afterEach(cleanup);

const [template] = cannedAccounts() as [AccountsRow];

function show(...changes: readonly Partial<AccountsRow>[]) {
  const onSort = vi.fn<(sort: Sort<AccountColumn>) => void>();
  const rows = changes.map((change, index) => Object.assign({}, template, { account: `a${index}` }, change));
  render(
    <DashboardContext.Provider value={createDashboard({} as Client, window)}>
      <AccountsTable
        reply={cannedAccountsReply(rows)}
        isOutdated={false}
        skeletonRows={25}
        sort={{ column: "name", descending: false }}
        onSort={onSort}
        period="30d"
      />
    </DashboardContext.Provider>,
  );
  const cells = (index: number) =>
    within(screen.getAllByRole("row")[index + 1] as HTMLElement)
      .getAllByRole("cell")
      .map((cell) => cell.textContent);
  return { onSort, cells };
}

test("the columns are name, assets, active assets, engagement and time spent", () => {
  show({});
  const headers = screen.getAllByRole("columnheader").map((header) => header.textContent);
  expect(headers).toEqual(["Name", "Assets", "Active assets", "Engagement", "Time spent"]);
});

test("each row shows its four metrics", () => {
  const { cells } = show({ assets: 12, activeAssets: 7, engagement: 1480, activeMs: 43_440_123 });
  expect(cells(0)).toEqual(["12", "7", "1,480", "12 h 04 m"]);
  expect(screen.getByText("12 h 04 m").title).toBe("43,440,123 ms");
});

test("zero and no data look different, also to a screen reader", () => {
  const zero = { assets: 0, activeAssets: 0, engagement: 0, activeMs: 0 };
  const untold = { assets: null, activeAssets: null };
  const { cells } = show(
    zero,
    { ...zero, lastReceivedAt: null, hasData: false },
    { ...zero, ...untold },
    { ...zero, lastReceivedAt: null },
  );
  expect(cells(0)).toEqual(["0", "0", "0", "0 s"]);
  // Assets are told by the host: that there are none is known, whatever browsers have sent.
  expect(cells(1)).toEqual(["0", "0", "—no data", "—no data"]);
  expect(cells(2)).toEqual(["—no data", "—no data", "0", "0 s"]);
  // What the server tells has engagement in it, and no time.
  expect(cells(3)).toEqual(["0", "0", "0", "—no data"]);
});

test("a silent, an unknown and a churned account each say so", () => {
  show(
    { lastReceivedAt: null, hasData: false, plan: "Growth" },
    { inRoster: false },
    { kind: "churned", churnedAt: Date.UTC(2026, 10, 1) },
  );
  expect(screen.getByText("Never sent data")).toBeTruthy();
  expect(screen.getByText("Growth ·")).toBeTruthy();
  expect(screen.getByText("Not in the roster")).toBeTruthy();
  expect(screen.getByText("Churned").title).toBe("Churned on 1 Nov 2026");
});

test("an account that is going to leave hasn't churned yet", () => {
  show({ kind: "saas", churnedAt: Date.UTC(2026, 11, 20) });
  expect(screen.queryByText("Churned")).toBeNull();
});

test("an account of which only the server tells isn't one that never sent data", () => {
  const { cells } = show({ lastReceivedAt: null, engagement: 21, activeMs: 0 });
  expect(screen.queryByText("Never sent data")).toBeNull();
  expect(screen.getByText("Told by the server only")).toBeTruthy();
  expect(cells(0)?.slice(2)).toEqual(["21", "—no data"]);
});

test("the name leads to the account's features and takes the period along", () => {
  show({ account: "a/b?", name: "Acme" });
  expect(screen.getByRole("link", { name: "Acme" }).getAttribute("href")).toBe("/features?period=30d&account=a%2Fb%3F");
});

test("a name is text, whatever it contains", () => {
  show({ name: "<img src=x onerror=alert(1)>" });
  expect(screen.getByRole("link", { name: "<img src=x onerror=alert(1)>" })).toBeTruthy();
  expect(document.querySelector("img")).toBeNull();
});

test("the sorted column says its direction, and a click on another asks for its lowest", () => {
  const { onSort } = show({});
  expect(screen.getByRole("columnheader", { name: "Name" }).getAttribute("aria-sort")).toBe("ascending");
  expect(screen.getByRole("columnheader", { name: "Engagement" }).hasAttribute("aria-sort")).toBe(false);
  fireEvent.click(screen.getByRole("button", { name: "Engagement" }));
  expect(onSort).toHaveBeenCalledWith({ column: "engagement", descending: false });
});
