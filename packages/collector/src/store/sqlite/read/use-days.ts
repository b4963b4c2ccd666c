import type { DatabaseSync } from "node:sqlite";
import { TooManySumsError } from "../../too-many-sums-error.ts";
import { USE_COUNTERS, type ReadUseDays, type UseDays } from "../../use-days.ts";
import { prepareArrays } from "../database.ts";
import { SMALLEST_TIME_ROLLUP, TIME_COUNTERS } from "../rollup-tables.ts";
import { daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";

const ROLLUP = "member_feature_days";

/** Accounts whose rows are read at once: as rows they take four times as much as in columns. */
const CHUNK_ACCOUNTS = 200;

/** As SQLite writes it. */
const NO_LIMIT = -1;
/** One more than there may be tells that there are too many. */
const UP_TO_LIMIT = "LIMIT :limit";

type Row = readonly [day: number, account: number, user: number, feature: number, ...counters: number[]];
const FIRST_COUNTER = 4;

/** Reads what members of some accounts did day by day. @param maxSums see {@link TooManySumsError}. */
export function createUseDays(database: DatabaseSync, lookup: KeyLookup, maxSums: number): ReadUseDays {
  const columns = ["day", "account", "user", "feature", ...TIME_COUNTERS].map((column) => `${ROLLUP}.${column}`);
  const everybody = `${daysOf(SMALLEST_TIME_ROLLUP)} SELECT ${columns.join(", ")} FROM ${rowsOfAccountDays(ROLLUP)}`;
  const ofEverybody = prepareArrays(database, `${everybody} ${UP_TO_LIMIT}`);
  // Looked at row by row: to look each of them up on every day in every account would take hundreds of times as long.
  const isOne = `+${ROLLUP}.user IN (SELECT value FROM json_each(:users))`;
  const ofSome = prepareArrays(database, `${everybody} WHERE ${isOne} ${UP_TO_LIMIT}`);
  const usersByKey = prepareArrays(
    database,
    "SELECT json_group_array(id) FROM users WHERE key IN (SELECT value FROM json_each(?))",
  );
  return ({ accounts, until, users, maxRows = maxSums }) => {
    const ids = lookup.accountIds({ scope: { kind: "only", accounts } }) ?? [];
    const range = { from: -Number.MAX_SAFE_INTEGER, to: until };
    const some =
      users === undefined ? null : String((usersByKey.get(JSON.stringify([...users])) as unknown as [string])[0]);
    const read = createColumns(lookup);
    for (let start = 0; start < ids.length; start += CHUNK_ACCOUNTS) {
      const limit = maxRows === Infinity ? NO_LIMIT : maxRows - read.count() + 1;
      const asked = { ...range, limit, accounts: JSON.stringify(ids.slice(start, start + CHUNK_ACCOUNTS)) };
      const rows = some === null ? ofEverybody.all(asked) : ofSome.all({ ...asked, users: some });
      read.add(rows as unknown as readonly Row[]);
      if (read.count() > maxRows) throw new TooManySumsError(maxRows);
    }
    return { until, ...read.inOrder() };
  };
}

/** Rows as columns, which grow. */
function createColumns(lookup: KeyLookup) {
  const names = {
    accounts: namesOf("accounts", lookup),
    users: namesOf("users", lookup),
    features: namesOf("features", lookup),
  };
  let columns = columnsFor(0);
  let count = 0;
  let parts = 0;
  const make = (length: number): void => {
    const larger = columnsFor(Math.max(length, 2 * columns.day.length));
    for (const name of ["day", "account", "user", "feature", "counters"] as const) larger[name].set(columns[name]);
    columns = larger;
  };
  return {
    count: () => count,
    add(rows: readonly Row[]): void {
      parts++;
      if (count + rows.length > columns.day.length) make(count + rows.length);
      for (const row of rows) {
        columns.day[count] = row[0];
        columns.account[count] = names.accounts.indexOf(row[1]);
        columns.user[count] = names.users.indexOf(row[2]);
        columns.feature[count] = names.features.indexOf(row[3]);
        const at = count * USE_COUNTERS;
        for (let counter = 0; counter < USE_COUNTERS; counter++) {
          columns.counters[at + counter] = row[FIRST_COUNTER + counter] as number;
        }
        count++;
      }
    },
    /** Day after day. */
    inOrder(): Omit<UseDays, "until"> {
      const keys = { accounts: names.accounts.names, users: names.users.names, features: names.features.names };
      // As they are read they are in order, unless they were read in several parts.
      if (parts <= 1) return { ...cut(columns, count), ...keys };
      const order = Uint32Array.from({ length: count }, (_, row) => row);
      order.sort((one, other) => (columns.day[one] as number) - (columns.day[other] as number) || one - other);
      const sorted = columnsFor(count);
      order.forEach((row, at) => {
        for (const name of ["day", "account", "user", "feature"] as const)
          sorted[name][at] = columns[name][row] as number;
        const counters = columns.counters.subarray(row * USE_COUNTERS, (row + 1) * USE_COUNTERS);
        sorted.counters.set(counters, at * USE_COUNTERS);
      });
      return { ...sorted, ...keys };
    },
  };
}

/** The rows that there are, of columns that have room for more. */
function cut({ day, account, user, feature, counters }: ReturnType<typeof columnsFor>, count: number) {
  return {
    day: day.subarray(0, count),
    account: account.subarray(0, count),
    user: user.subarray(0, count),
    feature: feature.subarray(0, count),
    counters: counters.subarray(0, count * USE_COUNTERS),
  };
}

function columnsFor(length: number) {
  return {
    day: new Int32Array(length),
    account: new Int32Array(length),
    user: new Int32Array(length),
    feature: new Int32Array(length),
    counters: new Float64Array(length * USE_COUNTERS),
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
