import type { DatabaseSync } from "node:sqlite";
import type { DistinctQuery, DistinctRow } from "../../facts.ts";
import { SMALLEST_TIME_ROLLUP, TIME_COUNTERS } from "../rollup-tables.ts";
import { accountsParameter, daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

/** Counts people, each once, where the rows are: as rows of users they would all have to cross to the other thread. */
export function createDistinctUsers(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  return (query: DistinctQuery): readonly DistinctRow[] => {
    const asked = accountsParameter(lookup, query);
    const by = [...new Set(query.by)];
    const { from, to } = query.days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    const features = query.features?.flatMap((feature) => lookup.find("features", feature) ?? []);
    const ofFeatures = features === undefined ? {} : { features: JSON.stringify(features) };
    const statement = statements(distinctSql(query, by, asked.accounts !== undefined));
    const rows = statement.all({ from, to, ...asked, ...ofFeatures });
    return rows as unknown as readonly DistinctRow[];
  };
}

function distinctSql(
  { idleLimitIndex, features }: DistinctQuery,
  by: DistinctQuery["by"],
  someAccounts: boolean,
): string {
  const rollup = by.includes("feature") || features !== undefined ? "member_feature_days" : "member_days";
  const counter = TIME_COUNTERS[idleLimitIndex];
  if (counter === undefined) throw new RangeError(`there is no idle limit ${idleLimitIndex}`);
  const from = someAccounts ? rowsOfAccountDays(rollup) : rollup;
  const period = someAccounts ? "" : `${rollup}.day BETWEEN :from AND :to AND`;
  const ofFeatures = features === undefined ? "" : `${rollup}.feature IN (SELECT value FROM json_each(:features)) AND`;
  const keys = by.map((column) => `${rollup}.${column}`);
  const counted = `
    SELECT ${[...keys, `count(DISTINCT ${rollup}.user) AS users`].join(", ")} FROM ${from}
    WHERE ${period} ${ofFeatures} (${rollup}.visits > 0 OR ${rollup}.${counter} > 0)
    ${keys.length > 0 ? `GROUP BY ${keys.join(", ")}` : ""}`;
  const named = by.map((column) => (column === "day" ? "counted.day" : `${column}s.key AS ${column}`));
  const joins = by.map((column) => (column === "day" ? "" : `JOIN ${column}s ON ${column}s.id = counted.${column}`));
  return `
    ${someAccounts ? daysOf(SMALLEST_TIME_ROLLUP) : ""}
    SELECT ${[...named, "users"].join(", ")} FROM (${counted}) AS counted ${joins.join(" ")}`;
}
