import { slotOf, type ActiveMs } from "@uptake/tracker/protocol";
import { START_MS, startTestCollector } from "../../../../../tests/support/test-collector.ts";
import { ALL_ACCOUNTS, type AccountScope } from "../../domain/account-scope.ts";
import { keepWorkspace, type KeptWorkspace } from "../../kept/test-support/keep-workspace.ts";
import { applyDefinitions } from "../../ops/apply-definitions.ts";
import { TOUCHPOINT_KINDS } from "../../store/pushed.ts";
import type { ReportList } from "../report-lists.ts";
import { findAdoptions } from "../../api/test-support/find-adoptions.ts";
import { DAY_MS, MINUTE_MS, TODAY } from "../../api/test-support/report-workspace.ts";

export const PLANS = ["pro", "free", "Pro, yearly", null] as const;
const ASSIGNMENTS: readonly Readonly<Record<string, string>>[] = [
  {},
  { csm: "Ada" },
  { manager: "Ada", csm: "Bob" },
  { csm: "Bob" },
  { manager: "Bob" },
];
type Told = Readonly<Record<string, string | number | boolean>>;
const NOTHING: Told = {};
const ATTRIBUTES: readonly Told[] = [
  NOTHING,
  { country: "IN", tier: 1.5 },
  { country: "DE: south", trial: true },
  { country: "IN", trial: false, tier: 2 },
];
const LISTED = Array.from({ length: 30 }, (_, index) => ({
  id: `a${index}`,
  name: `Account ${index}`,
  plan: PLANS[index % PLANS.length] ?? null,
  premium: index % 3 === 0,
  churnedAt: index % 7 === 6 ? START_MS - DAY_MS : null,
  createdAt: START_MS - 300 * DAY_MS,
  assignments: ASSIGNMENTS[index % ASSIGNMENTS.length] ?? {},
  attributes: ATTRIBUTES[index % ATTRIBUTES.length] ?? {},
}));
const NOBODY: Readonly<Record<string, string>> = {};
/** Which only turned up in browsers. */
const UNLISTED = ["s0", "s1"].map((id) => ({
  id,
  name: id,
  plan: null,
  premium: false,
  churnedAt: null,
  createdAt: null,
  inRoster: false,
  assignments: NOBODY,
  attributes: NOTHING,
}));
/** Of every plan, with every sort of assignment, and some of which the host has told nothing. */
export const ACCOUNTS = [...LISTED.map((account) => Object.assign({ inRoster: true }, account)), ...UNLISTED];

/** One of them. */
export type WideAccount = (typeof ACCOUNTS)[number];
/** Whoever has a number: most have a person of their own, and one is in three. */
export const USERS = [
  ...ACCOUNTS.filter((_, index) => index % 4 !== 3).map(({ id }) => ({ id: `u_${id}`, accounts: [id] })),
  { id: "u_shared", accounts: ["a1", "a2", "a12"] },
];

/** What was said about whom features are relevant to; without a reason it was taken back. */
const NOT_THEIRS = [
  ["a1", null, "phone", "They write"],
  ["a1", "u_a1", "calendars", "Plans elsewhere"],
  ["a2", "u_shared", "calendars", null],
  ["a5", null, "tasks", "Not in their contract"],
] as const;

/** A workspace of many accounts that differ in all that lists can be asked for. */
export interface WideWorkspace {
  /** With what is kept of it, and without. */
  readonly parts: KeptWorkspace;
  stop(): Promise<void>;
}

