import { array, assert, asyncProperty, boolean, constant, constantFrom, integer, nat, oneof, record } from "fast-check";
import { describe, expect, test } from "vitest";
import type { AssetWrite, Facts } from "../facts.ts";
import { ALL, NOW_MS, TODAY, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

const DAY_MS = 86_400_000;
const FLOW = { id: "w1", account: "acme", type: "workflow" } as const;
const WITHIN_DAYS = { workflow: 3 } as const;

const at = (daysAgo: number): number => NOW_MS - daysAgo * DAY_MS;
const lately = (daysAgo: number) => ({ day: TODAY - daysAgo, withinDays: WITHIN_DAYS });

/** Assets that also have to run to be active, of the types of which a question says so. */
export function testActiveAssets(makePlace: MakePlace): void {
  describe("assets that have to run to be active", () => {
    test("are active while they are set up and ran within the days, in counts, lists and courses", async () => {
      const { facts } = await useStore(makePlace);
      const put = (receivedAtMs: number, row: Partial<AssetWrite>) =>
        facts.push("assets", [{ ...FLOW, ...row }], receivedAtMs);
      await put(at(20), { createdAt: at(20), configured: true });
      await put(at(12), { runs: 4 });
      await put(at(20), { id: "c1", type: "calendar", createdAt: at(20), configured: true });
      const days = { from: TODAY - 14, to: TODAY };
      const rows = await facts.pushed({ kind: "assetDays", scope: ALL, days, lately: { withinDays: WITHIN_DAYS } });
      expect(rows.map(({ type, day, assets, activeAssets }) => [type, TODAY - day, assets, activeAssets])).toEqual([
        ["calendar", 15, 1, 1],
        ["workflow", 15, 1, 0],
        ["workflow", 12, 1, 1],
        ["workflow", 9, 1, 0],
      ]);
      const now = await facts.assetCounts({ scope: ALL, by: ["account"], lately: lately(0) });
      expect(now).toEqual([{ account: "acme", assets: 2, activeAssets: 1 }]);
      const then = { scope: ALL, asOf: TODAY - 10, lately: lately(10) };
      expect(await facts.assetCounts({ ...then, by: ["type"] })).toEqual([
        { type: "calendar", assets: 1, activeAssets: 1 },
        { type: "workflow", assets: 1, activeAssets: 1 },
      ]);
      const list = await facts.assets({ scope: ALL, lately: lately(0) });
      expect(list.rows.map(({ id, configured, active }) => [id, configured, active])).toEqual([
        ["c1", true, true],
        ["w1", true, false],
      ]);
      expect((await facts.assets({ scope: ALL, lately: lately(0), active: true })).rows).toMatchObject([{ id: "c1" }]);
    });

    test("may have run last before the host first told of them", async () => {
      const { facts } = await useStore(makePlace);
      await facts.push("assets", [{ ...FLOW, runs: 70, lastRunAt: at(2), configured: true }], NOW_MS);
      const active = async (daysAgo: number) =>
        (await facts.assetCounts({ scope: ALL, by: [], lately: lately(daysAgo) }))[0]?.activeAssets;
      expect([await active(0), await active(-1)]).toEqual([1, 0]);
    });

    test("equal those of a list that is looked through for each day", { timeout: 90_000 }, async () => {
      const push = record({
        id: constantFrom("1", "2"),
        account: constantFrom("a", "b"),
        type: constantFrom("workflow", "calendar"),
        configured: oneof(constant(undefined), boolean()),
        grown: nat({ max: 2 }),
        lastRan: oneof(constant(undefined), integer({ min: 0, max: 20 })),
        deleted: oneof(constant(undefined), constant(true)),
        passed: nat({ max: 3 }),
      });
      await assert(
        asyncProperty(array(push, { maxLength: 16 }), async (pushes) => {
          const place = await makePlace();
          const { facts, close } = await place.open();
          const runs = new Map<string, number>();
          let day = 20;
          for (const { id, account, type, configured, grown, lastRan, deleted, passed } of pushes) {
            day = Math.max(0, day - passed);
            const key = `${account} ${type} ${id}`;
            runs.set(key, (runs.get(key) ?? 0) + grown);
            const told = {
              ...(configured !== undefined && { configured }),
              ...(lastRan !== undefined && { lastRunAt: at(Math.max(day, lastRan)) }),
              ...(deleted === true && { deletedAt: at(day) }),
            };
            const row = { id, account, type, createdAt: at(25), runs: runs.get(key) ?? 0, ...told };
            await facts.push("assets", [row], at(day));
          }
          for (const daysAgo of [22, 15, 9, 4, 1, 0]) await expectAgreement(facts, daysAgo);
          await close();
          await place.remove();
        }),
        { numRuns: 20 },
      );
    });
  });
}

/** Asks for the active assets as of a day in every way, and looks at each asset by itself. */
async function expectAgreement(facts: Facts, daysAgo: number): Promise<void> {
  const asOf = daysAgo === 0 ? {} : { asOf: TODAY - daysAgo };
  const rule = lately(daysAgo);
  const { rows } = await facts.assets({ scope: ALL, ...asOf, lately: rule });
  const window = { from: TODAY - daysAgo - WITHIN_DAYS.workflow + 1, to: TODAY - daysAgo };
  const ran = await facts.pushed({ kind: "assetRuns", scope: ALL, days: window });
  const startMs = window.from * DAY_MS;
  const active = rows.filter(
    ({ account, type, id, configured, lastRunAt }) =>
      configured &&
      (type !== "workflow" ||
        (lastRunAt ?? 0) >= startMs ||
        ran.some((one) => one.account === account && one.type === type && one.id === id)),
  );
  const named = (some: readonly { readonly account: string; readonly type: string; readonly id: string }[]) =>
    some.map(({ account, type, id }) => `${account} ${type} ${id}`);
  expect(named(rows.filter((row) => row.active))).toEqual(named(active));
  const only = await facts.assets({ scope: ALL, ...asOf, lately: rule, active: true });
  expect([only.total, named(only.rows)]).toEqual([active.length, named(active)]);
  const others = await facts.assets({ scope: ALL, ...asOf, lately: rule, active: false });
  const idle = rows.filter((row) => !active.includes(row));
  expect([others.total, named(others.rows)]).toEqual([idle.length, named(idle)]);
  const counts = await facts.assetCounts({ scope: ALL, ...asOf, lately: rule });
  const course = await facts.pushed({
    kind: "assetDays",
    scope: ALL,
    days: { from: TODAY - daysAgo, to: TODAY - daysAgo },
    lately: rule,
  });
  for (const account of ["a", "b"]) {
    for (const type of ["workflow", "calendar"]) {
      const isOf = (row: { readonly account?: string; readonly type?: string }): boolean =>
        row.account === account && row.type === type;
      const own = active.filter(isOf).length;
      expect([account, type, counts.find(isOf)?.activeAssets ?? 0]).toEqual([account, type, own]);
      expect([account, type, course.findLast(isOf)?.activeAssets ?? 0]).toEqual([account, type, own]);
    }
  }
}
