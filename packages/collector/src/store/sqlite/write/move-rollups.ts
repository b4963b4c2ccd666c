import type { DatabaseSync } from "node:sqlite";
import { ALL_ROLLUPS, type RollupTable } from "../rollup-tables.ts";
import { addAmounts, pairKey, type Amounts, type RollupChanges, type TimeChange } from "./changes.ts";

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

  const moveTime = (members: readonly MemberRollupChanges[]): void => {
    const accountFeatureDays = new Map<number, SumsByKey>();
    const accountDays: SumsByKey = new Map();
    const featureDays: SumsByKey = new Map();
    for (const { account, user, changes } of members) {
      const days: TimeChange[] = [];
      for (const change of changes.time) {
        const { day, feature, amounts } = change;
        moveMemberFeatureDay([day, account, user, feature], amounts);
        const ofDay = days.find((sums) => sums.day === day);
        if (ofDay === undefined) days.push({ day, feature, amounts: [...amounts] });
        else addAmounts(ofDay.amounts, amounts);
        let ofAccounts = accountFeatureDays.get(day);
        if (ofAccounts === undefined) accountFeatureDays.set(day, (ofAccounts = new Map()));
        add(ofAccounts, pairKey(account, feature), [day, account, feature], amounts);
        add(featureDays, pairKey(feature, day), [day, feature], amounts);
      }
      for (const { day, amounts } of days) {
        moveMemberDay([day, account, user], amounts);
        add(accountDays, pairKey(account, day), [day, account], amounts);
      }
    }
    for (const rows of accountFeatureDays.values()) moveAll(rows, moveAccountFeatureDay);
    moveAll(accountDays, moveAccountDay);
    moveAll(featureDays, moveFeatureDay);
  };
  const moveActions = (members: readonly MemberRollupChanges[]): void => {
    const accountActionDays = new Map<string, { readonly key: readonly number[]; count: number }>();
    for (const { account, user, changes } of members) {
      for (const { day, feature, action, count } of changes.actions) {
        moveMemberActionDay([day, account, user, feature, action], [count]);
        const key = [day, account, feature, action];
        const known = accountActionDays.get(key.join());
        if (known === undefined) accountActionDays.set(key.join(), { key, count });
        else known.count += count;
      }
    }
    for (const { key, count } of accountActionDays.values()) moveAccountActionDay(key, [count]);
  };

  return (members) => {
    moveTime(members);
    moveActions(members);
  };
}

/** Moves one row of a rollup by amounts; one that comes to nothing is removed. */
type MoveRow = (key: readonly number[], amounts: readonly number[]) => void;

type SumsByKey = Map<number, { readonly key: readonly number[]; readonly amounts: TimeChange["amounts"] }>;

function add(sums: SumsByKey, name: number, key: readonly number[], amounts: Amounts): void {
  const known = sums.get(name);
  if (known === undefined) sums.set(name, { key, amounts: [...amounts] });
  else addAmounts(known.amounts, amounts);
}

function moveAll(rows: SumsByKey, move: MoveRow): void {
  for (const { key, amounts } of rows.values()) move(key, amounts);
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
  return (key, amounts) => {
    if (amounts.every((amount) => amount === 0)) return;
    upsert.run(...key, ...amounts);
    if (amounts.some((amount) => amount < 0)) removeEmpty.run(...key);
  };
}
