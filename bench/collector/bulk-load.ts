import { slotOf } from "@uptake/tracker/protocol";
import { openForWriting } from "../../packages/collector/src/store/sqlite/database.ts";
import { ACCOUNTS, FEATURES, USERS } from "./workload.ts";

/**
 * Writes a store of many millions of cells: `bulk-load.ts PATH CELLS [DAYS]`. Everything is made by SQL, day by day and in
 * the order of the tables, so that it takes minutes; what is in it is what browsers would have sent, rollups included.
 */

const [path = "", cellCount = "1000000", dayCount = "35"] = process.argv.slice(2);
const SLOTS_PER_DAY = 96;
const CELLS_PER_WRITER = 12;
const days = Number(dayCount);
const writersPerDay = Math.ceil(Number(cellCount) / days / CELLS_PER_WRITER);
/** Slots in which work begins: from six in the morning on, for fifteen hours. */
const FIRST_START = 24;
const STARTS = 60;

const database = openForWriting(path);
const lastDay = Math.floor(slotOf(Date.now()) / SLOTS_PER_DAY) - 1;
database.exec(
  "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE",
);
const numbers = (name: string, count: number): string =>
  `${name} (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM ${name} WHERE n + 1 < ${count})`;
/** Spreads numbers that follow each other, in SQL. */
const scatter = (sql: string): string => `(((${sql}) * 2654435761) & 4294967295) / 13`;

database.exec(`
  BEGIN;
  INSERT INTO workspace (id, time_zone, watermark_slot, last_received_at_ms)
    VALUES (1, 'UTC', ${(lastDay - days) * SLOTS_PER_DAY}, ${Date.now()});
  INSERT INTO sources (id, key) VALUES (1, '');
  INSERT INTO actions (id, key) VALUES (1, 'email.sent');
  WITH RECURSIVE ${numbers("some", ACCOUNTS)} INSERT INTO accounts (id, key, last_received_at_ms)
    SELECT n + 1, 'account-' || n, ${Date.now()} FROM some;
  WITH RECURSIVE ${numbers("some", USERS)} INSERT INTO users (id, key) SELECT n + 1, 'user-' || n FROM some;
  WITH RECURSIVE ${numbers("some", FEATURES)} INSERT INTO features (id, key) SELECT n + 1, 'feature-' || n FROM some;
  WITH RECURSIVE ${numbers("some", USERS)} INSERT INTO members (account, user, last_received_at_ms)
    SELECT n % ${ACCOUNTS} + 1, n + 1, ${Date.now()} FROM some ORDER BY 1, 2;
  CREATE TEMP TABLE new_writers (id INTEGER PRIMARY KEY, account INTEGER, user INTEGER, slot INTEGER);
  CREATE TEMP TABLE new_cells (slot INTEGER, writer INTEGER, feature INTEGER, account INTEGER, user INTEGER, ms INTEGER, visits INTEGER, actions INTEGER);
  COMMIT`);

for (let index = 0; index < days; index++) {
  const day = lastDay - days + 1 + index;
  const firstWriter = index * writersPerDay + 1;
  database.exec(`
    BEGIN;
    DELETE FROM new_writers; DELETE FROM new_cells;
    WITH RECURSIVE ${numbers("some", writersPerDay)}, owned AS (
      SELECT n + ${firstWriter} AS id, ${scatter(`n + ${firstWriter}`)} AS random FROM some
    )
    INSERT INTO new_writers SELECT id, random % ${USERS} % ${ACCOUNTS} + 1, random % ${USERS} + 1,
      ${day * SLOTS_PER_DAY + FIRST_START} + random / ${USERS} % ${STARTS} FROM owned;
    INSERT INTO writers (id, account, user, source, key, first_slot, last_slot)
      SELECT id, account, user, 1, 'b' || printf('%021d', id), slot, slot + 2 FROM new_writers;
    WITH RECURSIVE ${numbers("parts", CELLS_PER_WRITER)}
    INSERT INTO new_cells SELECT slot + n / 4, id, (id + n % 4) % ${FEATURES} + 1, account, user,
      1000 + (id * 7 + n * 11) % 200000, 1 + n % 3, (id * ${CELLS_PER_WRITER} + n) % 5 = 0 FROM new_writers, parts;
    INSERT INTO cells SELECT slot, writer, feature, ms, ms + 1000, ms + 1000, ms + 2000, visits
      FROM new_cells ORDER BY slot, writer, feature;
    INSERT INTO cell_actions SELECT slot, writer, feature, 1, 1 FROM new_cells WHERE actions = 1 ORDER BY slot, writer, feature;
    ${rollUp("member_feature_days", "account, user, feature", day)}
    ${rollUp("member_days", "account, user", day)}
    ${rollUp("account_feature_days", "account, feature", day)}
    ${rollUp("account_days", "account", day)}
    ${rollUp("feature_days", "feature", day)}
    INSERT INTO member_action_days SELECT ${day}, account, user, feature, 1, count(*) FROM new_cells WHERE actions = 1 GROUP BY 2, 3, 4;
    INSERT INTO account_action_days SELECT ${day}, account, feature, 1, count(*) FROM new_cells WHERE actions = 1 GROUP BY 2, 3;
    INSERT INTO action_days SELECT ${day}, feature, 1, count(*) FROM new_cells WHERE actions = 1 GROUP BY 2;
    COMMIT`);
}
database.exec("PRAGMA journal_mode = WAL");
const cells = database.prepare("SELECT count(*) AS count FROM cells").get()?.["count"];
console.log(String(cells));
database.close();

function rollUp(table: string, keys: string, day: number): string {
  return `INSERT INTO ${table} SELECT ${day}, ${keys}, sum(ms), sum(ms + 1000), sum(ms + 1000), sum(ms + 2000), sum(visits)
    FROM new_cells GROUP BY ${keys};`;
}
