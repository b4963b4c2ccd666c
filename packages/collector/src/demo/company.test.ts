import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCatalog } from "./catalog.ts";
import { createCompany } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";
import { FATES } from "./fate.ts";

const anchorDay = Date.parse("2026-11-21T00:00:00Z") / 86_400_000;
const catalog = readCatalog(DEMO_DEFINITIONS);
const create = (seed = 1, accounts = 40, users = 600) =>
  createCompany({ seed, accounts, users, anchorDay, timeZone: "Europe/Berlin", catalog });

describe("createCompany", () => {
  it("has exactly as many accounts and users as asked for, with names and ids of their own", () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 4, max: 60 }),
        fc.integer({ min: 6, max: 400 }),
        (seed, size, people) => {
          const { accounts, users } = create(seed, size, people);
          expect(accounts).toHaveLength(size);
          expect(users).toHaveLength(people);
          expect(new Set(accounts.map(({ id }) => id)).size).toBe(size);
          expect(new Set(users.map(({ id }) => id)).size).toBe(people);
          expect(new Set([...accounts, ...users].map(({ name }) => name)).size).toBe(size + people);
          const known = new Set(accounts.map(({ id }) => id));
          expect(users.every((user) => user.accounts.length > 0 && user.accounts.every((id) => known.has(id)))).toBe(
            true,
          );
        },
      ),
      { numRuns: 20 },
    );
  });

  it("begins with the showcase, which nobody else belongs to", () => {
    const { accounts, users } = create(7);
    expect(accounts.slice(0, 3).map(({ id, name, plan }) => [id, name, plan])).toEqual([
      ["brightside", "Brightside Dental", "Pro"],
      ["cedar-lane", "Cedar Lane Realty", "Starter"],
      ["halcyon", "Halcyon Fitness", "Growth"],
    ]);
    const showcase = new Set(accounts.slice(0, 3).map(({ id }) => id));
    expect(
      users
        .filter((user) => user.accounts.some((id) => showcase.has(id)))
        .map((user) => [user.id, user.name, user.role, user.accounts]),
    ).toEqual([
      ["u_maya", "Maya Torres", "Owner", ["brightside"]],
      ["u_ben", "Ben Okafor", "Front desk", ["brightside"]],
      ["u_priya", "Priya Nair", "Agent", ["cedar-lane"]],
      ["u_tom", "Tom Becker", "Agent", ["cedar-lane"]],
      ["u_elena", "Elena Rossi", "Manager", ["halcyon"]],
      ["u_sam", "Sam Whitfield", "Coach", ["halcyon"]],
    ]);
  });

  it("is only as much of the showcase as fits when it is small", () => {
    expect(create(1, 2, 3).accounts.map(({ id }) => id)).toEqual(["brightside", "cedar-lane"]);
    expect(create(1, 2, 3).users.map(({ id }) => id)).toEqual(["u_maya", "u_ben", "u_priya"]);
  });

  it("has small and large accounts, every plan and every fate", () => {
    const { accounts, members } = create();
    const sizes = accounts.slice(3).map((account) => members.filter((member) => member.account === account).length);
    expect(Math.min(...sizes)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...sizes)).toBeGreaterThan(40);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(63);
    expect(new Set(accounts.map(({ plan }) => plan))).toEqual(new Set(["Starter", "Growth", "Pro", "Enterprise"]));
    expect(new Set(accounts.map(({ story }) => story.fate)).size).toBe(FATES.length);
    const meanSize = (plan: string) => {
      const ofPlan = sizes.filter((_size, index) => accounts[index + 3]?.plan === plan);
      return ofPlan.reduce((sum, size) => sum + size, 0) / ofPlan.length;
    };
    expect(meanSize("Starter")).toBeLessThan(meanSize("Pro"));
    expect(meanSize("Pro")).toBeLessThan(meanSize("Enterprise"));
  });

  it("has churned accounts that are gone, new ones that have just come, and people no older than their account", () => {
    const { accounts, users } = create();
    const agoDays = (epochMs: number) => anchorDay - epochMs / 86_400_000;
    const ofFate = (fate: string) => accounts.filter(({ story }) => story.fate === fate);
    expect(accounts.filter(({ churnedAt }) => churnedAt !== null)).toEqual(ofFate("churned"));
    expect(ofFate("churned").every(({ churnedAt }) => agoDays(churnedAt ?? Infinity) > 14)).toBe(true);
    expect(accounts.filter(({ createdAt }) => agoDays(createdAt) < 14)).toEqual(ofFate("new"));
    expect(accounts.every(({ createdAt }) => agoDays(createdAt) > 0)).toBe(true);
    const createdAt = new Map(accounts.map((account) => [account.id, account.createdAt]));
    const own = users.map((user) => user.accounts.map((id) => createdAt.get(id) ?? Infinity));
    expect(users.every((user, index) => user.createdAt >= Math.min(...(own[index] ?? [])))).toBe(true);
  });

  it("has people in several accounts, people who never sign in, and accounts that leave features untouched", () => {
    const { users, members, accounts } = create();
    expect(users.filter((user) => user.accounts.length > 1).length).toBeGreaterThan(0);
    expect(members.filter(({ habits }) => habits.attendance === 0).length).toBeGreaterThan(30);
    expect(accounts.filter(({ features }) => features.length < catalog.features.length).length).toBeGreaterThan(10);
    expect(new Set(users.map(({ role }) => role))).toContain("Accountant");
  });

  it("has the same accounts and people whatever the definitions say", () => {
    const other = readCatalog({ features: { home: { name: "Home" } } });
    const { accounts, users } = createCompany({
      seed: 1,
      accounts: 40,
      users: 600,
      anchorDay,
      timeZone: "Europe/Berlin",
      catalog: other,
    });
    expect(users).toEqual(create().users);
    expect(accounts.map(({ id, createdAt }) => [id, createdAt])).toEqual(
      create().accounts.map(({ id, createdAt }) => [id, createdAt]),
    );
  });

  it("has names beyond ASCII", () => {
    const { users, accounts } = create();
    expect(users.some(({ name }) => /[^\x20-\x7e]/.test(name))).toBe(true);
    expect(accounts.some(({ name }) => /[^\x20-\x7e]/.test(name))).toBe(true);
  });
});
