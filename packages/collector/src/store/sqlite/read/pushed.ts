import { SLOT_MS } from "@uptake/tracker/protocol";
import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { createCalendarMemory } from "../../../domain/workspace-calendar.ts";
import type { PushedKind, PushedQuery } from "../../pushed.ts";
import { PUSH_SOURCE_PREFIX } from "../push-source.ts";
import { accountsParameter, daysOf, rowsOfAccountDays, rowsOfAccounts } from "./asked-accounts.ts";
import { createAssetDays } from "./asset-days.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";
import { createTimeZone } from "./time-zone.ts";
import { mayHaveRunSince } from "./undated-runs.ts";

/** How the rows of a kind are read. All names are constants of this file: only they ever become part of SQL. */
interface KindSql {
  readonly table: string;
  readonly columns: string;
  readonly joins?: string;
  /** The column that a period is about, and what it counts in. */
  readonly time?: {
    readonly column: string;
    readonly unit: "day" | "slot" | "ms";
    /** Whether what is of a later time may be about the period, too. */
    readonly isOpen?: boolean;
  };
  /** Clustered by day, so that some accounts are read day by day. */
  readonly byDay?: boolean;
  /** True for the rows of user `:user`. */
  readonly ofUser?: string;
  readonly more?: string;
  readonly group?: string;
  /** Whether rows without an account are everybody's. */
  readonly forEverybody?: boolean;
}

const ACCOUNT = "JOIN accounts ON accounts.id = t.account";
const OF_ASSET = "(:type IS NULL OR t.type = :type) AND (:asset IS NULL OR t.key = :asset)";
const USER = "LEFT JOIN users ON users.id = t.user";

const KINDS: Readonly<Record<Exclude<PushedKind, "assetDays" | "assetTypeDays">, KindSql>> = {
  memberships: {
    table: "members",
    columns: "accounts.key AS account, users.key AS user",
    joins: USER,
    ofUser: "t.user = :user",
    more: "t.in_roster = 1",
  },
  seats: {
    table: "seats",
    columns: `accounts.key AS account, t.module, t.licensed, iif(t.assigned, (
      SELECT json_group_array(users.key ORDER BY users.key) FROM seat_users JOIN users ON users.id = seat_users.user
      WHERE seat_users.account = t.account AND seat_users.module = t.module), 'null') AS users`,
    ofUser:
      "EXISTS (SELECT 1 FROM seat_users AS seat WHERE seat.account = t.account AND seat.module = t.module AND seat.user = :user)",
  },
  actions: {
    table: "base_actions",
    columns: `substr(sources.key, ${PUSH_SOURCE_PREFIX.length + 1}) AS source, accounts.key AS account,
      nullif(users.key, '') AS user, actions.key AS action, t.slot, t.count`,
    joins: `${USER} JOIN actions ON actions.id = t.action JOIN sources ON sources.id = t.source`,
    time: { column: "slot", unit: "slot" },
    ofUser: "t.user = :user",
    more: `substr(sources.key, 1, ${PUSH_SOURCE_PREFIX.length}) = '${PUSH_SOURCE_PREFIX}'`,
  },
  gauges: {
    table: "gauge_days",
    columns: "accounts.key AS account, gauges.key AS gauge, gauges.unit, t.day, t.value",
    joins: "JOIN gauges ON gauges.id = t.gauge",
    time: { column: "day", unit: "day" },
  },
  touchpoints: {
    table: "touchpoints",
    columns: 't.id, accounts.key AS account, users.key AS user, t.kind, t.at_ms AS at, t.made_by AS "by", t.note',
    joins: USER,
    time: { column: "at_ms", unit: "ms" },
    ofUser: "t.user = :user",
  },
  responses: {
    table: "responses",
    columns: "t.id, accounts.key AS account, users.key AS user, t.score, t.at_ms AS at, t.comment",
    joins: USER,
    time: { column: "at_ms", unit: "ms" },
    ofUser: "t.user = :user",
  },
  pillars: {
    table: "pillars",
    columns: "accounts.key AS account, t.pillar, t.score, t.source, t.at_ms AS at",
    time: { column: "at_ms", unit: "ms" },
  },
  presence: {
    table: "presence",
    columns: "t.day, accounts.key AS account, users.key AS user",
    joins: USER,
    time: { column: "day", unit: "day" },
    byDay: true,
    ofUser: "t.user = :user",
  },
  annotations: {
    table: "annotations",
    columns: "t.id, accounts.key AS account, t.kind, t.day, t.name",
    time: { column: "day", unit: "day" },
    forEverybody: true,
  },
  assetRuns: {
    table: "asset_runs",
    columns: "accounts.key AS account, t.type, t.key AS id, assets.name, sum(t.runs) AS runs",
    joins: "JOIN assets ON assets.account = t.account AND assets.type = t.type AND assets.key = t.key",
    time: { column: "day", unit: "day" },
    byDay: true,
    more: OF_ASSET,
    group: "GROUP BY t.account, t.type, t.key",
  },
  assetRunDays: {
    table: "asset_runs",
    columns: "t.type, t.day, sum(t.runs) AS runs",
    time: { column: "day", unit: "day" },
    byDay: true,
    more: OF_ASSET,
    group: "GROUP BY t.day, t.type",
  },
  undatedRuns: {
    table: "assets",
    columns: "accounts.key AS account, t.type, t.key AS id, t.name, t.undated_runs AS runs",
    time: { column: "known_at_ms", unit: "ms", isOpen: true },
    more: `${OF_ASSET} AND ${mayHaveRunSince("t", ":from")}`,
  },
};

