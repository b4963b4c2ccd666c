import type { DatabaseSync } from "node:sqlite";
import type { AccountsRow, UsersRow } from "../api/contract.ts";
import { KEPT_LAYERS, type KeptLayer, type KeptPart } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { WaitingCase } from "../domain/adoption/time-until.ts";
import { groupBy } from "../domain/group-by.ts";
import type { CountedAccount, CountedAccounts, CountedPeople, CountedUser, ListedAccount } from "./counted.ts";
import { createDaysWriter } from "./kept-days.ts";
import { createStagesWriter } from "./kept-stages.ts";
import { createWaitsWriter, keptWaits } from "./kept-waits.ts";
import { countedLayers, indexForReading } from "./kept-file.ts";
import { createListWriter } from "./list-writer.ts";
import type { PackedUse } from "./packed-use.ts";
import { partsOf, periodsOf, type KeptDays } from "./parts.ts";
import { createStandingsWriter, type CountedState, type CountedWhen } from "./standings-writer.ts";
import { createSumsWriter } from "./sums-writer.ts";
import { createUseTimesWriter } from "./use-times.ts";

/** Writes what was counted into a file of kept figures. Each call is one transaction. */
export interface KeptWriter {
  /**
   * Whoever belonged to one of these accounts alone and isn't among the users belongs to others by now, or to none.
   * @param later accounts that were looked at as well, and begin on a later day.
   */
  putAccounts(counted: PutAccounts, later: readonly string[], when: CountedWhen): void;
  /** Those who belong to several accounts, and all their accounts. Whoever belongs to one alone by now is counted there. */
  putShared(accountsOf: ReadonlyMap<string, readonly string[]>, people: CountedPeople): void;
  /** Those who belong to no account. */
  putUnattached(people: CountedPeople): void;
  /** Everything that had come by then is in the file, of this layer and those before it. */
  finish(countedAtMs: number, layer: KeptLayer): void;
  /** How many layers have been counted over everybody. */
  layers(): number;
  /** Takes what was collected of everybody, with `CountedAccounts.times`, as the medians of some parts. */
  putMediansOfTimes(parts: readonly KeptPart[]): void;
  /** Adds times of people who belong to several accounts. */
  addTimes(times: CountedAccounts["times"]): void;
  clearTimes(): void;
  /** What `Kept.medians` says of a part. */
  putMedians(part: KeptPart, medians: ReadonlyMap<string, number>): void;
  /** Whose medians are in the file. */
  medianParts(): ReadonlySet<string>;
  /** How long everybody waited for each milestone. */
  waits(): ReadonlyMap<string, readonly WaitingCase[]>;
  /** By account, what was known when it was counted last. */
  counted(): ReadonlyMap<string, CountedState>;
  sharedUsers(): ReadonlyMap<string, readonly string[]>;
}

/** Accounts that were counted. */
export interface PutAccounts extends CountedAccounts {
  /** What was done in each of them before the day of the file; null: that stays as it was. */
  readonly use: ReadonlyMap<string, PackedUse> | null;
}

/** Under whose name the numbers are kept of those who belong to several accounts. No account has an empty id. */
const SHARED = "";
/** Likewise of those who belong to none: no id holds a control character. */
const UNATTACHED = "\n";

/** The account, in the list of users, of those who belong to several: none of theirs. */
const SEVERAL = null;
/** Likewise of those who belong to no account. */
const NONE = "";

