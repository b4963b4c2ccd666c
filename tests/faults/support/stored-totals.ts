import { ALL_ACCOUNTS } from "../../../packages/collector/src/domain/account-scope.ts";
import type { ActionTotalsRow, TotalsQuery, TotalsRow } from "../../../packages/collector/src/store/facts.ts";
import { finish } from "../../../packages/collector/src/store/sqlite/check/finish.ts";
import { verifyInPieces } from "../../../packages/collector/src/store/sqlite/check/verify.ts";
import { openForReading } from "../../../packages/collector/src/store/sqlite/database.ts";
import { createReadOperations } from "../../../packages/collector/src/store/sqlite/read/read-operations.ts";
import { type Counters, countersOf, sumOf } from "./counters.ts";
import type { Totals } from "./model.ts";
import { readDeferred } from "./deferred-totals.ts";
import { dayKey } from "./totals-keys.ts";

/** A store, or what answers in its threads. */
interface TotalsQuestions {
  totals(query: TotalsQuery): Promise<readonly TotalsRow[]> | readonly TotalsRow[];
  actionTotals(query: TotalsQuery): Promise<readonly ActionTotalsRow[]> | readonly ActionTotalsRow[];
}

const BY = ["account", "user", "feature", "day"] as const;

/** Every sum of a store, by member, feature and day. */
export async function readTotals(store: TotalsQuestions): Promise<Totals> {
  const totals = new Map<string, Counters>();
  const add = (row: Omit<TotalsRow, "activeMs" | "visits">, counters: Counters): void => {
    const { account = "", user = "", feature = "", day = 0 } = row;
    const key = dayKey({ account, user, feature, day });
    totals.set(key, sumOf(totals.get(key) ?? {}, counters));
  };
  for (const row of await store.totals({ scope: ALL_ACCOUNTS, by: BY })) add(row, countersOf(row));
  for (const row of await store.actionTotals({ scope: ALL_ACCOUNTS, by: BY })) {
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

/** Reads a file as the store's own readers do, without their threads; a collector may be running on it. */
export async function readStoredState(path: string): Promise<StoredState> {
  const database = openForReading(path);
  try {
    const questions = createReadOperations(database);
    // The sums are of one moment, also while somebody writes; what is verified needs not be.
    database.exec("BEGIN");
    const totals = new Map(await readTotals(questions));
    for (const [key, counters] of readDeferred(database)) totals.set(key, sumOf(totals.get(key) ?? {}, counters));
    const rows = database.prepare("PRAGMA integrity_check").all();
    const brokenPages = rows.map((row) => String(row["integrity_check"])).filter((line) => line !== "ok");
    database.exec("COMMIT");
    const findings = finish(verifyInPieces({ database, elapsedMs: () => performance.now(), firstPieceRows: 1_000 }));
    return { totals, faults: [...findings, ...brokenPages] };
  } finally {
    database.close();
  }
}
