import { statSync, statfsSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { createWorkspaceCalendar, dayOf } from "../../../domain/workspace-calendar.ts";
import { MAX_COUNTED, type Content, type Examination, type KeyState, type QuarantineCount } from "../../examination.ts";
import { finish } from "../check/finish.ts";
import { verifyInPieces } from "../check/verify.ts";
import { readPragma } from "../database.ts";
import { MIGRATIONS } from "../migrations.ts";
import { withDataFile } from "./inspect-data-file.ts";

const COUNTED = ["accounts", "users", "writers", "cells", "base", "member_feature_days", "quarantine", "audit"];
const DAY_MS = 86_400_000;
const SKEW_MS = 60_000;
const FIRST_PIECE_ROWS = 64;

/**
 * Looks into a data file, also one that is being written to.
 * @throws StoreUnavailableError when there is none, or when it is not one of ours or of a newer version.
 */
export function examineDataFile(path: string, nowMs: number, elapsedMs: () => number): Examination {
  return withDataFile(path, (database) => {
    const pageBytes = readPragma(database, "page_size");
    const schemaVersion = readPragma(database, "user_version");
    const { bavail, bsize } = statfsSync(path);
    const damage = damageOf(database);
    const canRead = schemaVersion === MIGRATIONS.length && damage.length === 0;
    return {
      sizeBytes: readPragma(database, "page_count") * pageBytes,
      freeBytes: readPragma(database, "freelist_count") * pageBytes,
      logBytes: statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0,
      diskBytes: bavail * bsize,
      schemaVersion,
      knownVersion: MIGRATIONS.length,
      damage,
      content: canRead ? contentOf(database, nowMs, elapsedMs) : null,
    };
  });
}

/** Table by table, so that no read transaction lasts as long as the whole file takes. */
function damageOf(database: DatabaseSync): readonly string[] {
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'");
  const names = tables.all().map(({ name }) => String(name));
  return names
    .flatMap((name) => database.prepare(`PRAGMA quick_check("${name}")`).all())
    .map((row) => String(row["quick_check"]))
    .filter((line) => line !== "ok");
}

function contentOf(database: DatabaseSync, nowMs: number, elapsedMs: () => number): Content {
  const workspace = database.prepare("SELECT * FROM workspace").get();
  const timeZone = String(workspace?.["time_zone"]);
  const today = dayOf(nowMs, createWorkspaceCalendar(timeZone));
  const reader = { database, elapsedMs, firstPieceRows: FIRST_PIECE_ROWS };
  return {
    timeZone,
    watermarkSlot: Number(workspace?.["watermark_slot"]),
    lastReceivedAtMs: (workspace?.["last_received_at_ms"] ?? null) as number | null,
    rows: Object.fromEntries(COUNTED.map((table) => [table, countOf(database, table)])),
    quarantine: database
      .prepare(
        `SELECT reason, sum(received_at_ms > ?) AS lastDay, count(*) AS lastWeek, max(id),
           concat_ws(', ', 'account ' || account, 'user ' || user, 'feature ' || feature) AS example
         FROM quarantine WHERE received_at_ms > ? GROUP BY reason ORDER BY lastWeek DESC`,
      )
      .all(nowMs - DAY_MS, nowMs - 7 * DAY_MS) as unknown as readonly QuarantineCount[],
    skewedWriters: database
      .prepare(
        `SELECT count(*) AS count, coalesce(max(abs(skew_ms)), 0) AS maxMs FROM writers WHERE abs(skew_ms) > ${SKEW_MS}`,
      )
      .get() as unknown as Content["skewedWriters"],
    keys: database
      .prepare(
        `SELECT id, kind, created_at_ms AS createdAtMs, revoked_at_ms AS revokedAtMs, expires_at_ms AS expiresAtMs,
           last_used_at_ms AS lastUsedAtMs FROM keys ORDER BY created_at_ms`,
      )
      .all() as unknown as readonly KeyState[],
    definitionsVersion: (database.prepare("SELECT max(version) AS version FROM definitions").get()?.["version"] ??
      null) as number | null,
    visits: database
      .prepare(
        `SELECT coalesce(sum(visits), 0) AS allTime, coalesce(sum(visits) FILTER (WHERE day > ?), 0) AS lastWeek
         FROM feature_days`,
      )
      .get(today - 7) as unknown as Content["visits"],
    differences: finish(verifyInPieces(reader, today - 1)),
  };
}

function countOf(database: DatabaseSync, table: string): number {
  // Whoever acts where the host names nobody is nobody.
  const some = table === "users" ? "WHERE id > 0" : "";
  const row = database
    .prepare(`SELECT count(*) AS count FROM (SELECT 1 FROM ${table} ${some} LIMIT ${MAX_COUNTED})`)
    .get();
  return Number(row?.["count"]);
}
