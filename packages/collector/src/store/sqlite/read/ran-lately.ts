import { SLOT_MS } from "@uptake/tracker/protocol";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { AssetRow, LatelyRule } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";

/** Where being set up isn't enough to be active: an asset of these types also has to have run on one of the last days. */

/**
 * What a question begins with: `lately_rules`, the types with the first day and moment that count, and `ran_lately`, the assets
 * that ran on a dated day since. To be followed by more.
 */
export const RAN_LATELY = `
  lately_rules AS MATERIALIZED (
    SELECT value ->> 0 AS type, value ->> 1 AS since_day, value ->> 2 AS since_ms FROM json_each(:lately)
  ), ran_lately AS MATERIALIZED (
    SELECT DISTINCT ran.account, ran.type, ran.key FROM lately_rules AS rule
      CROSS JOIN asset_runs AS ran ON ran.day BETWEEN rule.since_day AND :latelyDay AND ran.type = rule.type
  ),`;

/** Whether an asset of a row is idle: of a type with a rule, and it didn't run lately. @param row what has its columns. */
export function isIdle(row: string): string {
  return `EXISTS (
    SELECT 1 FROM lately_rules AS rule WHERE rule.type = ${row}.type
      AND coalesce(${row}.last_run_at_ms < rule.since_ms, 1)
      AND (${row}.account, ${row}.type, ${row}.key) NOT IN (SELECT account, type, key FROM ran_lately)
  )`;
}

/** The parameters of {@link RAN_LATELY}. */
export function latelyParameters(
  { day, withinDays }: LatelyRule,
  calendar: WorkspaceCalendar,
): Readonly<Record<"lately" | "latelyDay", SQLInputValue>> {
  const rules = Object.entries(withinDays).map(([type, days]) => {
    const since = day - days + 1;
    return [type, since, calendar.firstSlotOf(since) * SLOT_MS];
  });
  return { lately: JSON.stringify(rules), latelyDay: day };
}

/** Marks the assets of a page that are active. */
export function createActiveMarks(database: DatabaseSync) {
  const idleAmong = prepareArrays(
    database,
    `WITH ${RAN_LATELY} asked AS MATERIALIZED (
       SELECT each.key AS place, accounts.id AS account, each.value ->> 1 AS type, each.value ->> 2 AS key,
         each.value ->> 3 AS last_run_at_ms
       FROM json_each(:assets) AS each JOIN accounts ON accounts.key = each.value ->> 0
     ) SELECT asked.place FROM asked WHERE ${isIdle("asked")}`,
  );
  return (rows: readonly AssetRow[], rule: LatelyRule, calendar: WorkspaceCalendar): readonly AssetRow[] => {
    const assets = JSON.stringify(rows.map(({ account, type, id, lastRunAt }) => [account, type, id, lastRunAt]));
    const idle = idleAmong.all({ ...latelyParameters(rule, calendar), assets }) as unknown as readonly [number][];
    const places = new Set(idle.map(([place]) => place));
    return rows.map((row, place) => Object.assign({}, row, { active: row.configured && !places.has(place) }));
  };
}
