import { createWorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { VerifyFinding } from "../../facts.ts";
import { checkAssets } from "./check-assets.ts";
import { compareCoarser } from "./compare-coarser.ts";
import { ACTION_FAMILY, TIME_FAMILY } from "./detail-tables.ts";
import { createFindings } from "./findings.ts";
import type { PieceReader } from "./pieces.ts";
import { recheck } from "./recheck.ts";
import { recount } from "./recount.ts";
import { checkRules } from "./rules.ts";
import { CREATE_SUSPECTS, findSuspects } from "./suspects.ts";

const FAMILIES = [TIME_FAMILY, ACTION_FAMILY];

/** From which day on rollups are looked at; null: all of them, and every row of every table. */
export type SinceDay = number | null;

/**
 * Recomputes every rollup from cells and base, and looks at every row for what may not be. Reads piece by piece and yields
 * in between, outside of any transaction; what others write, fold or take out meanwhile is no finding.
 *
 *   detail → recounted, of many moments → suspects → counted again, in one moment → corrections → coarser rollups
 */
export function* verifyInPieces(
  reader: PieceReader,
  sinceDay: SinceDay = null,
): Generator<undefined, readonly VerifyFinding[]> {
  for (;;) {
    const timeZone = readTimeZone(reader);
    const findings = yield* verifyDaysOf(timeZone, reader, sinceDay);
    dropTemporary(reader);
    // Days of another zone since: what was compared with them means nothing.
    if (readTimeZone(reader) === timeZone) return findings;
  }
}

function* verifyDaysOf(
  timeZone: string,
  reader: PieceReader,
  sinceDay: SinceDay,
): Generator<undefined, readonly VerifyFinding[]> {
  const { database } = reader;
  const calendar = createWorkspaceCalendar(timeZone);
  database.function("workspace_day", { deterministic: true }, (slot) => calendar.dayOfSlot(Number(slot)));
  const findings = createFindings(database);
  if (sinceDay === null) {
    yield* checkRules(reader, findings);
    yield* checkAssets(reader, findings);
  }
  const sinceSlot = sinceDay === null ? null : calendar.firstSlotOf(sinceDay);
  database.exec(CREATE_SUSPECTS);
  for (const family of FAMILIES) {
    yield* recount(reader, family, sinceSlot);
    yield* findSuspects(reader, family, sinceDay);
  }
  yield* recheck(reader, FAMILIES, calendar, findings);
  for (const family of FAMILIES) yield* compareCoarser(reader, family, sinceDay, findings);
  return findings.all();
}

function readTimeZone({ database }: PieceReader): string {
  return String(database.prepare("SELECT time_zone FROM workspace").get()?.["time_zone"]);
}

function dropTemporary({ database }: PieceReader): void {
  const tables = database.prepare("SELECT name FROM sqlite_temp_schema WHERE type = 'table'").all();
  for (const { name } of tables) database.exec(`DROP TABLE temp.${String(name)}`);
}
