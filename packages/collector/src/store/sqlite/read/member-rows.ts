import type { DatabaseSync } from "node:sqlite";
import type { ActiveMs } from "@uptake/tracker/protocol";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import { activeMsOf, type Row } from "./rows.ts";
import { daysOf } from "./sums.ts";

/** A member's use of a feature at a day or in a slot. */
export interface TimeRow {
  readonly at: number;
  readonly feature: string;
  readonly activeMs: ActiveMs;
  readonly visits: number;
}

/** How often a member's action was counted in a feature, at a day or in a slot. */
export interface ActionRow {
  readonly at: number;
  readonly feature: string;
  readonly action: string;
  readonly count: number;
}

/** The rows of one member, each read at most once. */
export interface MemberRows {
  /** By feature and day, days ascending. */
  timeDays(): readonly TimeRow[];
  /** By feature and slot of one day. */
  timeSlots(day: number): readonly TimeRow[];
  actionDays(): readonly ActionRow[];
  actionSlots(day: number): readonly ActionRow[];
  /** By feature, of one writer of this member. */
  writerActiveMs(writer: string): ReadonlyMap<string, ActiveMs>;
  /** Unix ms; null: never. */
  receivedAtMs(): number | null;
}

const ALL_DAYS = { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };

const SLOTS = `
  WITH RECURSIVE slots (slot) AS (
    SELECT CAST(:from AS INTEGER) WHERE :from <= :to
    UNION ALL
    SELECT slot + 1 FROM slots WHERE slot < :to
  )`;

/** Prepares the questions on a connection. */
export function createMemberRows(database: DatabaseSync) {
  const counters = TIME_COUNTERS.join(", ");
  const sums = TIME_COUNTERS.map((counter) => `sum(${counter}) AS ${counter}`).join(", ");
  const timeDays = database.prepare(`
    ${daysOf("account_days")}
    SELECT rollup.day AS at, features.key AS feature, ${counters}
    FROM days CROSS JOIN member_feature_days AS rollup
      ON rollup.day = days.day AND rollup.account = :account AND rollup.user = :user
    JOIN features ON features.id = rollup.feature
    ORDER BY rollup.day`);
  const actionDays = database.prepare(`
    ${daysOf("account_action_days")}
    SELECT rollup.day AS at, features.key AS feature, actions.key AS action, count
    FROM days CROSS JOIN member_action_days AS rollup
      ON rollup.day = days.day AND rollup.account = :account AND rollup.user = :user
    JOIN features ON features.id = rollup.feature JOIN actions ON actions.id = rollup.action`);
  // Cells are clustered by slot and writer, base by member and feature: the one is asked writer by writer, for its slots,
  // the other by feature.
  const timeSlots = database.prepare(`
    ${SLOTS}, detail AS (
      SELECT cells.slot, cells.feature, ${counters}
      FROM writers CROSS JOIN slots ON slots.slot BETWEEN writers.first_slot AND writers.last_slot
        CROSS JOIN cells ON cells.slot = slots.slot AND cells.writer = writers.id
      WHERE writers.account = :account AND writers.user = :user
      UNION ALL
      SELECT base.slot, base.feature, ${counters}
      FROM features CROSS JOIN base ON base.account = :account AND base.user = :user AND base.feature = features.id
        AND base.slot BETWEEN :from AND :to
    )
    SELECT slot AS at, features.key AS feature, ${sums}
    FROM detail JOIN features ON features.id = detail.feature GROUP BY slot, detail.feature`);
  const actionSlots = database.prepare(`
    ${SLOTS}, detail AS (
      SELECT cells.slot, cells.feature, action, count
      FROM writers CROSS JOIN slots ON slots.slot BETWEEN writers.first_slot AND writers.last_slot
        CROSS JOIN cell_actions AS cells ON cells.slot = slots.slot AND cells.writer = writers.id
      WHERE writers.account = :account AND writers.user = :user
      UNION ALL
      SELECT base.slot, base.feature, action, count
      FROM features CROSS JOIN base_actions AS base
        ON base.account = :account AND base.user = :user AND base.feature = features.id
        AND base.slot BETWEEN :from AND :to
    )
    SELECT slot AS at, features.key AS feature, actions.key AS action, sum(count) AS count
    FROM detail JOIN features ON features.id = detail.feature JOIN actions ON actions.id = detail.action
    GROUP BY slot, detail.feature, detail.action`);
  const writers = database.prepare(
    "SELECT id, first_slot, last_slot FROM writers WHERE account = ? AND user = ? AND key = ?",
  );
  const writerTime = database.prepare(`
    ${SLOTS}
    SELECT 0 AS at, features.key AS feature, ${sums}
    FROM slots CROSS JOIN cells ON cells.slot = slots.slot AND cells.writer = :writer
    JOIN features ON features.id = cells.feature GROUP BY cells.feature`);
  const arrival = database.prepare("SELECT last_received_at_ms FROM members WHERE account = ? AND user = ?");

  return (account: number, user: number, calendar: WorkspaceCalendar): MemberRows => {
    const member = { account, user };
    const slotsOf = (day: number) => ({ from: calendar.firstSlotOf(day), to: calendar.firstSlotOf(day + 1) - 1 });
    return {
      timeDays: once(() => timeDays.all({ ...ALL_DAYS, ...member }).map(toTimeRow)),
      actionDays: once(() => actionDays.all({ ...ALL_DAYS, ...member }) as unknown as readonly ActionRow[]),
      timeSlots: oncePerDay((day) => timeSlots.all({ ...slotsOf(day), ...member }).map(toTimeRow)),
      actionSlots: oncePerDay(
        (day) => actionSlots.all({ ...slotsOf(day), ...member }) as unknown as readonly ActionRow[],
      ),
      writerActiveMs(writer) {
        const rows = writers.all(account, user, writer).flatMap((row) => {
          const range = { from: Number(row["first_slot"]), to: Number(row["last_slot"]) };
          return writerTime.all({ ...range, writer: Number(row["id"]) }).map(toTimeRow);
        });
        return new Map(rows.map(({ feature, activeMs }) => [feature, activeMs]));
      },
      receivedAtMs: () => (arrival.get(account, user)?.["last_received_at_ms"] as number | null | undefined) ?? null,
    };
  };
}

function once<Result>(read: () => Result): () => Result {
  let result: { readonly value: Result } | undefined;
  return () => (result ??= { value: read() }).value;
}

function oncePerDay<Result>(read: (day: number) => Result): (day: number) => Result {
  const results = new Map<number, Result>();
  return (day) => {
    const known = results.get(day);
    if (known !== undefined) return known;
    const result = read(day);
    results.set(day, result);
    return result;
  };
}

function toTimeRow(row: Row): TimeRow {
  return {
    at: Number(row["at"]),
    feature: String(row["feature"]),
    activeMs: activeMsOf(row),
    visits: Number(row["visits"]),
  };
}
