import { array, assert, asyncProperty, boolean, constant, constantFrom, integer, nat, oneof, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetWrite, Facts } from "../facts.ts";
import type { AssetDayRow } from "../pushed.ts";
import { ALL, NOW_MS, sorted, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DAY_MS = 86_400_000;
const FLOW = { id: "w1", account: "acme", type: "workflow" } as const;

const at = (daysAgo: number): number => NOW_MS - daysAgo * DAY_MS;
const daysOf = (facts: Facts, from: number, to: number): Promise<readonly AssetDayRow[]> =>
  facts.pushed({ kind: "assetDays", scope: ALL, days: { from, to } });

/** As `[daysAgo, assets, activeAssets]`. */
async function countsOf(facts: Facts, from = 100, to = 0): Promise<readonly (readonly number[])[]> {
  const rows = await daysOf(facts, TODAY - from, TODAY - to);
  return rows.map(({ day, assets, activeAssets }) => [TODAY - day, assets, activeAssets]);
}

/** How many assets there were, from what was told of them. */
export function testAssetCounts(makePlace: MakePlace): void {
  describe("the counts of assets in the past", () => {
    test("follow from when assets were made, configured and deleted", async () => {
      const { facts } = await useStore(makePlace);
      const put = (receivedAtMs: number, ...rows: AssetWrite[]) => facts.push("assets", rows, receivedAtMs);
      await put(at(9), { ...FLOW, createdAt: at(10) }, { ...FLOW, id: "w2", createdAt: at(8), configured: true });
      await put(at(5), { ...FLOW, configured: true });
      await put(at(3), { ...FLOW, configured: false });
      await put(at(1), { ...FLOW, id: "w2", deletedAt: at(2) });
      const counts = [
        [10, 1, 0],
        [8, 2, 1],
        [5, 2, 2],
        [3, 2, 1],
        [2, 1, 0],
      ];
      expect(await countsOf(facts)).toEqual(counts);
      expect(await countsOf(facts, 4, 2)).toEqual([[5, 2, 2], ...counts.slice(3)]);
      expect(await facts.assetCounts({ scope: ALL })).toMatchObject([{ assets: 1, activeAssets: 0 }]);
      expect(await facts.verify()).toEqual([]);
    });

    test("move with a day of making or deletion that is told anew, and back", async () => {
      const { facts } = await useStore(makePlace);
      const put = (row: Partial<AssetWrite>) => facts.push("assets", [{ ...FLOW, ...row }], NOW_MS);
      await put({ createdAt: at(10), configured: true });
      await put({ createdAt: at(20), deletedAt: at(5) });
      expect(await countsOf(facts)).toEqual([
        [20, 1, 1],
        [5, 0, 0],
      ]);
      await put({ deletedAt: at(7) });
      expect(await countsOf(facts)).toEqual([
        [20, 1, 1],
        [7, 0, 0],
      ]);
      // That there were some by then is known, also where none is left.
      expect(await countsOf(facts, 4, 0)).toEqual([[5, 0, 0]]);
      await put({ deletedAt: null, createdAt: at(10) });
      expect(await countsOf(facts)).toEqual([[10, 1, 1]]);
      await put({ deletedAt: at(10) });
      expect(await countsOf(facts)).toEqual([]);
    });

    test("begin when an asset is first told of, where nobody says when it was made", async () => {
      const { facts } = await useStore(makePlace);
      await facts.push("assets", [FLOW], at(4));
      await facts.push("assets", [{ ...FLOW, name: "Welcome" }], at(2));
      expect(await countsOf(facts)).toEqual([[4, 1, 0]]);
      expect((await facts.assets({ scope: ALL })).rows).toMatchObject([{ name: "Welcome", createdAt: null }]);
    });

    test("are those of the accounts and types that were asked for", async () => {
      const { facts } = await useStore(makePlace);
      const rows = ["a", "b"].flatMap((account) =>
        ["calendar", "workflow"].map((type) => ({
          id: "1",
          account,
          type,
          createdAt: at(1),
          runs: 2,
          configured: true,
        })),
      );
      await facts.push("assets", rows, at(1));
      await facts.push(
        "assets",
        rows.map((row) => Object.assign({ ...row }, { runs: 5 })),
        NOW_MS,
      );
      const scope = { kind: "only", accounts: ["b"] } as const;
      for (const kind of ["assetDays", "assetRuns"] as const) {
        const of = async (query: object) =>
          sorted((await facts.pushed({ kind, scope: ALL, ...query })).map(({ account, type }) => [account, type]));
        expect(await of({ scope, type: "workflow" })).toEqual([["b", "workflow"]]);
        expect(await of({ scope, account: "a" })).toEqual([]);
        expect(await of({ account: "a" })).toEqual([
          ["a", "calendar"],
          ["a", "workflow"],
        ]);
        expect(await of({})).toHaveLength(4);
      }
    });

    test("are those of all accounts together that are asked about, by type", async () => {
      const { facts } = await useStore(makePlace);
      const put = (account: string, type: string, id: string, daysAgo: number) =>
        facts.push("assets", [{ account, type, id, createdAt: at(daysAgo) }], NOW_MS);
      await put("a", "workflow", "1", 30);
      await put("b", "workflow", "1", 20);
      await put("b", "workflow", "2", 2);
      await put("b", "calendar", "1", 2);
      const days = { from: TODAY - 5, to: TODAY };
      const of = async (query: object) =>
        sorted(await facts.pushed({ kind: "assetTypeDays", scope: ALL, days, ...query }));
      const row = (type: string, daysAgo: number, assets: number) => ({
        type,
        day: TODAY - daysAgo,
        assets,
        activeAssets: 0,
      });
      expect(await of({})).toEqual(sorted([row("calendar", 2, 1), row("workflow", 2, 3), row("workflow", 6, 2)]));
      expect(await of({ scope: { kind: "only", accounts: ["a"] } })).toEqual([row("workflow", 6, 1)]);
      expect(await of({ account: "b", type: "calendar" })).toEqual([row("calendar", 2, 1)]);
    });

    test("are by the days of the zone that is in force", async () => {
      const place = await makePlace();
      const first = await place.open();
      const eveningInUtc = Date.parse("2026-11-16T20:00Z");
      await first.facts.push("assets", [{ ...FLOW, createdAt: eveningInUtc }], NOW_MS);
      expect(await countsOf(first.facts)).toEqual([[2, 1, 0]]);
      await first.close();
      const { facts, upkeep, close } = await place.open({ timeZone: "Asia/Tokyo" });
      while ((await upkeep.timeZoneStep()) === "more");
      expect(await countsOf(facts)).toEqual([[1, 1, 0]]);
      expect(await facts.verify()).toEqual([]);
      await close();
      await place.remove();
    });

    test("equal those of a list of all assets that is looked through for each day", { timeout: 90_000 }, async () => {
      const push = record({
        id: constantFrom("1", "2", "3"),
        account: constantFrom("a", "b"),
        createdAt: oneof(constant(undefined), integer({ min: 0, max: 40 })),
        deletedAt: oneof(constant(undefined), constant(null), integer({ min: 0, max: 40 })),
        configured: oneof(constant(undefined), boolean()),
        runs: oneof(constant(undefined), nat({ max: 9 })),
        passed: nat({ max: 3 }),
      });
      await assert(
        asyncProperty(array(push, { maxLength: 20 }), async (pushes) => {
          const place = await makePlace();
          const { facts, close } = await place.open();
          const known = new Map<string, NaiveAsset>();
          let hour = 0;
          for (const { id, account, createdAt, deletedAt, configured, runs, passed } of pushes) {
            hour += passed * 9;
            const receivedAtMs = at(20) + hour * 3_600_000;
            const told = {
              ...(createdAt !== undefined && { createdAt: at(createdAt) }),
              ...(deletedAt !== undefined && { deletedAt: deletedAt === null ? null : at(deletedAt) }),
              ...(configured !== undefined && { configured }),
              ...(runs !== undefined && { runs }),
            };
            await facts.push("assets", [{ id, account, type: "t", ...told }], receivedAtMs);
            const key = JSON.stringify([account, id]);
            const before = known.get(key) ?? {
              account,
              since: receivedAtMs,
              configured: false,
              log: [],
              deletedAt: null,
            };
            const isNew = !known.has(key);
            const state = configured ?? before.configured;
            const log =
              isNew || state === before.configured ? before.log : [...before.log, { atMs: receivedAtMs, state }];
            known.set(key, {
              ...before,
              ...("createdAt" in told && { since: told.createdAt }),
              ...("deletedAt" in told && { deletedAt: told.deletedAt ?? null }),
              configured: state,
              log: isNew ? [{ atMs: 0, state }] : log,
            });
          }
          const rows = await daysOf(facts, TODAY - 50, TODAY);
          const days = { from: TODAY - 50, to: TODAY };
          const together = await facts.pushed({ kind: "assetTypeDays", scope: ALL, days });
          for (let day = TODAY - 45; day <= TODAY; day++) {
            const both = ["a", "b"].map((account) =>
              rows.findLast((found) => found.account === account && found.day <= day),
            );
            const all = together.findLast((found) => found.day <= day);
            expect([day, all?.assets ?? 0, all?.activeAssets ?? 0]).toEqual([
              day,
              both.reduce((sum, row) => sum + (row?.assets ?? 0), 0),
              both.reduce((sum, row) => sum + (row?.activeAssets ?? 0), 0),
            ]);
          }
          for (const account of ["a", "b"]) {
            for (let day = TODAY - 45; day <= TODAY; day++) {
              const row = rows.findLast((found) => found.account === account && found.day <= day);
              const endMs = (day + 1) * DAY_MS - 1;
              const existing = [...known.values()].filter(
                (asset) => asset.account === account && existed(asset, endMs),
              );
              const active = existing.filter(({ log }) => log.findLast(({ atMs }) => atMs <= endMs)?.state === true);
              expect([account, day, row?.assets ?? 0, row?.activeAssets ?? 0]).toEqual([
                account,
                day,
                existing.length,
                active.length,
              ]);
              if (day % 6 > 0) continue;
              const question = { scope: ALL, account, asOf: day };
              const [counted] = await facts.assetCounts(question);
              expect([counted?.assets ?? 0, counted?.activeAssets ?? 0]).toEqual([existing.length, active.length]);
              const { rows: listed, total } = await facts.assets(question);
              expect([total, listed.length]).toEqual([existing.length, existing.length]);
              expect(listed.filter(({ configured: isActive }) => isActive)).toHaveLength(active.length);
              expect((await facts.assets({ ...question, active: true })).total).toBe(active.length);
              const others = await facts.assets({ ...question, active: false });
              expect([others.total, others.rows.some(({ configured: isActive }) => isActive)]).toEqual([
                existing.length - active.length,
                false,
              ]);
            }
          }
          for (const runsIn of [
            { from: TODAY - 50, to: TODAY },
            { from: TODAY - 19, to: TODAY - 12 },
            { from: 0, to: TODAY - 15 },
            { from: TODAY - 13, to: TODAY - 13 },
          ]) {
            const ran = await facts.pushed({ kind: "assetRuns", scope: ALL, days: runsIn });
            const undated = await facts.pushed({ kind: "undatedRuns", scope: ALL, days: runsIn });
            const ofAsset = (row: { readonly account: string; readonly id: string }): number | null => {
              const isIt = ({ account, id }: typeof row): boolean => row.account === account && row.id === id;
              return ran.find(isIt)?.runs ?? (undated.some(isIt) ? null : 0);
            };
            const page = await facts.assets({ scope: ALL, runsIn });
            const expected = page.rows.map((row) => Object.assign({ ...row }, { periodRuns: ofAsset(row) }));
            expect([runsIn, page.rows]).toEqual([runsIn, expected]);
            const byDay = await facts.pushed({ kind: "assetRunDays", scope: ALL, days: runsIn });
            const sum = (some: readonly { readonly runs: number }[]) => some.reduce((all, { runs }) => all + runs, 0);
            expect(sum(byDay)).toBe(sum(ran));
          }
          expect(await facts.verify()).toEqual([]);
          await close();
          await place.remove();
        }),
        { numRuns: 25 },
      );
    });

    test("don't depend on the order in which different assets are told of", async () => {
      const rows = [1, 2, 3, 4, 5].map((daysAgo) => ({
        id: String(daysAgo % 3),
        account: `a${daysAgo % 2}`,
        type: "t",
        createdAt: at(daysAgo),
        configured: daysAgo % 2 === 0,
        runs: daysAgo,
      }));
      const [one, other] = [await useStore(makePlace), await useStore(makePlace)];
      await one.facts.push("assets", rows, NOW_MS);
      for (const row of rows.toReversed()) await other.facts.push("assets", [row], NOW_MS);
      for (const kind of ["assetDays", "assetRuns", "assetRunDays"] as const) {
        expect(sorted(await one.facts.pushed({ kind, scope: ALL }))).toEqual(
          sorted(await other.facts.pushed({ kind, scope: ALL })),
        );
      }
    });
  });
}

/** An asset as a list would have it. */
interface NaiveAsset {
  readonly account: string;
  readonly since: number;
  readonly deletedAt: number | null;
  readonly configured: boolean;
  readonly log: readonly { readonly atMs: number; readonly state: boolean }[];
}

function existed({ since, deletedAt }: NaiveAsset, atMs: number): boolean {
  return since <= atMs && (deletedAt === null || (deletedAt > atMs && deletedAt > since));
}
