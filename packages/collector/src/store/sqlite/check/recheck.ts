import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import { createCorrections, type Corrections } from "./corrections.ts";
import type { RollupFamily } from "./detail-tables.ts";
import type { Findings } from "./findings.ts";
import { createDeferredRows } from "../read/deferred-rows.ts";
import type { MemberChanges } from "../write/changes.ts";
import { inPieces, inRange, type PieceReader } from "./pieces.ts";
import { SUSPECT_KEYS } from "./suspects.ts";

/**
 * Counts the suspects again, each in the same moment as what is stored of them, and reports those that really differ. What
 * is deferred of a member belongs to what is stored.
 * Their corrections are kept: what a correct finest rollup would have beside what is stored.
 */
export function* recheck(
  reader: PieceReader,
  families: readonly RollupFamily[],
  calendar: WorkspaceCalendar,
  findings: Findings,
): Generator<undefined, void> {
  const checks = families.map((family) => createMemberDayCheck(reader, family, findings));
  const keys = SUSPECT_KEYS.join(", ");
  const suspects = prepareArrays(
    reader.database,
    `SELECT ${keys} FROM temp.suspects WHERE ${inRange(SUSPECT_KEYS)} ORDER BY ${keys}`,
  );
  yield* inPieces(reader, "temp.suspects", SUSPECT_KEYS, null, (range) => {
    for (const [day = 0, account = 0, user = 0] of suspects.all(...range) as unknown as readonly number[][]) {
      if (findings.isFull()) return;
      const slots = { from: calendar.firstSlotOf(day), to: calendar.firstSlotOf(day + 1) - 1 };
      for (const check of checks) check({ day, account, user }, slots);
    }
  });
}

interface MemberDay {
  readonly day: number;
  readonly account: number;
  readonly user: number;
}

function createMemberDayCheck({ database }: PieceReader, { finest, details }: RollupFamily, findings: Findings) {
  const { name, keys, counters } = finest;
  const [cells, base] = details;
  // What a member has on a day: feature, and action where actions are counted.
  const own = keys.slice(SUSPECT_KEYS.length);
  const columns = (table: string) => [...own, ...counters].map((column) => `${table}.${column}`).join(", ");
  const sums = counters.map((counter) => `sum(${counter})`).join(", ");
  const recounted = prepareArrays(
    database,
    `WITH RECURSIVE slots (slot) AS (
       SELECT CAST(:from AS INTEGER) UNION ALL SELECT slot + 1 FROM slots WHERE slot < :to
     ), detail AS (
       SELECT ${columns("cells")}
       FROM writers CROSS JOIN slots ON slots.slot BETWEEN writers.first_slot AND writers.last_slot
         CROSS JOIN ${cells?.name} AS cells ON cells.slot = slots.slot AND cells.writer = writers.id
       WHERE writers.account = :account AND writers.user = :user
         AND writers.first_slot <= :to AND writers.last_slot >= :from
       UNION ALL
       SELECT ${columns("base")}
       FROM features CROSS JOIN ${base?.name} AS base ON base.account = :account AND base.user = :user
         AND base.feature = features.id AND base.slot BETWEEN :from AND :to
     )
     SELECT ${own.join(", ")}, ${sums} FROM detail GROUP BY ${own.join(", ")}`,
  );
  const stored = prepareArrays(
    database,
    `SELECT ${own.join(", ")}, ${counters.join(", ")} FROM main.${name} WHERE day = ? AND account = ? AND user = ?`,
  );
  const deferredRows = createDeferredRows(database);
  const corrections: Corrections = createCorrections(database, finest);
  const byOwnKey = (rows: readonly (readonly number[])[]): Map<string, readonly number[]> =>
    new Map(rows.map((row) => [row.slice(0, own.length).join(","), row]));

  const deferredRowsOf = (deferred: MemberChanges | null, day: number): readonly (readonly number[])[] =>
    deferred === null
      ? []
      : own.includes("action")
        ? deferred.actions.flatMap((row) => (row.day === day ? [[row.feature, row.action, row.count]] : []))
        : deferred.time.flatMap((row) => (row.day === day ? [[row.feature, ...row.amounts]] : []));
  const sumsOf = (one: readonly number[], other: readonly number[]): readonly number[] =>
    counters.map((_, index) => (one[own.length + index] ?? 0) + (other[own.length + index] ?? 0));

  return (memberDay: MemberDay, slots: { readonly from: number; readonly to: number }): void => {
    const { day, account, user } = memberDay;
    const before = byOwnKey(stored.all(day, account, user) as unknown as number[][]);
    for (const row of deferredRowsOf(deferredRows(account, user), day)) {
      const ownKey = row.slice(0, own.length).join(",");
      const known = before.get(ownKey);
      before.set(ownKey, known === undefined ? row : [...row.slice(0, own.length), ...sumsOf(known, row)]);
    }
    const after = byOwnKey(recounted.all({ ...slots, account, user }) as unknown as number[][]);
    for (const ownKey of new Set([...before.keys(), ...after.keys()])) {
      const [was, is] = [before.get(ownKey), after.get(ownKey)].map((row) => row?.slice(own.length));
      const missing = counters.map((_, index) => (is?.[index] ?? 0) - (was?.[index] ?? 0));
      if (missing.every((amount) => amount === 0)) continue;
      const key = [day, account, user, ...ownKey.split(",").map(Number)];
      corrections.add(key, missing);
      findings.addDifference(finest, key, was ?? null, missing);
    }
  };
}