/** Prepares the statements on a connection. @param days of the file. */
export function createKeptWriter(database: DatabaseSync, days: KeptDays): KeptWriter {
  const periodNames = periodsOf(days);
  const lists = {
    accounts: createListWriter(database, "accounts", periodNames),
    users: createListWriter(database, "users", periodNames),
    attention: createListWriter(database, "attention", periodNames),
    coverage: createListWriter(database, "coverage", periodNames),
  };
  const sums = createSumsWriter(database);
  const standings = createStandingsWriter(database);
  const putStages = createStagesWriter(database);
  const putWaits = createWaitsWriter(database);
  const putDays = createDaysWriter(database);
  const replaceUse = database.prepare("INSERT OR REPLACE INTO account_use (account, use) VALUES (?, ?)");
  const removeUse = database.prepare("DELETE FROM account_use WHERE account = ?");
  const deleteUserSegments = database.prepare("DELETE FROM user_segments WHERE id = ?");
  const putUserSegment = database.prepare("INSERT INTO user_segments (id, segment) VALUES (?, ?)");
  const times = createUseTimesWriter(database);
  const medianParts = database.prepare("SELECT part FROM medians");
  const putMedians = database.prepare("INSERT OR REPLACE INTO medians (part, medians) VALUES (?, ?)");
  const shared = database.prepare("SELECT user, account FROM shared_users ORDER BY user, account");
  const deleteShared = database.prepare("DELETE FROM shared_users");
  const putSharedUser = database.prepare("INSERT INTO shared_users (user, account) VALUES (?, ?)");
  const finish = database.prepare("UPDATE about SET counted_at_ms = ?, layers = max(layers, ?)");

  const putAccount = ({ row, periods }: ListedAccount): number =>
    lists.accounts.put({ key: row.account, account: row.account, texts: accountTexts(row), row, periods });
  const putAttention = ({ row: { account }, attention }: ListedAccount): void => {
    if (attention === null) return void lists.attention.remove(account);
    const texts = accountTexts(attention);
    lists.attention.put({ key: account, account, texts, row: attention, periods: null });
  };
  const putCoverage = ({ coverage: row }: ListedAccount): number =>
    lists.coverage.put({ key: row.account, account: row.account, texts: accountTexts(row), row, periods: null });
  const putUse = (id: number, use: PackedUse | undefined): void =>
    void (use === undefined ? removeUse.run(id) : replaceUse.run(id, use));
  const putListed = (listed: ListedAccount, use: PutAccounts["use"], when: CountedWhen): void => {
    const id = putAccount(listed);
    putDays(id, listed.days);
    if (use !== null) putUse(id, use.get(listed.row.account));
    putWaits(listed.row.account, listed.waits);
    putAttention(listed);
    putCoverage(listed);
    standings.put(listed, when);
  };
  const putOne = (
    { account, sums: own, stages, listed }: CountedAccount,
    use: PutAccounts["use"],
    when: CountedWhen,
  ): void => {
    if (listed !== null) putListed(listed, use, when);
    if (stages !== null) putStages(account, stages);
    for (const [part, partSums] of own) sums.put(part, account, partSums);
  };
  /** Everybody of an account, and nobody else any more. */
  const putUsersOf = (account: string | null, users: readonly CountedUser[]): void => {
    const own = new Set(users.map(({ row }) => row.user));
    for (const key of lists.users.keysOf(account)) {
      const id = own.has(key) ? undefined : lists.users.remove(key);
      if (id !== undefined) deleteUserSegments.run(id);
    }
    for (const { row, periods } of users) {
      const id = lists.users.put({ key: row.user, account, texts: userTexts(row), row, periods });
      deleteUserSegments.run(id);
      for (const segment of row.segments) putUserSegment.run(id, segment);
    }
  };
  /** Of an account that was there until the host said that it begins later. */
  const remove = (account: string): void => {
    const id = lists.accounts.remove(account);
    if (id === undefined) return;
    putDays(id, null);
    putUse(id, undefined);
    putUsersOf(account, []);
    putStages(account, []);
    putWaits(account, new Map());
    lists.attention.remove(account);
    lists.coverage.remove(account);
    for (const part of partsOf(days)) sums.put(part, account, {});
  };
  const within = (work: () => void): void => {
    database.exec("BEGIN IMMEDIATE");
    try {
      work();
      database.exec("COMMIT");
    } catch (error) {
      if (database.isTransaction) database.exec("ROLLBACK");
      throw error;
    }
  };

  return {
    putAccounts: ({ accounts, users, use, times: ofPeople }, later, when) =>
      within(() => {
        const usersOf = users && groupBy(users, ({ row }) => row.accounts[0]);
        for (const one of accounts) {
          putOne(one, use, when);
          if (usersOf !== null) putUsersOf(one.account, usersOf.get(one.account) ?? []);
        }
        for (const [part, own] of ofPeople) times.add(part, own);
        for (const account of later) {
          remove(account);
          standings.putLater(account, when);
        }
        sums.flush();
      }),
    putShared: (accountsOf, { users, sums: own }) =>
      within(() => {
        deleteShared.run();
        for (const [user, accounts] of accountsOf) for (const account of accounts) putSharedUser.run(user, account);
        if (users !== null) putUsersOf(SEVERAL, users);
        for (const [part, partSums] of own) sums.put(part, SHARED, partSums);
        sums.flush();
      }),
    putUnattached: ({ users, sums: own }) =>
      within(() => {
        if (users !== null) putUsersOf(NONE, users);
        for (const [part, partSums] of own) sums.put(part, UNATTACHED, partSums);
        sums.flush();
      }),
    finish(countedAtMs, layer) {
      indexForReading(database, layer);
      finish.run(countedAtMs, KEPT_LAYERS.indexOf(layer) + 1);
    },
    layers: () => countedLayers(database),
    putMedians: (part, medians) => void putMedians.run(part, JSON.stringify(Object.fromEntries(medians))),
    putMediansOfTimes(parts) {
      for (const part of parts) putMedians.run(part, JSON.stringify(Object.fromEntries(times.medians(part))));
      times.clear();
    },
    addTimes(ofPeople) {
      for (const [part, own] of ofPeople) times.add(part, own);
    },
    clearTimes: () => times.clear(),
    medianParts: () => new Set(medianParts.all().map(({ part }) => String(part))),
    waits: () => keptWaits((sql, values = {}) => database.prepare(sql).all(values), ALL_ACCOUNTS),
    counted: () => standings.counted(),
    sharedUsers() {
      const accountsOf = new Map<string, string[]>();
      for (const { user, account } of shared.all()) {
        accountsOf.set(String(user), [...(accountsOf.get(String(user)) ?? []), String(account)]);
      }
      return accountsOf;
    },
  };
}

const accountTexts = ({ name, account }: Pick<AccountsRow, "name" | "account">): readonly string[] => [name, account];
const userTexts = ({ name, user }: UsersRow): readonly string[] => [name, user];
