import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import type { AssetRow } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { daysOf } from "./asked-accounts.ts";

/**
 * Tells of the assets of a page how often each ran in some days: day by day, or, where nothing was dated before them, from all
 * that was dated, less what came after, which is soonest of all time.
 */
export function createPeriodRuns(database: DatabaseSync) {
  const firstDay = prepareArrays(database, "SELECT min(day) FROM asset_runs");
  const dated = prepareArrays(
    database,
    `WITH ${ASKED} SELECT asked.place, assets.runs - assets.undated_runs FROM asked
       CROSS JOIN assets ON assets.account = asked.account AND assets.type = asked.type AND assets.key = asked.asset`,
  );
  const onDays = prepareArrays(
    database,
    `${daysOf("asset_runs")}, ${ASKED}
     SELECT asked.place, sum(ran.runs) FROM days CROSS JOIN asked
       CROSS JOIN asset_runs AS ran ON ran.day = days.day AND ran.account = asked.account AND ran.type = asked.type
         AND ran.key = asked.asset
     GROUP BY asked.place`,
  );
  return (rows: readonly AssetRow[], { from, to }: DayRange): readonly AssetRow[] => {
    const assets = JSON.stringify(rows.map(({ account, type, id }) => [account, type, id]));
    const read = (statement: typeof dated, parameters: Record<string, SQLInputValue>): ReadonlyMap<number, number> =>
      new Map(statement.all({ ...parameters, assets }) as unknown as readonly (readonly [number, number])[]);
    const [[first]] = firstDay.all() as unknown as readonly [readonly [number | null]];
    const isFromFirst = first === null || from <= first;
    const all = isFromFirst ? read(dated, {}) : null;
    const some = read(onDays, isFromFirst ? { from: to + 1, to: Number.MAX_SAFE_INTEGER } : { from, to });
    return rows.map((row, place) => {
      const counted = some.get(place) ?? 0;
      return { ...row, periodRuns: all === null ? counted : (all.get(place) ?? 0) - counted };
    });
  };
}

/** The assets of `:assets`, a JSON list of account, type and id, by their place in it. */
const ASKED = `
  asked AS MATERIALIZED (
    SELECT each.key AS place, accounts.id AS account, each.value ->> 1 AS type, each.value ->> 2 AS asset
    FROM json_each(:assets) AS each JOIN accounts ON accounts.key = each.value ->> 0
  )`;
