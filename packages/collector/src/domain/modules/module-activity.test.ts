import * as fc from "fast-check";
import { expect, test } from "vitest";
import { compileDefinitions } from "../compile-definitions.ts";
import { awaitsTime, isMeasurable, moduleUsers, moduleWindow } from "./module-activity.ts";

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
    { user: "ana", activeMs: 60_000, actions: 0, active: true },
    { user: "ben", activeMs: 59_999, actions: 0, active: false },
  ]);
});

test("nobody is active in a module without features", () => {
  expect(moduleUsers({ ...sales, features: [] }, [{ user: "ana", feature: "deals", activeMs: 1e9 }])).toEqual([]);
});

test("actions make active as well, or only with the time, as the module says", () => {
  const times = [
    { user: "ana", feature: "deals", activeMs: 60_000 },
    { user: "ben", feature: "deals", activeMs: 5 },
    { user: "cleo", feature: "deals", activeMs: 60_000 },
  ];
  const actions = [
    { user: "ben", action: "quote.sent", count: 1 },
    { user: "ben", action: "deal.won", count: 1 },
    { user: "cleo", action: "deal.won", count: 2 },
    { user: "dan", action: "call", count: 9 },
    { user: "eve", action: "deal.won", count: 1 },
  ];
  const rule = { ...sales, actions: ["quote.sent", "deal.won"], actionCount: 2 };
  const activeIn = (module: typeof sales) =>
    moduleUsers(module, times, actions)
      .filter(({ active }) => active)
      .map(({ user }) => user);
  expect(activeIn(rule)).toEqual(["cleo", "ana", "ben"]);
  expect(activeIn({ ...rule, needs: "all" })).toEqual(["cleo"]);
  expect(activeIn({ ...rule, features: [] })).toEqual(["ben", "cleo"]);
  expect(activeIn({ ...rule, features: [], needs: "all" })).toEqual(["ben", "cleo"]);
  expect(moduleUsers(rule, times, actions)).toContainEqual({ user: "eve", activeMs: 0, actions: 1, active: false });
});

test("a module without features and actions can't be measured", () => {
  expect(isMeasurable({ features: [], actions: [] })).toBe(false);
  expect(isMeasurable({ features: [], actions: ["deal.won"] })).toBe(true);
});

test("time is awaited of whoever isn't active, unless actions are missing, too", () => {
  const rule = { ...sales, actions: ["deal.won"], actionCount: 2 };
  expect(awaitsTime(rule, { activeMs: 5, actions: 0 })).toBe(true);
  expect(awaitsTime(rule, { activeMs: 5, actions: 2 })).toBe(false);
  expect(awaitsTime({ ...rule, needs: "all" }, { activeMs: 5, actions: 0 })).toBe(false);
  expect(awaitsTime({ ...rule, needs: "all" }, { activeMs: 5, actions: 2 })).toBe(true);
});

test("neither the order of times nor how they are cut into days and features matters, and more time never takes activity away", () => {
  const time = fc.record({
    user: fc.constantFrom("ana", "ben", "cleo"),
    feature: fc.constantFrom("deals", "quotes", "help"),
    activeMs: fc.nat(60_000),
  });
  fc.assert(
    fc.property(fc.array(time), time, (times, more) => {
      const users = moduleUsers(sales, times);
      expect(moduleUsers(sales, times.toReversed())).toEqual(users);
      const halves = times.flatMap((one) => {
        const half = Math.floor(one.activeMs / 2);
        return [Object.assign({}, one, { activeMs: half }), Object.assign({}, one, { activeMs: one.activeMs - half })];
      });
      expect(moduleUsers(sales, halves)).toEqual(users);
      for (const { user, activeMs, active } of users) {
        const own = times.filter((one) => one.user === user && one.feature !== "help");
        expect(activeMs).toBe(own.reduce((sum, one) => sum + one.activeMs, 0));
        expect(active).toBe(activeMs >= 60_000);
      }
      const activeOf = (all: typeof users) => all.filter(({ active }) => active).map(({ user }) => user);
      expect(activeOf(moduleUsers(sales, [...times, more]))).toEqual(expect.arrayContaining(activeOf(users)));
    }),
  );
});
