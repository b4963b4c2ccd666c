import type { DatabaseSync } from "node:sqlite";
import type { KeptPage, KeptStage, KeptStagesQuestion, KeptStageSort } from "../api/reading/kept.ts";
import { foldedText } from "../domain/text-order.ts";
import { ASKED, asked, type AskKept } from "./read-kept.ts";

/** What members made of features, in columns: there are too many rows to keep each of them as a whole. */
export const STAGES_TABLE = `
  CREATE TABLE IF NOT EXISTS stages (
    id INTEGER PRIMARY KEY,
    account TEXT NOT NULL, user TEXT NOT NULL, feature TEXT NOT NULL,
    stage TEXT NOT NULL, living TEXT,
    "activeMs" REAL NOT NULL, "progressMs" REAL NOT NULL, "thresholdMs" REAL NOT NULL, visits INTEGER NOT NULL,
    "adoptedAt" INTEGER, "lastActiveDay" TEXT, "lapsesOn" TEXT,
    eligible INTEGER NOT NULL, quiet INTEGER NOT NULL,
    UNIQUE (account, user, feature)
  ) STRICT;
`;

/** How rows are found and sorted. */
export const STAGES_INDEXES = `
  CREATE INDEX IF NOT EXISTS stages_by_user ON stages (user);
  CREATE INDEX IF NOT EXISTS stages_by_progress ON stages ("progressMs");
  CREATE INDEX IF NOT EXISTS stages_of_feature ON stages (feature, "progressMs");
  CREATE INDEX IF NOT EXISTS stages_tried ON stages (account, eligible) WHERE stage = 'tried';
  CREATE INDEX IF NOT EXISTS stages_quiet ON stages (account) WHERE quiet = 1;
`;

/** Likewise by the names of whose they are. */
export const NAMES_INDEXES = `
  CREATE INDEX IF NOT EXISTS users_by_name ON users (name);
  CREATE INDEX IF NOT EXISTS accounts_by_name ON accounts (name);
`;

const COLUMNS = [
  "account",
  "user",
  "feature",
  "stage",
  "living",
  "activeMs",
  "progressMs",
  "thresholdMs",
  "visits",
  "adoptedAt",
  "lastActiveDay",
  "lapsesOn",
] as const satisfies readonly (keyof KeptStage)[];
const named = COLUMNS.map((column) => `"${column}"`).join(", ");

/** One member's use of one feature, without the names that others keep. */
export interface CountedStage extends Pick<KeptStage, (typeof COLUMNS)[number]> {
  /** Whether the member counts in the feature's adoption rate. */
  readonly isEligible: boolean;
  /** Whether it is a quiet lapse. */
  readonly isQuiet: boolean;
}

/** So many rows are found before they are sorted; more are found on the way through all of them. */
const FEW_ROWS = 20_000;

/** Rows of a file that are read at once. */
const PIECE_ROWS = 500;

/** Replaces everything of an account. */
export function createStagesWriter(database: DatabaseSync): (account: string, stages: readonly CountedStage[]) => void {
  const remove = database.prepare("DELETE FROM stages WHERE account = ?");
  const put = database.prepare(
    `INSERT INTO stages (${named}, eligible, quiet) VALUES (${COLUMNS.map(() => "?").join(", ")}, ?, ?)`,
  );
  return (account, stages) => {
    remove.run(account);
    for (const row of stages) {
      put.run(...COLUMNS.map((column) => row[column]), Number(row.isEligible), Number(row.isQuiet));
    }
  };
}

/** One page of them. */
export function keptStages(all: AskKept, question: KeptStagesQuestion): KeptPage<KeptStage> {
  const total = totalOf(all, question);
  return { total, rows: rowsOf(all, sortedIds(all, question, total)) };
}

/** All of them between `offset` and `limit`, piece by piece. */
export function* keptStagePieces(all: AskKept, question: KeptStagesQuestion): Generator<readonly KeptStage[]> {
  const ids = sortedIds(all, question, totalOf(all, question));
  for (let start = 0; start < ids.length; start += PIECE_ROWS) yield rowsOf(all, ids.slice(start, start + PIECE_ROWS));
}

interface StageOrder {
  readonly sql: string;
  /** Where it is, if it isn't with the stages. */
  readonly from?: string;
  /** The same where few rows are left. */
  readonly fromFew?: string;
}

/** Names are kept with those whose they are: one goes through these in order, or looks for the names of few rows. */
const SORTS: Readonly<Record<KeptStageSort, StageOrder>> = {
  name: {
    sql: "users.name",
    from: "users CROSS JOIN stages ON stages.user = users.key",
    fromFew: "stages CROSS JOIN users ON users.key = stages.user",
  },
  accountName: {
    sql: "accounts.name",
    from: "accounts CROSS JOIN stages ON stages.account = accounts.key",
    fromFew: "stages CROSS JOIN accounts ON accounts.key = stages.account",
  },
  featureName: {
    sql: "features.value",
    from: "stages LEFT JOIN (SELECT key, value FROM json_each(:features)) AS features ON features.key = stages.feature",
  },
  user: { sql: "stages.user" },
  account: { sql: "stages.account" },
  feature: { sql: "stages.feature" },
  thresholdMs: { sql: `"thresholdMs"` },
  stage: { sql: "stage" },
  living: { sql: "living" },
  activeMs: { sql: `"activeMs"` },
  progressMs: { sql: `"progressMs"` },
  visits: { sql: "visits" },
  adoptedAt: { sql: `"adoptedAt"` },
  lastActiveDay: { sql: `"lastActiveDay"` },
  lapsesOn: { sql: `"lapsesOn"` },
  missingMs: { sql: `"thresholdMs" - "progressMs"` },
  percent: { sql: `100.0 * "progressMs" / "thresholdMs"` },
};

