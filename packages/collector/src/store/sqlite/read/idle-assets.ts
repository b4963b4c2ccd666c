import { slotOf } from "@uptake/tracker/protocol";
import type { DatabaseSync } from "node:sqlite";
import { groupBy } from "../../../domain/group-by.ts";
import type { DayRange, WorkspaceDay } from "../../../domain/day.ts";
import type { WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import type { AssetCountRow, AssetCountsQuery, LatelyRule } from "../../assets-question.ts";
import { assetChanges } from "../../asset-timeline.ts";
import { idleChanges, type IdleChange } from "../../idle-timeline.ts";
import { prepareArrays } from "../database.ts";
import { lifeOf } from "../write/put-asset.ts";
import { rowsOfAccounts } from "./asked-accounts.ts";
import { isIdle, latelyParameters, RAN_LATELY } from "./ran-lately.ts";
import { createStatements } from "./statements.ts";

/** Later than everything. */
const EVER = Number.MAX_SAFE_INTEGER;

/** Which of the idle assets to count. */
export interface CountIdle {
  /** Null: of all. */
  readonly accounts: readonly number[] | null;
  readonly by: NonNullable<AssetCountsQuery["by"]>;
  readonly rule: LatelyRule;
  readonly calendar: WorkspaceCalendar;
  /** When the day ended as of which they are counted, Unix ms; null: as they are now. */
  readonly untilMs: number | null;
}

/** Counts the assets that are set up and, though their type has to, didn't run lately. Looks at every asset of these types. */
export function createCountIdle(database: DatabaseSync) {
  const statements = createStatements(database, "arrays");
  return ({ accounts, by, rule, calendar, untilMs }: CountIdle): readonly Omit<AssetCountRow, "assets">[] => {
    const [isByAccount, isByType] = [by.includes("account"), by.includes("type")];
    const keys = [...(isByAccount ? ["accounts.key"] : []), ...(isByType ? ["then_there.type"] : [])];
    const text = `
      WITH ${RAN_LATELY} then_there AS (
        SELECT assets.account, assets.type, assets.key,
          iif(assets.last_run_at_ms < :until, assets.last_run_at_ms, NULL) AS last_run_at_ms
        FROM ${rowsOfAccounts("assets", accounts !== null)}
        WHERE assets.type IN (SELECT type FROM lately_rules)
          AND coalesce(assets.created_at_ms, assets.known_at_ms, 0) < :until
          AND (assets.deleted_at_ms IS NULL OR assets.deleted_at_ms >= :until)
          -- Each change after the day turned it round.
          AND (assets.configured + (
            SELECT count(*) FROM asset_toggles AS toggles WHERE toggles.account = assets.account
              AND toggles.type = assets.type AND toggles.key = assets.key AND toggles.at_ms >= :until
          )) % 2 = 1
      ) SELECT ${isByAccount ? "accounts.key" : "NULL"}, ${isByType ? "then_there.type" : "NULL"}, count(*)
      FROM then_there ${isByAccount ? "JOIN accounts ON accounts.id = then_there.account" : ""}
      WHERE ${isIdle("then_there")} ${keys.length === 0 ? "" : `GROUP BY ${keys.join(", ")}`}`;
    const rows = statements(text).all({
      ...latelyParameters(rule, calendar),
      until: untilMs ?? EVER,
      ...(accounts !== null && { accounts: JSON.stringify(accounts) }),
    }) as unknown as readonly (readonly [account: string, type: string, idle: number])[];
    return rows.map(([account, type, activeAssets]) =>
      Object.assign({ activeAssets }, isByAccount && { account }, isByType && { type }),
    );
  };
}

/** The idle assets of some days. */
export interface IdleDays {
  readonly accounts: readonly number[] | null;
  readonly days: DayRange | null;
  readonly withinDays: LatelyRule["withinDays"];
  readonly calendar: WorkspaceCalendar;
}

/** By how much idle assets became more or fewer at the end of a day, by account and type. */
export interface IdleDay extends IdleChange {
  readonly account: string;
  readonly type: string;
}

type LifeRow = readonly [
  id: number,
  account: string,
  type: string,
  key: string,
  createdAtMs: number | null,
  knownAtMs: number | null,
  deletedAtMs: number | null,
  configured: number,
  lastRunAtMs: number | null,
];

/** Follows the lives of all assets of the types that have a rule: when each was set up, and on which days it ran. */
export function createIdleDays(database: DatabaseSync) {
  const statements = createStatements(database, "arrays");
  const togglesOf = prepareArrays(
    database,
    "SELECT at_ms FROM asset_toggles WHERE account = ? AND type = ? AND key = ? ORDER BY at_ms",
  );
  return ({ accounts, days, withinDays, calendar }: IdleDays): readonly IdleDay[] => {
    const types = JSON.stringify(Object.keys(withinDays));
    const asked = accounts === null ? {} : { accounts: JSON.stringify(accounts) };
    const lives = statements(`
      SELECT assets.account, accounts.key, assets.type, assets.key, assets.created_at_ms, assets.known_at_ms,
        assets.deleted_at_ms, assets.configured, assets.last_run_at_ms
      FROM ${rowsOfAccounts("assets", accounts !== null)} JOIN accounts ON accounts.id = assets.account
      WHERE +assets.type IN (SELECT value FROM json_each(:types))`).all({
      ...asked,
      types,
    }) as unknown as readonly LifeRow[];
    // One that ran before the first day may be active on it still.
    const longest = Math.max(0, ...Object.values(withinDays));
    const runs = statements(`
      SELECT ran.account, ran.type, ran.key, ran.day FROM asset_runs AS ran
      WHERE ran.day BETWEEN :from AND :to AND ran.type IN (SELECT value FROM json_each(:types))
        ${accounts === null ? "" : "AND ran.account IN (SELECT value FROM json_each(:accounts))"}`).all({
      ...asked,
      types,
      from: days === null ? 0 : days.from - longest,
      to: days?.to ?? EVER,
    }) as unknown as readonly (readonly [number, string, string, WorkspaceDay])[];
    const runDays = groupBy(runs, ([id, type, key]) => `${id}\n${type}\n${key}`);
    const dayOf = (atMs: number): WorkspaceDay => calendar.dayOfSlot(slotOf(atMs));
    return lives.flatMap(([id, account, type, key, createdAtMs, knownAtMs, deletedAtMs, configured, lastRunAtMs]) => {
      const toggles = (togglesOf.all(id, type, key) as unknown as readonly (readonly [number])[]).map(([atMs]) => atMs);
      const life = lifeOf({ createdAtMs, knownAtMs, deletedAtMs, configured }, toggles);
      const setUp = assetChanges(life)
        .filter(({ activeAssets }) => activeAssets !== 0)
        .map(({ slot, activeAssets }) => ({ day: calendar.dayOfSlot(slot), change: activeAssets }));
      const ran = (runDays.get(`${id}\n${type}\n${key}`) ?? []).map(([, , , day]) => day);
      const onDays = lastRunAtMs === null ? ran : [...ran, dayOf(lastRunAtMs)];
      return idleChanges(setUp, onDays, withinDays[type] ?? 1).map(({ day, change }) => ({
        account,
        type,
        day,
        change,
      }));
    });
  };
}
