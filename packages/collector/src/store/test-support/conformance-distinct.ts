import { array, assert, asyncProperty, constantFrom, integer, record, subarray } from "fast-check";
import { describe, expect, test } from "vitest";
import type { AccountScope } from "../../domain/account-scope.ts";
import type { CellWrite, DistinctQuery, MedianTimesQuery } from "../facts.ts";
import { ALL, cell, lasting, NOW_MS, SLOT, sorted, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** People, each counted once. */
export function testDistinct(makePlace: MakePlace): void {
  describe("distinct users", () => {
    test("are nobody where nothing was used: no visit, and no active time under the idle limit asked about", async () => {
      const { facts } = await useStore(makePlace);
      expect(await facts.distinctUsers({ scope: ALL, by: [], idleLimitIndex: 1 })).toEqual([{ users: 0 }]);
      await facts.mergeCells([cell({ visits: 0, activeMs: [0, 0, 5, 5], actions: { sent: 1 } })], NOW_MS);
      expect(await facts.distinctUsers({ scope: ALL, by: ["feature"], idleLimitIndex: 1 })).toEqual([]);
      expect(await facts.distinctUsers({ scope: ALL, by: ["feature"], idleLimitIndex: 2 })).toEqual([
        { feature: "calendars", users: 1 },
      ]);
    });

    test("have a median of their active time on a feature, over all days and accounts that are asked about", async () => {
      const { facts } = await useStore(makePlace);
      const used = (user: string, activeMs: number, changes: Partial<CellWrite> = {}) =>
        cell({ user, activeMs: lasting(activeMs), ...changes });
      await facts.mergeCells(
        [
          used("u_1", 1_000),
          used("u_1", 4_000, { account: "b", slot: SLOT - 96 }),
          used("u_2", 2_000),
          used("u_3", 9_000),
          used("u_4", 0, { visits: 1 }),
          used("u_5", 0, { visits: 0, actions: { sent: 1 } }),
          used("u_1", 7_000, { feature: "contacts" }),
        ],
        NOW_MS,
      );
      const medians = async (query: Partial<MedianTimesQuery>) =>
        sorted(await facts.medianTimes({ scope: ALL, idleLimitIndex: 1, ...query }));
      expect(await medians({})).toEqual([
        { feature: "calendars", medianMs: 3_500 },
        { feature: "contacts", medianMs: 7_000 },
      ]);
      expect(await medians({ scope: { kind: "only", accounts: ["b"] } })).toEqual([
        { feature: "calendars", medianMs: 4_000 },
      ]);
      expect(await medians({ days: { from: TODAY - 1, to: TODAY - 1 } })).toEqual([
        { feature: "calendars", medianMs: 4_000 },
      ]);
      expect(await medians({ scope: { kind: "only", accounts: [] } })).toEqual([]);
    });

    test("equal a count over the cells, by every choice of dimensions, accounts, features and days", async () => {
      const cells = array(
        record({
          account: constantFrom("a", "b"),
          user: constantFrom("u_1", "u_2", "u_3"),
          feature: constantFrom("calendars", "contacts"),
          slot: integer({ min: 0, max: 2 }).map((days) => SLOT - 96 * days),
          visits: integer({ min: 0, max: 1 }),
          activeMs: constantFrom<CellWrite["activeMs"]>([0, 0, 0, 0], [0, 9, 9, 9]),
        }).map((sent) => cell(sent)),
        { maxLength: 24 },
      );
      const queries = record(
        {
          scope: constantFrom<AccountScope>(ALL, { kind: "only", accounts: ["a"] }, { kind: "only", accounts: [] }),
          by: subarray<"account" | "feature" | "day">(["account", "feature", "day"]),
          features: subarray(["calendars", "contacts", "unheard"]),
          days: record({ from: constantFrom(TODAY - 2, TODAY - 1), to: constantFrom(TODAY - 1, TODAY) }),
          idleLimitIndex: constantFrom(0, 1),
        },
        { requiredKeys: ["scope", "by", "days", "idleLimitIndex"] },
      );
      await assert(
        asyncProperty(cells, array(queries, { minLength: 8, maxLength: 16 }), async (sent, asked) => {
          const { facts, close } = await useStore(makePlace);
          if (sent.length > 0) await facts.mergeCells(sent, NOW_MS);
          for (const query of asked) {
            expect({ query, rows: sorted(await facts.distinctUsers(query)) }).toEqual({
              query,
              rows: sorted(expected(sent, query)),
            });
          }
          await close();
        }),
        { numRuns: 8 },
      );
    });
  });
}

/** The same, said naively. */
function expected(
  cells: readonly CellWrite[],
  { scope, by, days, features, idleLimitIndex }: DistinctQuery,
): readonly unknown[] {
  const users = new Map<string, Set<string>>(by.length === 0 ? [["{}", new Set()]] : []);
  for (const used of cells) {
    const day = TODAY - (SLOT - used.slot) / 96;
    const isAsked =
      (scope.kind === "all" || scope.accounts.includes(used.account)) &&
      (days === undefined || (day >= days.from && day <= days.to)) &&
      (features === undefined || features.includes(used.feature));
    const isUse = used.visits > 0 || (used.activeMs[idleLimitIndex] ?? 0) > 0;
    if (!isAsked || !isUse) continue;
    const key = JSON.stringify(Object.fromEntries(by.map((column) => [column, { ...used, day }[column]])));
    users.set(key, (users.get(key) ?? new Set()).add(used.user));
  }
  return [...users].map(([key, found]) => Object.assign(JSON.parse(key) as object, { users: found.size }));
}
