import { expect, test } from "vitest";
import type { FeaturesRow } from "../../api/contract.ts";
import { largestActiveMs, sortFeatures, topFeatures } from "./sort-features.ts";

function feature(
  name: string,
  engagement: number,
  activeMs = 0,
  defined = true,
  kind: FeaturesRow["kind"] = "feature",
): FeaturesRow {
  return {
    feature: name,
    name,
    kind,
    module: null,
    moduleName: null,
    defined,
    users: 0,
    visits: 0,
    assets: 0,
    activeAssets: 0,
    activeAssetPercent: null,
    engagement,
    activeMs,
    medianActiveMs: null,
    exposedUsers: 0,
    activatedUsers: 0,
    tried: 0,
    adopted: 0,
    lapsed: 0,
    adoptedUsers: 0,
    eligibleUsers: 0,
    adoptionPercent: null,
    adoptedUsersBeforeAnswers: 0,
    eligibleUsersBeforeAnswers: 0,
    adoptionPercentBeforeAnswers: null,
    adoptedAccounts: 0,
    eligibleAccounts: 0,
    notAdoptedAccounts: 0,
    accountAdoptionPercent: null,
    engagementBefore: null,
    engagementChange: null,
    activeMsBefore: null,
    activeMsChange: null,
    vitals: null,
  };
}
const names = (rows: readonly FeaturesRow[]) => rows.map(({ name }) => name);

const rows = [feature("b", 2), feature("_other", 0, 900, false), feature("a", 2), feature("c", 5), feature("d", 0)];

test("features are ranked by engagement, equal ones by name", () => {
  expect(names(sortFeatures(rows, { column: "engagement", descending: true }))).toEqual(["c", "a", "b", "d", "_other"]);
});

test("of what nobody knows how much it is comes last, in either direction", () => {
  const unknown = { ...feature("unknown", 0), assets: null };
  const known = ["two", "three"].map((name, index) => Object.assign(feature(name, 0), { assets: index + 2 }));
  for (const [descending, expected] of [
    [true, ["three", "two", "unknown"]],
    [false, ["two", "three", "unknown"]],
  ] as const) {
    expect(names(sortFeatures([unknown, ...known], { column: "assets", descending }))).toEqual(expected);
  }
});

test("what no definition names stays last in every order", () => {
  for (const descending of [true, false]) {
    for (const column of ["name", "engagement", "activeMs"] as const) {
      expect(names(sortFeatures(rows, { column, descending })).at(-1)).toBe("_other");
    }
  }
});

test("links that need no definition stand between the defined features and the rest, in every order", () => {
  const link = feature("link", 3, 5, false, "link");
  const all = [...rows, link, feature("defined link", 0, 0, true, "link")];
  for (const descending of [true, false]) {
    for (const column of ["name", "engagement", "activeMs"] as const) {
      const sorted = names(sortFeatures(all, { column, descending }));
      expect(sorted.slice(-2)).toEqual(["link", "_other"]);
    }
  }
});

test("names are ordered as a reader expects, not by character code", () => {
  const named = ["Zebra", "élan", "apple 10", "Apple 2"].map((name) => feature(name, 0));
  const sorted = sortFeatures(named, { column: "name", descending: false });
  expect(names(sorted)).toEqual(["Apple 2", "apple 10", "élan", "Zebra"]);
});

test("the top features are defined and used, equal engagement by time", () => {
  const outside = [feature("_other", 99, 99, false), feature("link", 99, 99, false, "link")];
  const used = [feature("a", 1, 5), feature("b", 1, 9), feature("unused", 0), ...outside];
  expect(names(topFeatures(used, 3))).toEqual(["b", "a"]);
  expect(topFeatures(rows, 2)).toHaveLength(2);
});

test("the longest time is zero where there are no rows", () => {
  expect(largestActiveMs([])).toBe(0);
  expect(largestActiveMs(rows)).toBe(900);
});
