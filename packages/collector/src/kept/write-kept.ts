import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { AccountsRow, UsersRow } from "../api/contract.ts";
import type { KeptListName, KeptPart, KeptSums } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { WaitingCase } from "../domain/adoption/time-until.ts";
import { breadthOf } from "../domain/attention/attention-queue.ts";
import { PERIOD_PRESETS, type PeriodPreset } from "../domain/period/period.ts";
import { groupBy } from "../domain/group-by.ts";
import { foldedText, naturalKey } from "../domain/text-order.ts";
import { unusedWeight } from "../domain/usage/attention-order.ts";
import type { CountedAccount, CountedPeople, CountedUser } from "./count-accounts.ts";
import { KEPT_LISTS } from "./kept-lists.ts";
import { createSumsText } from "./sums-text.ts";
import { createDaysWriter } from "./kept-days.ts";
import { createStagesWriter } from "./kept-stages.ts";
import { createWaitsWriter, keptWaits } from "./kept-waits.ts";
import { addSums, largestNames, type Counting } from "../api/counting/sums.ts";

/** Writes what was counted into a file of kept figures. Each call is one transaction. */
export interface KeptWriter {
  /** Whoever belonged to one of these accounts alone and isn't among the users belongs to others by now, or to none. */
  putAccounts(accounts: readonly CountedAccount[], users: readonly CountedUser[], when: CountedWhen): void;
  /** Those who belong to several accounts, and all their accounts. Whoever belongs to one alone by now is counted there. */
  putShared(accountsOf: ReadonlyMap<string, readonly string[]>, people: CountedPeople): void;
  /** Those who belong to no account. */
  putUnattached(people: CountedPeople): void;
  /** Everything that had come by then is in the file. */
  finish(countedAtMs: number): void;
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

/** What was known when an account was counted. */
export interface CountedState {
  /** Unix ms. */
  readonly countedAtMs: number;
  /** As `AccountNews` has it. */
  readonly changes: number;
  /** Whether the workspace recorded contacts at all: with the first one it is overdue of whom none is known. */
  readonly recordsTouchpoints: boolean;
}

/** Of some accounts that were counted together. */
export interface CountedWhen {
  readonly countedAtMs: number;
  readonly changes: ReadonlyMap<string, number>;
  readonly recordsTouchpoints: boolean;
}

/** Under whose name the numbers are kept of those who belong to several accounts. No account has an empty id. */
const SHARED = "";
/** Likewise of those who belong to none: no id holds a control character. */
const UNATTACHED = "\n";

/** The account, in the list of users, of those who belong to several: none of theirs. */
const SEVERAL = null;
/** Likewise of those who belong to no account. */
const NONE = "";

/** Prepares the statements on a connection. */
export function createKeptWriter(database: DatabaseSync): KeptWriter {
  const lists = {
    accounts: createListWriter(database, "accounts"),
    users: createListWriter(database, "users"),
    attention: createListWriter(database, "attention"),
    coverage: createListWriter(database, "coverage"),
  };
  const sums = createSumsWriter(database);
  const putStages = createStagesWriter(database);
  const putWaits = createWaitsWriter(database);
  const putDays = createDaysWriter(database);
  const putStanding = database.prepare(`
    INSERT OR REPLACE INTO standings
      (account, counted_at_ms, changes, records_touchpoints, plan, premium, churned_at_ms, health, first_day)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`);
  const deleteAssignments = database.prepare("DELETE FROM assignments WHERE account = ?");
  const putAssignment = database.prepare("INSERT INTO assignments (account, role, assignee) VALUES (?, ?, ?)");
  const deleteSegments = database.prepare("DELETE FROM segments WHERE account = ?");
  const putSegment = database.prepare("INSERT INTO segments (account, segment) VALUES (?, ?)");
  const deleteUserSegments = database.prepare("DELETE FROM user_segments WHERE id = ?");
  const putUserSegment = database.prepare("INSERT INTO user_segments (id, segment) VALUES (?, ?)");
  const counted = database.prepare(
    `SELECT account, counted_at_ms AS countedAtMs, changes, records_touchpoints AS recordsTouchpoints FROM standings`,
  );
  const medianParts = database.prepare("SELECT part FROM medians");
  const putMedians = database.prepare("INSERT OR REPLACE INTO medians (part, medians) VALUES (?, ?)");
  const shared = database.prepare("SELECT user, account FROM shared_users ORDER BY user, account");
  const deleteShared = database.prepare("DELETE FROM shared_users");
  const putSharedUser = database.prepare("INSERT INTO shared_users (user, account) VALUES (?, ?)");
  const finish = database.prepare("UPDATE about SET counted_at_ms = ?");

  const putStandingOf = ({ row, firstDay }: CountedAccount, when: CountedWhen): void => {
    const { account, plan, premium, churnedAt, healthClass, assignments, segments } = row;
    const known = [when.countedAtMs, when.changes.get(account) ?? 0, Number(when.recordsTouchpoints)];
    putStanding.run(account, ...known, plan, Number(premium), churnedAt, healthClass ?? "unknown", firstDay);
    deleteAssignments.run(account);
    for (const [role, assignee] of Object.entries(assignments)) putAssignment.run(account, role, assignee);
    deleteSegments.run(account);
    for (const segment of segments) putSegment.run(account, segment);
  };
  const putAccount = ({ row, periods }: CountedAccount): number =>
    lists.accounts.put({ key: row.account, account: row.account, texts: accountTexts(row), row, periods });
  const putAttention = ({ row: { account }, attention }: CountedAccount): void => {
    if (attention === null) return void lists.attention.remove(account);
    const { breadthPercent, seats } = attention;
    const order = { unusedWeight: unusedWeight({ breadth: breadthOf(breadthPercent), seats }) };
    const texts = accountTexts(attention);
    lists.attention.put({ key: account, account, texts, row: attention, order, periods: null });
  };
  const putCoverage = ({ coverage: row }: CountedAccount): number =>
    lists.coverage.put({ key: row.account, account: row.account, texts: accountTexts(row), row, periods: null });
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
    putAccounts: (accounts, users, when) =>
      within(() => {
        const usersOf = groupBy(users, ({ row }) => row.accounts[0]);
        for (const account of accounts) {
          putDays(putAccount(account), account.days);
          putUsersOf(account.row.account, usersOf.get(account.row.account) ?? []);
          putStages(account.row.account, account.stages);
          putWaits(account.row.account, account.waits);
          putAttention(account);
          putCoverage(account);
          putStandingOf(account, when);
          for (const [part, own] of account.sums) sums.put(part, account.row.account, own);
        }
        sums.flush();
      }),
    putShared: (accountsOf, { users, sums: own }) =>
      within(() => {
        deleteShared.run();
        for (const [user, accounts] of accountsOf) for (const account of accounts) putSharedUser.run(user, account);
        putUsersOf(SEVERAL, users);
        for (const [part, partSums] of own) sums.put(part, SHARED, partSums);
        sums.flush();
      }),
    putUnattached: ({ users, sums: own }) =>
      within(() => {
        putUsersOf(NONE, users);
        for (const [part, partSums] of own) sums.put(part, UNATTACHED, partSums);
        sums.flush();
      }),
    finish: (countedAtMs) => void finish.run(countedAtMs),
    putMedians: (part, medians) => void putMedians.run(part, JSON.stringify(Object.fromEntries(medians))),
    medianParts: () => new Set(medianParts.all().map(({ part }) => String(part))),
    waits: () => keptWaits((sql, values = {}) => database.prepare(sql).all(values), ALL_ACCOUNTS),
    counted: () =>
      new Map(
        counted.all().map(({ account, countedAtMs, changes, recordsTouchpoints }) => [
          String(account),
          {
            countedAtMs: Number(countedAtMs),
            changes: Number(changes),
            recordsTouchpoints: recordsTouchpoints === 1,
          },
        ]),
      ),
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

interface ListRow {
  readonly key: string;
  readonly account: string | null;
  readonly texts: readonly string[];
  readonly row: object;
  /** Columns to sort by that no row shows. */
  readonly order?: object;
  readonly periods: Readonly<Record<PeriodPreset, object>> | null;
}

/** What is searched in is folded, one text a line. */
function createListWriter(database: DatabaseSync, list: KeptListName) {
  const { sorts, periodColumns } = KEPT_LISTS[list];
  const columns = ["key", "account", "search", ...sorts];
  const named = columns.map((column) => `"${column}"`);
  const put = database.prepare(`
    INSERT INTO ${list} (${named.join(", ")}) VALUES (${named.map(() => "?").join(", ")})
    ON CONFLICT (key) DO UPDATE SET ${named.map((column) => `${column} = excluded.${column}`).join(", ")}
    RETURNING id`);
  const putRow = database.prepare(`INSERT OR REPLACE INTO ${list}_rows (id, row) VALUES (?, ?)`);
  const putPeriod =
    periodColumns.length === 0
      ? null
      : database.prepare(`
    INSERT OR REPLACE INTO ${list}_periods (period, id, ${periodColumns.map((column) => `"${column}"`).join(", ")})
    VALUES (?, ?, ${periodColumns.map(() => "?").join(", ")})`);
  const remove = database.prepare(`DELETE FROM ${list} WHERE key = ? RETURNING id`);
  const removeRow = database.prepare(`DELETE FROM ${list}_rows WHERE id = ?`);
  const removePeriod =
    periodColumns.length === 0 ? null : database.prepare(`DELETE FROM ${list}_periods WHERE period = ? AND id = ?`);
  const keys = database.prepare(`SELECT key FROM ${list} WHERE account IS ?`);
  return {
    /** @returns the row's integer. */
    put({ key, account, texts, row, order, periods }: ListRow): number {
      const values = { ...row, ...order } as Readonly<Record<string, unknown>>;
      const search = texts.map(foldedText).join("\n");
      const id = Number(put.get(key, account, search, ...sorts.map((sort) => sortable(values[sort])))?.["id"]);
      putRow.run(id, JSON.stringify(row));
      if (periods === null || putPeriod === null) return id;
      for (const preset of PERIOD_PRESETS) {
        const own = periods[preset] as Readonly<Record<string, number>>;
        putPeriod.run(preset, id, ...periodColumns.map((column) => own[column] ?? 0));
      }
      return id;
    },
    /** @returns the integer that the row had; undefined: there was none. */
    remove(key: string): number | undefined {
      const id = remove.get(key)?.["id"] as number | undefined;
      if (id === undefined) return undefined;
      removeRow.run(id);
      for (const preset of PERIOD_PRESETS) removePeriod?.run(preset, id);
      return id;
    },
    keysOf: (account: string | null): readonly string[] => keys.all(account).map(({ key }) => String(key)),
  };
}

/** Texts as their order goes. */
function sortable(value: unknown): SQLInputValue {
  if (value === null || value === undefined) return null;
  return typeof value === "number" ? value : naturalKey(String(value));
}

/** Keeps numbers, and their sums over everybody by the difference; of what is the largest there is no difference. */
function createSumsWriter(database: DatabaseSync) {
  const select = database.prepare("SELECT sums FROM account_sums WHERE part = ? AND account = ?");
  const put = database.prepare("INSERT OR REPLACE INTO account_sums (part, account, sums) VALUES (?, ?, ?)");
  const selectAll = database.prepare("SELECT sums FROM sums WHERE part = ?");
  const putAll = database.prepare("INSERT OR REPLACE INTO sums (part, sums) VALUES (?, ?)");
  const selectOfPart = database.prepare("SELECT sums FROM account_sums WHERE part = ?");
  const text = createSumsText(database);
  const parse = (sums: unknown): Counting => (sums === undefined ? {} : text.read(String(sums)));
  const largestIn = (part: KeptPart): Counting => text.sumUp(selectOfPart.all(part).map(({ sums }) => String(sums)));
  let moved = new Map<KeptPart, Counting>();
  let lost = new Map<KeptPart, Set<string>>();
  return {
    put(part: KeptPart, account: string, sums: KeptSums): void {
      const all = moved.get(part) ?? parse(selectAll.get(part)?.["sums"]);
      moved.set(part, all);
      const before = parse(select.get(part, account)?.["sums"]);
      for (const name of largestNames(before)) {
        const isLess = (sums[name] ?? -Infinity) < (before[name] ?? -Infinity);
        if (isLess && before[name] === all[name]) lost.set(part, (lost.get(part) ?? new Set()).add(name));
      }
      addSums(all, before, -1);
      addSums(all, sums);
      put.run(part, account, text.write(sums));
    },
    flush(): void {
      for (const [part, sums] of moved) {
        const lostNames = lost.get(part);
        if (lostNames !== undefined) {
          const largest = largestIn(part);
          for (const name of lostNames) {
            const amount = largest[name];
            if (amount === undefined) delete sums[name];
            else sums[name] = amount;
          }
        }
        putAll.run(part, text.write(sums));
      }
      moved = new Map();
      lost = new Map();
    },
  };
}
