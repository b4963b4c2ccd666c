import { existsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { recordsContacts } from "../api/reading/account-signals.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { VerifyFinding } from "../store/facts.ts";
import { countAccounts } from "./count-accounts.ts";
import { CHUNK_ACCOUNTS, hasNews, readingOf, type KeeperParts } from "./keeper.ts";
import { keptPath, openInMemory, openKept } from "./kept-file.ts";
import { ACTIVE_COLUMNS, WEEK_COLUMNS } from "./kept-days.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { PARTS } from "./parts.ts";
import { createSumsText } from "./sums-text.ts";
import { createKeptWriter } from "./write-kept.ts";

const MAX_FINDINGS = 1_000;

/**
 * Counts everything anew that is kept of today, and compares: accounts of which nothing has come since they were counted,
 * one chunk after the other, and the sums over all of them. Nothing where no complete file is kept.
 */
export async function verifyKept(path: string, parts: KeeperParts): Promise<readonly VerifyFinding[]> {
  const { timeZone, hasRoster } = await parts.facts.watermark(ALL_ACCOUNTS);
  const { version } = await parts.definitions();
  const day = dayOf(parts.now(), parts.calendarOf(timeZone));
  const keptAt = keptPath(path, { day, definitionVersion: version, timeZone, hasRoster });
  const kept = existsSync(keptAt) ? openKept(keptAt) : null;
  if (kept === null) return [];
  try {
    const findings = [...verifySums(kept)];
    const writer = createKeptWriter(kept);
    const [counted, shared] = [writer.counted(), new Set(writer.sharedUsers().keys())];
    const recordsTouchpoints = await recordsContacts({ facts: parts.facts, lastDay: day });
    const settled = parts.news
      .accountNews()
      .filter((row) => !hasNews(row, counted.get(row.account), recordsTouchpoints));
    for (let start = 0; start < settled.length && findings.length < MAX_FINDINGS; start += CHUNK_ACCOUNTS) {
      const chunk = settled.slice(start, start + CHUNK_ACCOUNTS);
      findings.push(...(await compareChunk(keptAt, parts, chunk, shared)));
    }
    return findings.slice(0, MAX_FINDINGS);
  } finally {
    kept.close();
  }
}

/** The numbers of all together are those of each account added up. */
function* verifySums(kept: DatabaseSync): Generator<VerifyFinding> {
  const ofAccounts = kept.prepare("SELECT sums FROM account_sums WHERE part = ?");
  const ofAll = kept.prepare("SELECT sums FROM sums WHERE part = ?");
  const text = createSumsText(kept);
  for (const part of PARTS) {
    const recomputed = text.sumUp(ofAccounts.all(part).map(({ sums }) => String(sums)));
    const stored = text.read(String(ofAll.get(part)?.["sums"] ?? "[]"));
    for (const name of new Set([...Object.keys(recomputed), ...Object.keys(stored)])) {
      const [was, is] = [stored[name] ?? 0, recomputed[name] ?? 0];
      // The largest one of all can't be taken away again: it may be one that was.
      if (name.startsWith("max ") || Math.abs(was - is) < 1e-6 * Math.max(1, Math.abs(is))) continue;
      yield { kind: "difference", table: "kept sums", key: `${part}, ${name}`, stored: `${was}`, recomputed: `${is}` };
    }
  }
}

async function compareChunk(
  keptAt: string,
  parts: KeeperParts,
  news: readonly { readonly account: string; readonly changes: number }[],
  shared: ReadonlySet<string>,
): Promise<readonly VerifyFinding[]> {
  const memory = openInMemory();
  try {
    memory.prepare("ATTACH ? AS kept").run(keptAt);
    // Texts are the same where names have the same integers.
    memory.exec("INSERT INTO main.sum_names SELECT id, name FROM kept.sum_names");
    await parts.atOneMoment(async () => {
      const reading = (await readingOf(parts)).narrow(news.map(({ account }) => account));
      const { accounts, users } = await countAccounts(reading, shared, true);
      createKeptWriter(memory).putAccounts(accounts, users, {
        countedAtMs: 0,
        changes: new Map(),
        recordsTouchpoints: false,
      });
    });
    return COMPARISONS.flatMap(({ table, sql }) =>
      memory
        .prepare(sql)
        .all()
        .map(({ key, stored, recomputed }): VerifyFinding => ({
          kind: "difference",
          table,
          key: String(key),
          stored: String(stored),
          recomputed: String(recomputed),
        })),
    );
  } finally {
    memory.close();
  }
}

/** What was counted anew and isn't so in the file. */
const COMPARISONS: readonly Comparison[] = [
  {
    table: "kept stages",
    sql: `
      SELECT new.account || ', ' || new.user || ', ' || new.feature AS key, ${stageText("old")} AS stored,
        ${stageText("new")} AS recomputed
      FROM main.stages AS new LEFT JOIN kept.stages AS old USING (account, user, feature)
      WHERE ${stageText("old")} IS NOT ${stageText("new")}`,
  },
  ...Object.keys(KEPT_LISTS).map(rowComparison),
  ...Object.entries(KEPT_LISTS).flatMap(([list, { periodColumns }]) =>
    periodColumns.map((column) => periodComparison(list, column)),
  ),
  daysComparison("account_weeks", ["week"], WEEK_COLUMNS),
  daysComparison("active_days", ["user"], ACTIVE_COLUMNS),
  {
    table: "kept waits for milestones",
    sql: `
      SELECT account || ', ' || milestone AS key, old.waits AS stored, new.waits AS recomputed
      FROM main.milestone_waits AS new LEFT JOIN kept.milestone_waits AS old USING (account, milestone)
      WHERE old.waits IS NOT new.waits`,
  },
  membershipComparison("segments", "account", "standings", "account"),
  membershipComparison("user_segments", "id", "users", "key"),
  {
    table: "kept sums of accounts",
    sql: `
      SELECT part || ', ' || account AS key, old.sums AS stored, new.sums AS recomputed
      FROM main.account_sums AS new LEFT JOIN kept.account_sums AS old USING (part, account)
      WHERE old.sums IS NOT new.sums`,
  },
];

function stageText(of: "old" | "new"): string {
  const columns = [
    "stage",
    "living",
    "activeMs",
    "progressMs",
    "thresholdMs",
    "visits",
    "adoptedAt",
    "lastActiveDay",
    "eligible",
  ];
  return `nullif(concat_ws(', ', ${columns.map((column) => `${of}."${column}"`).join(", ")}), '')`;
}

interface Comparison {
  readonly table: string;
  readonly sql: string;
}

function rowComparison(list: string): Comparison {
  const sql = `
    SELECT new.key, old_row.row AS stored, new_row.row AS recomputed
    FROM main.${list} AS new JOIN main.${list}_rows AS new_row USING (id)
      LEFT JOIN kept.${list} AS old ON old.key = new.key LEFT JOIN kept.${list}_rows AS old_row ON old_row.id = old.id
    WHERE old_row.row IS NOT new_row.row`;
  return { table: `kept ${list}`, sql };
}

/** @param keys of a table of `kept-days.ts`, beside the account. */
function daysComparison(table: string, keys: readonly string[], columns: readonly string[]): Comparison {
  const key = ["account_list.key", ...keys.map((column) => `new.${column}`)].join(" || ', ' || ");
  const values = (of: "old" | "new"): string =>
    `nullif(concat_ws(', ', ${columns.map((column) => `${of}.${column}`).join(", ")}), '')`;
  const sql = `
    SELECT ${key} AS key, ${values("old")} AS stored, ${values("new")} AS recomputed
    FROM main.${table} AS new JOIN main.accounts AS account_list ON account_list.id = new.account
      LEFT JOIN kept.accounts AS old_list ON old_list.key = account_list.key
      LEFT JOIN kept.${table} AS old
        ON old.account = old_list.id ${keys.map((column) => `AND old.${column} = new.${column}`).join(" ")}
    WHERE ${values("old")} IS NOT ${values("new")}`;
  return { table: `kept ${table}`, sql };
}

/** @param column of the table, by which its rows belong to those of `owners`, which are the same where `key` is. */
function membershipComparison(
  table: string,
  column: "account" | "id",
  owners: "standings" | "users",
  key: string,
): Comparison {
  const segmentsIn = (file: "main" | "kept", owner: "new" | "old"): string => `(
    SELECT group_concat(segment, ', ' ORDER BY segment) FROM ${file}.${table} AS own
    WHERE own.${column} = ${owner}.${column})`;
  const sql = `
    SELECT new.${key} AS key, ${segmentsIn("kept", "old")} AS stored, ${segmentsIn("main", "new")} AS recomputed
    FROM main.${owners} AS new LEFT JOIN kept.${owners} AS old ON old.${key} = new.${key}
    WHERE ${segmentsIn("kept", "old")} IS NOT ${segmentsIn("main", "new")}`;
  return { table: `kept ${table}`, sql };
}

function periodComparison(list: string, column: string): Comparison {
  const sql = `
    SELECT new.key || ', ${column}, ' || new_use.period AS key, old_use."${column}" AS stored,
      new_use."${column}" AS recomputed
    FROM main.${list} AS new JOIN main.${list}_periods AS new_use USING (id)
      LEFT JOIN kept.${list} AS old ON old.key = new.key
      LEFT JOIN kept.${list}_periods AS old_use ON old_use.id = old.id AND old_use.period = new_use.period
    WHERE old_use."${column}" IS NOT new_use."${column}"`;
  return { table: `kept ${list} by period`, sql };
}
