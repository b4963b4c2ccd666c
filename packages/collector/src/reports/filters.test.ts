import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { KeptWorkspace } from "../kept/test-support/keep-workspace.ts";
import { LIVING_STATES } from "../domain/adoption/living-state.ts";
import { TOUCHPOINT_KINDS } from "../store/pushed.ts";
import { REPORT_LISTS } from "./report-lists.ts";
import {
  ACCOUNTS,
  askList,
  PLANS,
  startWideWorkspace,
  USERS,
  type Row,
  type WideAccount,
  type WideWorkspace,
} from "./test-support/wide-workspace.ts";

/**
 * Every filter of every list, alone and together with others, counted for the answer and from what is kept: the rows are
 * those that a slow filter over all rows leaves, and the numbers those of whoever may see these accounts only.
 */

const COUNTING_TIMEOUT_MS = 60_000;
const WORDS = {
  account: ["a0", "a1", "a2", "a5", "a6", "a12", "a13"],
  plan: PLANS.map((plan) => plan ?? ""),
  segment: ["paying", "gold"],
  attribute: ["country:IN", "country:DE: south", "tier:1.5", "trial:true", "trial:"],
  role: ["csm", "manager"],
  assignee: ["Ada", "Bob"],
  owner: ["mine", "unassigned", "mine-or-unassigned"],
  health: ["thriving", "healthy", "steady", "struggling", "unknown"],
  premium: ["true", "false"],
  churned: ["true", "false"],
  inRoster: ["true", "false"],
  silent: ["true", "false"],
} as const;
type Filter = keyof typeof WORDS;
type Asked = Readonly<Partial<Record<Filter, readonly string[]>>>;
const MANY: ReadonlySet<string> = new Set(["account", "plan", "segment", "attribute", "assignee", "health"]);

/** One filter after the other, and some together. Of one account alone some lists tell more: here are at least two. */
const QUESTIONS: readonly Asked[] = [
  ...Object.entries(WORDS).flatMap(([name, words]) =>
    name === "account" ? [{ account: ["a1", "a6"] }] : words.map((word): Asked => ({ [name]: [word] })),
  ),
  ...fc.sample(
    fc.record(
      Object.fromEntries(
        Object.entries(WORDS).map(([name, words]) => [
          name,
          fc.subarray([...words] as string[], {
            minLength: MANY.has(name) ? 2 : 1,
            ...(!MANY.has(name) && { maxLength: 1 }),
          }),
        ]),
      ),
      { requiredKeys: [] },
    ),
    { numRuns: 25, seed: 20_261_129 },
  ),
];

let workspace: WideWorkspace;
let parts: KeptWorkspace;
let healthOf: ReadonlyMap<string, string>;
let isSilent: ReadonlySet<string>;
beforeAll(async () => {
  workspace = await startWideWorkspace();
  ({ parts } = workspace);
  const accounts = REPORT_LISTS.find(({ address }) => address === "accounts");
  if (accounts === undefined) throw new Error("There is no list of accounts.");
  const { rows } = await askList(accounts, {}, parts.live);
  isSilent = new Set(rows.filter((row) => row["hasData"] === false).map((row) => String(row["account"])));
  healthOf = new Map(rows.map((row) => [String(row["account"]), String(row["healthClass"] ?? "unknown")]));
}, COUNTING_TIMEOUT_MS);
afterAll(() => workspace.stop());

