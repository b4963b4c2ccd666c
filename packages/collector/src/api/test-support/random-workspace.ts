import * as fc from "fast-check";
import { SLOT_MS } from "@uptake/tracker/protocol";
import type { Definitions } from "../../domain/definitions/definitions.ts";
import type { AccountWrite, AssetWrite, UserWrite } from "../../store/facts.ts";
import type { ActionsWrite, PresenceWrite, ResponseWrite, SeatsWrite, TouchpointWrite } from "../../store/pushed.ts";
import { START_MS } from "../../../../../tests/support/test-collector.ts";

/** What a generated workspace is made of: everything that could have come from browsers and from the host's server. */
export interface RandomWorkspace {
  readonly cells: readonly RandomCell[];
  readonly accounts: readonly AccountWrite[];
  readonly users: readonly UserWrite[];
  /** The earliest first. */
  readonly assets: readonly ToldAsset[];
  readonly seats: readonly SeatsWrite[];
  readonly responses: readonly ResponseWrite[];
  readonly touchpoints: readonly TouchpointWrite[];
  readonly presence: readonly PresenceWrite[];
  readonly actions: readonly ActionsWrite[];
}

/** One state of a cell; a later one of the same writer, feature and slot takes its place where it is larger. */
export interface RandomCell {
  readonly account: string;
  readonly user: string;
  readonly writer: number;
  readonly feature: string;
  readonly slot: number;
  readonly activeMs: readonly [number, number, number, number];
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
}

/** What was told of an asset, and when, Unix ms. */
export interface ToldAsset {
  readonly atMs: number;
  readonly row: AssetWrite;
}

export const DAY_MS = 86_400_000;
export const TODAY = Math.floor(START_MS / DAY_MS);

const SLOT = Math.floor(START_MS / SLOT_MS);
const SLOTS_PER_DAY = 96;
const ACCOUNTS = ["acme", "beta", "gone", "quiet"] as const;
const USERS = ["u_1", "u_2", "u_3", "u_4"] as const;

/** A flow is active if it ran within so many days. */
export const FLOW_DAYS = 12;

/** Features of all sorts, with thresholds that a few cells can reach. */
export const DEFINITIONS: Definitions = {
  idleLimit: "60s",
  features: {
    calendars: { name: "Calendars", module: "plan", core: true, thresholdMs: 420_000 },
    contacts: { name: "Contacts", module: "sell", thresholdMs: 300_000 },
    reports: { name: "Reports", module: "sell", roles: ["admin"] },
    billing: { name: "Billing", plans: ["pro"], module: "either" },
    unused: { name: "Unused" },
  },
  modules: {
    plan: { name: "Plan", targetPercent: 80 },
    sell: { name: "Sell" },
    // Active by time or actions, for everybody; and by actions alone, sold with another module.
    either: { name: "Either", actions: ["booked"], actionCount: 2, seats: { kind: "members" }, targetPercent: 50 },
    acts: { name: "Acts", actions: ["sent", "booked"], actionCount: 3, seats: { kind: "module", module: "plan" } },
  },
  actions: {
    sent: { name: "Sent", weight: 2 },
    booked: { name: "Booked", feature: "calendars" },
    invoiced: { name: "Invoiced", source: "server", weight: 3, feature: "billing" },
  },
  assetTypes: {
    calendar: { name: "Calendars", feature: "calendars" },
    flow: { name: "Flows", activeWithinDays: FLOW_DAYS },
  },
  health: { productEngagement: {} },
};

const account = fc.constantFrom(...ACCOUNTS);
const user = fc.constantFrom(...USERS);

const cell: fc.Arbitrary<RandomCell> = fc
  .record({
    account: fc.constantFrom("acme", "beta", "gone", "stray"),
    user: fc.constantFrom(...USERS, "u_unknown"),
    writer: fc.integer({ min: 0, max: 2 }),
    feature: fc.constantFrom("calendars", "contacts", "reports", "billing", "_other", "unheard"),
    slot: fc.oneof(
      fc.integer({ min: 0, max: 34 }).map((days) => SLOT - days * SLOTS_PER_DAY),
      fc.integer({ min: 0, max: 300 }).map((slots) => SLOT - slots),
    ),
    gaps: fc.tuple(fc.nat(300_000), fc.nat(200_000), fc.nat(100_000), fc.nat(100_000)),
    visits: fc.nat(3),
    actions: fc.dictionary(fc.constantFrom("sent", "booked", "odd"), fc.integer({ min: 1, max: 5 }), { maxKeys: 2 }),
  })
  .map(({ gaps: [first, second, third, fourth], ...rest }) => {
    const activeMs = [first, first + second, first + second + third, first + second + third + fourth] as const;
    return Object.assign(rest, { activeMs });
  });

const atMs = fc.integer({ min: 0, max: 200 * 24 }).map((hours) => START_MS - hours * 3_600_000);

const daysAgo = (maximum: number): fc.Arbitrary<number> =>
  fc.integer({ min: 0, max: maximum }).map((days) => START_MS - days * DAY_MS);

