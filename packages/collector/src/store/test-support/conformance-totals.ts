import { describe, expect, test } from "vitest";
import type { CellWrite, TimeTotalsQuery, TotalsQuery } from "../facts.ts";
import { ALL, cell, lasting, NOW_MS, SLOT, sorted, TODAY, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

const DIMENSIONS = ["account", "user", "feature", "day"] as const;
type Dimension = (typeof DIMENSIONS)[number];

/** Sums: by every choice of dimensions, under every choice of filters. */
export function testTotals(makePlace: MakePlace): void {
  describe("totals", () => {
    test("equal the sum of the cells, by every choice of dimensions and filters", async () => {
      const { facts } = await useStore(makePlace);
      const cells = manyCells();
      await facts.mergeCells(cells, NOW_MS);
      const choices: readonly Omit<TotalsQuery, "by">[] = [
        { scope: ALL },
        { scope: ALL, days: { from: TODAY - 2, to: TODAY - 1 } },
        { scope: ALL, account: "b" },
        { scope: ALL, account: "b", days: { from: TODAY - 2, to: TODAY - 1 } },
        { scope: { kind: "only", accounts: ["b", "c"] }, days: { from: TODAY - 9, to: TODAY - 3 } },
        { scope: ALL, user: "u_2" },
        { scope: ALL, feature: "contacts", days: { from: TODAY - 1, to: TODAY } },
        { scope: ALL, account: "acme", user: "u_1", feature: "calendars" },
        { scope: { kind: "only", accounts: ["b", "c"] } },
        { scope: { kind: "only", accounts: ["b", "c"] }, user: "u_1", days: { from: TODAY, to: TODAY } },
      ];
      for (const by of subsets(DIMENSIONS)) {
        for (const choice of choices) {
          const query = { ...choice, by };
          const rows = await facts.totals(query);
          const found = rows.map((total) => [by.map((column) => total[column]), total.activeMs[1], total.visits]);
          expect({ query, rows: sorted(found) }).toEqual({ query, rows: sorted(expectedTotals(cells, query)) });
          const actions = await facts.actionTotals(query);
          const counted = actions.reduce((sum, { count }) => sum + count, 0);
          expect({ query, counted }).toEqual({ query, counted: matching(cells, query).length });
        }
      }
    });

    test("tell on which days there was use, under the idle limit asked about", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells(
        [
          cell({ slot: SLOT - 96 * 5, visits: 1, activeMs: lasting(0) }),
          cell({ slot: SLOT - 96 * 3, visits: 0, activeMs: [0, 0, 9, 9] }),
          cell({ slot: SLOT - 96 * 3, visits: 0, activeMs: [0, 0, 9, 9], feature: "contacts" }),
          cell({ slot: SLOT - 96, visits: 0, activeMs: lasting(9) }),
          cell({ slot: SLOT - 96, visits: 0, activeMs: [0, 0, 0, 9], user: "u_2" }),
        ],
        NOW_MS,
      );
      const spans = async (query: Omit<TimeTotalsQuery, "scope">) =>
        (await facts.totals({ scope: ALL, ...query })).map(({ span }) => span);
      expect(await spans({ by: [], spanUnder: 1 })).toEqual([
        { firstDay: TODAY - 5, lastDay: TODAY - 1, activeDays: 2 },
      ]);
      expect(await spans({ by: ["account"], spanUnder: 2 })).toEqual([
        { firstDay: TODAY - 5, lastDay: TODAY - 1, activeDays: 3 },
      ]);
      expect(await spans({ by: ["user", "feature"], spanUnder: 1, user: "u_2" })).toEqual([null]);
      const three = { firstDay: TODAY - 5, lastDay: TODAY - 1, activeDays: 3 };
      const once = { firstDay: TODAY - 3, lastDay: TODAY - 3, activeDays: 1 };
      for (const by of [["account", "user", "feature"] as const, ["user", "feature"] as const]) {
        const finest = sorted(await spans({ by, spanUnder: 2 }));
        expect(finest).toEqual(sorted([three, once, null]));
        expect(sorted(await spans({ by, spanUnder: 2, account: "acme" }))).toEqual(finest);
      }
      expect(await spans({ by: [], spanUnder: 1, days: { from: TODAY, to: TODAY } })).toEqual([null]);
      const splitAt = [TODAY - 5, TODAY - 4, TODAY - 1, TODAY];
      expect((await spans({ by: ["account"], spanUnder: 1, splitAt })).map((span) => span?.splits)).toEqual([
        [
          { before: null, from: TODAY - 5 },
          { before: TODAY - 5, from: TODAY - 1 },
          { before: TODAY - 5, from: TODAY - 1 },
          { before: TODAY - 1, from: null },
        ],
      ]);
      expect(await spans({ by: ["account"] })).toEqual([undefined]);
    });

    test("name each action with the feature in which it was counted", async () => {
      const { facts } = await useStore(makePlace);
      const cells = [
        cell({ actions: { sent: 2 } }),
        cell({ feature: "contacts", actions: { sent: 1, saved: 4 } }),
        cell({ user: "u_2", actions: { sent: 3 } }),
      ];
      await facts.mergeCells(cells, NOW_MS);
      expect(sorted(await facts.actionTotals({ scope: ALL, by: ["account", "day"] }))).toEqual([
        { account: "acme", day: TODAY, feature: "calendars", action: "sent", count: 5 },
        { account: "acme", day: TODAY, feature: "contacts", action: "saved", count: 4 },
        { account: "acme", day: TODAY, feature: "contacts", action: "sent", count: 1 },
      ]);
      expect(await facts.actionTotals({ scope: ALL, by: ["user"], user: "u_2" })).toEqual([
        { user: "u_2", feature: "calendars", action: "sent", count: 3 },
      ]);
    });

    test("of nothing are one row of zeroes without dimensions, and no row with some", async () => {
      const { facts } = await useStore(makePlace);
      expect(await facts.totals({ scope: ALL, by: [] })).toEqual([{ activeMs: [0, 0, 0, 0], visits: 0 }]);
      expect(await facts.totals({ scope: ALL, by: ["feature"] })).toEqual([]);
      expect(await facts.totals({ scope: ALL, by: ["feature"], feature: "unheard-of" })).toEqual([]);
      expect(await facts.totals({ scope: ALL, by: ["user"], user: "unheard-of" })).toEqual([]);
      expect(await facts.actionTotals({ scope: ALL, by: [] })).toEqual([]);
    });

    test("take values as values, whatever they contain", async () => {
      const { facts } = await useStore(makePlace);
      const odd = `'; DROP TABLE cells; --"\\ %_ 🙂`;
      await facts.mergeCells([cell({ account: odd, user: odd, feature: odd, actions: { [odd]: 1 } })], NOW_MS);
      const filters = { account: odd, user: odd, feature: odd };
      const [found] = await facts.totals({
        scope: { kind: "only", accounts: [odd] },
        by: ["account", "user"],
        ...filters,
      });
      expect(found).toMatchObject({ account: odd, user: odd, visits: 1 });
      expect(await facts.actionTotals({ scope: ALL, by: [] })).toEqual([{ feature: odd, action: odd, count: 1 }]);
    });

    test("put a day's 25 hours on that day when clocks go back", async () => {
      const nowMs = Date.parse("2026-10-27T10:00Z");
      const { facts } = await useStore(makePlace, { timeZone: "Europe/Berlin", nowMs });
      const first = Date.parse("2026-10-24T22:00Z") / 900_000;
      const cells = Array.from({ length: 102 }, (_, index) => cell({ slot: first - 1 + index }));
      await facts.mergeCells(cells, nowMs);
      const day = Date.parse("2026-10-25T00:00Z") / 86_400_000;
      const rows = await facts.totals({ scope: ALL, by: ["day"] });
      expect(sorted(rows.map((found) => [found.day, found.visits]))).toEqual([
        [day - 1, 1],
        [day, 100],
        [day + 1, 1],
      ]);
    });

    test("are of the old days until everything is counted in another time zone, then of the new ones", async () => {
      const place = await usePlace(makePlace);
      const evening = Date.parse("2026-11-17T23:30Z") / 900_000;
      const before = await place.open({ timeZone: "UTC" });
      await before.facts.mergeCells([cell({ slot: evening, actions: { sent: 2 } }), cell()], NOW_MS);
      await before.facts.backfill("history", [cell({ slot: evening - 96 * 60 })], NOW_MS);
      await before.close();
      const { facts, upkeep, close } = await place.open({ timeZone: "Europe/Berlin" });
      const daysWithVisits = async () => {
        const rows = await facts.totals({ scope: ALL, by: ["day"] });
        return sorted(rows.map((found) => [found.day, found.visits]));
      };
      await facts.mergeCells([cell({ visits: 3 })], NOW_MS);
      expect((await facts.watermark(ALL)).timeZone).toBe("UTC");
      expect(await daysWithVisits()).toEqual([
        [TODAY - 61, 1],
        [TODAY - 1, 1],
        [TODAY, 3],
      ]);
      expect(await facts.verify()).toEqual([]);
      while ((await upkeep.timeZoneStep()) === "more");
      expect((await facts.watermark(ALL)).timeZone).toBe("Europe/Berlin");
      expect(await daysWithVisits()).toEqual([
        [TODAY - 60, 1],
        [TODAY, 4],
      ]);
      const days = { from: TODAY, to: TODAY };
      expect(await facts.actionTotals({ scope: ALL, by: [], days })).toMatchObject([{ action: "sent", count: 2 }]);
      expect(await facts.verify()).toEqual([]);
      await facts.mergeCells([cell({ slot: evening, visits: 2 })], NOW_MS);
      expect(await daysWithVisits()).toEqual([
        [TODAY - 60, 1],
        [TODAY, 5],
      ]);
      await close();
      // Nobody names a zone: it stays as it is. The old one again: back to it.
      const again = await place.open({ timeZone: "UTC" });
      while ((await again.upkeep.timeZoneStep()) === "more");
      expect(await again.facts.totals({ scope: ALL, by: ["day"] })).toHaveLength(3);
      expect(await again.facts.verify()).toEqual([]);
      await again.close();
    });
  });
}

