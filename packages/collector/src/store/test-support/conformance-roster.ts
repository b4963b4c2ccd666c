import { describe, expect, test } from "vitest";
import { ALL, cell, NOW_MS, sorted, type MakePlace } from "./harness.ts";
import { useStore } from "./use-store.ts";

/** Accounts, users and assets, as the host says and as they were seen. */
export function testRoster(makePlace: MakePlace): void {
  describe("the roster", () => {
    test("keeps the fields that an upsert leaves out, and clears those that are null", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putAccounts([{ id: "acme", name: "Acme", plan: "pro", createdAt: 5, churnedAt: 9 }]);
      await facts.putAccounts([{ id: "acme", plan: "free", churnedAt: null }]);
      expect(await facts.accounts(ALL)).toEqual([
        {
          id: "acme",
          name: "Acme",
          plan: "free",
          createdAt: 5,
          churnedAt: null,
          inRoster: true,
          lastReceivedAtMs: null,
        },
      ]);
    });

    test("shows accounts and users that were only seen", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      expect(await facts.accounts(ALL)).toMatchObject([
        { id: "acme", name: null, inRoster: false, lastReceivedAtMs: NOW_MS },
      ]);
      expect(await facts.users(ALL)).toEqual([
        { id: "u_1", name: null, role: null, accounts: ["acme"], inRoster: false },
      ]);
      await facts.putUsers([{ id: "u_1", name: "Maya", role: "owner" }]);
      expect(await facts.users(ALL)).toEqual([
        { id: "u_1", name: "Maya", role: "owner", accounts: ["acme"], inRoster: true },
      ]);
    });

    test("replaces the accounts of a user, but keeps those in which they were seen", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putUsers([{ id: "u_1", accounts: ["first", "second"] }]);
      await facts.mergeCells([cell({ account: "seen" })], NOW_MS);
      await facts.putUsers([{ id: "u_1", accounts: ["second", "third"] }]);
      await facts.putUsers([{ id: "u_1", name: "Maya" }, { id: "nowhere" }]);
      const users = await facts.users(ALL);
      expect(sorted(users.map(({ id, accounts }) => [id, accounts.toSorted()]))).toEqual([
        ["nowhere", []],
        ["u_1", ["second", "seen", "third"]],
      ]);
      expect(await facts.users({ kind: "only", accounts: ["first"] })).toEqual([]);
    });

    test("lists and counts the assets that exist, by account and type", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putAssets([
        { id: "1", account: "acme", type: "workflow", name: "Welcome", createdAt: 5, configured: true },
        { id: "2", account: "acme", type: "workflow" },
        { id: "1", account: "acme", type: "calendar", configured: true },
        { id: "9", account: "b", type: "workflow", deletedAt: 77 },
      ]);
      await facts.putAssets([{ id: "1", account: "acme", type: "workflow", runs: 3, lastRunAt: 8 }]);
      const workflows = await facts.assets({ scope: ALL, account: "acme", type: "workflow" });
      const welcome = { name: "Welcome", createdAt: 5, configured: true, runs: 3, lastRunAt: 8 };
      const unnamed = { name: null, createdAt: null, configured: false, runs: 0, lastRunAt: null };
      expect(sorted(workflows)).toEqual([
        { id: "1", account: "acme", type: "workflow", ...welcome },
        { id: "2", account: "acme", type: "workflow", ...unnamed },
      ]);
      const counts = await facts.assetCounts({ scope: ALL });
      const rows = counts.map(({ account, type, assets, activeAssets }) => [account, type, assets, activeAssets]);
      expect(sorted(rows)).toEqual([
        ["acme", "calendar", 1, 1],
        ["acme", "workflow", 2, 1],
      ]);
      await facts.putAssets([{ id: "9", account: "b", type: "workflow", deletedAt: null }]);
      expect(await facts.assetCounts({ scope: ALL, account: "b" })).toMatchObject([{ assets: 1, activeAssets: 0 }]);
    });
  });
}
