import { prepareArrays } from "../database.ts";
import type { Findings } from "./findings.ts";
import { inPieces, inRange, type PieceReader } from "./pieces.ts";

/** What must hold for each row of a table. */
interface RowRules {
  readonly table: string;
  /** Its primary key, as far as it is integers. */
  readonly keys: readonly string[];
  /** Joined to it for the rules. */
  readonly join?: string;
  /** What is wrong with a row, by the condition under which it is. */
  readonly rules: Readonly<Record<string, string>>;
}

const UNORDERED =
  "active_30s_ms < 0 OR active_30s_ms > active_60s_ms OR active_60s_ms > active_120s_ms OR active_120s_ms > active_none_ms";
const MORE_UNDER_LESS = "has more active time under a shorter idle limit than under a longer one, or less than none";

const unknown = (column: string, table: string): string =>
  `NOT EXISTS (SELECT 1 FROM ${table} AS known WHERE known.id = ${column})`;
const UNKNOWN_MEMBER = (table: string): string =>
  `NOT EXISTS (SELECT 1 FROM members AS known WHERE known.account = ${table}.account AND known.user = ${table}.user)`;

const ofWriter = (table: string): Pick<RowRules, "join" | "rules"> => ({
  join: `LEFT JOIN writers ON writers.id = ${table}.writer`,
  rules: {
    "belongs to no writer": "writers.id IS NULL",
    "is outside of the slots that its writer says": `${table}.slot NOT BETWEEN writers.first_slot AND writers.last_slot`,
    "names no known feature": unknown(`${table}.feature`, "features"),
  },
});

const RULES: readonly RowRules[] = [
  {
    table: "members",
    keys: ["account", "user"],
    rules: {
      "names no known account": unknown("members.account", "accounts"),
      "names no known user": unknown("members.user", "users"),
    },
  },
  {
    table: "writers",
    keys: ["id"],
    rules: {
      "belongs to no member": UNKNOWN_MEMBER("writers"),
      "names no known source": unknown("writers.source", "sources"),
    },
  },
  {
    table: "cells",
    keys: ["slot", "writer", "feature"],
    ...ofWriter("cells"),
    rules: { ...ofWriter("cells").rules, [MORE_UNDER_LESS]: UNORDERED, "counts less than no visit": "visits < 0" },
  },
  {
    table: "cell_actions",
    keys: ["slot", "writer", "feature", "action"],
    ...ofWriter("cell_actions"),
    rules: {
      ...ofWriter("cell_actions").rules,
      "counts no action": "count <= 0",
      "names no known action": unknown("cell_actions.action", "actions"),
    },
  },
  {
    table: "base",
    keys: ["account", "user", "feature", "slot", "source"],
    rules: {
      "belongs to no member": UNKNOWN_MEMBER("base"),
      "names no known source": unknown("base.source", "sources"),
      "names no known feature": unknown("base.feature", "features"),
      [MORE_UNDER_LESS]: UNORDERED,
      "counts less than no visit": "visits < 0",
    },
  },
  {
    table: "base_actions",
    keys: ["account", "user", "feature", "slot", "source", "action"],
    rules: {
      "belongs to no member": UNKNOWN_MEMBER("base_actions"),
      "names no known source": unknown("base_actions.source", "sources"),
      "names no known feature": unknown("base_actions.feature", "features"),
      "names no known action": unknown("base_actions.action", "actions"),
      "counts no action": "count <= 0",
    },
  },
  ...["account_assignments", "seats", "assets", "pillars"].map((table): RowRules => ({
    table,
    keys: ["account"],
    rules: { "names no known account": unknown(`${table}.account`, "accounts") },
  })),
  {
    table: "presence",
    keys: ["day", "account", "user"],
    rules: { "belongs to no member": UNKNOWN_MEMBER("presence") },
  },
  {
    table: "gauge_days",
    keys: ["account", "gauge", "day"],
    rules: {
      "names no known account": unknown("gauge_days.account", "accounts"),
      "names no known gauge": unknown("gauge_days.gauge", "gauges"),
    },
  },
  {
    table: "stage_removals",
    keys: ["account", "user", "feature", "epoch"],
    rules: {
      "belongs to no member": UNKNOWN_MEMBER("stage_removals"),
      "names no known feature": unknown("stage_removals.feature", "features"),
      "doesn't begin after the one before": `EXISTS (
        SELECT 1 FROM stage_removals AS earlier WHERE earlier.account = stage_removals.account
          AND earlier.user = stage_removals.user AND earlier.feature = stage_removals.feature
          AND earlier.epoch < stage_removals.epoch AND earlier.since_slot >= stage_removals.since_slot)`,
    },
  },
  {
    table: "restatements",
    keys: ["day", "account", "found_day"],
    rules: {
      "names no known account": unknown("restatements.account", "accounts"),
      "was found before its day had ended": "restatements.found_day <= restatements.day",
    },
  },
];

/** Reports every row that breaks a rule. Each is judged in one moment. */
export function* checkRules(reader: PieceReader, findings: Findings): Generator<undefined, void> {
  for (const { table, keys, join = "", rules } of RULES) {
    const own = keys.map((key) => `${table}.${key}`);
    const problems = Object.keys(rules);
    const verdict = problems.map((problem, index) => `WHEN ${rules[problem]} THEN ${index}`).join(" ");
    const broken = prepareArrays(
      reader.database,
      `SELECT * FROM (
         SELECT CASE ${verdict} END AS problem, ${own.join(", ")} FROM main.${table} ${join} WHERE ${inRange(own)}
       ) WHERE problem IS NOT NULL`,
    );
    yield* inPieces(reader, `main.${table}`, keys, null, (range) => {
      for (const [problem = 0, ...key] of broken.all(...range) as unknown as readonly number[][]) {
        if (findings.isFull()) return;
        findings.addBroken(table, keys, key, problems[problem] ?? "");
      }
    });
  }
}
