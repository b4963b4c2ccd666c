import {
  TIME_ROLLUPS,
  ACTION_ROLLUPS,
  TIME_COUNTERS,
} from "../../packages/collector/src/store/sqlite/rollup-tables.ts";
import { openForWriting } from "../../packages/collector/src/store/sqlite/database.ts";
import { CELLS_PER_REQUEST, requestCells, type WorkloadCell } from "./workload.ts";

/**
 * The least that SQLite can do with the workload: the same merges into the same tables and rollups, in one loop without
 * HTTP, threads, names or checks. Every cell of the workload is a new one. Prints cells a second.
 */

const [path = "", duration = "5000"] = process.argv.slice(2);
const CELLS_PER_COMMIT = 160;
const MS_PER_DAY = 86_400_000;

const database = openForWriting(path);
database.exec(
  "PRAGMA foreign_keys = OFF; INSERT INTO workspace (id, time_zone, watermark_slot) VALUES (1, 'UTC', 0); INSERT INTO sources (id, key) VALUES (1, '')",
);
const nowMs = Date.now();
const day = Math.floor(nowMs / MS_PER_DAY);
const values = (count: number): string => Array.from({ length: count }, () => "?").join(", ");
const begin = database.prepare("BEGIN IMMEDIATE");
const commit = database.prepare("COMMIT");
const insertWriter = database.prepare(
  "INSERT OR IGNORE INTO writers (id, account, user, source, key, first_slot, last_slot) VALUES (?, ?, ?, 1, ?, ?, ?)",
);
const touchMember = database.prepare(
  "INSERT INTO members (account, user, last_received_at_ms) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET last_received_at_ms = excluded.last_received_at_ms",
);
const merge = database.prepare(`INSERT INTO cells (slot, writer, feature, ${TIME_COUNTERS.join(", ")})
  VALUES (${values(8)}) ON CONFLICT DO UPDATE SET ${TIME_COUNTERS.map((name) => `${name} = max(${name}, excluded.${name})`).join(", ")}`);
const mergeAction = database.prepare(
  "INSERT INTO cell_actions (slot, writer, feature, action, count) VALUES (?, ?, ?, 1, ?) ON CONFLICT DO UPDATE SET count = max(count, excluded.count)",
);
const rollups = [...TIME_ROLLUPS, ...ACTION_ROLLUPS].map(({ name, keys, counters }) => ({
  keys,
  counters: counters.length,
  statement: database.prepare(
    `INSERT INTO ${name} (${[...keys, ...counters].join(", ")}) VALUES (${values(keys.length + counters.length)})
     ON CONFLICT DO UPDATE SET ${counters.map((counter) => `${counter} = ${counter} + excluded.${counter}`).join(", ")}`,
  ),
}));

function mergeAll(cells: readonly WorkloadCell[]): void {
  begin.run();
  for (const { account, user, writer, slot, feature, activeMs, visits, actions } of cells) {
    insertWriter.run(writer, account, user, `w${String(writer).padStart(21, "0")}`, slot, slot);
    merge.run(slot, writer, feature, ...activeMs, visits);
    if (actions > 0) mergeAction.run(slot, writer, feature, actions);
  }
  for (const { keys, counters, statement } of rollups) {
    const sums = new Map<string, number[]>();
    for (const cell of cells) {
      const amounts = counters === 1 ? [cell.actions] : [...cell.activeMs, cell.visits];
      if (amounts[0] === 0) continue;
      const key = keys.map((name) => (name === "day" ? day : name === "action" ? 1 : cell[name]));
      const text = key.join();
      const known = sums.get(text);
      if (known === undefined) sums.set(text, [...key, ...amounts]);
      else
        amounts.forEach((amount, index) => (known[keys.length + index] = (known[keys.length + index] ?? 0) + amount));
    }
    for (const row of sums.values()) statement.run(...row);
  }
  for (const { account, user } of new Map(cells.map((cell) => [cell.user, cell])).values())
    touchMember.run(account, user, nowMs);
  commit.run();
}

const requestsPerCommit = CELLS_PER_COMMIT / CELLS_PER_REQUEST;
const startedMs = performance.now();
let commits = 0;
while (performance.now() - startedMs < Number(duration)) {
  const first = commits++ * requestsPerCommit;
  mergeAll(Array.from({ length: requestsPerCommit }, (_, index) => requestCells(first + index, nowMs)).flat());
}
console.log((commits * CELLS_PER_COMMIT) / ((performance.now() - startedMs) / 1000));
database.close();
