import { describe, expect, it } from "vitest";
import { demoAssets } from "./assets.ts";
import { readCatalog } from "./catalog.ts";
import { createCompany } from "./company.ts";
import { DEMO_DEFINITIONS } from "./demo-definitions.ts";

const dayMs = 86_400_000;
const anchorDay = Date.parse("2026-11-21T00:00:00Z") / dayMs;
const company = createCompany({
  seed: 1,
  accounts: 40,
  users: 600,
  anchorDay,
  timeZone: "UTC",
  catalog: readCatalog(DEMO_DEFINITIONS),
});
const assets = [...demoAssets(company, anchorDay)];

describe("demoAssets", () => {
  it("is the same for the same company and day", () => {
    expect([...demoAssets(company, anchorDay)]).toEqual(assets);
  });

  it("gives every account but the showcase's something, of every type", () => {
    const accounts = new Set(assets.map(({ account }) => account));
    expect(accounts.size).toBeGreaterThan(33);
    for (const id of ["brightside", "cedar-lane", "halcyon"]) expect(accounts.has(id)).toBe(false);
    expect(new Set(assets.map(({ type }) => type))).toEqual(new Set(Object.keys(DEMO_DEFINITIONS.assetTypes)));
    expect(new Set(assets.map(({ id }) => id)).size).toBe(assets.length);
  });

  it("gives an account no assets of a feature that it never touches", () => {
    const without = new Set(
      company.accounts
        .filter((account) => !account.features.some(({ feature }) => feature === "sites"))
        .map(({ id }) => id),
    );
    expect(without.size).toBeGreaterThan(0);
    expect(assets.filter(({ account, type }) => without.has(account) && type === "site")).toEqual([]);
  });

  it("has most of them set up, and runs only of those", () => {
    const configured = assets.filter((asset) => asset.configured);
    expect(configured.length / assets.length).toBeGreaterThan(0.6);
    expect(configured.length / assets.length).toBeLessThan(0.9);
    expect(assets.every(({ configured: ready, runs }) => ready || runs === 0)).toBe(true);
    expect(configured.filter(({ lastRunAt }) => lastRunAt !== null).length / configured.length).toBeGreaterThan(0.7);
  });

  it("has them made after their account and run after they were made, never in the future", () => {
    const createdAt = new Map(company.accounts.map((account) => [account.id, account.createdAt]));
    const tooEarly = assets.filter((asset) => (asset.createdAt ?? 0) < (createdAt.get(asset.account) ?? Infinity));
    const inTheFuture = assets.filter((asset) => (asset.createdAt ?? Infinity) >= (anchorDay + 1) * dayMs);
    const ran = assets.filter(({ runs }) => runs !== 0);
    const ranTooEarly = ran.filter((asset) => (asset.lastRunAt ?? 0) <= (asset.createdAt ?? Infinity));
    const runsInTheFuture = ran.filter((asset) => (asset.lastRunAt ?? Infinity) >= (anchorDay + 1) * dayMs);
    expect({ tooEarly, inTheFuture, ranTooEarly, runsInTheFuture }).toEqual({
      tooEarly: [],
      inTheFuture: [],
      ranTooEarly: [],
      runsInTheFuture: [],
    });
    expect(ran.length).toBeGreaterThan(0);
    expect(assets.filter(({ runs, lastRunAt }) => runs === 0 && lastRunAt !== null)).toEqual([]);
  });

  it("lets them run on from day to day, but for those of churned accounts", () => {
    const runs = (of: readonly (typeof assets)[number][], fate: string) => {
      const ids = new Set(company.accounts.filter(({ story }) => story.fate === fate).map(({ id }) => id));
      return of.filter(({ account }) => ids.has(account)).reduce((sum, asset) => sum + (asset.runs ?? 0), 0);
    };
    const later = [...demoAssets(company, anchorDay + 10)];
    expect(later.map(({ id, createdAt }) => [id, createdAt])).toEqual(
      assets.map(({ id, createdAt }) => [id, createdAt]),
    );
    expect(runs(later, "steady")).toBeGreaterThan(runs(assets, "steady"));
    expect(runs(later, "churned")).toBe(runs(assets, "churned"));
    expect(runs(later, "churned")).toBeGreaterThan(0);
    expect(runs(later, "silent")).toBe(0);
  });
});