/** Four accounts' users in two features over four days. */
function manyCells(): readonly CellWrite[] {
  return ["acme", "b", "c", "d"].flatMap((account, first) =>
    ["u_1", "u_2", `only-${account}`].flatMap((user, second) =>
      ["calendars", "contacts"].flatMap((feature, third) =>
        [0, 1, 2, 3].flatMap((daysAgo) => [
          cell({
            account,
            user,
            feature,
            slot: SLOT - daysAgo * 96,
            activeMs: lasting(1 + first * 1_000 + second * 100 + third * 10 + daysAgo),
            visits: first + 1,
            actions: { done: 1 },
          }),
        ]),
      ),
    ),
  );
}

function matching(cells: readonly CellWrite[], query: Omit<TotalsQuery, "by">): readonly CellWrite[] {
  const { scope, account, user, feature, days } = query;
  return cells.filter(
    (found) =>
      (scope.kind === "all" || scope.accounts.includes(found.account)) &&
      (account ?? found.account) === found.account &&
      (user ?? found.user) === found.user &&
      (feature ?? found.feature) === found.feature &&
      (days === undefined || (dayOf(found) >= days.from && dayOf(found) <= days.to)),
  );
}

function expectedTotals(cells: readonly CellWrite[], query: TotalsQuery): readonly unknown[] {
  const sums = new Map<string, [unknown, number, number]>();
  for (const found of matching(cells, query)) {
    const key = query.by.map((column) => (column === "day" ? dayOf(found) : found[column]));
    const [, activeMs, visits] = sums.get(JSON.stringify(key)) ?? [key, 0, 0];
    sums.set(JSON.stringify(key), [key, activeMs + found.activeMs[1], visits + found.visits]);
  }
  return [...sums.values()];
}

function dayOf({ slot }: CellWrite): number {
  return Math.floor(slot / 96);
}

function subsets(all: readonly Dimension[]): readonly (readonly Dimension[])[] {
  return Array.from({ length: 2 ** all.length }, (_, bits) => all.filter((__, index) => (bits & (1 << index)) !== 0));
}
