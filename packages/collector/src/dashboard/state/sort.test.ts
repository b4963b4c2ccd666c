import { expect, test } from "vitest";
import { ariaSort, formatSort, nextSort, parseSort, sortInAddress, type Sort } from "./sort.ts";

const columns = ["name", "engagement"] as const;
const byName: Sort<(typeof columns)[number]> = { column: "name", descending: false };

test("a click on a column sorts from the lowest, the next one from the highest, the third from the lowest again", () => {
  const first = nextSort(byName, "engagement");
  const second = nextSort(first, "engagement");
  const third = nextSort(second, "engagement");
  expect([first, second, third].map(formatSort)).toEqual(["engagement", "-engagement", "engagement"]);
});

test("a click on another column begins with its lowest, whatever the direction was", () => {
  expect(formatSort(nextSort({ column: "engagement", descending: true }, "name"))).toBe("name");
});

test("a sort is read from the address, and one that the table doesn't have is its default", () => {
  expect(parseSort("-engagement", columns, byName)).toEqual({ column: "engagement", descending: true });
  expect(parseSort("-shoe-size", columns, byName)).toEqual(byName);
  expect(parseSort(null, columns, byName)).toEqual(byName);
});

test("the default order needs no place in the address", () => {
  expect(sortInAddress(byName, byName)).toBeNull();
  expect(sortInAddress({ ...byName, descending: true }, byName)).toBe("-name");
});

test("only the sorted column says its direction", () => {
  expect(ariaSort(byName, "name")).toBe("ascending");
  expect(ariaSort({ ...byName, descending: true }, "name")).toBe("descending");
  expect(ariaSort(byName, "engagement")).toBeUndefined();
});
