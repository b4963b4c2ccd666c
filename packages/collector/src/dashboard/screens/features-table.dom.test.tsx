import { cleanup, render, screen } from "@testing-library/preact";
import { afterEach, expect, test, vi } from "vitest";
import { cannedFeatures } from "../../../../../tests/support/dashboard/canned-replies.ts";
import { FeaturesTable } from "./features-table.tsx";

vi.stubGlobal(
  "ResizeObserver",
  class {
    observe() {}
    disconnect() {}
  },
);
afterEach(cleanup);

function show(hasData = true) {
  render(
    <FeaturesTable
      rows={cannedFeatures(1)}
      hasData={() => hasData}
      isOutdated={false}
      sort={{ column: "engagement", descending: true }}
      onSort={() => undefined}
    />,
  );
  return screen.getAllByRole("row").map((row) => [...row.children].map((cell) => cell.textContent));
}

test("every defined feature has a row, the unused one too", () => {
  const rows = show();
  expect(rows[0]).toEqual(["Name", "Assets", "Active assets", "Engagement", "Time spent", "Visits", "People"]);
  expect(rows[1]).toEqual(["ConversationsCommunication", "0", "0", "4,000", "25 h 20 m", "1,800", "240"]);
  expect(rows[9]).toEqual(["SitesGrowth", "0", "0", "0", "0 s", "0", "0"]);
});

test("custom menu links and what no definition names follow, each under a heading of its own", () => {
  const rows = show();
  expect(rows.slice(10).map(([name]) => name)).toEqual([
    "Custom menu links",
    "Help <centre>Linklink:help",
    "link:7f3eLinkIts page gives it no name",
    "Outside the definitions",
    "Elsewhere in the productPages that belong to no feature",
    "labsNot in the definitions",
  ]);
});

test("a link is called one, to screen readers too, and a defined one stays among the defined features", () => {
  const [first] = cannedFeatures(1);
  if (first === undefined) throw new Error("there are no features");
  render(
    <FeaturesTable
      rows={[{ ...first, kind: "link" }]}
      hasData={() => true}
      isOutdated={false}
      sort={{ column: "engagement", descending: true }}
      onSort={() => undefined}
    />,
  );
  expect(screen.getByRole("rowheader", { name: "Conversations Link Communication" })).toBeTruthy();
  expect(screen.queryByText("Custom menu links")).toBeNull();
});

test("the bars compare each feature's time with the longest", () => {
  show();
  const widths = [...document.querySelectorAll(".bar-value")].map((bar) => Number(bar.getAttribute("width")));
  expect(widths[0]).toBe(100);
  expect(Math.max(...widths)).toBe(100);
  expect(widths[8]).toBe(0);
});

test("where nothing was ever received, zeroes are no data", () => {
  expect(show(false)[9]).toEqual(["SitesGrowth", "0", "0", ...Array.from({ length: 4 }, () => "—no data")]);
});
