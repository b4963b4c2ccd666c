import { describe, expect, test } from "vitest";
import type { SnapshotWrite } from "../module-snapshots.ts";
import { scheduledSnapshotId } from "../snapshot-id.ts";
import { ALL, NOW_MS, TODAY, type MakePlace } from "./harness.ts";
import { usePlace, useStore } from "./use-store.ts";

function snapshot(changes: Partial<SnapshotWrite> = {}): SnapshotWrite {
  const subject = { module: "sales", account: "acme", day: TODAY, ...changes };
  return {
    id: scheduledSnapshotId(subject),
    ...subject,
    takenAtMs: NOW_MS,
    kind: "scheduled",
    actor: "uptake",
    active: 2,
    activeUsers: ["u_2", "u_1"],
    licensed: 5,
    definitionVersion: 3,
    ...changes,
  };
}

/** Snapshots of modules, and their targets. */
export function testSnapshots(makePlace: MakePlace): void {
  describe("snapshots of modules", () => {
    test("are kept as they were taken, by day, also after opening again", async () => {
      const place = await usePlace(makePlace);
      const store = await place.open();
      await store.facts.putUsers([
        { id: "u_1", accounts: ["acme", "b"] },
        { id: "u_2", accounts: ["acme"] },
      ]);
      const taken = [
        snapshot({ day: TODAY - 31, licensed: null, activeUsers: [], active: 0 }),
        snapshot({ licensed: 0 }),
        snapshot({ id: "by-hand", kind: "manual", actor: "Maya", takenAtMs: NOW_MS + 1, active: 4, activeUsers: null }),
        snapshot({ account: "b", module: "service", activeUsers: ["u_1"], active: 1, day: TODAY + 1 }),
      ];
      expect(await store.records.recordSnapshots(taken.toReversed())).toBe(4);
      expect(await store.records.snapshots({ scope: ALL })).toEqual(taken);
      await store.close();
      const again = await place.open();
      const { records } = again;
      expect(await records.snapshots({ scope: ALL })).toEqual(taken);
      expect(await records.snapshots({ scope: ALL, module: "service" })).toEqual(taken.slice(3));
      expect(await records.snapshots({ scope: ALL, account: "acme", module: "sales" })).toEqual(taken.slice(0, 3));
      expect(await records.snapshots({ scope: { kind: "only", accounts: ["b"] } })).toEqual(taken.slice(3));
      expect(await records.snapshots({ scope: { kind: "only", accounts: ["b"] }, account: "acme" })).toEqual([]);
      await again.close();
    });

    test("are taken once, whoever takes them, and of no account that nobody has heard of", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putUsers([
        { id: "u_1", accounts: ["acme"] },
        { id: "u_2", accounts: ["acme"] },
      ]);
      expect(await records.recordSnapshots([snapshot(), snapshot({ active: 9 }), snapshot({ account: "c" })])).toBe(1);
      expect(await records.recordSnapshots([snapshot({ takenAtMs: NOW_MS + 1, active: 9 })])).toBe(0);
      expect(await records.snapshots({ scope: ALL })).toEqual([snapshot()]);
      expect((await facts.accounts(ALL)).map(({ id }) => id)).toEqual(["acme"]);
    });

    test("tell of which days all scheduled ones of a module are taken", async () => {
      const { records } = await useStore(makePlace);
      expect(await records.snapshotDays()).toEqual([]);
      await records.finishSnapshotDay({ modules: ["sales", "service"], day: TODAY, takenAtMs: NOW_MS });
      await records.finishSnapshotDay({ modules: ["sales"], day: TODAY, takenAtMs: NOW_MS + 1 });
      expect(await records.snapshotDays()).toEqual([
        { module: "sales", day: TODAY },
        { module: "service", day: TODAY },
      ]);
    });

    test("have a target per account, until the definition's holds again", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putAccounts([{ id: "acme" }, { id: "b" }]);
      const target = { account: "acme", module: "sales", targetPercent: 62.5 };
      const by = { actor: "Maya", atMs: NOW_MS };
      expect(await records.putModuleTarget({ ...target, targetPercent: 80, ...by })).toBe(true);
      expect(await records.putModuleTarget({ ...target, ...by })).toBe(true);
      expect(await records.putModuleTarget({ ...target, account: "c", ...by })).toBe(false);
      expect(await records.moduleTargets(ALL)).toEqual([target]);
      expect(await records.moduleTargets({ kind: "only", accounts: ["b"] })).toEqual([]);
      await records.putModuleTarget({ ...target, targetPercent: null, ...by });
      expect(await records.moduleTargets(ALL)).toEqual([]);
    });
  });
}
