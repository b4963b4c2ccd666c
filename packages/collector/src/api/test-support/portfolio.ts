import { expect } from "vitest";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../../tests/support/test-collector.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import { DAY_MS } from "./report-workspace.ts";

export const PORTFOLIO_DEFINITIONS: Definitions = {
  idleLimit: "30s",
  features: {
    conversations: { name: "Conversations" },
    calendars: { name: "Calendars", module: "plan" },
    phone: { name: "Phone" },
  },
  modules: { plan: { name: "Plan" } },
  actions: {
    "booking.completed": { name: "Bookings", weight: 2, feature: "calendars" },
    "message.sent": { name: "Messages" },
  },
  assetTypes: { calendar: { name: "Calendars", feature: "calendars" }, note: { name: "Notes" } },
};

/**
 * Every kind of account: used, used a little, one that has left, a young one, a silent one, and one of which only a browser has
 * told; with what is and isn't defined.
 */
export async function startPortfolio(): Promise<TestCollector> {
  const system = await startTestCollector({ definitions: PORTFOLIO_DEFINITIONS });
  const { facts } = system.store;
  const old = START_MS - 400 * DAY_MS;
  await facts.putAccounts([
    { id: "acme", name: "Ácme Ltd", plan: "pro", createdAt: old },
    { id: "beta", name: "Beta", plan: null, createdAt: old },
    { id: "gone", name: "Gone", createdAt: old, churnedAt: START_MS - DAY_MS },
    { id: "young", name: "Young", createdAt: START_MS - 3 * DAY_MS },
    { id: "silent", name: "Silent", createdAt: old },
  ]);
  await facts.putUsers([
    { id: "u_1", name: "Uma", role: "admin", accounts: ["acme", "beta"] },
    { id: "u_quiet", name: "Quinn", accounts: ["acme"] },
  ]);
  await facts.putAssets([
    {
      id: "c1",
      account: "acme",
      type: "calendar",
      name: "Sales calls",
      configured: true,
      runs: 4,
      lastRunAt: START_MS - DAY_MS,
    },
    { id: "c2", account: "acme", type: "calendar" },
    { id: "n1", account: "beta", type: "note" },
  ]);
  const active = (feature: string, atMs: number, activeMs: number, actions = {}) => ({
    ...cellOf(feature, atMs, activeMs, { actions }),
    activeMs: [activeMs, activeMs + 1, activeMs + 2, activeMs + 3],
  });
  await system.collect(
    {
      id: writerId("acme1"),
      account: "acme",
      user: "u_1",
      cells: [
        active("conversations", START_MS, 10_000, { "booking.completed": 3, "message.sent": 1 }),
        active("calendars", START_MS - 2 * DAY_MS, 20_000),
        active("_other", START_MS, 500),
        active("unknown.feature", START_MS, 70),
        active("phone", START_MS - 25 * DAY_MS, 900),
      ],
    },
    { id: writerId("acme2"), account: "acme", user: "u_2", cells: [active("conversations", START_MS, 1_000)] },
    {
      id: writerId("beta1"),
      account: "beta",
      user: "u_1",
      cells: [active("conversations", START_MS, 2_000, { odd: 9 })],
    },
    { id: writerId("gone1"), account: "gone", user: "u_3", cells: [active("phone", START_MS, 3)] },
    { id: writerId("young1"), account: "young", user: "u_4", cells: [active("phone", START_MS, 4)] },
    {
      id: writerId("stray1"),
      account: "stray",
      user: "u_5",
      cells: [active("phone", START_MS, 5, { "message.sent": 8 })],
    },
  );
  return system;
}

/** Reads an address, which has to answer, and to say that nobody may keep the answer. */
export async function readUnkept<Reply>(system: TestCollector, path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  expect([response.status, response.headers.get("cache-control")]).toEqual([200, "no-store"]);
  return response.json() as Promise<Reply>;
}