/** As slowly and plainly as can be. */
function passes(
  { id, plan, premium, churnedAt, assignments, attributes, inRoster }: WideAccount,
  asked: Asked,
): boolean {
  const [role] = asked.role ?? [];
  const names = role === undefined ? Object.values(assignments) : [assignments[role] ?? []].flat();
  const [owner] = asked.owner ?? [];
  const rules: Readonly<Record<Filter, (values: readonly string[]) => boolean>> = {
    account: (values) => values.includes(id),
    plan: (values) => values.includes(plan ?? ""),
    segment: (values) => values.includes(plan === "pro" ? "paying" : plan === "Pro, yearly" ? "gold" : ""),
    attribute: (values) =>
      ["country", "tier", "trial"].every((name) => {
        const own = values.filter((value) => value.startsWith(`${name}:`));
        return own.length === 0 || own.includes(`${name}:${attributes[name] ?? ""}`);
      }),
    role: () => asked.assignee !== undefined || owner !== undefined || names.length > 0,
    assignee: (values) => names.some((name) => values.includes(name)),
    owner: () => (owner !== "unassigned" && names.includes("Ada")) || (owner !== "mine" && names.length === 0),
    health: (values) => values.includes(healthOf.get(id) ?? ""),
    premium: ([value]) => premium === (value === "true"),
    inRoster: ([value]) => inRoster === (value === "true"),
    silent: ([value]) => (isSilent.has(id) && churnedAt === null) === (value === "true"),
    churned: ([value]) => (churnedAt !== null) === (value === "true"),
  };
  return Object.entries(asked).every(([name, values]) => rules[name as Filter](values));
}

/** The accounts of a row; null: the list is of no accounts. */
const ACCOUNTS_OF: Readonly<Record<string, (row: Row) => readonly string[]>> = {
  ...Object.fromEntries(
    [
      "accounts",
      "assets",
      "stages",
      "stages/nearly",
      "stages/matrix",
      "snapshots",
      "snapshots/compare",
      "attention",
      "coverage",
      "touchpoints",
      "responses",
    ].map((address) => [address, (row: Row) => [String(row["account"])]]),
  ),
  users: (row) => row["accounts"] as readonly string[],
};
/** Of people are the numbers of the accounts that are left. */
const keyOf = (address: string, row: Row): unknown => (address === "users" ? row["user"] : row);

/** Of every report, and of every list; `search`, orders and segments of people have tests of their own. */
const OTHERS = [
  "userSegment",
  "period",
  "from",
  "to",
  "asOf",
  "search",
  "sort",
  "limit",
  "offset",
  "columns",
  "format",
];
/** What a list is about, rather than which of its rows are left. */
const SUBJECTS: Readonly<Record<string, readonly string[]>> = {
  explain: [
    "number",
    "user",
    "feature",
    "module",
    "action",
    "per",
    "type",
    "asset",
    "milestone",
    "inSegment",
    "snapshot",
    "cohort",
    "week",
    "gauge",
    "foundDay",
    "peersOf",
    "by",
  ],
  "stages/matrix": ["by"],
  milestones: ["user"],
  attention: ["order"],
  "segments/:id/members": ["history"],
};

interface OwnFilter {
  readonly values: readonly string[];
  readonly passes: (row: Row, value: string) => boolean;
}

function column(name: string, values: readonly string[]): OwnFilter {
  return { values, passes: (row, value) => row[name] === value };
}

const TARGETS: OwnFilter = {
  values: ["on", "near", "off", "none"],
  passes: (row, value) => (row["targetStatus"] ?? "none") === value,
};
const OF_STAGES = { feature: column("feature", ["calendars", "phone"]), user: column("user", ["u_a1", "u_shared"]) };
/** Where few people are left more of them are tried. */
const OF_ANYBODY = {
  ...OF_STAGES,
  user: column(
    "user",
    USERS.map(({ id }) => id),
  ),
};
const HAVE_LEFT: ReadonlySet<string> = new Set(
  ACCOUNTS.filter(({ churnedAt, inRoster }) => churnedAt !== null || !inRoster).map(({ id }) => id),
);
/** Somebody said that calendars aren't theirs. */
const isCoolingCore = ({ feature, user, stage, living }: Row): boolean =>
  feature === "calendars" && user !== "u_a1" && stage === "adopted" && living === "cooling";
