import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { KEPT_LAYERS, type KeptLayer, type KeptRules } from "../api/reading/kept.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { DAYS_TABLES } from "./kept-days.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { NAMES_INDEXES, STAGES_INDEXES, STAGES_TABLE } from "./kept-stages.ts";
import { TIMES_TABLE } from "./use-times.ts";
import { WAITS_TABLE } from "./kept-waits.ts";
import { USE_TABLE } from "./packed-use.ts";
import type { KeptDays } from "./parts.ts";

/** What a file of kept figures is of. Other days, another zone or version of the definitions is another file, and the first roster. */
export interface KeptSubject extends KeptRules {
  /** The last day whose use counts. */
  readonly day: WorkspaceDay;
  /** See `OwnDays`. */
  readonly isOver: boolean;
  readonly days: KeptDays;
}

/** The subject of the preset periods up to a day that is going on. */
export function presetsOf(day: WorkspaceDay, rules: KeptRules): KeptSubject {
  return { ...rules, day, isOver: false, days: "presets" };
}

/** The subject of days of one's own. */
export function ownSubject({ lastDay, isOver, days }: OwnDays, rules: KeptRules): KeptSubject {
  return { ...rules, day: lastDay, isOver, days };
}

/** Changes with how anything is counted, or written as text: files of another one, or of another schema, are never read. */
const KEPT_VERSION = 25;
const HASH_LENGTH = 16;
const BUSY_TIMEOUT_MS = 5_000;
/** Who keeps figures waits for others who do: where the machine is busy these may have to wait for it in turn. */
const KEEPER_BUSY_TIMEOUT_MS = 60_000;
/** To sort a list goes through all of it, which takes twice as long through a small cache. */
const MAPPED_BYTES = 2_147_418_112;

/** All files of kept figures of a store begin with this; they can be removed at any time, and are made again. */
export function keptPrefix(storePath: string): string {
  return `${storePath}-kept-`;
}

/** Those of days of one's own begin with this. */
export function ownPrefix(storePath: string): string {
  return `${keptPrefix(storePath)}own-`;
}

/** Where the figures of a subject are kept. A file that takes the store's place, such as a backup, has others. */
export function keptPath(storePath: string, subject: KeptSubject): string {
  const { days } = subject;
  if (days === "presets") return `${keptPrefix(storePath)}${endHash(storePath, subject)}`;
  return `${ownPathAsOf(storePath, subject)}${days === null ? "all" : `${days.from}-${days.to}`}`;
}

/** What all files of days of one's own with the same end begin with. */
export function ownPathAsOf(storePath: string, subject: Omit<KeptSubject, "days">): string {
  return `${ownPrefix(storePath)}${endHash(storePath, subject)}-`;
}

function endHash(storePath: string, subject: Omit<KeptSubject, "days">): string {
  const { day, isOver, definitionVersion, timeZone, hasRoster } = subject;
  const file = `${statSync(storePath, { bigint: true }).ino}`;
  const what = JSON.stringify([KEPT_VERSION, SCHEMA, file, day, isOver, definitionVersion, timeZone, hasRoster]);
  return createHash("sha256").update(what).digest("hex").slice(0, HASH_LENGTH);
}

