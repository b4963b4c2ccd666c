import type { DatabaseSync } from "node:sqlite";
import { KEPT_LAYERS } from "../api/reading/kept.ts";
import { recordsContacts } from "../api/reading/account-signals.ts";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { VerifyFinding } from "../store/facts.ts";
import { countAccounts } from "./count-accounts.ts";
import { rulesOf } from "./keep-figures.ts";
import { CHUNK_ACCOUNTS, createNewsCheck, type KeeperParts } from "./keeper.ts";
import { readingOf } from "./keeper-work.ts";
import { isComplete, keptPath, openInMemory, openKept, presetsOf, subjectOf, type KeptSubject } from "./kept-file.ts";
import { ACTIVE_COLUMNS, WEEK_COLUMNS } from "./kept-days.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { ownFiles } from "./kept-files.ts";
import { packUse } from "./packed-use.ts";
import { partsOf } from "./parts.ts";
import { createSumsText } from "./sums-text.ts";
import { createKeptWriter } from "./write-kept.ts";

const MAX_FINDINGS = 1_000;

/**
 * Counts everything anew that is kept of today and of days of one's own, and compares: accounts of which nothing has come
 * since they were counted, one chunk after the other, and the sums over all of them. Nothing where no complete file is kept.
 */
export async function verifyKept(path: string, parts: KeeperParts): Promise<readonly VerifyFinding[]> {
  const rules = await rulesOf(parts);
  const today = dayOf(parts.now(), parts.calendarOf(rules.timeZone));
  const findings: VerifyFinding[] = [];
  for (const file of [keptPath(path, presetsOf(today, rules)), ...(await ownFiles(path))]) {
    if (findings.length < MAX_FINDINGS) findings.push(...(await verifyFile(file, path, parts)));
  }
  return findings.slice(0, MAX_FINDINGS);
}

/** Nothing of a file that isn't complete, or of which the store isn't any more, such as by earlier definitions. */
async function verifyFile(file: string, path: string, parts: KeeperParts): Promise<readonly VerifyFinding[]> {
  const kept = openKept(file);
  if (kept === null) return [];
  try {
    if (!isComplete(kept)) return [];
    const subject = subjectOf(kept);
    const isOfNow = keptPath(path, { ...subject, ...(await rulesOf(parts)) }) === file;
    const { looksBack } = await readingOf(parts, subject);
    if (!isOfNow || looksBack !== subject.isOver) return [];
    const findings = [...verifySums(kept, subject)];
    const writer = createKeptWriter(kept, subject.days);
    const [counted, shared] = [writer.counted(), new Set(writer.sharedUsers().keys())];
    const recordsTouchpoints = await recordsContacts({ facts: parts.facts, lastDay: subject.day });
    const isNews = createNewsCheck(parts, subject, { counted, recordsTouchpoints });
    const settled = parts.news.accountNews().filter((row) => !isNews(row));
    for (let start = 0; start < settled.length && findings.length < MAX_FINDINGS; start += CHUNK_ACCOUNTS) {
      const chunk = settled.slice(start, start + CHUNK_ACCOUNTS);
      findings.push(...(await compareChunk({ file, subject, shared }, parts, chunk)));
    }
    return findings;
  } finally {
    kept.close();
  }
}

/** The numbers of all together are those of each account added up. */
function* verifySums(kept: DatabaseSync, { days }: KeptSubject): Generator<VerifyFinding> {
  const ofAccounts = kept.prepare("SELECT sums FROM account_sums WHERE part = ?");
  const ofAll = kept.prepare("SELECT sums FROM sums WHERE part = ?");
  const text = createSumsText(kept);
  for (const part of partsOf(days)) {
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

/** A file that is verified. */
interface VerifiedFile {
  readonly file: string;
  readonly subject: KeptSubject;
  /** People who belong to several accounts. */
  readonly shared: ReadonlySet<string>;
}

async function compareChunk(
  { file, subject, shared }: VerifiedFile,
  parts: KeeperParts,
  news: readonly { readonly account: string }[],
): Promise<readonly VerifyFinding[]> {
  const memory = openInMemory();
  try {
    memory.prepare("ATTACH ? AS kept").run(file);
    // Texts are the same where names have the same integers.
    memory.exec("INSERT INTO main.sum_names SELECT id, name FROM kept.sum_names");
    await parts.atOneMoment(async () => {
      const { days } = subject;
      const accounts = news.map(({ account }) => account);
      const reading = (await readingOf(parts, subject)).narrow(accounts);
      const counted = await countAccounts(reading, {
        days,
        shared,
        withBefore: true,
        layers: KEPT_LAYERS,
        withTimes: false,
      });
      const use =
        days === "presets" ? packUse(parts.useDays({ accounts, until: subject.day }), subject.day) : new Map();
      createKeptWriter(memory, days).putAccounts({ ...counted, use }, [], {
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
    table: "kept use of accounts",
    sql: `
      SELECT account_list.key, hex(old.use) AS stored, hex(new.use) AS recomputed
      FROM main.account_use AS new JOIN main.accounts AS account_list ON account_list.id = new.account
        LEFT JOIN kept.accounts AS old_list ON old_list.key = account_list.key
        LEFT JOIN kept.account_use AS old ON old.account = old_list.id
      WHERE old.use IS NOT new.use`,
  },
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
    "lapsesOn",
    "eligible",
    "quiet",
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
