import type { DatabaseSync } from "node:sqlite";
import type { CellRow, CellsPage, CellsQuery } from "../../cells-question.ts";
import { createCalendarMemory } from "../../../domain/workspace-calendar.ts";
import { TIME_COUNTERS } from "../rollup-tables.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { activeMsOf } from "./rows.ts";
import { createTimeZone } from "./time-zone.ts";

const COUNTERS = TIME_COUNTERS.join(", ");

/**
 * The cells and base rows of one account. Cells are clustered by slot, then by writer: they are found by each slot of each
 * of the account's writers, which know their first and last one. Actions that the host's server told have no time beside them.
 */
const FOUND = `
  WITH RECURSIVE written (writer, user, source, slot, last) AS (
    SELECT id, user, source, max(first_slot, :from), min(last_slot, :to - 1) FROM writers
    WHERE account = :account AND (:user IS NULL OR user = :user) AND last_slot >= :from AND first_slot < :to
    UNION ALL
    SELECT writer, user, source, slot + 1, last FROM written WHERE slot < last
  )
  SELECT written.user, cells.feature, cells.slot, written.source, written.writer, ${prefixed("cells")}
  FROM written CROSS JOIN cells ON cells.slot = written.slot AND cells.writer = written.writer
  WHERE :feature IS NULL OR cells.feature = :feature
  UNION ALL
  SELECT base.user, base.feature, base.slot, base.source, NULL, ${prefixed("base")}
  FROM base
  WHERE base.account = :account AND (:user IS NULL OR base.user = :user) AND (:feature IS NULL OR base.feature = :feature)
    AND base.slot >= :from AND base.slot < :to
  UNION ALL
  SELECT told.user, told.feature, told.slot, told.source, NULL, ${TIME_COUNTERS.map(() => "0").join(", ")}
  FROM (
    SELECT DISTINCT user, feature, slot, source FROM base_actions
    WHERE account = :account AND (:user IS NULL OR user = :user) AND (:feature IS NULL OR feature = :feature)
      AND slot >= :from AND slot < :to
  ) AS told
  WHERE NOT EXISTS (
    SELECT 1 FROM base WHERE base.account = :account AND base.user = told.user AND base.feature = told.feature
      AND base.slot = told.slot AND base.source = told.source
  )`;

/** Answers which cells a sum is made of. */
export function createCells(database: DatabaseSync, lookup: KeyLookup) {
  const sums = database.prepare(`
    SELECT count(*) AS total, ${TIME_COUNTERS.map((counter) => `total(${counter}) AS ${counter}`).join(", ")}
    FROM (${FOUND})`);
  const page = database.prepare(`
    SELECT users.key AS user, features.key AS feature, found.slot, found.writer AS writerId, writers.key AS writer,
      sources.key AS source, found.user AS userId, found.feature AS featureId, found.source AS sourceId, ${COUNTERS}
    FROM (SELECT * FROM (${FOUND}) ORDER BY slot DESC, user, feature, source, writer LIMIT :limit OFFSET :offset) AS found
      JOIN users ON users.id = found.user JOIN features ON features.id = found.feature
      JOIN sources ON sources.id = found.source LEFT JOIN writers ON writers.id = found.writer
    ORDER BY found.slot DESC, found.user, found.feature, found.source, found.writer`);
  const writerActions = database.prepare(`
    SELECT actions.key AS action, count FROM cell_actions JOIN actions ON actions.id = cell_actions.action
    WHERE slot = :slot AND writer = :writer AND feature = :feature`);
  const baseActions = database.prepare(`
    SELECT actions.key AS action, count FROM base_actions JOIN actions ON actions.id = base_actions.action
    WHERE account = :account AND user = :user AND feature = :feature AND slot = :slot AND source = :source`);
  const timeZoneNow = createTimeZone(database);
  const calendarOf = createCalendarMemory();

  return (query: CellsQuery): CellsPage => {
    const nothing: CellsPage = { total: 0, activeMs: [0, 0, 0, 0], visits: 0, rows: [] };
    const [account] = lookup.accountIds({ scope: query.scope, account: query.account }) ?? [];
    const user = query.user === undefined ? null : lookup.find("users", query.user);
    const feature = query.feature === undefined ? null : lookup.find("features", query.feature);
    if (account === undefined || user === undefined || feature === undefined) return nothing;
    const calendar = calendarOf(timeZoneNow());
    const { days } = query;
    const asked = {
      account,
      user,
      feature,
      from: days === undefined ? 0 : calendar.firstSlotOf(days.from),
      to: days === undefined ? Number.MAX_SAFE_INTEGER : calendar.firstSlotOf(days.to + 1),
    };
    const sum = sums.get(asked) ?? {};
    const rows = page.all({ ...asked, limit: query.limit, offset: query.offset }).map((row): CellRow => {
      const { slot, writerId, featureId } = row as Record<"slot" | "writerId" | "featureId", number>;
      const counted =
        row["writerId"] === null
          ? baseActions.all({
              account,
              user: Number(row["userId"]),
              feature: featureId,
              slot,
              source: Number(row["sourceId"]),
            })
          : writerActions.all({ slot, writer: writerId, feature: featureId });
      return {
        user: String(row["user"]),
        feature: String(row["feature"]),
        slot,
        writer: row["writer"] as string | null,
        source: String(row["source"]),
        activeMs: activeMsOf(row),
        visits: Number(row["visits"]),
        actions: Object.fromEntries(counted.map(({ action, count }) => [String(action), Number(count)])),
      };
    });
    return { total: Number(sum["total"]), activeMs: activeMsOf(sum), visits: Number(sum["visits"]), rows };
  };
}

function prefixed(table: string): string {
  return TIME_COUNTERS.map((counter) => `${table}.${counter}`).join(", ");
}
