import type { DatabaseSync } from "node:sqlite";
import type { ActiveMs } from "../../../packages/tracker/src/protocol/index.ts";
import { type Counters, countersOf } from "./counters.ts";
import { dayKey } from "./totals-keys.ts";

/** What is committed in a file and not in its rollups yet, as keys of sums and what is to be added to them. */
export function readDeferred(database: DatabaseSync): readonly (readonly [key: string, counters: Counters])[] {
  const keysOf = (table: "features" | "actions") =>
    new Map(
      database
        .prepare(`SELECT id, key FROM ${table}`)
        .all()
        .map(({ id, key }) => [Number(id), String(key)]),
    );
  const [features, actions] = [keysOf("features"), keysOf("actions")];
  const rows = database
    .prepare(
      `SELECT accounts.key AS account, users.key AS user, deferred.changes FROM deferred_changes AS deferred
       JOIN accounts ON accounts.id = deferred.account JOIN users ON users.id = deferred.user`,
    )
    .all();
  return rows.flatMap((row) => {
    const member = { account: String(row["account"]), user: String(row["user"]) };
    const [time = [], counts = []] = JSON.parse(String(row["changes"])) as readonly (readonly number[])[];
    const keyOf = (day = 0, feature = 0): string =>
      dayKey({ ...member, feature: features.get(feature) ?? "unknown", day });
    const timed = inRows(time, 7).map((values) => {
      const [day, feature, first = 0, second = 0, third = 0, fourth = 0, visits = 0] = values;
      const activeMs: ActiveMs = [first, second, third, fourth];
      return [keyOf(day, feature), countersOf({ activeMs, visits, actions: {} })] as const;
    });
    const counted = inRows(counts, 4).map(([day, feature, action = 0, count = 0]) => {
      const byName = { [actions.get(action) ?? "unknown"]: count };
      return [keyOf(day, feature), countersOf({ activeMs: [0, 0, 0, 0], visits: 0, actions: byName })] as const;
    });
    return timed.concat(counted);
  });
}

function inRows(values: readonly number[], length: number): readonly (readonly number[])[] {
  return Array.from({ length: values.length / length }, (_, row) => values.slice(row * length, (row + 1) * length));
}
