import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { DayRange, WorkspaceDay } from "../../../domain/day.ts";
import { naturalKey } from "../../../domain/text-order.ts";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { AssetOrder, AssetsPage, LatelyRule } from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { SEARCHED } from "../folded-asset.ts";
import { assetOf, type Fields } from "./asset-fields.ts";
import type { AssetChoice } from "./asset-pages.ts";
import { isIdle, latelyParameters, RAN_LATELY } from "./ran-lately.ts";
import { mayHaveRunSince } from "./undated-runs.ts";

/** A page of the assets that there were at the end of a day, or of those that there are, where no index has their order. */
export interface AssetsAsOf {
  readonly choice: Omit<AssetChoice, "counts">;
  readonly order: AssetOrder;
  /** Null: as they are now. */
  readonly end: { readonly day: WorkspaceDay; /** When the day ended, Unix ms. */ readonly untilMs: number } | null;
  /** The days whose runs they are sorted by, and when the first of them begins, Unix ms; null: they aren't. */
  readonly runsIn: (DayRange & { readonly fromMs: number }) | null;
  /** Null: whatever is configured is active. */
  readonly lately: { readonly rule: LatelyRule; readonly calendar: WorkspaceCalendar } | null;
  /** -1: all. */
  readonly limit: number;
  readonly offset: number;
  /** How many assets the pages before had, this offset included; null: it is the first one. */
  readonly after: number | null;
}

/** As the pages of those that exist now come, by `AssetOrder`. */
const ORDERS: Readonly<Record<AssetOrder["by"], (direction: "" | " DESC") => string>> = {
  name: (direction) => byColumn("name_key", direction),
  runs: (direction) => byColumn("runs", direction),
  periodRuns: (direction) => `period_runs IS NULL, ${byColumn("period_runs", direction)}`,
  createdAt: (direction) => `created_at_ms IS NULL, ${byColumn("created_at_ms", direction)}`,
  lastRunAt: (direction) => `last_run_at_ms IS NULL, ${byColumn("last_run_at_ms", direction)}`,
  account: (direction) => `natural_key(account_key)${direction}, account${direction}, type, key`,
  type: (direction) => `natural_key(type)${direction}, type${direction}, name_key, account, key`,
};

function byColumn(column: string, direction: string): string {
  return [column, "account", "key", "type"].map((name) => name + direction).join(", ");
}

/**
 * Finds what there was by the lives of all assets, which are looked through for every page: no index is of an earlier day. Runs are those that
 * were dated up to the day, or never. When an asset last ran is known of the last run only: where that came later, it is null.
 */
export function createAssetsAsOf(database: DatabaseSync): (query: AssetsAsOf) => AssetsPage {
  database.function("natural_key", (text) => naturalKey(String(text)));
  return ({ choice, order, end, runsIn, lately, limit, offset, after }) => {
    const { accounts, types, active, search } = choice;
    const isRuled = active !== null && lately !== null;
    const parameters: Record<string, SQLInputValue> = {
      day: end?.day ?? EVER,
      until: end?.untilMs ?? EVER,
      ...(runsIn !== null && { from: runsIn.from, to: runsIn.to, fromMs: runsIn.fromMs }),
      ...(isRuled && latelyParameters(lately.rule, lately.calendar)),
      types: types && JSON.stringify(types),
      ...(accounts !== null && { accounts: JSON.stringify(accounts) }),
      ...(search !== null && { text: search.text, textTypes: search.types, textAccounts: search.accounts }),
    };
    const found = `
      WITH ${isRuled ? RAN_LATELY : ""} later_runs AS MATERIALIZED (
        SELECT account, type, key, sum(runs) AS runs FROM asset_runs WHERE day > :day GROUP BY account, type, key
      ), ${runsIn === null ? "" : PERIOD_RUNS} then_there AS (
        SELECT accounts.key AS account_key, assets.account, assets.type, assets.key, assets.name, assets.name_key,
          assets.created_at_ms,
          -- Each change after the day turned it round.
          (assets.configured + (
            SELECT count(*) FROM asset_toggles AS toggles WHERE toggles.account = assets.account
              AND toggles.type = assets.type AND toggles.key = assets.key AND toggles.at_ms >= :until
          )) % 2 AS configured,
          max(0, assets.runs - coalesce(later_runs.runs, 0)) AS runs,
          iif(assets.last_run_at_ms < :until, assets.last_run_at_ms, NULL) AS last_run_at_ms
          ${runsIn === null ? "" : `, coalesce(ran.runs, iif(${mayHaveRunSince("assets", ":fromMs")}, NULL, 0)) AS period_runs`}
        FROM ${accounts === null ? "assets" : "json_each(:accounts) AS asked CROSS JOIN assets ON assets.account = asked.value"}
          JOIN accounts ON accounts.id = assets.account
          LEFT JOIN later_runs ON later_runs.account = assets.account AND later_runs.type = assets.type
            AND later_runs.key = assets.key
          ${runsIn === null ? "" : "LEFT JOIN period_runs AS ran ON ran.account = assets.account AND ran.type = assets.type AND ran.key = assets.key"}
        WHERE coalesce(assets.created_at_ms, assets.known_at_ms, 0) < :until
          AND (assets.deleted_at_ms IS NULL OR assets.deleted_at_ms >= :until)
          AND (:types IS NULL OR assets.type IN (SELECT value FROM json_each(:types)))
          ${search === null ? "" : `AND (${SEARCH})`}
      ), found AS (
        SELECT * FROM then_there ${active === null ? "" : `WHERE (${isActive(isRuled)}) = ${Number(active)}`}
      )`;
    const skipped = after ?? offset;
    const rows = prepareArrays(
      database,
      `${found}
       SELECT account_key, type, key, name, created_at_ms, configured, runs, last_run_at_ms
       FROM found ORDER BY ${ORDERS[order.by](order.descending ? " DESC" : "")} LIMIT :limit OFFSET :skipped`,
    ).all({ ...parameters, limit, skipped }) as unknown as readonly Fields[];
    return {
      total: after === null ? countOf(database, found, parameters) : null,
      rows: rows.map(assetOf),
      next: rows.length === limit ? JSON.stringify(skipped + rows.length) : null,
    };
  };
}

/** @param isRuled whether some types also have to have run lately. */
function isActive(isRuled: boolean): string {
  return isRuled ? `configured = 1 AND NOT ${isIdle("then_there")}` : "configured = 1";
}

/** Later than everything. */
const EVER = Number.MAX_SAFE_INTEGER;

const PERIOD_RUNS = `period_runs AS MATERIALIZED (
  SELECT account, type, key, sum(runs) AS runs FROM asset_runs
  WHERE day BETWEEN :from AND :to AND (:types IS NULL OR type IN (SELECT value FROM json_each(:types)))
  GROUP BY account, type, key
),`;

const SEARCH = `instr(${SEARCHED}, :text) > 0 OR assets.type IN (SELECT value FROM json_each(:textTypes))
  OR assets.account IN (SELECT value FROM json_each(:textAccounts))`;

function countOf(database: DatabaseSync, found: string, parameters: Record<string, SQLInputValue>): number {
  const [count] = prepareArrays(database, `${found} SELECT count(*) FROM found`).get(
    parameters,
  ) as unknown as readonly [number];
  return count;
}
