import type { DatabaseSync } from "node:sqlite";
import type { AccountScope } from "../../../domain/account-scope.ts";
import type { AccountRow, AssetCountRow, AssetRow, AssetsQuery, UserRow, Watermark } from "../../facts.ts";
import type { KeyLookup } from "./key-lookup.ts";

/** True for the rows of the accounts that a question is about. The parameter is null for all, else a JSON list. */
const IN_SCOPE = "(:accounts IS NULL OR accounts.key IN (SELECT value FROM json_each(:accounts)))";

/** Somebody belongs to an account when the roster says so, or when they have been seen there. */
const BELONGS = "(members.in_roster = 1 OR members.last_received_at_ms IS NOT NULL)";

/** Answers who and what there is: accounts, users, assets, and how fresh all of it is. */
export function createRosterQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const accounts = database.prepare(`
    SELECT key AS id, name, plan, created_at_ms AS createdAt, churned_at_ms AS churnedAt, in_roster AS inRoster,
      last_received_at_ms AS lastReceivedAtMs
    FROM accounts WHERE ${IN_SCOPE}`);
  const allUsers = database.prepare(`
    SELECT users.key AS id, users.name, users.role, users.in_roster AS inRoster,
      json_group_array(accounts.key) FILTER (WHERE accounts.key IS NOT NULL) AS accounts
    FROM users LEFT JOIN members ON members.user = users.id AND ${BELONGS}
      LEFT JOIN accounts ON accounts.id = members.account
    GROUP BY users.id`);
  const someUsers = database.prepare(`
    SELECT users.key AS id, users.name, users.role, users.in_roster AS inRoster, json_group_array(accounts.key) AS accounts
    FROM accounts JOIN members ON members.account = accounts.id JOIN users ON users.id = members.user
    WHERE ${BELONGS} AND ${IN_SCOPE}
    GROUP BY users.id`);
  const all = createAssetQuestions(database, "assets");
  // Assets are clustered by account.
  const some = createAssetQuestions(
    database,
    "json_each(:accounts) AS asked CROSS JOIN assets ON assets.account = asked.value",
  );
  const askAssets = (which: keyof typeof all, { scope, account, type }: AssetsQuery) => {
    const asked = lookup.accountIds({ scope, ...(account !== undefined && { account }) });
    const parameters = { type: type ?? null };
    return asked === null
      ? all[which].all(parameters)
      : some[which].all({ ...parameters, accounts: JSON.stringify(asked) });
  };
  const workspace = database.prepare(
    "SELECT watermark_slot AS slot, last_received_at_ms AS receivedAtMs, time_zone AS timeZone FROM workspace",
  );
  const arrival = database.prepare(`SELECT max(last_received_at_ms) AS receivedAtMs FROM accounts WHERE ${IN_SCOPE}`);

  return {
    accounts(scope: AccountScope): readonly AccountRow[] {
      return accounts.all({ accounts: accountsOf(scope) }).map(withBoolean("inRoster")) as unknown as AccountRow[];
    },
    users(scope: AccountScope): readonly UserRow[] {
      const rows = scope.kind === "all" ? allUsers.all() : someUsers.all({ accounts: accountsOf(scope) });
      const withAccounts = rows.map((row) => Object.assign(row, { accounts: JSON.parse(String(row["accounts"])) }));
      return withAccounts.map(withBoolean("inRoster")) as unknown as UserRow[];
    },
    assets(query: AssetsQuery): readonly AssetRow[] {
      return askAssets("rows", query).map(withBoolean("configured")) as unknown as AssetRow[];
    },
    assetCounts(query: AssetsQuery): readonly AssetCountRow[] {
      return askAssets("counts", query) as unknown as AssetCountRow[];
    },
    watermark(scope: AccountScope): Watermark {
      const { slot, receivedAtMs, timeZone } = workspace.get() as unknown as Watermark;
      if (scope.kind === "all") return { slot, receivedAtMs, timeZone };
      return {
        slot,
        timeZone,
        receivedAtMs: arrival.get({ accounts: accountsOf(scope) })?.["receivedAtMs"] as number | null,
      };
    },
  };
}

/** SQLite has no booleans. */
function withBoolean(column: string) {
  return (row: Record<string, unknown>) => Object.assign(row, { [column]: row[column] === 1 });
}

function accountsOf(scope: AccountScope): string | null {
  return scope.kind === "all" ? null : JSON.stringify(scope.accounts);
}

function createAssetQuestions(database: DatabaseSync, from: string) {
  const existing = `
    FROM ${from} JOIN accounts ON accounts.id = assets.account
    WHERE assets.deleted_at_ms IS NULL AND (:type IS NULL OR assets.type = :type)`;
  return {
    rows: database.prepare(`
      SELECT assets.key AS id, accounts.key AS account, assets.type, assets.name, assets.created_at_ms AS createdAt,
        assets.configured, assets.runs, assets.last_run_at_ms AS lastRunAt ${existing}`),
    counts: database.prepare(`
      SELECT accounts.key AS account, assets.type, count(*) AS assets, sum(assets.configured) AS activeAssets ${existing}
      GROUP BY assets.account, assets.type`),
  };
}
