import type { DatabaseSync } from "node:sqlite";
import { ACTION_ROLLUPS, TIME_ROLLUPS, type KeyColumn, type RollupTable } from "../rollup-tables.ts";
import type { Change, Changes } from "./changes.ts";

/** Writes changes to the rollups and the times of arrival. */
export type ApplyChanges = (changes: Changes) => void;

/** Prepares the statements on a connection. */
export function createApplyChanges(database: DatabaseSync): ApplyChanges {
  const timeRollups = TIME_ROLLUPS.map((table) => createMove(database, table));
  const actionRollups = ACTION_ROLLUPS.map((table) => createMove(database, table));
  const memberArrival = database.prepare(
    "UPDATE members SET last_received_at_ms = max(coalesce(last_received_at_ms, 0), ?) WHERE account = ? AND user = ?",
  );
  const accountArrival = database.prepare(
    "UPDATE accounts SET last_received_at_ms = max(coalesce(last_received_at_ms, 0), ?) WHERE id = ?",
  );
  const commit = database.prepare(
    "UPDATE workspace SET last_received_at_ms = max(coalesce(last_received_at_ms, 0), ?)",
  );
  return (changes) => {
    for (const move of timeRollups) move(changes.time.values());
    for (const move of actionRollups) move(changes.actions.values());
    const accounts = new Map<number, number>();
    for (const { account, user, arrivedAtMs } of changes.arrivals.values()) {
      memberArrival.run(arrivedAtMs, account, user);
      accounts.set(account, Math.max(accounts.get(account) ?? 0, arrivedAtMs));
    }
    for (const [account, arrivedAtMs] of accounts) accountArrival.run(arrivedAtMs, account);
    if (changes.committedAtMs() > 0) commit.run(changes.committedAtMs());
  };
}

type Keys = Readonly<Partial<Record<KeyColumn, number>>>;

/** Moves one rollup by changes of the finest one: those that differ only in columns it lacks are summed first. */
function createMove(database: DatabaseSync, { name, keys, counters }: RollupTable) {
  const columns = [...keys, ...counters];
  const upsert = database.prepare(`
    INSERT INTO ${name} (${columns.join(", ")}) VALUES (${columns.map(() => "?").join(", ")})
    ON CONFLICT DO UPDATE SET ${counters.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ")}`);
  const removeEmpty = database.prepare(
    `DELETE FROM ${name} WHERE ${[...keys.map((key) => `${key} = ?`), ...counters.map((counter) => `${counter} = 0`)].join(" AND ")}`,
  );
  return (changes: Iterable<Change<Keys>>): void => {
    const sums = new Map<string, { readonly key: readonly number[]; readonly amounts: number[] }>();
    for (const { key, amounts } of changes) {
      const ownKey = keys.map((column) => key[column] ?? 0);
      const text = ownKey.join(",");
      const known = sums.get(text);
      if (known === undefined) sums.set(text, { key: ownKey, amounts: [...amounts] });
      else amounts.forEach((amount, index) => (known.amounts[index] = (known.amounts[index] ?? 0) + amount));
    }
    for (const { key, amounts } of sums.values()) {
      if (amounts.every((amount) => amount === 0)) continue;
      upsert.run(...key, ...amounts);
      if (amounts.some((amount) => amount < 0)) removeEmpty.run(...key);
    }
  };
}
