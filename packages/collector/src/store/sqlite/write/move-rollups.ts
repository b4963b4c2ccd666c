import type { DatabaseSync } from "node:sqlite";
import { ALL_ROLLUPS, type RollupTable } from "../rollup-tables.ts";
import { pairKey, type RollupChanges } from "./changes.ts";

/** A member's changes of one set of rollups. */
export interface MemberRollupChanges {
  readonly account: number;
  readonly user: number;
  readonly changes: RollupChanges;
}

/** Moves all rollups of one set by what members have changed. */
export type MoveRollups = (members: readonly MemberRollupChanges[]) => void;

/**
 * Prepares the statements on a connection.
 * @param suffix of the tables' names: empty, or `_next` for the set that is being built.
 */
export function createMoveRollups(database: DatabaseSync, suffix: "" | "_next"): MoveRollups {
  const tables = new Map(ALL_ROLLUPS.map((table) => [table.name, table]));
  const moving = (name: string): MoveRow => createMoveRow(database, tables.get(name), suffix);
  const moveMemberFeatureDay = moving("member_feature_days");
  const moveMemberDay = moving("member_days");
  const moveAccountFeatureDay = moving("account_feature_days");
  const moveAccountDay = moving("account_days");
  const moveFeatureDay = moving("feature_days");
  const moveMemberActionDay = moving("member_action_days");
  const moveAccountActionDay = moving("account_action_days");
  const moveActionDay = moving("action_days");

  const moveTime = (members: readonly MemberRollupChanges[]): void => {
    const accountFeatureDays: RowGroups = new Map();
    const accountDays: RowsByKey = new Map();
    const featureDays: RowsByKey = new Map();
    for (const { account, user, changes } of members) {
      const memberDays: Row[] = [];
      for (const { day, feature, amounts } of changes.time) {
        const [first, second, third, fourth, visits] = amounts;
        moveMemberFeatureDay([day, account, user, feature, first, second, third, fourth, visits]);
        const ofDay = memberDays.find((row) => row[0] === day);
        if (ofDay === undefined) memberDays.push([day, account, user, first, second, third, fourth, visits]);
        else addAmounts(ofDay, amounts);
        const ofAccounts = groupOf(accountFeatureDays, day);
        const ofAccount = ofAccounts.get(pairKey(account, feature));
        if (ofAccount !== undefined) addAmounts(ofAccount, amounts);
        else ofAccounts.set(pairKey(account, feature), [day, account, feature, first, second, third, fourth, visits]);
        const ofFeature = featureDays.get(pairKey(feature, day));
        if (ofFeature !== undefined) addAmounts(ofFeature, amounts);
        else featureDays.set(pairKey(feature, day), [day, feature, first, second, third, fourth, visits]);
      }
      for (const row of memberDays) {
        moveMemberDay(row);
        const [day = 0, , , ...amounts] = row;
        const known = accountDays.get(pairKey(account, day));
        if (known !== undefined) addAmounts(known, amounts);
        else accountDays.set(pairKey(account, day), [day, account, ...amounts]);
      }
    }
    for (const rows of accountFeatureDays.values()) for (const row of rows.values()) moveAccountFeatureDay(row);
    for (const row of accountDays.values()) moveAccountDay(row);
    for (const row of featureDays.values()) moveFeatureDay(row);
  };
  const moveActions = (members: readonly MemberRollupChanges[]): void => {
    const accountActionDays: RowGroups = new Map();
    const actionDays: RowGroups = new Map();
    for (const { account, user, changes } of members) {
      for (const { day, feature, action, count } of changes.actions) {
        moveMemberActionDay([day, account, user, feature, action, count]);
        const key = pairKey(feature, action);
        const ofDay = groupOf(actionDays, day);
        const ofAll = ofDay.get(key);
        if (ofAll !== undefined) addAmounts(ofAll, [count]);
        else ofDay.set(key, [day, feature, action, count]);
        const ofAccountDay = groupOf(accountActionDays, pairKey(account, day));
        const ofAccount = ofAccountDay.get(key);
        if (ofAccount !== undefined) addAmounts(ofAccount, [count]);
        else ofAccountDay.set(key, [day, account, feature, action, count]);
      }
    }
    for (const rows of accountActionDays.values()) for (const row of rows.values()) moveAccountActionDay(row);
    for (const rows of actionDays.values()) for (const row of rows.values()) moveActionDay(row);
  };

  return (members) => {
    moveTime(members);
    moveActions(members);
  };
}

/** The columns of a rollup's row: its key, then by what its counters move. One array is bound faster than two spread. */
type Row = number[];

/** Moves one row of a rollup; one that comes to nothing is removed. */
type MoveRow = (row: Row) => void;

type RowsByKey = Map<number, Row>;

/** Rows by two pairs of ids. */
type RowGroups = Map<number, RowsByKey>;

function groupOf(groups: RowGroups, key: number): RowsByKey {
  let rows = groups.get(key);
  if (rows === undefined) groups.set(key, (rows = new Map()));
  return rows;
}

/** Adds to the counters, which are the last columns of a row. */
function addAmounts(row: Row, amounts: readonly number[]): void {
  const start = row.length - amounts.length;
  for (let index = 0; index < amounts.length; index++) {
    row[start + index] = (row[start + index] ?? 0) + (amounts[index] ?? 0);
  }
}

function createMoveRow(database: DatabaseSync, table: RollupTable | undefined, suffix: string): MoveRow {
  if (table === undefined) throw new RangeError("there is no such rollup");
  const { keys, counters } = table;
  const name = `${table.name}${suffix}`;
  const columns = [...keys, ...counters];
  const upsert = database.prepare(`
    INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
    ON CONFLICT DO UPDATE SET ${counters.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ")}`);
  const empty = counters.map((counter) => `${counter} = 0`);
  const removeEmpty = database.prepare(
    `DELETE FROM ${name} WHERE ${[...keys.map((key) => `${key} = ?`), ...empty].join(" AND ")}`,
  );
  return (row) => {
    let isMoved = false;
    let isLess = false;
    for (let index = keys.length; index < row.length; index++) {
      const amount = row[index] ?? 0;
      if (amount !== 0) isMoved = true;
      if (amount < 0) isLess = true;
    }
    if (!isMoved) return;
    upsert.run(...row);
    if (isLess) removeEmpty.run(...row.slice(0, keys.length));
  };
}
