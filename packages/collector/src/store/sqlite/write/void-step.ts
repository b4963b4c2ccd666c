import { slotOf } from "@uptake/tracker/protocol";
import type { VoidOutcome, VoidTarget } from "../../facts.ts";
import { prepareArrays } from "../database.ts";
import { createVoidRows, type VoidRow, type VoidScope } from "../void-rows.ts";
import { createVoidSum } from "../void-sum.ts";
import type { Amounts } from "./changes.ts";
import { createMoveVitalDays, VITAL_COLUMNS, type VitalValues } from "./move-vital-days.ts";
import { createNoteChange } from "./note-change.ts";
import type { WriteContext } from "./write-context.ts";

/** Most rows taken out in one transaction, so that what browsers send doesn't wait for long. */
const MAX_ROWS_PER_STEP = 4_000;

export interface VoidStepInput {
  readonly target: VoidTarget;
  /** Who does it and when, for the audit log; null: this goes on with what was begun. */
  readonly by: { readonly actor: string; readonly atMs: number } | null;
  /** When it was begun, Unix ms. */
  readonly atMs: number;
}

/** What a step has taken out, and whether it was the last. */
export interface VoidStep {
  readonly outcome: VoidOutcome;
  readonly isDone: boolean;
}

/**
 * Takes some of a target's cells, base rows and vitals out, and out of the rollups, in one transaction. The first step also
 * puts up the tombstone, so that nothing comes back meanwhile, and writes the audit log.
 * @returns null: nobody has heard of the target.
 */
export function createVoidStep(context: WriteContext) {
  const { database, ids } = context;
  const { scopeOf, rowsOf } = createVoidRows(database);
  const remove = createRemove(context);
  const removeVitals = createRemoveVitals(context);
  const markWriter = database.prepare("UPDATE writers SET voided = 1 WHERE id = ?");
  const insertVoid = database.prepare(
    `INSERT INTO voids (account, user, from_slot, to_slot)
     SELECT (SELECT id FROM accounts WHERE key = ?), id, ?, ? FROM users WHERE key = ?`,
  );
  const audit = database.prepare("INSERT INTO audit (at_ms, actor, action, subject) VALUES (?, ?, 'voided', ?)");

  const begin = (target: VoidTarget, scope: VoidScope): void => {
    if (target.kind === "writer") for (const { id } of scope.writers) markWriter.run(id);
    else insertVoid.run(target.account ?? null, target.fromSlot, target.toSlot, target.user);
    for (const { id, fromSlot, toSlot } of scope.writers) removeVitals(id, fromSlot, toSlot);
  };

  return ({ target, by, atMs }: VoidStepInput): VoidStep | null => {
    const scope = scopeOf(target);
    if (scope === null) return null;
    if (by !== null) {
      begin(target, scope);
      audit.run(by.atMs, by.actor, JSON.stringify(target));
    }
    context.found = { day: context.workspace.calendar.dayOfSlot(slotOf(atMs)), isLate: true };
    const sum = createVoidSum();
    let left = MAX_ROWS_PER_STEP;
    for (const row of rowsOf(scope, target)) {
      if (left-- === 0) break;
      remove(row);
      sum.add(row);
    }
    // What is remembered of these writers' cells, and who is voided, is not so any more.
    ids.forget();
    return { outcome: sum.outcome(), isDone: left >= 0 };
  };
}

/** Deletes a row and notes what the rollups lose by it. */
function createRemove(context: WriteContext) {
  const { database } = context;
  const cellKey = "slot = ? AND writer = ? AND feature = ?";
  const baseKey = "slot = ? AND source = ? AND feature = ? AND account = ? AND user = ?";
  const cell = database.prepare(`DELETE FROM cells WHERE ${cellKey}`);
  const cellAction = database.prepare(`DELETE FROM cell_actions WHERE ${cellKey} AND action = ?`);
  const base = database.prepare(`DELETE FROM base WHERE ${baseKey}`);
  const baseAction = database.prepare(`DELETE FROM base_actions WHERE ${baseKey} AND action = ?`);
  const note = createNoteChange(context);

  return (row: VoidRow): void => {
    const { account, user, feature, slot, owner } = row;
    const changes = context.changes.member(account, user);
    const key = [slot, owner, feature] as const;
    switch (row.table) {
      case "cells":
        cell.run(...key);
        note.cellTime(changes, owner, slot, feature, negative(row.amounts));
        break;
      case "base":
        base.run(...key, account, user);
        note.baseTime(changes, slot, feature, negative(row.amounts));
        break;
      case "cell_actions":
        cellAction.run(...key, row.action);
        note.cellAction(changes, owner, slot, feature, row.action, -row.count);
        break;
      case "base_actions":
        baseAction.run(...key, account, user, row.action);
        note.baseAction(changes, slot, feature, row.action, -row.count);
        break;
    }
  };
}

/** Removes the vitals that a writer brought in some slots, also from the histograms. */
function createRemoveVitals(context: WriteContext) {
  const select = prepareArrays(
    context.database,
    `SELECT feature, day, ${VITAL_COLUMNS} FROM writer_vitals WHERE writer = ? AND slot >= ? AND slot < ?`,
  );
  const remove = context.database.prepare("DELETE FROM writer_vitals WHERE writer = ? AND slot >= ? AND slot < ?");
  const moveVitalDays = createMoveVitalDays(context);
  return (writer: number, fromSlot: number, toSlot: number): void => {
    const rows = select.all(writer, fromSlot, toSlot) as unknown as readonly [number, number, ...VitalValues][];
    for (const [feature, day, ...values] of rows) moveVitalDays(day, feature, values, -1);
    remove.run(writer, fromSlot, toSlot);
  };
}

function negative([first, second, third, fourth, visits]: Amounts): Amounts {
  return [-first, -second, -third, -fourth, -visits];
}