const [FIRST, LAST] = [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];

/** Answers what the host's server told. */
export function createPushed(database: DatabaseSync, lookup: KeyLookup) {
  const timeZoneNow = createTimeZone(database);
  const calendarOf = createCalendarMemory();
  const assetDays = createAssetDays(database);
  const statements = createStatements(database, "objects");

  return (query: PushedQuery): readonly unknown[] => {
    const { kind, scope, account, user, days, type = null, asset = null, limit = -1, lately } = query;
    const calendar = calendarOf(timeZoneNow());
    const ofAccount = { scope, ...(account !== undefined && { account }) };
    if (kind === "assetDays" || kind === "assetTypeDays") {
      const byAccount = kind === "assetDays";
      const accounts = lookup.accountIds(ofAccount);
      return assetDays({
        accounts,
        days: days ?? null,
        type,
        calendar,
        byAccount,
        withinDays: lately?.withinDays ?? {},
      });
    }
    const sql = KINDS[kind];
    // Somebody has rows where they are a member, and nowhere else.
    const isOfUser = user !== undefined && sql.ofUser !== undefined;
    const asked = accountsParameter(lookup, { ...ofAccount, ...(isOfUser && { user }) });
    const userId = isOfUser ? lookup.find("users", user) : null;
    if (userId === undefined) return [];
    const unit = sql.time?.unit ?? "day";
    const startOf = (day: number): number => {
      if (unit === "day") return day;
      const slot = calendar.firstSlotOf(day);
      return unit === "slot" ? slot : slot * SLOT_MS;
    };
    const parameters: Record<string, SQLInputValue> = {
      from: days === undefined ? FIRST : startOf(days.from),
      to: days === undefined ? LAST : startOf(days.to + 1) - 1,
      accounts: asked.accounts ?? null,
      user: userId,
      type,
      asset,
      limit,
    };
    const rows = statements(sqlOf(sql, asked.accounts !== undefined, userId !== null)).all(parameters);
    return kind === "seats"
      ? rows.map((row) => Object.assign(row, { users: JSON.parse(String(row["users"])) as unknown }))
      : rows;
  };
}

function sqlOf(kind: KindSql, someAccounts: boolean, ofUser: boolean): string {
  const { table, columns, joins = "", time, byDay = false, more, group = "", forEverybody = false } = kind;
  const conditions = [
    ...(time === undefined
      ? []
      : [time.isOpen === true ? `t.${time.column} >= :from` : `t.${time.column} BETWEEN :from AND :to`]),
    ...(more === undefined ? [] : [more]),
    ...(ofUser && kind.ofUser !== undefined ? [kind.ofUser] : []),
    ...(forEverybody
      ? ["(:accounts IS NULL OR t.account IS NULL OR t.account IN (SELECT value FROM json_each(:accounts)))"]
      : []),
  ];
  const isByAccount = someAccounts && !forEverybody;
  const from = isByAccount && byDay ? rowsOfAccountDays(table, "t") : rowsOfAccounts(table, isByAccount, "t");
  return `
    ${isByAccount && byDay ? daysOf(table) : ""}
    SELECT ${columns} FROM ${from} ${forEverybody ? `LEFT ${ACCOUNT}` : ACCOUNT} ${joins}
    ${conditions.length > 0 ? `WHERE ${conditions.join(" AND ")}` : ""}
    ${group} ${time === undefined || group !== "" ? "" : `ORDER BY t.${time.column}`}
    LIMIT :limit`;
}
