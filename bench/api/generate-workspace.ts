import { createHash } from "node:crypto";
import { slotOf } from "@uptake/tracker/protocol";
import { adoptionRules } from "../../packages/collector/src/domain/adoption/adoption-rules.ts";
import { compileDefinitions } from "../../packages/collector/src/domain/compile-definitions.ts";
import { DEFAULT_THRESHOLD_MS } from "../../packages/collector/src/domain/definitions/definitions.ts";
import { createSqliteStore } from "../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import { milestoneRules } from "../../packages/collector/src/jobs/milestone-keeper.ts";
import { openForWriting } from "../../packages/collector/src/store/sqlite/database.ts";
import { FEATURES, MODULES, WORKSPACE } from "./workspace.ts";

/**
 * Writes the data file of a large company: `generate-workspace.ts PATH ACCOUNTS [USERS_PER_ACCOUNT] [DAYS] [ASSETS_PER_ACCOUNT]`.
 * Everything is made by SQL in the order of the tables; rollups are what `uptake verify` counts again.
 */

const [path = "", accountCount = "10000", usersPerAccount = "20", dayCount = "90", assetsPerAccount = "200"] =
  process.argv.slice(2);
const accounts = Number(accountCount);
const users = accounts * Number(usersPerAccount);
const days = Number(dayCount);
const SLOTS_PER_DAY = 96;
const OPEN_DAYS = 35;
const DAY_MS = 86_400_000;
const nowMs = Date.now();
const today = Math.floor(slotOf(nowMs) / SLOTS_PER_DAY);

const store = await createSqliteStore({ path });
const { version } = await store.records.applyDefinitions({
  definitions: WORKSPACE,
  fileHash: null,
  appliedAtMs: nowMs,
});
await store.close();

const database = openForWriting(path);
database.exec(
  "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA temp_store = FILE",
);
const numbers = (name: string, count: number): string =>
  `${name} (n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM ${name} WHERE n + 1 < ${count})`;
const SNAPSHOT_AGES_DAYS = [270, 180, 90];
/** Spreads numbers that follow each other, in SQL. */
const scatter = (sql: string): string => `(((${sql}) * 2654435761) & 4294967295) / 13`;
/** The browsers' source, which the store made, or makes here. */
database.exec("INSERT OR IGNORE INTO sources (id, key) VALUES (1, '')");
const browsers = Number(database.prepare("SELECT id FROM sources WHERE key = ''").get()?.["id"]);

database.exec(`
  BEGIN;
  UPDATE workspace SET watermark_slot = ${(today - OPEN_DAYS) * SLOTS_PER_DAY}, last_received_at_ms = ${nowMs};
  INSERT OR IGNORE INTO actions (id, key) VALUES (1, 'record.saved');
  WITH RECURSIVE ${numbers("some", accounts)} INSERT INTO accounts
      (id, key, in_roster, name, plan, created_at_ms, premium, subscription, last_received_at_ms)
    SELECT n + 1, 'account-' || n, 1, 'Company ' || n, iif(n % 3, 'pro', 'free'), ${nowMs - 300 * DAY_MS}, n % 10 = 0,
      iif(n % 4, 'active', NULL), ${nowMs} FROM some;
  INSERT INTO account_assignments SELECT id, 'csm', 'Manager ' || (id % 50) FROM accounts WHERE id % 5;
  WITH RECURSIVE ${numbers("some", users)} INSERT INTO users (id, key, in_roster, role)
    SELECT n + 1, 'user-' || n, 1, iif(n % 7, 'agent', 'admin') FROM some;
  WITH RECURSIVE ${numbers("some", users)} INSERT INTO people (user, name) SELECT n + 1, 'Person ' || n FROM some;
  WITH RECURSIVE ${numbers("some", users)} INSERT INTO members (account, user, in_roster, last_received_at_ms)
    SELECT n % ${accounts} + 1, n + 1, 1, ${nowMs} FROM some ORDER BY 1, 2;
  ${FEATURES.map((feature, index) => `INSERT OR IGNORE INTO features (id, key, defined) VALUES (${index + 1}, '${feature}', 1);`).join("\n")}
  ${MODULES.map((module) => `INSERT INTO seats SELECT id, '${module}', 5 + id % 15, 0 FROM accounts;`).join("\n")}
  WITH RECURSIVE ${numbers("some", Number(assetsPerAccount))} INSERT INTO assets
      (account, type, key, name, name_key, created_at_ms, configured, runs, last_run_at_ms, known_at_ms)
    SELECT accounts.id, iif(n % 2, 'flow', 'calendar'), printf('%04d', n), 'Asset ' || n, natural_key('Asset ' || n),
      ${nowMs - 200 * DAY_MS}, n % 3 > 0, n % 50, iif(n % 50, ${nowMs} - n * ${DAY_MS / 4} - accounts.id, NULL),
      ${nowMs - 200 * DAY_MS} FROM accounts, some ORDER BY 1, 2, 3;
  INSERT INTO asset_counts SELECT account, type, count(*), sum(configured) FROM assets GROUP BY 1, 2;
  INSERT INTO asset_changes SELECT account, type, created_at_ms / 900000, count(*), sum(configured) FROM assets GROUP BY 1, 2, 3;
  UPDATE assets SET undated_runs = runs;
  INSERT INTO responses SELECT 'r' || id, account, user, user % 11, ${nowMs - 20 * DAY_MS}, NULL
    FROM (SELECT account, user, user AS id FROM members WHERE user % 20 = 0) ORDER BY 1;
  INSERT INTO touchpoints SELECT 't' || id, id, NULL, 'call', ${nowMs} - (id % 60) * ${DAY_MS}, 'Manager', NULL FROM accounts ORDER BY 1;
  ${SNAPSHOT_AGES_DAYS.map(snapshotsOf).join("\n")}
  CREATE TEMP TABLE new_cells (slot INTEGER, writer INTEGER, feature INTEGER, account INTEGER, user INTEGER, ms INTEGER, visits INTEGER, actions INTEGER);
  COMMIT`);
