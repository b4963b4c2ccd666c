import type { DatabaseSync } from "node:sqlite";
import type { WorkspaceDay } from "../../../domain/day.ts";
import type { UseDays } from "../../use-days.ts";
import { prepareArrays } from "../database.ts";
import { SMALLEST_TIME_ROLLUP, TIME_COUNTERS } from "../rollup-tables.ts";
import { daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";

const ROLLUP = "member_feature_days";
const COUNTERS = TIME_COUNTERS.length;

/** Reads what members of some accounts did day by day, which is all that any sum of their time follows from. */
export function createUseDays(database: DatabaseSync, lookup: KeyLookup) {
  const columns = ["day", "account", "user", "feature", ...TIME_COUNTERS].map((column) => `${ROLLUP}.${column}`);
  const statement = prepareArrays(
    database,
    `${daysOf(SMALLEST_TIME_ROLLUP)} SELECT ${columns.join(", ")} FROM ${rowsOfAccountDays(ROLLUP)}`,
  );
  return (accounts: readonly string[], until: WorkspaceDay): UseDays => {
    const ids = lookup.accountIds({ scope: { kind: "only", accounts } }) ?? [];
    const range = { from: -Number.MAX_SAFE_INTEGER, to: until };
    const rows = statement.all({ ...range, accounts: JSON.stringify(ids) }) as unknown as readonly number[][];
    const use = {
      until,
      day: new Int32Array(rows.length),
      account: new Int32Array(rows.length),
      user: new Int32Array(rows.length),
      feature: new Int32Array(rows.length),
      counters: new Float64Array(rows.length * COUNTERS),
    };
    const keys = {
      accounts: namesOf("accounts", lookup),
      users: namesOf("users", lookup),
      features: namesOf("features", lookup),
    };
    rows.forEach((row, at) => {
      use.day[at] = row[0] ?? 0;
      use.account[at] = keys.accounts.indexOf(row[1] ?? 0);
      use.user[at] = keys.users.indexOf(row[2] ?? 0);
      use.feature[at] = keys.features.indexOf(row[3] ?? 0);
      for (let counter = 0; counter < COUNTERS; counter++) {
        use.counters[at * COUNTERS + counter] = row[4 + counter] ?? 0;
      }
    });
    return { ...use, accounts: keys.accounts.names, users: keys.users.names, features: keys.features.names };
  };
}

/** The keys of integers in the order in which they come. */
function namesOf(table: "accounts" | "users" | "features", lookup: KeyLookup) {
  const names: string[] = [];
  const indexes = new Map<number, number>();
  return {
    names,
    indexOf(id: number): number {
      const known = indexes.get(id);
      if (known !== undefined) return known;
      const index = names.push(lookup.keyOf(table, id)) - 1;
      indexes.set(id, index);
      return index;
    },
  };
}
