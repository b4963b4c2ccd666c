import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { ActiveMs } from "@uptake/tracker/protocol";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import { SMALLEST_TIME_ROLLUP, TIME_COUNTERS } from "../rollup-tables.ts";
import type { ActionChange, TimeChange } from "../write/changes.ts";
import { daysOf } from "./asked-accounts.ts";
import { createDeferredRows } from "./deferred-rows.ts";

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
  const timeDays = prepareArrays(
    database,
    `
    ${daysOf(SMALLEST_TIME_ROLLUP)}
    SELECT rollup.day AS at, features.key AS feature, ${counters}
    FROM days CROSS JOIN member_feature_days AS rollup
      ON rollup.day = days.day AND rollup.account = :account AND rollup.user = :user
    JOIN features ON features.id = rollup.feature
    ORDER BY rollup.day`,
  );
  const actionDays = prepareArrays(
    database,
    `
    ${daysOf("account_action_days")}
    SELECT rollup.day AS at, features.key AS feature, actions.key AS action, count
    FROM days CROSS JOIN member_action_days AS rollup
      ON rollup.day = days.day AND rollup.account = :account AND rollup.user = :user
    JOIN features ON features.id = rollup.feature JOIN actions ON actions.id = rollup.action`,
  );
  // Cells are clustered by slot and writer, base by member and feature: the one is asked writer by writer, for its slots,
  // the other by feature.
  const timeSlots = prepareArrays(
    database,
    `
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
    FROM detail JOIN features ON features.id = detail.feature GROUP BY slot, detail.feature`,
  );
  const actionSlots = prepareArrays(
    database,
    `
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
    GROUP BY slot, detail.feature, detail.action`,
  );
  const writers = prepareArrays(
    database,
    "SELECT id, first_slot, last_slot FROM writers WHERE account = ? AND user = ? AND key = ?",
  );
  const writerTime = prepareArrays(
    database,
    `
    ${SLOTS}
    SELECT 0 AS at, features.key AS feature, ${sums}
    FROM slots CROSS JOIN cells ON cells.slot = slots.slot AND cells.writer = :writer
    JOIN features ON features.id = cells.feature GROUP BY cells.feature`,
  );
  const arrival = prepareArrays(database, "SELECT last_received_at_ms FROM members WHERE account = ? AND user = ?");

  const featureKey = prepareArrays(database, "SELECT key FROM features WHERE id = ?");
  const actionKey = prepareArrays(database, "SELECT key FROM actions WHERE id = ?");
  const keyOf = (statement: StatementSync, id: number): string =>
    (statement.get(id) as unknown as readonly [string])[0];

  const deferredRows = createDeferredRows(database);
  const slotsOf = createSlotsOf();

  return (account: number, user: number, calendar: WorkspaceCalendar): MemberRows => {
    const member = { account, user };
    const deferred = deferredRows(account, user);
    const toTimeRow = ({ day, feature, amounts }: TimeChange): TimeRow => {
      const [first, second, third, fourth, visits] = amounts;
      return { at: day, feature: keyOf(featureKey, feature), activeMs: [first, second, third, fourth], visits };
    };
    const toActionRow = ({ day, feature, action, count }: ActionChange): ActionRow => ({
      at: day,
      feature: keyOf(featureKey, feature),
      action: keyOf(actionKey, action),
      count,
    });
    return {
      timeDays: once(() => {
        const rows = toTimeRows(timeDays.all({ ...ALL_DAYS, ...member }));
        return deferred === null ? rows : withMore(rows, deferred.time.map(toTimeRow), keyOfTime, sumOfTime);
      }),
      actionDays: once(() => {
        const rows = toActionRows(actionDays.all({ ...ALL_DAYS, ...member }));
        return deferred === null ? rows : withMore(rows, deferred.actions.map(toActionRow), keyOfAction, sumOfActions);
      }),
      timeSlots: oncePerDay((day) => toTimeRows(timeSlots.all({ ...slotsOf(calendar, day), ...member }))),
      actionSlots: oncePerDay((day) => toActionRows(actionSlots.all({ ...slotsOf(calendar, day), ...member }))),
      writerActiveMs(writer) {
        const found = writers.all(account, user, writer) as unknown as readonly (readonly [number, number, number])[];
        const rows = found.flatMap(([id, from, to]) => toTimeRows(writerTime.all({ from, to, writer: id })));
        return new Map(rows.map(({ feature, activeMs }) => [feature, activeMs]));
      },
      receivedAtMs() {
        const [stored] = (arrival.get(account, user) ?? [null]) as unknown as readonly [number | null];
        const atMs = Math.max(stored ?? 0, deferred?.arrivedAtMs ?? 0);
        return atMs === 0 ? null : atMs;
      },
    };
  };
}

/** Rows of sums and what is to be added to them, by day. */
function withMore<Row extends { readonly at: number }>(
  rows: readonly Row[],
  more: readonly Row[],
  keyOf: (row: Row) => string,
  sumOf: (one: Row, other: Row) => Row,
): readonly Row[] {
  const sums = new Map(rows.map((row) => [keyOf(row), row]));
  for (const row of more) {
    const known = sums.get(keyOf(row));
    sums.set(keyOf(row), known === undefined ? row : sumOf(known, row));
  }
  return [...sums.values()].toSorted((one, other) => one.at - other.at);
}

function keyOfTime({ at, feature }: TimeRow): string {
  return `${at} ${feature}`;
}

function sumOfTime(one: TimeRow, { activeMs, visits }: TimeRow): TimeRow {
  const [first, second, third, fourth] = one.activeMs;
  return {
    ...one,
    activeMs: [first + activeMs[0], second + activeMs[1], third + activeMs[2], fourth + activeMs[3]],
    visits: one.visits + visits,
  };
}

function keyOfAction({ at, feature, action }: ActionRow): string {
  return JSON.stringify([at, feature, action]);
}

function sumOfActions(one: ActionRow, { count }: ActionRow): ActionRow {
  return { ...one, count: one.count + count };
}

/** Remembers the slots of days, which to find takes as long as to read them. */
function createSlotsOf() {
  const known = new Map<number, { readonly from: number; readonly to: number }>();
  let knownOf: WorkspaceCalendar | undefined;
  return (calendar: WorkspaceCalendar, day: number) => {
    if (knownOf !== calendar) known.clear();
    knownOf = calendar;
    const slots = known.get(day) ?? { from: calendar.firstSlotOf(day), to: calendar.firstSlotOf(day + 1) - 1 };
    known.set(day, slots);
    return slots;
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

/** Columns: where, feature, counters. */
function toTimeRows(rows: readonly unknown[]): readonly TimeRow[] {
  return (rows as readonly (readonly [number, string, number, number, number, number, number])[]).map(
    ([at, feature, first, second, third, fourth, visits]) => ({
      at,
      feature,
      activeMs: [first, second, third, fourth],
      visits,
    }),
  );
}

/** Columns: where, feature, action, count. */
function toActionRows(rows: readonly unknown[]): readonly ActionRow[] {
  return (rows as readonly (readonly [number, string, string, number])[]).map(([at, feature, action, count]) => ({
    at,
    feature,
    action,
    count,
  }));
}
