import { describe, expect, test } from "vitest";
import type { UserRow } from "../facts.ts";
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
          parent: null,
          premium: false,
          subscription: null,
          subscriptionStartedAt: null,
          subscriptionEndedAt: null,
          assignments: {},
          attributes: {},
          lastReceivedAtMs: null,
        },
      ]);
    });

    test("somebody sees the accounts in which they have a role, and those in which nobody has one", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putAccounts([
        { id: "nobodys" },
        { id: "his", assignments: { csm: "max" } },
        { id: "both", assignments: { csm: "max", sales: "maya" } },
        { id: "given back", assignments: { csm: "max" } },
      ]);
      await facts.putAccounts([{ id: "given back", assignments: { csm: null } }]);
      expect(await facts.accountsSeenBy("maya")).toEqual(["both", "given back", "nobodys"]);
      expect(await facts.accountsSeenBy("whoever")).toEqual(["given back", "nobodys"]);
    });

    test("keeps what an account pays for, who looks after it and its attributes, each by itself", async () => {
      const { facts } = await useStore(makePlace);
      const subscribed = { subscription: "active", subscriptionStartedAt: 7, subscriptionEndedAt: 8 } as const;
      const attributes = { industry: "care", seats: 12, vip: true, gone: "soon" };
      await facts.putAccounts([
        { id: "acme", premium: true, ...subscribed, assignments: { csm: "maya", sales: "max" }, attributes },
      ]);
      await facts.putAccounts([
        {
          id: "acme",
          subscription: "cancelled",
          assignments: { sales: null, support: "ann" },
          attributes: { gone: null, seats: 13 },
        },
      ]);
      expect(await facts.accounts(ALL)).toMatchObject([
        {
          premium: true,
          ...subscribed,
          subscription: "cancelled",
          assignments: { csm: "maya", support: "ann" },
          attributes: { industry: "care", seats: 13, vip: true },
        },
      ]);
      expect((await facts.accounts(ALL))[0]?.attributes).not.toHaveProperty("gone");
    });

    test("refuses attributes beyond fifty, told at once or one by one, and keeps those that were there", async () => {
      const { facts } = await useStore(makePlace);
      const many = (count: number, name: string) =>
        Object.fromEntries(Array.from({ length: count }, (_, index) => [`${name}${index}`, index]));
      expect(await facts.push("accounts", [{ id: "a", attributes: many(50, "x") }], NOW_MS)).toEqual([null]);
      const refusals = await facts.push(
        "accounts",
        [
          { id: "a", attributes: { one: 1 } },
          { id: "a", name: "A", attributes: { x1: 2 } },
          { id: "b", attributes: many(51, "y") },
        ],
        NOW_MS,
      );
      expect(refusals).toEqual(["too_many_attributes", null, "too_many_attributes"]);
      expect(await facts.push("users", [{ id: "u", attributes: many(51, "y") }], NOW_MS)).toEqual([
        "too_many_attributes",
      ]);
      const [account] = await facts.accounts({ kind: "only", accounts: ["a"] });
      expect(account).toMatchObject({ name: "A", attributes: { ...many(50, "x"), x1: 2 } });
    });

    test("knows of what an account is a part, refuses circles, and tells no account outside of the scope", async () => {
      const { facts } = await useStore(makePlace);
      const tree = [
        { id: "city", parent: "country" },
        { id: "country", parent: "world" },
        { id: "world", parent: "city" },
        { id: "world", parent: "world" },
      ];
      expect(await facts.push("accounts", tree, NOW_MS)).toEqual([null, null, "own_parent", "own_parent"]);
      const parents = async (accounts: readonly string[]) =>
        sorted((await facts.accounts({ kind: "only", accounts })).map(({ id, parent }) => [id, parent]));
      expect(await parents(["city", "country", "world"])).toEqual([
        ["city", "country"],
        ["country", "world"],
        ["world", null],
      ]);
      expect(await parents(["city"])).toEqual([["city", null]]);
      await facts.putAccounts([
        { id: "country", parent: null },
        { id: "world", parent: "city" },
      ]);
      expect(await parents(["world", "city"])).toEqual([
        ["city", null],
        ["world", "city"],
      ]);
    });

    test("shows accounts and users that were only seen", async () => {
      const { facts } = await useStore(makePlace);
      await facts.mergeCells([cell()], NOW_MS);
      expect(await facts.accounts(ALL)).toMatchObject([
        { id: "acme", name: null, inRoster: false, lastReceivedAtMs: NOW_MS },
      ]);
      expect(await facts.users(ALL)).toEqual([
        {
          id: "u_1",
          name: null,
          role: null,
          createdAt: null,
          leftAt: null,
          accounts: ["acme"],
          inRoster: false,
          attributes: {},
        },
      ]);
      await facts.putUsers([
        { id: "u_1", name: "Maya", role: "owner", createdAt: 4, attributes: { email: "m@x.test" } },
      ]);
      expect(await facts.users(ALL)).toEqual([
        {
          id: "u_1",
          name: "Maya",
          role: "owner",
          createdAt: 4,
          leftAt: null,
          accounts: ["acme"],
          inRoster: true,
          attributes: { email: "m@x.test" },
        },
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
      const told = await facts.pushed({ kind: "memberships", scope: ALL });
      expect(sorted(told)).toEqual([
        { account: "second", user: "u_1" },
        { account: "third", user: "u_1" },
      ]);
      const third = { kind: "only", accounts: ["third", "seen"] } as const;
      expect(await facts.pushed({ kind: "memberships", scope: third })).toEqual([{ account: "third", user: "u_1" }]);
    });

    test("keeps when somebody left until it is told otherwise, and tells of them all the same", async () => {
      const { facts } = await useStore(makePlace);
      const leftAt = async () => (await facts.users(ALL)).map(({ id, leftAt: atMs }) => [id, atMs]);
      await facts.putUsers([{ id: "u_1", accounts: ["acme"], leftAt: 7 }]);
      expect(await leftAt()).toEqual([["u_1", 7]]);
      await facts.putUsers([{ id: "u_1", name: "Maya" }]);
      expect(await leftAt()).toEqual([["u_1", 7]]);
      await facts.putUsers([{ id: "u_1", leftAt: null }]);
      expect(await leftAt()).toEqual([["u_1", null]]);
    });

    test("tells of the users that are named as of all, and of nobody else", async () => {
      const { facts } = await useStore(makePlace);
      const accounts = ["first", "second"];
      await facts.putUsers([{ id: "u_1", name: "Maya", accounts }, { id: "u_2", accounts }, { id: "nowhere" }]);
      await facts.mergeCells([cell({ account: "seen", user: "u_1" })], NOW_MS);
      const named = ["u_1", "nowhere", "u_1", "unheard of", ""];
      const all = await facts.users(ALL);
      const wanted = all.filter(({ id }) => id !== "u_2");
      expect(wanted).toHaveLength(2);
      expect(sorted(await facts.users(ALL, named))).toEqual(sorted(wanted));
      const some = { kind: "only", accounts: ["first", "seen"] } as const;
      const inSome = (await facts.users(some)).filter(({ id }) => id === "u_1");
      expect((await facts.users(some, named)).map(byAccounts)).toEqual(inSome.map(byAccounts));
      expect(await facts.users(ALL, [])).toEqual([]);
    });

    test("adds the accounts that a user joins to those that are known", async () => {
      const { facts } = await useStore(makePlace);
      await facts.putUsers([{ id: "u_1", accounts: ["first"] }]);
      await facts.putUsers([{ id: "u_1", joins: ["second"] }]);
      expect((await facts.users(ALL)).map(({ accounts }) => accounts.toSorted())).toEqual([["first", "second"]]);
      await facts.putUsers([{ id: "u_1", accounts: ["third"], joins: ["first"] }]);
      expect((await facts.users(ALL)).map(({ accounts }) => accounts.toSorted())).toEqual([["first", "third"]]);
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
      const workflows = (await facts.assets({ scope: ALL, account: "acme", types: ["workflow"] })).rows;
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
      expect((await facts.assets({ scope: ALL, account: "b" })).rows).toEqual([]);
      expect((await facts.assets({ scope: ALL, account: "b", withDeleted: true })).rows).toMatchObject([
        { deletedAt: 77 },
      ]);
      await facts.putAssets([{ id: "9", account: "b", type: "workflow", deletedAt: null }]);
      expect(await facts.assetCounts({ scope: ALL, account: "b" })).toMatchObject([{ assets: 1, activeAssets: 0 }]);
    });
  });
}

/** Accounts have no order. */
function byAccounts(user: UserRow): UserRow {
  return { ...user, accounts: user.accounts.toSorted() };
}
