import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { DayRange } from "../../../domain/day.ts";
import type { AssetRow } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { daysOf } from "./asked-accounts.ts";
import { mayHaveRunSince } from "./undated-runs.ts";

/**
 * Tells of the assets of a page how often each ran in some days: day by day, or, where nothing was dated before them, from all
 * that was dated, less what came after, which is soonest of all time. Null: of no run is known, and undated ones may have been in them.
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
  const undated = prepareArrays(
    database,
    `WITH ${ASKED} SELECT asked.place, 1 FROM asked
       CROSS JOIN assets ON assets.account = asked.account AND assets.type = asked.type AND assets.key = asked.asset
     WHERE ${mayHaveRunSince("assets", ":fromMs")}`,
  );
  return (rows: readonly AssetRow[], { from, to }: DayRange, fromMs: number): readonly AssetRow[] => {
    const assets = JSON.stringify(rows.map(({ account, type, id }) => [account, type, id]));
    const read = (statement: typeof dated, parameters: Record<string, SQLInputValue>): ReadonlyMap<number, number> =>
      new Map(statement.all({ ...parameters, assets }) as unknown as readonly (readonly [number, number])[]);
    const [[first]] = firstDay.all() as unknown as readonly [readonly [number | null]];
    const isFromFirst = first === null || from <= first;
    const all = isFromFirst ? read(dated, {}) : null;
    const some = read(onDays, isFromFirst ? { from: to + 1, to: Number.MAX_SAFE_INTEGER } : { from, to });
    const isUndated = read(undated, { fromMs });
    return rows.map((row, place) => {
      const counted = some.get(place) ?? 0;
      const runs = all === null ? counted : (all.get(place) ?? 0) - counted;
      return Object.assign({}, row, { periodRuns: runs === 0 && isUndated.has(place) ? null : runs });
    });
  };
}

/** The assets of `:assets`, a JSON list of account, type and id, by their place in it. */
const ASKED = `
  asked AS MATERIALIZED (
    SELECT each.key AS place, accounts.id AS account, each.value ->> 1 AS type, each.value ->> 2 AS asset
    FROM json_each(:assets) AS each JOIN accounts ON accounts.key = each.value ->> 0
  )`;
