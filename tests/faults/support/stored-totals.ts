import { DatabaseSync } from "node:sqlite";
import { ALL_ACCOUNTS } from "../../../packages/collector/src/domain/account-scope.ts";
import type { Facts } from "../../../packages/collector/src/store/facts.ts";
import { createSqliteStore } from "../../../packages/collector/src/store/sqlite/create-sqlite-store.ts";
import { type Counters, countersOf, sumOf } from "./counters.ts";
import type { Totals } from "./model.ts";
import { dayKey } from "./totals-keys.ts";

const BY = ["account", "user", "feature", "day"] as const;

/** Every sum of a store, by member, feature and day. */
export async function readTotals(facts: Facts): Promise<Totals> {
  const totals = new Map<string, Counters>();
  const add = (row: { account?: string; user?: string; feature?: string; day?: number }, counters: Counters): void => {
    const { account = "", user = "", feature = "", day = 0 } = row;
    const key = dayKey({ account, user, feature, day });
    totals.set(key, sumOf(totals.get(key) ?? {}, counters));
  };
  for (const row of await facts.totals({ scope: ALL_ACCOUNTS, by: BY })) add(row, countersOf(row));
  for (const row of await facts.actionTotals({ scope: ALL_ACCOUNTS, by: BY })) {
    add(row, countersOf({ activeMs: [0, 0, 0, 0], visits: 0, actions: { [row.action]: row.count } }));
  }
  return totals;
}

/** What is in a collector's file. */
export interface StoredState {
  readonly totals: Totals;
  /** What is wrong with the file: differences between rollups and cells, and pages that SQLite finds broken. */
  readonly faults: readonly unknown[];
}

/** Reads a file from a process of its own, this one; a collector may be running on it. */
export async function readStoredState(path: string): Promise<StoredState> {
  const store = await createSqliteStore({ path, now: Date.now });
  try {
    const totals = await readTotals(store.facts);
    const faults = await store.facts.verify();
    return { totals, faults: [...faults, ...brokenPages(path)] };
  } finally {
    await store.close();
  }
}

function brokenPages(path: string): readonly string[] {
  const database = new DatabaseSync(path, { readOnly: true });
  try {
    const rows = database.prepare("PRAGMA integrity_check").all();
    return rows.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok");
  } finally {
    database.close();
  }
}