/** The filters of single lists. */
const OWN_FILTERS: Readonly<Record<string, Readonly<Record<string, OwnFilter>>>> = {
  stages: {
    ...OF_STAGES,
    stage: column("stage", ["tried", "adopted"]),
    living: column("living", LIVING_STATES),
    // No account in this workspace has enough use to drop from.
    quiet: {
      values: ["true", "false"],
      passes: (row, value) => String(isCoolingCore(row) && !HAVE_LEFT.has(String(row["account"]))) === value,
    },
  },
  "stages/nearly": OF_ANYBODY,
  adoptions: OF_ANYBODY,
  lapses: OF_ANYBODY,
  touchpoints: { user: OF_ANYBODY.user, kind: column("kind", TOUCHPOINT_KINDS) },
  responses: { user: OF_ANYBODY.user },
  relevance: {
    ...OF_STAGES,
    relevant: { values: ["true", "false"], passes: (row, value) => String(row["relevant"]) === value },
  },
  assets: {
    type: column("type", ["flow", "note"]),
    active: { values: ["true", "false"], passes: (row, value) => String(row["active"]) === value },
  },
  snapshots: { module: column("module", ["planning", "talking"]) },
  "snapshots/compare": { module: column("module", ["planning", "talking"]) },
  "snapshots/history": { module: column("module", ["planning", "talking"]) },
  modules: { targetStatus: TARGETS },
  "accounts/:id/modules": { targetStatus: TARGETS },
  "modules/:id/accounts": { targetStatus: TARGETS },
};

/** Where a number opens says by which filters. */
function told(row: Row): Row {
  const { opens } = row as { readonly opens?: { readonly address: string } | null };
  return opens ? { ...row, opens: { ...opens, address: "" } } : row;
}

test("health differs, so that its filter can leave something out", () => {
  expect(new Set(healthOf.values()).size).toBeGreaterThan(3);
});

/** Reports that are no lists have no columns to choose; the explanations of their numbers are filtered here. */
const LISTS = REPORT_LISTS.filter(({ query }) => query.some(({ name }) => name === "columns"));

describe.each(LISTS)("the list $address", (list) => {
  const { address, query } = list;

  test("has every filter of accounts", () => {
    const names = new Set(query.map(({ name }) => name));
    expect(Object.keys(WORDS).filter((name) => !names.has(name))).toEqual([]);
  });

  test("is narrowed by each filter, and by several at once", async () => {
    const accountsOf = ACCOUNTS_OF[address];
    const everything = await askList(list, {}, parts.live);
    for (const asked of QUESTIONS) {
      const left = ACCOUNTS.filter((account) => passes(account, asked)).map(({ id }) => id);
      // Where the account of the path is left out, there is nothing to tell: see the test of details.
      if (address.startsWith("accounts/") && !left.includes("a1")) continue;
      for (const from of [parts.live, parts.kept]) {
        const { rows, total } = await askList(list, asked, from);
        const own = await askList(list, {}, parts.live, { kind: "only", accounts: left });
        expect({ asked, total, rows: rows.map(told) }).toEqual({ asked, total: own.total, rows: own.rows.map(told) });
        const expected =
          accountsOf === undefined
            ? rows
            : everything.rows.filter((row) => accountsOf(row).some((account) => left.includes(account)));
        const keys = (some: readonly Row[]) => new Set(some.map((row) => JSON.stringify(keyOf(address, row))));
        expect({ asked, keys: keys(rows) }).toEqual({ asked, keys: keys(expected) });
      }
    }
  });

  test.each(Object.entries(OWN_FILTERS[address] ?? {}))(
    "is narrowed by its own filter %s",
    async (name, { values, passes: isLeft }) => {
      const everything = await askList(list, {}, parts.live);
      const leaves = values.map((value) => everything.rows.filter((row) => isLeft(row, value)).length);
      expect(leaves.some((count) => count > 0 && count < everything.rows.length)).toBe(true);
      for (const value of values) {
        for (const from of [parts.live, parts.kept]) {
          const { rows, total } = await askList(list, { [name]: [value] }, from);
          const expected = everything.rows.filter((row) => isLeft(row, value));
          expect({ name, value, total, rows }).toEqual({ name, value, total: expected.length, rows: expected });
          const both = await askList(list, { [name]: [value], plan: ["free"], premium: ["false"] }, from);
          const own = await askList(list, { plan: ["free"], premium: ["false"] }, from);
          expect(both.rows).toEqual(own.rows.filter((row) => isLeft(row, value)));
        }
      }
    },
  );

  test("has no filter that nothing here tries", () => {
    const tried = new Set([
      ...Object.keys(WORDS),
      ...Object.keys(OWN_FILTERS[address] ?? {}),
      ...OTHERS,
      ...(SUBJECTS[address] ?? []),
    ]);
    expect(query.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
  });
});
