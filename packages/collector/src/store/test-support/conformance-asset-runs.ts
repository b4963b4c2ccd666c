import { describe, expect, test } from "vitest";
import type { AssetWrite, Facts } from "../facts.ts";
import { ALL, NOW_MS, sorted, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DAY_MS = 86_400_000;
const FLOW = { id: "w1", account: "acme", type: "workflow" } as const;

const at = (daysAgo: number): number => NOW_MS - daysAgo * DAY_MS;

async function runsOf(facts: Facts, from: number, to: number): Promise<number> {
  const days = { from: TODAY - from, to: TODAY - to };
  const rows = await facts.pushed({ kind: "assetRuns", scope: ALL, days });
  return rows.reduce((sum, { runs }) => sum + runs, 0);
}

/** How often assets ran, and on which days. */
export function testAssetRuns(makePlace: MakePlace): void {
  describe("an asset's runs", () => {
    test("count on the day on which they are told, or on that of the last run", async () => {
      const { facts } = await useStore(makePlace);
      const put = (receivedAtMs: number, runs: number, more: Partial<AssetWrite> = {}) =>
        facts.push("assets", [{ ...FLOW, runs, ...more }], receivedAtMs);
      await put(at(5), 0, { createdAt: at(9) });
      await put(at(4), 10);
      await put(at(4), 12);
      await put(at(2), 15, { lastRunAt: at(3) });
      await put(at(1), 20, { lastRunAt: at(3) });
      expect(await Promise.all([9, 4, 3, 2, 1].map((day) => runsOf(facts, day, day)))).toEqual([0, 12, 3, 0, 5]);
      expect(await runsOf(facts, 30, 0)).toBe(20);
      await put(NOW_MS, 20);
      expect(await runsOf(facts, 30, 0)).toBe(20);
    });

    test("are told by day and type, of one asset or of all, and with its name", async () => {
      const { facts } = await useStore(makePlace);
      const put = (receivedAtMs: number, account: string, id: string, runs: number) =>
        facts.push("assets", [{ ...FLOW, account, id, runs, name: `Flow ${id}` }], receivedAtMs);
      for (const account of ["a", "b"]) await put(at(5), account, "w1", 0);
      await put(at(5), "a", "w2", 0);
      await put(at(4), "a", "w1", 3);
      await put(at(4), "b", "w1", 4);
      await put(at(2), "a", "w2", 5);
      const days = { from: TODAY - 4, to: TODAY };
      const byDay = async (query: object) =>
        (await facts.pushed({ kind: "assetRunDays", scope: ALL, days, ...query })).map(({ type, day, runs }) => [
          type,
          TODAY - day,
          runs,
        ]);
      expect(sorted(await byDay({}))).toEqual(
        sorted([
          ["workflow", 4, 7],
          ["workflow", 2, 5],
        ]),
      );
      expect(await byDay({ account: "a", type: "workflow", asset: "w1" })).toEqual([["workflow", 4, 3]]);
      expect(await byDay({ type: "calendar" })).toEqual([]);
      expect(await facts.pushed({ kind: "assetRuns", scope: ALL, days, account: "a", asset: "w2" })).toEqual([
        { account: "a", type: "workflow", id: "w2", name: "Flow w2", runs: 5 },
      ]);
    });

    test("that were there when it was first told of belong to no day, unless it was made on that day", async () => {
      const { facts } = await useStore(makePlace);
      const rows = [
        { ...FLOW, runs: 700, createdAt: at(90) },
        { ...FLOW, id: "w2", runs: 60 },
        { ...FLOW, id: "w3", runs: 5, createdAt: NOW_MS - 60_000 },
      ];
      await facts.push("assets", rows, NOW_MS);
      expect(await runsOf(facts, 100, 0)).toBe(5);
      await facts.push("assets", [{ ...FLOW, runs: 703 }], NOW_MS);
      expect(await runsOf(facts, 100, 0)).toBe(8);
      expect((await facts.assets({ scope: ALL, account: "acme" })).rows).toHaveLength(3);
      expect(await facts.verify()).toEqual([]);
    });

    test("are listed as of a day as far as they were told by then, and its last run where no later one is known", async () => {
      const { facts } = await useStore(makePlace);
      const put = (receivedAtMs: number, row: Partial<AssetWrite>) =>
        facts.push("assets", [{ ...FLOW, ...row }], receivedAtMs);
      await put(at(9), { runs: 700, lastRunAt: at(10), name: "Old" });
      await put(at(5), { runs: 703 });
      await put(at(2), { runs: 710, lastRunAt: at(3), name: "New", configured: true });
      const asOf = async (daysAgo: number) => (await facts.assets({ scope: ALL, asOf: TODAY - daysAgo })).rows;
      expect(await asOf(10)).toEqual([]);
      // Names have no past.
      expect(await asOf(9)).toMatchObject([{ name: "New", runs: 700, lastRunAt: null, configured: false }]);
      expect(await asOf(4)).toMatchObject([{ runs: 703, lastRunAt: null, configured: false }]);
      expect(await asOf(3)).toMatchObject([{ runs: 710, lastRunAt: at(3), configured: false }]);
      expect(await asOf(2)).toMatchObject([{ runs: 710, lastRunAt: at(3), configured: true }]);
      expect(await asOf(0)).toEqual((await facts.assets({ scope: ALL })).rows);
    });

    test("that are taken back take nothing from any day", async () => {
      const { facts } = await useStore(makePlace);
      for (const runs of [0, 10, 4, 6]) await facts.push("assets", [{ ...FLOW, runs, createdAt: at(9) }], NOW_MS);
      expect(await runsOf(facts, 0, 0)).toBe(12);
      expect((await facts.assets({ scope: ALL })).rows).toMatchObject([{ runs: 6 }]);
      expect(await facts.verify()).toEqual([]);
    });
  });
}
