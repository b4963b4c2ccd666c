import { expect, test } from "vitest";
import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import { MANY_ACCOUNTS, NotKeptError } from "./awaited.ts";
import { findKept, keptFor, keptForAny } from "./kept-for.ts";
import type { Kept, KeptLayer } from "./kept.ts";
import type { OwnDays } from "./own-days.ts";
import type { Reading } from "./reading.ts";

const KEPT = { minAccounts: 2 } as Kept;
const of = (...accounts: readonly string[]) => ({ kind: "only", accounts }) as const;
const DAYS = { from: 19_990, to: 20_000 };
const looking = (what: Partial<Reading>): Reading =>
  ({
    kept: null,
    keptPeriod: null,
    keptCounting: null,
    awaited: null,
    days: DAYS,
    scope: ALL_ACCOUNTS,
    ...what,
  }) as Reading;

test("answers from what is kept are about many accounts and a period that is kept", () => {
  const found = { keptPeriod: { kept: KEPT, period: "30d" } } as const;
  const source = { kept: KEPT, period: "30d", partBefore: "before 30d", partThen: "then 30d" };
  expect(keptFor(looking(found))).toEqual(source);
  expect(keptFor(looking({ ...found, scope: of("acme", "beta") }))).toEqual(source);
  expect(keptFor(looking({ ...found, scope: of("acme") }))).toBeNull();
  expect(keptFor(looking({ kept: KEPT }))).toBeNull();
});

test("before all time, and before all days up to an earlier one, there is nothing", () => {
  expect(keptFor(looking({ keptPeriod: { kept: KEPT, period: "all" }, days: null }))?.partBefore).toBeNull();
  expect(keptFor(looking({ keptPeriod: { kept: KEPT, period: "custom" }, days: null }))?.partBefore).toBeNull();
  expect(keptFor(looking({ keptPeriod: { kept: KEPT, period: "custom" } }))?.partBefore).toBe("before custom");
});

test("where it isn't, whoever can wait for it is told so, unless it is about few accounts", () => {
  const awaited: OwnDays = { lastDay: 20_000, isOver: true, days: DAYS };
  const many = of(...Array.from({ length: MANY_ACCOUNTS.ownDays }, (_, index) => `account ${index}`));
  expect(() => keptFor(looking({ awaited }))).toThrow(NotKeptError);
  expect(() => keptFor(looking({ awaited, kept: KEPT, scope: many }))).toThrow(NotKeptError);
  expect(keptFor(looking({ awaited, scope: of(...many.accounts.slice(1)) }))).toBeNull();
  expect(() => keptForAny(looking({ awaited }))).toThrow(NotKeptError);
  expect(keptForAny(looking({ awaited, kept: KEPT }))).toBe(KEPT);
});

test("of days that are being counted the layers that are there tell what everybody asks of them", () => {
  const awaited: OwnDays = { lastDay: 20_000, isOver: true, days: DAYS };
  const kept = { ...KEPT, has: (layer: string) => layer === "use" } as Kept;
  const counting = { awaited, keptCounting: { kept, period: "custom" } } as const;
  expect(keptFor(looking(counting), "use")?.kept).toBe(kept);
  expect(keptForAny(looking(counting), "use")).toBe(kept);
  expect(findKept(looking(counting))).toBeNull();
  const askingFor = (needed: KeptLayer, what: Partial<Reading>): unknown => {
    try {
      return keptFor(looking({ ...counting, ...what }), needed);
    } catch (error) {
      return error;
    }
  };
  const many = of(...Array.from({ length: MANY_ACCOUNTS.ownDays }, (_, index) => `account ${index}`));
  expect(askingFor("people", {})).toMatchObject({ awaited, needed: "people" });
  expect(askingFor("use", { keptCounting: null })).toMatchObject({ awaited, needed: "use" });
  // Of some accounts nothing is told before all of it is counted.
  expect(askingFor("use", { scope: many })).toMatchObject({ awaited, needed: "people" });
});

test("the presets are awaited by whoever asks about more accounts than can be counted meanwhile", () => {
  const accounts = Array.from({ length: MANY_ACCOUNTS.presets }, (_, index) => `account ${index}`);
  expect(() => keptFor(looking({ awaited: "presets" }))).toThrow(NotKeptError);
  expect(() => keptFor(looking({ awaited: "presets", scope: of(...accounts) }))).toThrow(NotKeptError);
  expect(keptFor(looking({ awaited: "presets", scope: of(...accounts.slice(1)) }))).toBeNull();
});
