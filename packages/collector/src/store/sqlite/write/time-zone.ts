import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { createFirstCellSlot, createFoldStep } from "./fold.ts";
import { createNextRollups } from "./next-rollups.ts";
import { createRedateVitals } from "./redate-vitals.ts";
import type { SweepInput, SweepResult } from "./sweep.ts";
import type { NextZone, WriteContext } from "./write-context.ts";

/** How long a step may take, and how many rows it reads at once: some ms of work. */
export interface StepSizes {
  readonly stepMs: number;
  readonly rows: number;
}

const SIZES: StepSizes = { stepMs: 40, rows: 2_000 };

/** Before every integer of the tables, and behind. */
const [BEFORE_ALL, BEHIND_ALL] = [-1, Number.MAX_SAFE_INTEGER];

/** What a piece has come to. */
type Piece = "more" | "done" | "pause";

/**
 * Counts in another time zone, beside the rollups that are served, and takes over when it is through:
 *
 *   fold what is below the watermark → copy cells, slot by slot → copy base, member by member → take over
 *
 * What was copied is kept up to date in both sets of rollups ({@link createNoteChange}), and nothing is folded meanwhile:
 * a row that moved from cells to base could be copied twice, or not at all. All state is in the file: another process, or
 * the next start, goes on from there.
 */
export function createTimeZoneStep(context: WriteContext, { stepMs, rows }: StepSizes = SIZES) {
  const { database } = context;
  const rollups = createNextRollups(database);
  const vitals = createRedateVitals(context);
  const firstCellSlot = createFirstCellSlot(context);
  const foldStep = createFoldStep(context);
  const nextZone = prepareArrays(database, "SELECT next_time_zone FROM workspace");
  const setCursors = database.prepare(
    "UPDATE workspace SET next_slot = ?, next_writer = ?, next_account = ?, next_user = ?",
  );
  const takeOverZone = database.prepare(`
    UPDATE workspace
    SET time_zone = next_time_zone, next_time_zone = NULL, next_slot = NULL, vitals_writer = ${BEFORE_ALL}`);
  const copy = createCopy(context, rows);
  /** Until all changes of the group are applied, they belong to the rollups as they are. */
  const takeOver = (): void => {
    rollups.takeOver();
    takeOverZone.run();
    // Counted by days of the old zone; at worst a few more new users are let in today.
    database.exec("DELETE FROM new_members");
  };
  const start = (): Piece => {
    if (rollups.hasNext()) {
      rollups.discardNext();
      return "more";
    }
    const { watermarkSlot } = context.workspace;
    if ((firstCellSlot() ?? watermarkSlot) < watermarkSlot) {
      foldStep({ slot: watermarkSlot, cursor: null });
      return "pause";
    }
    rollups.createNext();
    setCursors.run(BEFORE_ALL, BEFORE_ALL, BEFORE_ALL, BEFORE_ALL);
    context.refresh();
    return "more";
  };
  const goOn = (next: NextZone): Piece => {
    const copied = copy(next);
    if (copied === null) {
      // What this group still writes is counted in both as well, also after a neighbour has failed and all is read anew.
      setCursors.run(next.slot, next.writer, BEHIND_ALL, BEHIND_ALL);
      context.workspace = { ...context.workspace, next: { ...next, account: BEHIND_ALL, user: BEHIND_ALL } };
      context.lastly = takeOver;
      return "pause";
    }
    setCursors.run(copied.slot, copied.writer, copied.account, copied.user);
    context.workspace = { ...context.workspace, next: copied };
    return "more";
  };
  const piece = (): Piece => {
    if (rollups.hasOld()) {
      rollups.clearOld(rows);
      return "more";
    }
    if (vitals.areBehind()) {
      vitals.redate(rows);
      return "more";
    }
    const [zone] = nextZone.get() as unknown as readonly [string | null];
    const { next } = context.workspace;
    if (next !== null) return goOn(next);
    if (zone !== null) return start();
    if (!rollups.hasNext()) return "done";
    rollups.discardNext();
    return "more";
  };

  return (_input: SweepInput<true>): SweepResult<true> => {
    const startedAtMs = performance.now();
    for (;;) {
      const progress = piece();
      if (progress === "done") return null;
      if (progress === "pause" || performance.now() - startedAtMs >= stepMs) return true;
    }
  };
}

/** Copies one piece behind the cursors, and returns the next ones; null: there is nothing behind them. */
function createCopy(context: WriteContext, rows: number): (next: NextZone) => NextZone | null {
  const { database } = context;
  const rollups = createNextRollups(database);
  const endOf = (table: "cells" | "base" | "base_actions", one: "slot" | "account", other: "writer" | "user") =>
    prepareArrays(
      database,
      `SELECT ${one}, ${other} FROM (
         SELECT ${one}, ${other} FROM ${table} WHERE (${one}, ${other}) > (?, ?) ORDER BY ${one}, ${other} LIMIT ${rows}
       ) ORDER BY ${one} DESC, ${other} DESC LIMIT 1`,
    );
  const endOfCells = endOf("cells", "slot", "writer");
  const endOfBase = endOf("base", "account", "user");
  const endOfBaseActions = endOf("base_actions", "account", "user");
  const counters = TIME_COUNTERS.join(", ");
  const ofCells = (table: string, columns: string): string => `
    SELECT next_day(slot) AS day, account, user, feature, ${columns} FROM ${table} JOIN writers ON writers.id = writer
    WHERE (slot, writer) > (?1, ?2) AND (slot, writer) <= (?3, ?4)`;
  const ofBase = (table: string, columns: string): string => `
    SELECT next_day(slot) AS day, account, user, feature, ${columns} FROM ${table}
    WHERE (account, user) > (?1, ?2) AND (account, user) <= (?3, ?4)`;
  database.function("next_day", (slot) => context.workspace.next?.calendar.dayOfSlot(Number(slot)) ?? null);

  return (next) => {
    const { slot, writer, account, user } = next;
    if (slot < BEHIND_ALL) {
      const end = endOfCells.get(slot, writer) as unknown as readonly [number, number] | undefined;
      // From here on every cell that comes is counted in both.
      if (end === undefined) return { ...next, slot: BEHIND_ALL };
      rollups.add("time", ofCells("cells", counters), slot, writer, ...end);
      rollups.add("actions", ofCells("cell_actions", "action, count"), slot, writer, ...end);
      return { ...next, slot: end[0], writer: end[1] };
    }
    const ends = [endOfBase, endOfBaseActions].flatMap((statement) => {
      const end = statement.get(account, user) as unknown as readonly [number, number] | undefined;
      return end === undefined ? [] : [end];
    });
    const [end] = ends.sort((one, other) => one[0] - other[0] || one[1] - other[1]);
    if (end === undefined) return null;
    rollups.add("time", ofBase("base", counters), account, user, ...end);
    rollups.add("actions", ofBase("base_actions", "action, count"), account, user, ...end);
    return { ...next, account: end[0], user: end[1] };
  };
}
