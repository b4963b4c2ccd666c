import type { DatabaseSync } from "node:sqlite";
import { ACTION_ROLLUPS, TIME_ROLLUPS, type RollupTable } from "../rollup-tables.ts";
import { addAmounts, pairKey, type Amounts, type Changes, type MemberChanges, type TimeChange } from "./changes.ts";
import { createArrivals } from "./arrivals.ts";

/** Writes changes to the rollups and the times of arrival. */
export type ApplyChanges = (changes: Changes) => void;

/** Prepares the statements on a connection. */
export function createApplyChanges(database: DatabaseSync): ApplyChanges & { forget(): void } {
  const tables = new Map([...TIME_ROLLUPS, ...ACTION_ROLLUPS].map((table) => [table.name, table]));
  const moving = (name: string): MoveRow => createMoveRow(database, tables.get(name));
  const moveMemberFeatureDay = moving("member_feature_days");
  const moveMemberDay = moving("member_days");
  const moveAccountFeatureDay = moving("account_feature_days");
  const moveAccountDay = moving("account_days");
  const moveFeatureDay = moving("feature_days");
  const moveMemberActionDay = moving("member_action_days");
  const moveAccountActionDay = moving("account_action_days");
  const arrivals = createArrivals(database);

  const moveTime = (members: Iterable<MemberChanges>): void => {
    const accountFeatureDays = new Map<number, SumsByKey>();
    const accountDays: SumsByKey = new Map();
    const featureDays: SumsByKey = new Map();
    for (const { account, user, time } of members) {
      const days: TimeChange[] = [];
      for (const change of time) {
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
  const moveActions = (members: Iterable<MemberChanges>): void => {
    const accountActionDays = new Map<string, { readonly key: readonly number[]; count: number }>();
    for (const { account, user, actions } of members) {
      for (const { day, feature, action, count } of actions) {
        moveMemberActionDay([day, account, user, feature, action], [count]);
        const key = [day, account, feature, action];
        const known = accountActionDays.get(key.join());
        if (known === undefined) accountActionDays.set(key.join(), { key, count });
        else known.count += count;
      }
    }
    for (const { key, count } of accountActionDays.values()) moveAccountActionDay(key, [count]);
  };

  const apply = (changes: Changes): void => {
    moveTime(changes.members());
    moveActions(changes.members());
    arrivals.note(changes);
  };
  return Object.assign(apply, { forget: arrivals.forget });
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

function createMoveRow(database: DatabaseSync, table: RollupTable | undefined): MoveRow {
  if (table === undefined) throw new RangeError("there is no such rollup");
  const { name, keys, counters } = table;
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
