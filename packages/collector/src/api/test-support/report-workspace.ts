import { slotOf, type ActiveMs } from "@uptake/tracker/protocol";
import {
  cellOf,
  START_MS,
  startTestCollector,
  writerId,
  type TestCollector,
} from "../../../../../tests/support/test-collector.ts";
import { compileDefinitions } from "../../domain/compile-definitions.ts";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import { createWorkspaceCalendar } from "../../domain/workspace-calendar.ts";
import type { ReadDoor } from "../reading/read-request.ts";

export const DAY_MS = 86_400_000;
export const MINUTE_MS = 60_000;
/** 2026-11-18, a Wednesday. */
export const TODAY = Math.floor(START_MS / DAY_MS);

const DEFINITIONS: Definitions = {
  idleLimit: "60s",
  features: {
    calendars: { name: "Calendars", module: "planning", core: true },
    tasks: { name: "Tasks", module: "planning" },
    phone: { name: "Phone", module: "talking", core: true },
    reports: { name: "Reports" },
    "link:academy": { name: "Academy" },
  },
  modules: { planning: { name: "Planning", targetPercent: 80 }, talking: { name: "Talking" } },
  actions: { booking: { name: "Bookings", weight: 2, feature: "calendars" }, call: { name: "Calls" } },
  assetTypes: { calendar: { name: "Calendars", feature: "calendars" }, note: { name: "Notes" } },
  segments: { big: { name: "Big", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } } },
  goal: { name: "Award", metric: "saasAccounts", target: 4 },
};

/**
 * A small workspace in which everything that is reported has a value: five accounts, six people, ten weeks of use, answers,
 * touchpoints, seats, pillars, presences, gauges, annotations.
 * @param more definitions beside its own.
 */
export async function startReportWorkspace(more: Partial<Definitions> = {}): Promise<TestCollector> {
  const system = await startTestCollector({ definitions: { ...DEFINITIONS, ...more } });
  const { facts } = system.store;
  const ago = (days: number): number => START_MS - days * DAY_MS;
  await facts.putAccounts([
    {
      id: "acme",
      name: "Acme",
      plan: "pro",
      createdAt: ago(400),
      premium: true,
      subscription: "active",
      subscriptionStartedAt: ago(5),
    },
    { id: "beta", name: "Beta", createdAt: ago(300), subscription: "active", subscriptionStartedAt: ago(100) },
    { id: "gone", name: "Gone", createdAt: ago(200), churnedAt: ago(4) },
    { id: "young", name: "Young", createdAt: ago(3) },
    { id: "silent", name: "Silent", createdAt: ago(100) },
  ]);
  await facts.putUsers([
    { id: "uma", name: "Uma", role: "admin", accounts: ["acme", "beta"] },
    { id: "vic", name: "Vic", accounts: ["acme"] },
    { id: "wes", name: "Wes", accounts: ["beta"] },
    { id: "xia", name: "Xia", accounts: ["silent"] },
  ]);
  await facts.putAssets([
    { id: "c1", account: "acme", type: "calendar", name: "Sales", configured: true, runs: 4, createdAt: ago(60) },
    { id: "c2", account: "acme", type: "calendar", createdAt: ago(2) },
    { id: "n1", account: "beta", type: "note", createdAt: ago(40) },
  ]);
  await facts.backfill(
    "past",
    Array.from({ length: 70 }, (_, index) => index + 1).flatMap((daysAgo) => {
      const row = (account: string, user: string, feature: string, activeMs: number, actions = {}) => ({
        account,
        user,
        feature,
        slot: slotOf(ago(daysAgo)),
        activeMs: [activeMs, activeMs, activeMs, activeMs] as ActiveMs,
        visits: 1,
        actions,
      });
      const isWeekend = [0, 6].includes(new Date(ago(daysAgo)).getUTCDay());
      return [
        isWeekend ? [] : [row("acme", "uma", "calendars", 5 * MINUTE_MS, { booking: 1 })],
        daysAgo % 5 === 0 ? [row("acme", "vic", "phone", 2 * MINUTE_MS, { call: 3 })] : [],
        daysAgo % 9 === 0 ? [row("beta", "wes", "tasks", MINUTE_MS)] : [],
        daysAgo > 45 ? [row("beta", "uma", "reports", MINUTE_MS)] : [],
      ].flat();
    }),
    START_MS,
  );
  await system.collect(
    {
      id: writerId("acme1"),
      account: "acme",
      user: "vic",
      cells: [cellOf("link:help", ago(1), 3 * MINUTE_MS, { name: "Help" }), cellOf("_other", ago(1), 500)],
    },
    { id: writerId("acme2"), account: "acme", user: "uma", cells: [cellOf("phone", START_MS, 1_000)] },
    { id: writerId("gone1"), account: "gone", user: "yan", cells: [cellOf("phone", ago(6), 700)] },
    { id: writerId("young1"), account: "young", user: "zoe", cells: [cellOf("tasks", ago(1), 900)] },
  );
  const told = await Promise.all([
    facts.push(
      "responses",
      [
        { id: "r1", account: "acme", user: "uma", score: 9, at: ago(30) },
        { id: "r2", account: "acme", user: "vic", score: 3, at: ago(2) },
      ],
      START_MS,
    ),
    facts.push(
      "touchpoints",
      [
        { id: "t1", account: "acme", user: "uma", kind: "call", at: ago(20), by: "sam", note: "Asked about reports" },
        { id: "t2", account: "acme", kind: "email", at: ago(3) },
        { id: "t3", account: "beta", kind: "email", at: ago(40) },
      ],
      START_MS,
    ),
    facts.push("seats", [{ account: "acme", module: "planning", licensed: 3 }], START_MS),
    facts.push("pillars", [{ account: "acme", pillar: "service", score: 80, source: "desk", at: ago(7) }], START_MS),
    facts.push(
      "presence",
      [
        { account: "acme", user: "uma", day: TODAY - 1 },
        { account: "acme", user: "wil", day: TODAY - 1 },
      ],
      START_MS,
    ),
    facts.push("gauges", [{ account: "acme", gauge: "traffic", day: TODAY - 1, value: 5, unit: "GB" }], START_MS),
    facts.push(
      "annotations",
      [
        { id: "a1", kind: "release", day: TODAY - 2, name: "Version 3" },
        { id: "a2", account: "acme", kind: "training", day: TODAY - 4, name: "Phone" },
        { id: "a3", account: "beta", kind: "other", day: TODAY - 4, name: "Only Beta's" },
      ],
      START_MS,
    ),
  ]);
  if (told.flat().some((refusal) => refusal !== null)) throw new Error(`Refused: ${JSON.stringify(told)}`);
  return system;
}