/** Columns that every row has something in, which an index can give in order. */
const ALWAYS_THERE: ReadonlySet<KeptStageSort> = new Set([
  "name",
  "accountName",
  "progressMs",
  "activeMs",
  "visits",
  "missingMs",
  "percent",
]);

function totalOf(all: AskKept, question: KeptStagesQuestion): number {
  const { filter, values } = conditionsOf(question, true);
  return Number(all(`SELECT count(*) AS total FROM stages ${filter}`, values)[0]?.["total"]);
}

function sortedIds(all: AskKept, question: KeptStagesQuestion, total: number): readonly number[] {
  const { sort, features, limit, offset } = question;
  const isFew = total < FEW_ROWS;
  const { filter, values } = conditionsOf(question, isFew);
  const { sql, from: fromMany = "stages", fromFew = fromMany } = SORTS[sort.by];
  const from = isFew ? fromFew : fromMany;
  const nullsLast = ALWAYS_THERE.has(sort.by) ? "" : `${sql} IS NULL, `;
  const rows = all(
    `SELECT stages.id FROM ${from} ${filter}
      ORDER BY ${nullsLast}${sql} ${sort.descending ? "DESC" : "ASC"}, stages.account, stages.user, stages.feature
      LIMIT :limit OFFSET :offset`,
    {
      ...values,
      limit,
      offset,
      ...(sort.by === "featureName" && { features: JSON.stringify(Object.fromEntries(features)) }),
    },
  );
  return rows.map(({ id }) => Number(id));
}

/** In words of SQL, so that it knows where the few are that have only tried something. */
const IS_IN = { untouched: "stage = 'untouched'", tried: "stage = 'tried'", adopted: "stage = 'adopted'" } as const;

/** @param isFew whether rows are found by a search, rather than looked at whether they are of those that it finds. */
function conditionsOf(question: KeptStagesQuestion, isFew: boolean) {
  const { scope, search, found, feature, user, stage, living, isEligible, isQuiet } = question;
  const needle = foldedText(search.trim());
  const hasName = (list: "users" | "accounts", column: string): string =>
    `SELECT id FROM stages WHERE ${column} IN (SELECT key FROM ${list} WHERE instr(search, :needle) > 0)`;
  const searches = [
    hasName("users", "user"),
    hasName("accounts", "account"),
    ...(found.length === 0 ? [] : ["SELECT id FROM stages WHERE feature IN (SELECT value FROM json_each(:found))"]),
  ];
  const conditions = [
    ...(scope.kind === "all" ? [] : [`stages.account IN ${ASKED}`]),
    ...(feature === null ? [] : ["stages.feature = :feature"]),
    ...(user === null ? [] : ["stages.user = :user"]),
    ...(stage === null ? [] : [IS_IN[stage]]),
    ...(living === null ? [] : ["living = :living"]),
    ...(isEligible === null ? [] : [isEligible ? "eligible = 1" : "eligible = 0"]),
    // In words of the index.
    ...(isQuiet === null ? [] : [isQuiet ? "quiet = 1" : "quiet = 0"]),
    ...(needle === "" ? [] : [`${isFew ? "" : "+"}stages.id IN (${searches.join(" UNION ALL ")})`]),
  ];
  return {
    filter: conditions.length === 0 ? "" : `WHERE ${conditions.join(" AND ")}`,
    values: {
      ...asked(scope),
      ...(feature !== null && { feature }),
      ...(user !== null && { user }),
      ...(living !== null && { living }),
      ...(needle !== "" && { needle, ...(found.length > 0 && { found: JSON.stringify(found) }) }),
    },
  };
}

/** Whole rows, in the order of their integers. */
function rowsOf(all: AskKept, ids: readonly number[]): readonly KeptStage[] {
  const nameOf = (list: "users" | "accounts", key: string): string =>
    `coalesce((SELECT row ->> '$.name' FROM ${list} JOIN ${list}_rows USING (id) WHERE ${list}.key = ${key}), ${key})`;
  return all(
    `SELECT ${COLUMNS.map((column) => `stages."${column}"`).join(", ")},
        ${nameOf("users", "stages.user")} AS name, ${nameOf("accounts", "stages.account")} AS "accountName"
      FROM json_each(:ids) AS page CROSS JOIN stages ON stages.id = page.value ORDER BY page.key`,
    { ids: JSON.stringify(ids) },
  ).map((row) => Object.assign({}, row)) as unknown as readonly KeptStage[];
}
