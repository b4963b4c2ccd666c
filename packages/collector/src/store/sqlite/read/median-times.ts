import type { DatabaseSync } from "node:sqlite";
import type { MedianTimeRow, MedianTimesQuery } from "../../facts.ts";
import { SMALLEST_TIME_ROLLUP, TIME_COUNTERS } from "../rollup-tables.ts";
import { accountsParameter, daysOf, rowsOfAccountDays } from "./asked-accounts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

/** Finds the middle where the rows are: everybody's sums would have to cross to the other thread for one number. */
export function createMedianTimes(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  return (query: MedianTimesQuery): readonly MedianTimeRow[] => {
    const asked = accountsParameter(lookup, query);
    const { from, to } = query.days ?? { from: -Number.MAX_SAFE_INTEGER, to: Number.MAX_SAFE_INTEGER };
    const statement = statements(medianSql(query.idleLimitIndex, asked.accounts !== undefined));
    const rows = statement.all({ from, to, ...asked });
    return rows as unknown as readonly MedianTimeRow[];
  };
}

function medianSql(idleLimitIndex: number, someAccounts: boolean): string {
  const rollup = "member_feature_days";
  const counter = TIME_COUNTERS[idleLimitIndex];
  if (counter === undefined) throw new RangeError(`there is no idle limit ${idleLimitIndex}`);
  const from = someAccounts ? rowsOfAccountDays(rollup) : `${rollup} WHERE ${rollup}.day BETWEEN :from AND :to`;
  // Of an even number of people the two in the middle, of an odd one the same one twice.
  return `
    ${someAccounts ? daysOf(SMALLEST_TIME_ROLLUP) : ""}
    SELECT features.key AS feature, avg(ranked.ms) AS medianMs
    FROM (
      SELECT feature, ms, row_number() OVER (PARTITION BY feature ORDER BY ms) AS place,
        count(*) OVER (PARTITION BY feature) AS people
      FROM (
        SELECT ${rollup}.feature, ${rollup}.user, sum(${rollup}.${counter}) AS ms FROM ${from}
        GROUP BY 1, 2 HAVING sum(${rollup}.${counter}) > 0 OR sum(${rollup}.visits) > 0
      )
    ) AS ranked JOIN features ON features.id = ranked.feature
    WHERE ranked.place IN ((ranked.people + 1) / 2, (ranked.people + 2) / 2)
    GROUP BY ranked.feature`;
}