/** Starts one, with everything kept that can be. */
export async function startWideWorkspace(): Promise<WideWorkspace> {
  const system = await startTestCollector();
  const { facts, records } = system.store;
  await applyDefinitions(
    {
      features: {
        calendars: { name: "Calendars", module: "planning", core: true },
        tasks: { name: "Tasks", module: "planning" },
        phone: { name: "Phone", module: "talking" },
      },
      modules: { planning: { name: "Planning", targetPercent: 50 }, talking: { name: "Talking" } },
      assetTypes: { flow: { name: "Flows" }, note: { name: "Notes" } },
      segments: {
        paying: { name: "Paying", of: "account", when: { kind: "attribute", attribute: "plan", equals: "pro" } },
        gold: { name: "Gold", of: "account", when: { kind: "attribute", attribute: "plan", equals: "Pro, yearly" } },
        users: { name: "Users", of: "user", when: { kind: "metric", metric: "activeMs", atLeast: 1 } },
      },
      milestones: { first: { name: "First", rule: { kind: "time", activeMs: MINUTE_MS } } },
    },
    records,
    START_MS,
  );
  await facts.putAccounts(LISTED);
  await facts.putUsers(USERS);
  await facts.backfill(
    "past",
    USERS.flatMap(({ id, accounts }, index) =>
      accounts.flatMap((account) =>
        (["calendars", "tasks", "phone"] as const).slice(0, index % 4).map((feature, place) => {
          const activeMs = (1 + ((index * 5 + place) % 13)) * MINUTE_MS;
          const slot = slotOf(START_MS - ((index * 3) % 45) * DAY_MS);
          return {
            account,
            user: id,
            feature,
            slot,
            activeMs: [activeMs, activeMs, activeMs, activeMs] as ActiveMs,
            visits: 1,
            actions: {},
          };
        }),
      ),
    ),
    START_MS,
  );
  await facts.putAssets(
    ACCOUNTS.map(({ id }, index) => ({
      id: `x_${id}`,
      account: id,
      type: index % 2 === 0 ? "flow" : "note",
      configured: index % 3 === 0,
    })),
  );
  await facts.push(
    "responses",
    USERS.map(({ id, accounts: [account = ""] }, index) => ({
      id,
      account,
      user: id,
      score: (index * 7) % 11,
      at: START_MS - DAY_MS,
    })),
    START_MS,
  );
  await facts.push(
    "touchpoints",
    USERS.map(({ id, accounts: [account = ""] }, index) => ({
      id,
      account,
      user: index % 3 === 0 ? null : id,
      kind: TOUCHPOINT_KINDS[index % TOUCHPOINT_KINDS.length] ?? "call",
      at: START_MS - (1 + (index % 40)) * DAY_MS,
      by: index % 4 === 0 ? null : "Ada",
    })),
    START_MS,
  );
  await facts.push(
    "seats",
    ACCOUNTS.map(({ id }) => ({ account: id, module: "talking", licensed: 2 })),
    START_MS,
  );
  await facts.push(
    "presence",
    USERS.map(({ id, accounts: [account = ""] }) => ({ account, user: id, day: TODAY - 1 })),
    START_MS,
  );
  await records.recordSnapshots(
    ACCOUNTS.flatMap(({ id }, index) =>
      (["planning", "talking"] as const).slice(0, 1 + (index % 2)).flatMap((module) =>
        [TODAY - 12, TODAY - 2].map((day) => ({
          id: `${module} ${id} ${day}`,
          module,
          account: id,
          day,
          takenAtMs: START_MS,
          kind: "manual" as const,
          actor: "Ada",
          active: index % 10,
          activeUsers: null,
          licensed: index % 5 === 4 ? 0 : 10,
          definitionVersion: 1,
        })),
      ),
    ),
  );
  for (const [account, user, feature, reason] of NOT_THEIRS) {
    await records.answerRelevance({ account, user, feature, reason, actor: "Ada", atMs: START_MS });
  }
  await findAdoptions(system);
  const parts = await keepWorkspace(system.store.path, () => START_MS);
  return {
    parts,
    async stop() {
      parts.close();
      await system.stop();
    },
  };
}

/** A row of any list. */
export type Row = Readonly<Record<string, unknown>>;
/** A reply of any list. */
export interface Answer {
  readonly rows: readonly Row[];
  readonly total: number;
}
const IDS: Readonly<Record<string, string>> = { accounts: "a1", modules: "planning", segments: "paying" };
const NEEDED: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "snapshots/compare": { from: "2026-11-06", to: "2026-11-18" },
  explain: { number: "activeMs", by: "feature" },
};

/** Asks a list for everything over 30 days, by Ada, who may see all accounts unless said. */
export async function askList(
  { address, read }: ReportList,
  asked: Readonly<Record<string, readonly string[]>>,
  from: KeptWorkspace["live"],
  scope: AccountScope = ALL_ACCOUNTS,
): Promise<Answer> {
  const parameters = new URLSearchParams({ period: "30d", limit: "1000", ...NEEDED[address] });
  for (const [name, values] of Object.entries(asked)) {
    parameters.delete(name);
    for (const value of values) parameters.append(name, value);
  }
  const response = await read({
    parameters,
    path: { id: IDS[address.split("/")[0] ?? ""] ?? "" },
    accept: null,
    asker: { scope, name: "Ada" },
    parts: from,
  });
  return (await response.json()) as Answer;
}
