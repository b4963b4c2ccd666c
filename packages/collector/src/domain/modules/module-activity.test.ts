import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { moduleUsers, moduleWindow } from "./module-activity.ts";

const { modules } = compileDefinitions(
  {
    features: {
      deals: { name: "Deals", module: "sales" },
      quotes: { name: "Quotes", module: "sales" },
      help: { name: "Help" },
    },
    modules: { sales: { name: "Sales" } },
  },
  1,
);
const sales = modules.get("sales");
if (sales === undefined) throw new Error("it is defined");

test("the window ends with the snapshot's day, which counts", () => {
  expect(moduleWindow(sales, 100)).toEqual({ from: 71, to: 100 });
  expect(moduleWindow({ ...sales, windowDays: 1 }, 100)).toEqual({ from: 100, to: 100 });
});

test("a minute on the module's features together is active, a millisecond less isn't", () => {
  const times = [
    { user: "ana", feature: "deals", activeMs: 30_000 },
    { user: "ben", feature: "deals", activeMs: 59_999 },
    { user: "ben", feature: "help", activeMs: 600_000 },
    { user: "ana", feature: "quotes", activeMs: 30_000 },
    { user: "cleo", feature: "help", activeMs: 600_000 },
  ];
  expect(moduleUsers(sales, times)).toEqual([
    { user: "ana", activeMs: 60_000, active: true },
    { user: "ben", activeMs: 59_999, active: false },
  ]);
});

test("nobody is active in a module without features", () => {
  expect(moduleUsers({ ...sales, features: [] }, [{ user: "ana", feature: "deals", activeMs: 1e9 }])).toEqual([]);
});
