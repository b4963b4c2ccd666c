import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { DistinctQuery, DistinctRow } from "../../facts.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { daysOf } from "./sums.ts";

/** Counts people, each once, where the rows are: as rows of users they would all have to cross to the other thread. */
export function createDistinctUsers(database: DatabaseSync, lookup: KeyLookup) {
  return (query: DistinctQuery): readonly DistinctRow[] => {
    const accounts = lookup.accountIds(query);
    const by = [...new Set(query.by)];
    const { from, to } = query.days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    const parameters: Record<string, SQLInputValue> = { from, to };
    if (accounts !== null) parameters["accounts"] = JSON.stringify(accounts);
    const rows = database.prepare(distinctSql(by, query.idleLimitIndex, accounts !== null)).all(parameters);
    return rows as unknown as readonly DistinctRow[];
  };
}

function distinctSql(by: DistinctQuery["by"], idleLimitIndex: number, someAccounts: boolean): string {
  const rollup = by.includes("feature") ? "member_feature_days" : "member_days";
  const counter = TIME_COUNTERS[idleLimitIndex];
  if (counter === undefined) throw new RangeError(`there is no idle limit ${idleLimitIndex}`);
  const from = someAccounts
    ? `days CROSS JOIN json_each(:accounts) AS asked
       CROSS JOIN ${rollup} ON ${rollup}.day = days.day AND ${rollup}.account = asked.value`
    : rollup;
  const period = someAccounts ? "" : `${rollup}.day BETWEEN :from AND :to AND`;
  const keys = by.map((column) => `${rollup}.${column}`);
  const counted = `
    SELECT ${[...keys, `count(DISTINCT ${rollup}.user) AS users`].join(", ")} FROM ${from}
    WHERE ${period} (${rollup}.visits > 0 OR ${rollup}.${counter} > 0)
    ${keys.length > 0 ? `GROUP BY ${keys.join(", ")}` : ""}`;
  const named = by.map((column) => `${column}s.key AS ${column}`);
  const joins = by.map((column) => `JOIN ${column}s ON ${column}s.id = counted.${column}`);
  return `
    ${someAccounts ? daysOf(rollup) : ""}
    SELECT ${[...named, "users"].join(", ")} FROM (${counted}) AS counted ${joins.join(" ")}`;
}
