import { SLOT_MS, slotOf } from "@uptake/tracker/protocol";
import { array, assert, boolean, constant, nat, oneof, property, record } from "fast-check";
import { expect, test } from "vitest";
import { assetChanges, type AssetLife } from "./asset-timeline.ts";

const LIFE: AssetLife = { createdAtMs: 0, deletedAtMs: null, configured: false, togglesAtMs: [] };

test("an asset that was made exists from its slot on", () => {
  expect(assetChanges({ ...LIFE, createdAtMs: 3 * SLOT_MS + 1 })).toEqual([{ slot: 3, assets: 1, activeAssets: 0 }]);
});

test("what is configured without ever having changed was so from the start", () => {
  expect(assetChanges({ ...LIFE, configured: true })).toEqual([{ slot: 0, assets: 1, activeAssets: 1 }]);
});

test("a toggle changes what is active, a deletion both", () => {
  const life = { ...LIFE, configured: true, togglesAtMs: [SLOT_MS], deletedAtMs: 2 * SLOT_MS };
  expect(assetChanges(life)).toEqual([
    { slot: 0, assets: 1, activeAssets: 0 },
    { slot: 1, assets: 0, activeAssets: 1 },
    { slot: 2, assets: -1, activeAssets: -1 },
  ]);
});

test("deleted when it was made, before it, or in the same slot, it is in no count", () => {
  for (const deletedAtMs of [5, 4, 6]) expect(assetChanges({ ...LIFE, createdAtMs: 5, deletedAtMs })).toEqual([]);
});

test("the sums up to any slot are what a look at the end of that slot shows", () => {
  const moment = nat({ max: 20 * SLOT_MS });
  const lives = record({
    createdAtMs: moment,
    deletedAtMs: oneof(constant(null), moment),
    configured: boolean(),
    togglesAtMs: array(moment, { maxLength: 6 }).map((all) => [...new Set(all)].toSorted((one, other) => one - other)),
  });
  assert(
    property(lives, nat({ max: 21 }), (life, slot) => {
      const endMs = (slot + 1) * SLOT_MS - 1;
      const exists = life.createdAtMs <= endMs && (life.deletedAtMs === null || life.deletedAtMs > endMs);
      const everExisted = life.deletedAtMs === null || life.deletedAtMs > life.createdAtMs;
      let configured = life.configured;
      for (const atMs of life.togglesAtMs) if (atMs > endMs) configured = !configured;
      const until = assetChanges(life).filter((change) => change.slot <= slot);
      const sum = (of: (change: (typeof until)[number]) => number): number =>
        until.reduce((total, change) => total + of(change), 0);
      expect([sum(({ assets }) => assets), sum(({ activeAssets }) => activeAssets)]).toEqual([
        Number(exists && everExisted),
        Number(exists && everExisted && configured),
      ]);
      expect(until.every((change, index) => index === 0 || change.slot > (until[index - 1]?.slot ?? -1))).toBe(true);
      expect(slotOf(endMs)).toBe(slot);
    }),
  );
});
