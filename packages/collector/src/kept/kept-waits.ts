import type { DatabaseSync } from "node:sqlite";
import type { WaitingCase } from "../domain/adoption/time-until.ts";
import type { AccountScope } from "../domain/account-scope.ts";
import { ASKED, asked, type AskKept } from "./read-kept.ts";

/** How long members, and accounts, waited for milestones: of each two times, Unix ms, the second null who still waits. */
export const WAITS_TABLE = `
  CREATE TABLE IF NOT EXISTS milestone_waits (
    account TEXT NOT NULL, milestone TEXT NOT NULL, waits TEXT NOT NULL, PRIMARY KEY (account, milestone)
  ) STRICT, WITHOUT ROWID;
`;

type StoredWait = readonly [sinceMs: number, reachedAtMs: number | null];

/** Replaces everything of an account. */
export function createWaitsWriter(
  database: DatabaseSync,
): (account: string, waits: ReadonlyMap<string, readonly WaitingCase[]>) => void {
  const remove = database.prepare("DELETE FROM milestone_waits WHERE account = ?");
  const put = database.prepare("INSERT INTO milestone_waits (account, milestone, waits) VALUES (?, ?, ?)");
  return (account, waits) => {
    remove.run(account);
    for (const [milestone, own] of waits) {
      const stored = own.map(({ sinceMs, reachedAtMs }): StoredWait => [sinceMs, reachedAtMs]);
      put.run(account, milestone, JSON.stringify(stored));
    }
  };
}

/** Those of the accounts of a scope, by the milestone. */
export function keptWaits(all: AskKept, scope: AccountScope): ReadonlyMap<string, readonly WaitingCase[]> {
  const some = scope.kind === "all" ? "" : `WHERE account IN ${ASKED}`;
  const waits = new Map<string, WaitingCase[]>();
  for (const row of all(`SELECT milestone, waits FROM milestone_waits ${some}`, asked(scope))) {
    const milestone = String(row["milestone"]);
    const own = waits.get(milestone) ?? [];
    waits.set(milestone, own);
    for (const [sinceMs, reachedAtMs] of JSON.parse(String(row["waits"])) as readonly StoredWait[]) {
      own.push({ sinceMs, reachedAtMs });
    }
  }
  return waits;
}
