import type { DatabaseSync } from "node:sqlite";
import type { VoidTarget } from "../facts.ts";
import { prepareArrays } from "./database.ts";
import { TIME_COUNTERS } from "./rollup-tables.ts";
import type { Amounts } from "./write/changes.ts";

/** One row that a void takes out. */
export type VoidRow = TimeRow | ActionRow;

interface RowOfMember {
  readonly account: number;
  readonly user: number;
  readonly feature: number;
  readonly slot: number;
  /** Of the tables that hold cells the writer, of those that hold base the source. */
  readonly owner: number;
}

interface TimeRow extends RowOfMember {
  readonly table: "cells" | "base";
  readonly amounts: Amounts;
}

interface ActionRow extends RowOfMember {
  readonly table: "cell_actions" | "base_actions";
  readonly action: number;
  readonly count: number;
}

/** A document load, or the cells of a source, that a void looks at, and the slots it looks at there. */
export interface VoidedWriter {
  readonly id: number;
  readonly account: number;
  readonly user: number;
  readonly fromSlot: number;
  /** Not itself. */
  readonly toSlot: number;
}

/** What a void is about. */
export interface VoidScope {
  readonly writers: readonly VoidedWriter[];
  /** Those whose base rows it takes out; none for a single writer, since base knows no writers. */
  readonly members: readonly { readonly account: number; readonly user: number }[];
}

/** Finds what a void takes out, on any connection. */
export function createVoidRows(database: DatabaseSync) {
  const writersByKey = prepareArrays(
    database,
    `SELECT writers.id, account, user, first_slot, last_slot + 1
     FROM writers JOIN sources ON sources.id = writers.source WHERE writers.key = ? AND sources.key = ''`,
  );
  const members = prepareArrays(
    database,
    `SELECT members.account, members.user FROM users
     JOIN members ON members.user = users.id JOIN accounts ON accounts.id = members.account
     WHERE users.key = ?1 AND (?2 IS NULL OR accounts.key = ?2)`,
  );
  const writersOfMember = prepareArrays(
    database,
    `SELECT id, account, user, max(first_slot, ?3), min(last_slot + 1, ?4) FROM writers
     WHERE account = ?1 AND user = ?2 AND first_slot < ?4 AND last_slot >= ?3`,
  );
  const counters = TIME_COUNTERS.join(", ");
  const cells = prepareArrays(database, `SELECT feature, ${counters} FROM cells WHERE slot = ? AND writer = ?`);
  const cellActions = prepareArrays(
    database,
    "SELECT feature, action, count FROM cell_actions WHERE slot = ? AND writer = ?",
  );
  const inBase = "WHERE account = ? AND user = ? AND feature IN (SELECT id FROM features) AND slot >= ? AND slot < ?";
  const base = prepareArrays(database, `SELECT feature, slot, source, ${counters} FROM base ${inBase}`);
  const baseActions = prepareArrays(
    database,
    `SELECT feature, slot, source, action, count FROM base_actions ${inBase}`,
  );
  const writerOf = ([id = 0, account = 0, user = 0, fromSlot = 0, toSlot = 0]: readonly number[]): VoidedWriter => ({
    id,
    account,
    user,
    fromSlot,
    toSlot,
  });

  return {
    /** Null: nobody has heard of the writer or the user, or not there. */
    scopeOf(target: VoidTarget): VoidScope | null {
      if (target.kind === "writer") {
        const rows = writersByKey.all(target.writer) as unknown as readonly number[][];
        return rows.length === 0 ? null : { writers: rows.map(writerOf), members: [] };
      }
      const { user, account = null, fromSlot, toSlot } = target;
      const found = (members.all(user, account) as unknown as readonly number[][]).map(
        ([accountId = 0, userId = 0]) => ({ account: accountId, user: userId }),
      );
      if (found.length === 0) return null;
      const writers = found.flatMap((member) =>
        (writersOfMember.all(member.account, member.user, fromSlot, toSlot) as unknown as readonly number[][]).map(
          writerOf,
        ),
      );
      return { writers, members: found };
    },

    /** Every row of a scope; those that were deleted meanwhile come no more. */
    *rowsOf({ writers, members: owners }: VoidScope, target: VoidTarget): Generator<VoidRow, void> {
      for (const { id, account, user, fromSlot, toSlot } of writers) {
        for (let slot = fromSlot; slot < toSlot; slot++) {
          const key = { account, user, slot, owner: id };
          for (const [feature = 0, ...amounts] of cells.all(slot, id) as unknown as readonly number[][]) {
            yield { table: "cells", ...key, feature, amounts: amounts as unknown as Amounts };
          }
          for (const row of cellActions.all(slot, id) as unknown as readonly number[][]) {
            const [feature = 0, action = 0, count = 0] = row;
            yield { table: "cell_actions", ...key, feature, action, count };
          }
        }
      }
      if (target.kind === "writer") return;
      const { fromSlot, toSlot } = target;
      for (const { account, user } of owners) {
        for (const row of base.all(account, user, fromSlot, toSlot) as unknown as readonly number[][]) {
          const [feature = 0, slot = 0, owner = 0, ...amounts] = row;
          yield { table: "base", account, user, feature, slot, owner, amounts: amounts as unknown as Amounts };
        }
        for (const row of baseActions.all(account, user, fromSlot, toSlot) as unknown as readonly number[][]) {
          const [feature = 0, slot = 0, owner = 0, action = 0, count = 0] = row;
          yield { table: "base_actions", account, user, feature, slot, owner, action, count };
        }
      }
    },
  };
}
