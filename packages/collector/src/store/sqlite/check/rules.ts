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
const SAME_MILESTONE = (other: string): string =>
  ["scope", "account", "user", "milestone"]
    .map((column) => `${other}.${column} = milestone_records.${column}`)
    .join(" AND ");

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
  {
    table: "deferred_changes",
    keys: ["id"],
    rules: {
      "belongs to no member": UNKNOWN_MEMBER("deferred_changes"),
      "is illegible": "NOT json_valid(changes)",
    },
  },
  ...["account_assignments", "seats", "assets", "pillars", "module_targets"].map((table): RowRules => ({
    table,
    keys: ["account"],
    rules: { "names no known account": unknown(`${table}.account`, "accounts") },
  })),
  ...["seat_users", "touchpoints", "responses"].map((table): RowRules => ({
    table,
    keys: ["account"],
    rules: {
      "names no known account": unknown(`${table}.account`, "accounts"),
      "names no known user": `${table}.user IS NOT NULL AND ${unknown(`${table}.user`, "users")}`,
    },
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
    table: "relevance_answers",
    keys: ["account", "user", "feature"],
    rules: {
      "names no known account": unknown("relevance_answers.account", "accounts"),
      "belongs to no member": `relevance_answers.user <> 0 AND ${UNKNOWN_MEMBER("relevance_answers")}`,
      "names no known feature": unknown("relevance_answers.feature", "features"),
    },
  },
  {
    table: "milestone_records",
    keys: ["id"],
    rules: {
      "names no known account": unknown("milestone_records.account", "accounts"),
      "names a user, and is of the account as a whole": "scope = 'account' AND user <> 0",
      "names no known user": `scope = 'member' AND (user = 0 OR ${unknown("milestone_records.user", "users")})`,
      "says no version that was met": "kind = 'met' AND version IS NULL",
      "is met once more, and was not reset": `kind = 'met' AND EXISTS (
        SELECT 1 FROM milestone_records AS earlier WHERE ${SAME_MILESTONE("earlier")} AND earlier.kind = 'met'
          AND earlier.id < milestone_records.id AND earlier.version >= milestone_records.version
          AND NOT EXISTS (
            SELECT 1 FROM milestone_records AS reset WHERE ${SAME_MILESTONE("reset")} AND reset.kind = 'reset'
              AND reset.id > earlier.id AND reset.id < milestone_records.id))`,
    },
  },
  {
    table: "module_snapshots",
    keys: ["account"],
    rules: {
      "names no known account": unknown("module_snapshots.account", "accounts"),
      "counts less than nobody": "active < 0 OR licensed < 0",
      "lists its active users illegibly": "active_users IS NOT NULL AND NOT json_valid(active_users)",
      "lists other users than it counts": "json_array_length(active_users) <> active",
    },
  },
  {
    // Few rows for each segment, and none of its key's first columns is a number: what is walked along has no index.
    table: "segment_members",
    keys: ["subject"],
    rules: {
      "names no known account": `subject_kind = 'account' AND ${unknown("segment_members.subject", "accounts")}`,
      "names no known user": `subject_kind = 'user' AND ${unknown("segment_members.subject", "users")}`,
      "left before it joined": "left_at_ms < joined_at_ms",
      "joined once more before it had left": `EXISTS (
        SELECT 1 FROM segment_members AS earlier WHERE earlier.segment = segment_members.segment
          AND earlier.subject_kind = segment_members.subject_kind AND earlier.subject = segment_members.subject
          AND earlier.joined_at_ms < segment_members.joined_at_ms
          AND coalesce(earlier.left_at_ms, 9e15) > segment_members.joined_at_ms)`,
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