/** An asset with what becomes of it. */
const asset = fc.record({
  id: fc.constantFrom("a1", "a2", "a3"),
  account,
  type: fc.constantFrom("calendar", "flow"),
  configured: fc.boolean(),
  runs: fc.nat(9),
  createdAt: fc.option(daysAgo(60)),
  deletedAt: fc.option(daysAgo(20), { freq: 2 }),
  history: fc.array(fc.record({ atMs: daysAgo(30), configured: fc.boolean(), runs: fc.nat(9) }), { maxLength: 3 }),
});

function wordsOf({ history, configured, runs, createdAt, deletedAt, ...key }: RandomAsset): readonly ToldAsset[] {
  const life = { ...(createdAt !== null && { createdAt }), ...(deletedAt !== null && { deletedAt }) };
  return [
    ...history.map(({ atMs: toldAtMs, ...state }) => ({ atMs: toldAtMs, row: { ...key, ...state } })),
    { atMs: START_MS, row: { ...key, configured, runs, ...life } },
  ];
}

type RandomAsset = typeof asset extends fc.Arbitrary<infer Asset> ? Asset : never;

/** Of an account that begins on a day to come, beginning themselves, and both in one. */
const LATER_USERS: readonly UserWrite[] = [
  { id: "u_of_later", name: "Of Later", accounts: ["later"] },
  { id: "u_later", name: "Comes later", accounts: ["acme"], createdAt: START_MS + 3 * DAY_MS },
  { id: "u_partly", name: "Partly", accounts: ["later", "beta"], createdAt: START_MS - 10 * DAY_MS },
  { id: "u_nowhere", name: "Nowhere yet", createdAt: START_MS + 3 * DAY_MS },
];

/** A small workspace in which everything that can be said of an account or a person is said of some. */
export const randomWorkspace: fc.Arbitrary<RandomWorkspace> = fc.record({
  cells: fc.array(cell, { minLength: 1, maxLength: 60 }),
  accounts: fc.constant<readonly AccountWrite[]>([
    {
      id: "acme",
      name: "Acme",
      plan: "pro",
      createdAt: START_MS - 400 * DAY_MS,
      premium: true,
      subscription: "active",
    },
    { id: "beta", name: "Beta", plan: "free", createdAt: START_MS - 100 * DAY_MS },
    { id: "gone", name: "Gone", createdAt: START_MS - 300 * DAY_MS, churnedAt: START_MS - 5 * DAY_MS },
    { id: "quiet", name: "Quiet", createdAt: START_MS - 3 * DAY_MS, subscription: "trialing" },
    { id: "later", name: "Later", plan: "pro", createdAt: START_MS + 2 * DAY_MS, subscription: "active" },
  ]),
  users: fc
    .array(
      fc.record({
        role: fc.constantFrom("admin", "agent", null),
        accounts: fc.subarray([...ACCOUNTS], { maxLength: 2 }),
        leftAt: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, { weight: 1, arbitrary: daysAgo(30) }),
      }),
      { minLength: USERS.length, maxLength: USERS.length },
    )
    .map((told) => {
      const known = told.map((one, index) => ({ id: USERS[index] ?? "", name: `Person ${index}`, ...one }));
      return [known, LATER_USERS].flat();
    }),
  assets: fc
    .uniqueArray(asset, { maxLength: 6, selector: ({ id, account: of, type }) => `${id} ${of} ${type}` })
    .map((assets) => assets.flatMap(wordsOf).toSorted((one, other) => one.atMs - other.atMs)),
  seats: fc.uniqueArray(
    fc.record({
      account,
      module: fc.constantFrom("plan", "sell"),
      licensed: fc.option(fc.nat(4), { nil: null }),
      users: fc.option(fc.subarray<string>([...USERS]), { nil: null }),
    }),
    { maxLength: 4, selector: (one) => `${one.account} ${one.module}` },
  ),
  responses: fc
    .array(fc.record({ account, user, score: fc.nat(10), at: atMs }), { maxLength: 6 })
    .map((told) => told.map((one, index) => ({ id: `r${index}`, ...one }))),
  touchpoints: fc
    .array(fc.record({ account, user: fc.option(user), at: atMs }), { maxLength: 4 })
    .map((told) => told.map((one, index) => ({ id: `t${index}`, kind: "call" as const, ...one }))),
  actions: fc.uniqueArray(
    fc
      .record({
        account: fc.constantFrom("acme", "beta"),
        user: fc.option(fc.constantFrom("u_1", "u_2"), { nil: undefined }),
        slot: fc.nat(20).map((days) => SLOT - days * SLOTS_PER_DAY),
        count: fc.integer({ min: 1, max: 9 }),
      })
      .map(({ user: who, ...told }) =>
        Object.assign(told, { action: "invoiced" }, who === undefined ? {} : { user: who }),
      ),
    { maxLength: 5, selector: ({ account: of, user: who, slot }) => `${of} ${who} ${slot}` },
  ),
  presence: fc.array(fc.record({ account, user, day: fc.nat(40).map((days) => TODAY - days) }), { maxLength: 10 }),
});
