import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { AccountRow, UserRow, Watermark } from "../../facts.ts";

/** True for the rows of the accounts that a question is about. The parameter is null for all, else a JSON list. */
const IN_SCOPE = "(:accounts IS NULL OR accounts.key IN (SELECT value FROM json_each(:accounts)))";

/** The accounts of a JSON list of keys, each found by its key: some accounts cost what they are, however many there are. */
const ASKED = `(SELECT DISTINCT value FROM json_each(:accounts)) AS asked CROSS JOIN accounts ON accounts.key = asked.value`;

/** Likewise the users of a list of keys. */
const NAMED = `(SELECT DISTINCT value FROM json_each(:users)) AS named CROSS JOIN users ON users.key = named.value`;

/** Somebody belongs to an account when the roster says so, or when they have been seen there by us or by the host. */
export const BELONGS = "(members.in_roster = 1 OR members.last_received_at_ms IS NOT NULL OR members.told = 1)";

/** Whoever acts where the host names nobody is nobody. */
export const SOMEBODY = "users.id > 0";

/** What is known of a person. */
export const PERSON = `
  users.key AS id, people.name, users.role, users.created_at_ms AS createdAt, users.left_at_ms AS leftAt, users.in_roster AS inRoster,
  coalesce(people.attributes, '{}') AS attributes`;

/** Whom to tell of; ids null: everybody. */
export interface UsersQuestion {
  readonly scope: AccountScope;
  readonly ids: readonly string[] | null;
}

/** Answers who and what there is: accounts, users, and how fresh all of it is. */
export function createRosterQuestions(database: DatabaseSync) {
  const accountsFrom = (from: string) => `
    SELECT accounts.key AS id, name, plan, created_at_ms AS createdAt, churned_at_ms AS churnedAt, in_roster AS inRoster,
      (SELECT above.key FROM accounts AS above WHERE above.id = accounts.parent
         AND (:accounts IS NULL OR above.key IN (SELECT value FROM json_each(:accounts)))) AS parent,
      premium, subscription, subscription_started_at_ms AS subscriptionStartedAt,
      subscription_ended_at_ms AS subscriptionEndedAt,
      (SELECT json_group_object(role, assignee) FROM account_assignments AS assigned
       WHERE assigned.account = accounts.id) AS assignments,
      attributes, last_received_at_ms AS lastReceivedAtMs
    FROM ${from}`;
  const allAccounts = database.prepare(accountsFrom("accounts"));
  const someAccounts = database.prepare(accountsFrom(ASKED));
  const usersFrom = (from: string) => `
    SELECT ${PERSON}, json_group_array(accounts.key ORDER BY accounts.key) FILTER (WHERE accounts.key IS NOT NULL) AS accounts
    FROM ${from} LEFT JOIN people ON people.user = users.id LEFT JOIN members ON members.user = users.id AND ${BELONGS}
      LEFT JOIN accounts ON accounts.id = members.account
    WHERE ${SOMEBODY} GROUP BY users.id`;
  const allUsers = database.prepare(usersFrom("users"));
  const namedUsers = database.prepare(usersFrom(NAMED));
  const namedUsersInScope = database.prepare(`
    SELECT ${PERSON}, json_group_array(accounts.key ORDER BY accounts.key) AS accounts
    FROM ${NAMED} CROSS JOIN members ON members.user = users.id CROSS JOIN accounts ON accounts.id = members.account
      LEFT JOIN people ON people.user = users.id
    WHERE ${SOMEBODY} AND ${BELONGS} AND ${IN_SCOPE} GROUP BY users.id`);
  const someUsers = database.prepare(`
    SELECT ${PERSON}, json_group_array(accounts.key ORDER BY accounts.key) AS accounts
    FROM ${ASKED} CROSS JOIN members ON members.account = accounts.id CROSS JOIN users ON users.id = members.user
      LEFT JOIN people ON people.user = users.id
    WHERE ${SOMEBODY} AND ${BELONGS} GROUP BY users.id`);
  const seenBy = prepareArrays(
    database,
    `SELECT key FROM accounts WHERE id IN (SELECT account FROM account_assignments WHERE assignee = ?)
       OR id NOT IN (SELECT account FROM account_assignments) ORDER BY key`,
  );
  const workspace = database.prepare(
    `SELECT watermark_slot AS slot, last_received_at_ms AS cellsReceivedAtMs, last_told_at_ms AS toldAtMs,
       time_zone AS timeZone,
       EXISTS (SELECT 1 FROM accounts WHERE in_roster = 1) AS hasRoster
     FROM workspace`,
  );
  const arrival = database.prepare(
    `SELECT max(last_received_at_ms) AS cellsReceivedAtMs, max(last_told_at_ms) AS toldAtMs
     FROM accounts WHERE ${IN_SCOPE}`,
  );
  const usersOf = (scope: AccountScope, ids: readonly string[] | null) => {
    const accounts = accountsOf(scope);
    if (ids === null) return accounts === null ? allUsers.all() : someUsers.all({ accounts });
    const users = JSON.stringify(ids);
    return accounts === null ? namedUsers.all({ users }) : namedUsersInScope.all({ accounts, users });
  };

  return {
    accounts(scope: AccountScope): readonly AccountRow[] {
      return (scope.kind === "all" ? allAccounts : someAccounts)
        .all({ accounts: accountsOf(scope) })
        .map(withBoolean("inRoster"))
        .map(withBoolean("premium"))
        .map(withJson("assignments"))
        .map(withJson("attributes")) as unknown as AccountRow[];
    },
    accountsSeenBy: (assignee: string): readonly string[] =>
      (seenBy.all(assignee) as unknown as readonly (readonly [string])[]).map(([key]) => key),
    users({ scope, ids }: UsersQuestion): readonly UserRow[] {
      return usersOf(scope, ids).map(toUserRow);
    },
    watermark(scope: AccountScope): Watermark {
      const { slot, timeZone, hasRoster, ...ofAll } = workspace.get() as unknown as Watermark;
      const arrivals = (scope.kind === "all"
        ? ofAll
        : arrival.get({ accounts: accountsOf(scope) })) as unknown as Arrivals;
      const { cellsReceivedAtMs, toldAtMs } = arrivals;
      const known = [cellsReceivedAtMs, toldAtMs].filter((atMs) => atMs !== null);
      return {
        slot,
        timeZone,
        hasRoster: Number(hasRoster) === 1,
        receivedAtMs: known.length === 0 ? null : Math.max(...known),
        cellsReceivedAtMs,
        toldAtMs,
      };
    },
  };
}

type Arrivals = Pick<Watermark, "cellsReceivedAtMs" | "toldAtMs">;

/** A person as {@link PERSON} reads them, with their accounts as a JSON list. */
export function toUserRow(row: Record<string, unknown>): UserRow {
  return [row]
    .map(withJson("accounts"))
    .map(withJson("attributes"))
    .map(withBoolean("inRoster"))[0] as unknown as UserRow;
}

/** SQLite has no booleans. */
function withBoolean(column: string) {
  return (row: Record<string, unknown>) => Object.assign(row, { [column]: row[column] === 1 });
}

/** Nor has it objects. */
function withJson(column: string) {
  return (row: Record<string, unknown>) => Object.assign(row, { [column]: JSON.parse(String(row[column])) });
}

function accountsOf(scope: AccountScope): string | null {
  return scope.kind === "all" ? null : JSON.stringify(scope.accounts);
}