/** Reads an address, which has to answer. */
export async function readJson<Reply>(system: TestCollector, path: string): Promise<Reply> {
  const response = await system.request(path, { bearer: system.secretKey });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Reply;
}

/** The problem with which an address answers. */
export async function readProblem(system: TestCollector, path: string): Promise<readonly [number, string]> {
  const response = await system.request(path, { bearer: system.secretKey });
  const { detail = "" } = (await response.json()) as { readonly detail?: string };
  return [response.status, detail];
}

/** What a door of the read API is asked with. */
export interface Question {
  readonly query?: string;
  /** In place of the query. */
  readonly parameters?: URLSearchParams;
  readonly path?: Readonly<Record<string, string>>;
  /** Which accounts whoever asks may see; all unless given. */
  readonly accounts?: readonly string[];
}

/** Asks a door by itself, and tells how many questions it asked of the store. */
export async function askDoor(
  system: TestCollector,
  door: ReadDoor,
  { query = "", parameters = new URLSearchParams(query), path = {}, accounts }: Question,
): Promise<{ readonly response: Response; readonly questions: number }> {
  let questions = 0;
  const counted = <Part extends object>(part: Part): Part =>
    new Proxy(part, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown => {
          questions += 1;
          return Reflect.apply(value, target, given);
        };
      },
    });
  const response = await door({
    parameters,
    path,
    accept: null,
    asker: { scope: accounts === undefined ? { kind: "all" } : { kind: "only", accounts }, name: null },
    parts: {
      facts: counted(system.store.facts),
      records: counted(system.store.records),
      definitions: async () => compileDefinitions(DEFINITIONS, 1),
      calendarOf: createWorkspaceCalendar,
      now: () => system.clock.nowMs,
    },
  });
  return { response, questions };
}