/** Makes the file, or opens the one that there is. What a crash takes away is counted again, so nothing waits for the disk. */
export function openForKeeping(path: string, subject: KeptSubject): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: KEEPER_BUSY_TIMEOUT_MS });
  try {
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF; ${SCHEMA}`);
    database.prepare("UPDATE about SET subject = ?").run(JSON.stringify(subject));
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Makes the indexes of those who read, where they aren't there yet. Until everybody was counted nobody reads, and rows are
 * written sooner without. @param layer that has been counted.
 */
export function indexForReading(database: DatabaseSync, layer: KeptLayer): void {
  if (layer === "use") database.exec(STAGES_INDEXES);
  if (layer === "people") database.exec(`${LIST_INDEXES} ${STAGES_INDEXES} ${NAMES_INDEXES}`);
}

/** The same tables in memory, for a moment. */
export function openInMemory(): DatabaseSync {
  const database = new DatabaseSync(":memory:");
  database.exec(SCHEMA);
  return database;
}

/** Opens the file, if it is there and at least a first layer of it is; else null. */
export function openKept(path: string): DatabaseSync | null {
  if (!existsSync(path)) return null;
  const database = new DatabaseSync(path, { readOnly: true, timeout: BUSY_TIMEOUT_MS });
  try {
    database.exec(`PRAGMA mmap_size = ${MAPPED_BYTES}`);
    if (countedLayers(database) > 0) return database;
  } catch {
    // It is being made at this moment.
  }
  database.close();
  return null;
}

/** What a file is of. */
export function subjectOf(database: DatabaseSync): KeptSubject {
  return JSON.parse(String(database.prepare("SELECT subject FROM about").get()?.["subject"])) as KeptSubject;
}

/** Whether everybody has been counted once. */
export function isComplete(database: DatabaseSync): boolean {
  return countedLayers(database) === KEPT_LAYERS.length;
}

/** How many layers of it have been counted over everybody. */
export function countedLayers(database: DatabaseSync): number {
  return Number(database.prepare("SELECT layers FROM about").get()?.["layers"]);
}

const quoted = (columns: readonly string[]): string => columns.map((column) => `"${column}"`).join(", ");

const LIST_TABLES = Object.entries(KEPT_LISTS)
  .map(
    ([name, { sorts, periodColumns }]) => `
  CREATE TABLE IF NOT EXISTS ${name} (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    account TEXT,
    search TEXT NOT NULL,
    ${quoted(sorts)}
  );
  CREATE INDEX IF NOT EXISTS ${name}_by_account ON ${name} (account);
  CREATE TABLE IF NOT EXISTS ${name}_rows (id INTEGER PRIMARY KEY, row TEXT NOT NULL) STRICT;
  ${
    periodColumns.length === 0
      ? ""
      : `CREATE TABLE IF NOT EXISTS ${name}_periods (
    period TEXT NOT NULL, id INTEGER NOT NULL, ${periodColumns.map((column) => `"${column}" REAL NOT NULL`).join(", ")},
    PRIMARY KEY (period, id)
  ) STRICT, WITHOUT ROWID;
`
  }`,
  )
  .join("");

/** How lists are sorted unless asked otherwise. */
const LIST_INDEXES = Object.entries(KEPT_LISTS)
  .filter(([, { periodColumns }]) => periodColumns.length > 0)
  .map(([name]) => `CREATE INDEX IF NOT EXISTS ${name}_by_time ON ${name}_periods (period, "activeMs");`)
  .join("");

/** Columns of lists have the names that the API gives them. Accounts and users are kept by the host's ids. */
const SCHEMA = `
  -- When everything that had come by then was in it, null: not everybody has been counted yet; and how many layers of it
  -- everybody has been counted in.
  CREATE TABLE IF NOT EXISTS about (
    id INTEGER PRIMARY KEY CHECK (id = 1), counted_at_ms INTEGER, subject TEXT, layers INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT OR IGNORE INTO about (id) VALUES (1);
  ${LIST_TABLES}
  ${STAGES_TABLE}
  ${WAITS_TABLE}
  -- What filters look at, and when the account was last counted.
  CREATE TABLE IF NOT EXISTS standings (
    account TEXT PRIMARY KEY,
    counted_at_ms INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    records_touchpoints INTEGER NOT NULL,
    plan TEXT,
    premium INTEGER NOT NULL,
    churned_at_ms INTEGER,
    in_roster INTEGER NOT NULL,
    health TEXT NOT NULL,
    first_day INTEGER
  ) STRICT, WITHOUT ROWID;
  -- Accounts that begin on a later day, of which nothing else is kept, and when one last looked.
  CREATE TABLE IF NOT EXISTS later_accounts (
    account TEXT PRIMARY KEY,
    counted_at_ms INTEGER NOT NULL,
    changes INTEGER NOT NULL,
    records_touchpoints INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS assignments (
    account TEXT NOT NULL, role TEXT NOT NULL, assignee TEXT NOT NULL, PRIMARY KEY (account, role)
  ) STRICT, WITHOUT ROWID;
  -- As text, as filters compare them.
  CREATE TABLE IF NOT EXISTS attributes (
    account TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (account, name)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS segments (
    account TEXT NOT NULL, segment TEXT NOT NULL, PRIMARY KEY (account, segment)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS segments_by_segment ON segments (segment);
  -- By the integers of the list of users.
  CREATE TABLE IF NOT EXISTS user_segments (
    id INTEGER NOT NULL, segment TEXT NOT NULL, PRIMARY KEY (id, segment)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS user_segments_by_segment ON user_segments (segment);
  -- Numbers, as sums-text.ts writes them: of each account, of those people who belong to several (account '') or to none (a line break), and of
  -- all together.
  CREATE TABLE IF NOT EXISTS sum_names (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS account_sums (
    part TEXT NOT NULL, account TEXT NOT NULL, sums TEXT NOT NULL, PRIMARY KEY (part, account)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS sums (part TEXT PRIMARY KEY, sums TEXT NOT NULL) STRICT, WITHOUT ROWID;
  ${DAYS_TABLES}
  ${USE_TABLE}
  ${TIMES_TABLE}
  CREATE TABLE IF NOT EXISTS medians (part TEXT PRIMARY KEY, medians TEXT NOT NULL) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS shared_users (
    user TEXT NOT NULL, account TEXT NOT NULL, PRIMARY KEY (user, account)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX IF NOT EXISTS shared_users_by_account ON shared_users (account);
`;
