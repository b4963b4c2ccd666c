import type { DatabaseSync } from "node:sqlite";
import { dayOf } from "../domain/workspace-calendar.ts";
import type { UseDays, UseDaysQuery } from "../store/use-days.ts";
import { keptPath, openKept, presetsOf, type KeptSubject } from "./kept-file.ts";
import type { KeeperParts } from "./keeper.ts";
import { unpackUse, type PackedUse } from "./packed-use.ts";
import { createStandingsWriter } from "./standings-writer.ts";

/**
 * What was done day by day in accounts, as it was read when they were last counted for the presets: whoever counts days of
 * one's own reads it several times as fast as from the store.
 */
export interface KeptUse {
  /**
   * Null: of some of these accounts it isn't kept as it is by now.
   * @param changes of accounts, as `AccountNews` has them, with which what is counted will be noted.
   */
  read(query: Pick<UseDaysQuery, "accounts" | "until">, changes: ReadonlyMap<string, number>): UseDays | null;
  close(): void;
}

/** Opens it for days of one's own that are over; null: nothing is kept. */
export function openKeptUse(
  path: string,
  subject: KeptSubject,
  { news, calendarOf, now }: Pick<KeeperParts, "news" | "calendarOf" | "now">,
): KeptUse | null {
  const calendar = calendarOf(subject.timeZone);
  const today = dayOf(now(), calendar);
  if (subject.day >= today) return null;
  const database = openKept(keptPath(path, presetsOf(today, subject)));
  if (database === null) return null;
  const counted = createStandingsWriter(database).counted();
  const oldestMs = [...counted.values()].reduce((oldest, { countedAtMs }) => Math.min(oldest, countedAtMs), now());
  const restated = news.restatedAccounts({ from: dayOf(oldestMs, calendar), to: today });
  return {
    read({ accounts, until }, changes) {
      const isNew = (account: string): boolean =>
        restated.has(account) || counted.get(account)?.changes !== changes.get(account);
      if (accounts.some(isNew)) return null;
      return unpackUse(packedOf(database, accounts), until);
    },
    close: () => database.close(),
  };
}

/** Of those that did anything. */
function packedOf(database: DatabaseSync, accounts: readonly string[]): readonly (readonly [string, PackedUse])[] {
  const rows = database
    .prepare(
      `SELECT accounts.key AS account, use FROM json_each(?) AS asked
        JOIN accounts ON accounts.key = asked.value JOIN account_use ON account_use.account = accounts.id
        ORDER BY asked.key`,
    )
    .all(JSON.stringify(accounts));
  return rows.map(({ account, use }) => [String(account), use as PackedUse]);
}