// Who has adopted what is written below, so the job that looks for it has nothing to do.
const compiled = compileDefinitions(WORKSPACE, version);
const rules = createHash("sha256").update(adoptionRules(compiled)).update(milestoneRules(compiled)).digest("base64url");
database.prepare("UPDATE workspace SET adoption_version = ?, adoption_rules = ?").run(version, rules);

/** One user in five is there on a day, with two or three features. */
const SHARE = 5;
for (let index = 0; index < days; index++) {
  const day = today - days + 1 + index;
  const isOpen = day > today - OPEN_DAYS;
  const firstWriter = index * users + 1;
  database.exec(`
    BEGIN;
    DELETE FROM new_cells;
    WITH RECURSIVE ${numbers("some", Math.floor(users / SHARE))}, there AS (
      SELECT n, ${scatter(`n * ${SHARE} + ${day} * 7919`)} % ${users} AS user FROM some
    ), once AS (SELECT user, min(n) AS n FROM there GROUP BY user), ${numbers("parts", 3)}
    INSERT INTO new_cells SELECT ${day * SLOTS_PER_DAY + 36} + user % 40, ${firstWriter} + user, (user + parts.n * 2) % ${FEATURES.length} + 1,
      user % ${accounts} + 1, user + 1, 5000 + (user * 7 + parts.n * 11 + ${day}) % 240000, 1 + parts.n, (user + parts.n) % 4 = 0
      FROM once, parts WHERE parts.n < 2 + user % 2;
    ${isOpen ? openDay() : baseDay()}
    ${rollUp("member_feature_days", "account, user, feature", day)}
    ${rollUp("member_days", "account, user", day)}
    ${rollUp("account_feature_days", "account, feature", day)}
    ${rollUp("account_days", "account", day)}
    ${rollUp("feature_days", "feature", day)}
    INSERT INTO member_action_days SELECT ${day}, account, user, feature, 1, count(*) FROM new_cells WHERE actions GROUP BY 2, 3, 4;
    INSERT INTO account_action_days SELECT ${day}, account, feature, 1, count(*) FROM new_cells WHERE actions GROUP BY 2, 3;
    INSERT INTO action_days SELECT ${day}, feature, 1, count(*) FROM new_cells WHERE actions GROUP BY 2;
    COMMIT`);
}
database.exec(`
  INSERT INTO adoptions SELECT account, user, feature, 0, max(day) * ${SLOTS_PER_DAY} + 36 FROM member_feature_days
    GROUP BY account, user, feature HAVING sum(active_60s_ms) >= ${DEFAULT_THRESHOLD_MS};
  PRAGMA journal_mode = WAL`);
database.close();

/** Of every module in every account, as the schedule takes them. */
function snapshotsOf(ageDays: number): string {
  const day = today - ageDays;
  return MODULES.map(
    (module, index) => `
    INSERT INTO module_snapshots SELECT printf('${module}-${day}-%06d', id), '${module}', id, ${day}, ${(day + 1) * DAY_MS},
      'scheduled', 'schedule', (id + ${day * 7 + index}) % 20, NULL, 5 + id % 15, ${version} FROM accounts ORDER BY 1;
    INSERT INTO snapshot_days VALUES ('${module}', ${day}, ${(day + 1) * DAY_MS});`,
  ).join("\n");
}

function openDay(): string {
  return `
    INSERT INTO writers (id, account, user, source, key, first_slot, last_slot)
      SELECT DISTINCT writer, account, user, ${browsers}, 'b' || printf('%021d', writer), slot, slot FROM new_cells;
    INSERT INTO cells SELECT slot, writer, feature, ms, ms + 1000, ms + 1000, ms + 2000, visits
      FROM new_cells ORDER BY slot, writer, feature;
    INSERT INTO cell_actions SELECT slot, writer, feature, 1, 1 FROM new_cells WHERE actions ORDER BY slot, writer, feature;`;
}

function baseDay(): string {
  return `
    INSERT INTO base SELECT account, user, feature, slot, ${browsers}, ms, ms + 1000, ms + 1000, ms + 2000, visits
      FROM new_cells ORDER BY account, user, feature;
    INSERT INTO base_actions SELECT account, user, feature, slot, ${browsers}, 1, 1 FROM new_cells WHERE actions
      ORDER BY account, user, feature;`;
}

function rollUp(table: string, keys: string, day: number): string {
  return `INSERT INTO ${table} SELECT ${day}, ${keys}, sum(ms), sum(ms + 1000), sum(ms + 1000), sum(ms + 2000), sum(visits)
    FROM new_cells GROUP BY ${keys};`;
}
