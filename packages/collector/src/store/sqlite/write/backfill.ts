import { createHash } from "node:crypto";
import { slotOf, slotStartMs } from "@uptake/tracker/protocol";
import type { BackfillRow } from "../../facts.ts";
import type { PushRefusal } from "../../pushed.ts";
import { prepareArrays } from "../database.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { createAccountChanges } from "./account-changes.ts";
import { createFirstCellSlot, createFoldCells } from "./fold.ts";
import { createMergeCell, type Counters } from "./merge-cell.ts";
import { difference, type Amounts } from "./changes.ts";
import { createNoteChange } from "./note-change.ts";
import { createQuarantine } from "./quarantine.ts";
import type { WriteContext } from "./write-context.ts";

export interface BackfillInput {
  readonly source: string;
  readonly rows: readonly BackfillRow[];
  readonly receivedAtMs: number;
  /** Whether days that had ended by then are restated. */
  readonly restates: boolean;
}

interface BaseKey {
  readonly account: number;
  readonly user: number;
  readonly feature: number;
  readonly slot: number;
  readonly source: number;
}

const KEY = "account = ? AND user = ? AND feature = ? AND slot = ? AND source = ?";

/** Writes history: cells above the watermark, base rows that replace below it. */
export function createBackfill(context: WriteContext) {
  const { ids } = context;
  const mergeCell = createMergeCell(context);
  const replaceBase = createReplaceBase(context);
  const quarantine = createQuarantine(context);
  const foldCells = createFoldCells(context);
  const firstCellSlot = createFirstCellSlot(context);
  const accountChanges = createAccountChanges(context);
  return ({ source, rows, receivedAtMs, restates }: BackfillInput): readonly PushRefusal[] => {
    if (restates) context.found = { day: context.workspace.calendar.dayOfSlot(slotOf(receivedAtMs)), isLate: false };
    const sourceId = ids.sources.intern(source);
    const firstOpenSlot = firstCellSlot() ?? Number.MAX_SAFE_INTEGER;
    const told = new Set<number>();
    const refusals = rows.map((row): PushRefusal => {
      const { slot } = row;
      const account = ids.accounts.intern(row.account);
      const user = ids.users.intern(row.user);
      const feature = ids.features.intern(row.feature);
      ids.members.ensure(account, user);
      if (ids.voids.has(account, user, slot)) {
        quarantine({ rows: [{ ...row, writer: null, reason: "voided" }], receivedAtMs });
        return "voided";
      }
      told.add(account);
      const changes = context.changes.member(account, user);
      if (slot >= context.workspace.watermarkSlot) {
        const key = writerKey(source, row.account, row.user);
        const writer = ids.writers.intern(account, user, sourceId, key, slot);
        mergeCell(changes, writer, { feature, slot }, row);
      } else {
        // Where folding has not got to yet, it would add the source's own cell to the row that replaces it.
        if (slot >= firstOpenSlot) {
          const key = writerKey(source, row.account, row.user);
          const writer = ids.writers.intern(account, user, sourceId, key, slot);
          foldCells(slot, writer.id, writer.id);
        }
        replaceBase({ account, user, feature, slot, source: sourceId }, row);
      }
      // History arrives late as a whole: it says when its people were there, not that they are there now.
      changes.arrivedAtMs = Math.max(changes.arrivedAtMs, Math.min(receivedAtMs, slotStartMs(slot + 1)));
      return null;
    });
    // As it came long after it happened, no time of arrival tells that there is news.
    for (const account of told) accountChanges.account(account);
    context.changes.addCommit(receivedAtMs);
    return refusals;
  };
}

/** One writer for each source and member, so that the same history meets its own cells again. */
function writerKey(source: string, account: string, user: string): string {
  return createHash("sha256")
    .update(JSON.stringify([source, account, user]))
    .digest("base64url")
    .slice(0, 22);
}

/** Puts a base row in the place of its predecessor and notes the difference, which may be negative. */
function createReplaceBase(context: WriteContext) {
  const { database, ids } = context;
  const note = createNoteChange(context);
  const columns = TIME_COUNTERS.join(", ");
  const select = prepareArrays(database, `SELECT ${columns} FROM base WHERE ${KEY}`);
  const put = database.prepare(
    `INSERT OR REPLACE INTO base (account, user, feature, slot, source, ${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const remove = database.prepare(`DELETE FROM base WHERE ${KEY}`);
  const selectActions = prepareArrays(database, `SELECT action, count FROM base_actions WHERE ${KEY}`);
  const removeAction = database.prepare(`DELETE FROM base_actions WHERE ${KEY} AND action = ?`);
  const putAction = database.prepare(
    "INSERT OR REPLACE INTO base_actions (account, user, feature, slot, source, action, count) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );

  return ({ account, user, feature, slot, source }: BaseKey, { activeMs, visits, actions }: Counters): void => {
    const key = [account, user, feature, slot, source] as const;
    const changes = context.changes.member(account, user);
    const sent: Amounts = [...activeMs, visits];
    const stored = (select.get(...key) as unknown as Amounts | undefined) ?? null;
    const moved = stored === null ? sent : difference(sent, stored);
    if (moved.some((amount) => amount !== 0)) {
      // Nothing needs no row.
      if (sent.some((counter) => counter !== 0)) put.run(...key, ...sent);
      else remove.run(...key);
      note.baseTime(changes, slot, feature, moved);
    }
    const before = new Map(selectActions.all(...key) as unknown as readonly (readonly [number, number])[]);
    for (const [name, count] of Object.entries(actions)) {
      if (count <= 0) continue;
      const action = ids.actions.intern(name);
      const known = before.get(action) ?? 0;
      before.delete(action);
      if (known === count) continue;
      putAction.run(...key, action, count);
      note.baseAction(changes, slot, feature, action, count - known);
    }
    for (const [action, count] of before) {
      removeAction.run(...key, action);
      note.baseAction(changes, slot, feature, action, -count);
    }
  };
}
