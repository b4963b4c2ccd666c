import { describe, expect, test } from "vitest";
import type { AccountScope } from "../../domain/account-scope.ts";
import {
  SNAPSHOT_ORDERS,
  type SnapshotDefinitions,
  type SnapshotOrder,
  type SnapshotPageQuery,
  type SnapshotWrite,
} from "../module-snapshots.ts";
import { scheduledSnapshotId } from "../snapshot-id.ts";
import { ALL, cell, NOW_MS, row, TODAY, type MakePlace } from "./harness.ts";
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

    test("that people recorded are taken back, and audited; scheduled ones, and others' accounts' stay", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putAccounts([{ id: "acme" }, { id: "b" }]);
      const none = { activeUsers: null } as const;
      const asked = snapshot({ id: "asked", kind: "requested", takenAtMs: NOW_MS + 1, activeUsers: [] });
      const byHand = snapshot({ ...none, id: "by-hand", kind: "manual", licensed: null, takenAtMs: NOW_MS + 2 });
      const scheduled = snapshot({ activeUsers: [] });
      await records.recordSnapshots([scheduled, asked, byHand]);
      const page = () => records.snapshotPage({ scope: ALL, days: { from: TODAY, to: TODAY }, limit: 9, offset: 0 });
      expect((await page()).total).toBe(3);
      const by = { scope: ALL, actor: "Maya", atMs: NOW_MS + 3 };
      const only = { kind: "only", accounts: ["b"] } as const;
      expect(await records.removeSnapshot({ ...by, id: "asked", scope: only })).toBeNull();
      expect(await records.removeSnapshot({ ...by, id: "none" })).toBeNull();
      expect(await records.removeSnapshot({ ...by, id: scheduled.id })).toBe("scheduled");
      const { module, account, day, kind, active, licensed } = byHand;
      expect(await records.removeSnapshot({ ...by, id: "by-hand" })).toEqual({
        module,
        account,
        day,
        kind,
        active,
        licensed,
      });
      expect(await records.removeSnapshot({ ...by, id: "by-hand" })).toBeNull();
      // As many as were looked at before.
      await records.recordSnapshots([
        snapshot({ ...none, id: "other", account: "b", module: "service", takenAtMs: NOW_MS + 4 }),
      ]);
      const { total, rows } = await page();
      expect([total, rows.map(({ id }) => id)]).toEqual([3, [scheduled.id, "asked", "other"]]);
      const of = await records.snapshotPage({ scope: only, days: { from: TODAY, to: TODAY }, limit: 9, offset: 0 });
      expect(of.total).toBe(1);
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

    test("tell of which accounts anything was told or decided", async () => {
      const { facts, records } = await useStore(makePlace);
      expect(await records.accountChanges()).toEqual(new Map());
      await facts.putAccounts([{ id: "acme" }, { id: "b" }]);
      const changed = async (change: () => Promise<unknown>): Promise<readonly string[]> => {
        const before = await records.accountChanges();
        await change();
        return [...(await records.accountChanges())]
          .filter(([account, changes]) => changes !== before.get(account))
          .map(([account]) => account);
      };
      expect(await changed(() => facts.push("seats", [{ account: "b", module: "sales", licensed: 1 }], 0))).toEqual([
        "b",
      ]);
      expect(await changed(() => facts.backfill("host", [row({ account: "acme" })], NOW_MS))).toEqual(["acme"]);
      expect(await changed(() => records.recordSnapshots([snapshot()]))).toEqual(["acme"]);
      // The same again, and what browsers send, is no such change.
      expect(await changed(() => records.recordSnapshots([snapshot()]))).toEqual([]);
      expect(await changed(() => facts.mergeCells([cell({ account: "b" })], NOW_MS))).toEqual([]);
      expect(await changed(() => facts.mergeCells([cell({ account: "new" })], NOW_MS))).toEqual(["new"]);
    });

    test("come by the page in any order, equals as they come, what has nothing there last", async () => {
      const { facts, records } = await useStore(makePlace);
      await facts.putAccounts([{ id: "acme", name: "Émile 10" }, { id: "b", name: "emile 9" }, { id: "c" }]);
      const of = (id: string, changes: Partial<SnapshotWrite>) => snapshot({ id, activeUsers: null, ...changes });
      await records.recordSnapshots([
        of("1", { account: "acme", module: "sales", active: 1, licensed: 10, actor: "Zoë", day: TODAY - 4 }),
        of("2", { account: "b", module: "service", active: 0, licensed: 4, actor: "ada", day: TODAY - 3 }),
        of("3", { account: "c", module: "gone", active: 6, licensed: 10, kind: "manual", day: TODAY - 2 }),
        of("4", { account: "b", module: "sales", active: 5, licensed: null, kind: "requested", day: TODAY - 1 }),
      ]);
      await records.putModuleTarget({ account: "b", module: "sales", targetPercent: 30, actor: "Maya", atMs: NOW_MS });
      const definitions: SnapshotDefinitions = {
        modules: [
          { module: "sales", name: "Verkäufe", targetPercent: 70 },
          { module: "service", name: "Après-vente", targetPercent: null },
        ],
        criticalBelowPercent: 10,
        onTrackAbovePercent: 50,
      };
      const days = { from: TODAY - 9, to: TODAY };
      const ask = async (more: Pick<SnapshotPageQuery, "search" | "sort">, scope: AccountScope = ALL) => {
        const page = { scope, days, definitions, ...more };
        const { total, rows } = await records.snapshotPage({ ...page, limit: 9, offset: 0 });
        const second = await records.snapshotPage({ ...page, limit: 1, offset: 1 });
        expect([second.total, second.rows]).toEqual([total, rows.slice(1, 2)]);
        return rows.map(({ id }) => id).join("");
      };
      const orders: Readonly<Record<SnapshotOrder, readonly [ascending: string, descending: string]>> = {
        day: ["1234", "4321"],
        takenAt: ["1234", "1234"],
        // Émile 10 comes after emile 9, and c has no name.
        accountName: ["3241", "1243"],
        moduleName: ["2314", "1432"],
        kind: ["3412", "1243"],
        actor: ["2341", "1342"],
        active: ["2143", "3412"],
        licensed: ["2134", "1324"],
        percent: ["2134", "3124"],
        // Exactly 10 % needs attention.
        status: ["2134", "3124"],
        targetPercent: ["4123", "1423"],
        definitionVersion: ["1234", "1234"],
      };
      for (const by of SNAPSHOT_ORDERS) {
        const told = [await ask({ sort: { by, descending: false } }), await ask({ sort: { by, descending: true } })];
        expect([by, ...told]).toEqual([by, ...orders[by]]);
      }
      expect(await ask({ search: "emile" })).toBe("124");
      expect(await ask({ search: "vente" })).toBe("2");
      expect(await ask({ search: "gone", sort: { by: "accountName", descending: true } })).toBe("3");
      expect(await ask({ search: "sales" })).toBe("");
      expect(await ask({ search: "verkaufe" }, { kind: "only", accounts: ["b", "c"] })).toBe("4");
    });

    test("come in pages by their accounts' names, of which several are alike and some have none", async () => {
      const { facts, records } = await useStore(makePlace);
      const accounts = Array.from({ length: 40 }, (_, index) => ({ id: `a${index}`, name: `Group ${index % 7}` }));
      await facts.putAccounts(accounts);
      const kept = accounts.filter((_, index) => index % 3 > 0);
      const written = kept.map(({ id }, index) =>
        snapshot({ id: `s${id}`, account: id, activeUsers: null, day: TODAY - (index % 5) }),
      );
      await records.recordSnapshots(written);
      for (const scope of [ALL, { kind: "only", accounts: ["a1", "a2", "a8", "a9"] } as const]) {
        for (const descending of [false, true]) {
          const ask = (limit: number, offset: number) =>
            records.snapshotPage({
              scope,
              days: { from: TODAY - 9, to: TODAY },
              definitions: { modules: [], criticalBelowPercent: 10, onTrackAbovePercent: 50 },
              sort: { by: "accountName", descending },
              limit,
              offset,
            });
          const { total, rows } = await ask(99, 0);
          const nameOf = (account: string): number => Number(account.slice(1)) % 7;
          const inOrder = rows.toSorted(
            (one, other) =>
              (descending ? -1 : 1) * (nameOf(one.account) - nameOf(other.account)) ||
              one.day - other.day ||
              one.takenAtMs - other.takenAtMs ||
              (one.id < other.id ? -1 : 1),
          );
          expect(rows).toEqual(inOrder);
          expect(rows.length).toBe(total);
          const pages = await Promise.all(Array.from({ length: total + 1 }, (_, offset) => ask(2, offset)));
          expect(pages.map((page) => page.rows)).toEqual(pages.map((_, offset) => rows.slice(offset, offset + 2)));
        }
      }
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
