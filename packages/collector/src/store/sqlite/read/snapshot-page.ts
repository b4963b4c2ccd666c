import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { partsOf } from "../../../domain/share.ts";
import type { SnapshotDefinitions, SnapshotPageQuery, SnapshotRow } from "../../module-snapshots.ts";
import { createAccountNames, type RankedAccount } from "./account-names.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createKnownSnapshots, type KnownSnapshots } from "./known-snapshots.ts";
import { actorsParameter, moduleTexts, orderSql, type ModuleTexts, type OrderSql } from "./snapshot-orders.ts";
import { createStatements } from "./statements.ts";

const PEOPLE = `
  (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
   JOIN users ON users.id = person.value)`;

/** What a snapshot is read as, of a table that is called `t`, beside the accounts. */
export const snapshotColumns = (withPeople: boolean): string => `
  t.id, t.module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, t.actor, active, licensed,
  definition_version AS definitionVersion, ${withPeople ? PEOPLE : "'[]'"} AS activeUsers, active_users IS NULL AS isUnknown`;

/** Where snapshots are found. Everything that pages are sorted by and filtered to is in these indexes, but the people. */
const BY_ACCOUNT = "module_snapshots AS t INDEXED BY module_snapshots_by_account";
const OF_ACCOUNTS = `json_each(:accounts) AS asked CROSS JOIN ${BY_ACCOUNT} ON t.account = asked.value`;
const BY_DAY = "module_snapshots AS t INDEXED BY module_snapshots_by_day";
const IS_OF_ACCOUNTS = "+t.account IN (SELECT value FROM json_each(:accounts))";
/** Accounts in order, each with the place of its name: {@link RankedAccount}. */
const RANKED_ACCOUNTS = `json_each(:ranked) AS ranked CROSS JOIN ${BY_ACCOUNT} ON t.account = ranked.value ->> 0`;

const IS_FOUND = `(+t.account IN (SELECT value FROM json_each(:foundAccounts))
  OR t.module IN (SELECT value FROM json_each(:foundModules)))`;

/** Of how many snapshots one is asked for at least, where walking along all of them soon comes to a page of these. */
const MANY = 8;

/** Which snapshots are asked for. */
interface Which {
  /** Those of these accounts, by their integers, each once; null: of all. */
  readonly accounts: readonly number[] | null;
  /** What else they must be; empty: nothing. */
  readonly conditions: readonly string[];
  readonly parameters: Readonly<Record<string, SQLInputValue>>;
}

/** Answers one page of snapshots, and how many there are in all. */
export function createSnapshotPage(database: DatabaseSync, lookup: KeyLookup) {
  const statements = createStatements(database, "objects");
  const names = createAccountNames(database);
  const knownSnapshots = createKnownSnapshots(database);
  const ownTarget = database.prepare("SELECT 1 FROM module_targets LIMIT 1");

  /** A search that finds no module is one for accounts, of which each is found by itself. */
  const readWhich = (query: SnapshotPageQuery, modules: ModuleTexts, known: KnownSnapshots): Which => {
    const { scope, account, module, days, search = "", definitions = NO_DEFINITIONS } = query;
    const asked = lookup.accountIds({ scope, ...(account !== undefined && { account }) });
    const found = search === "" ? null : names.containing(search);
    const findsModules = found !== null && modules.found.length > 0;
    const isOfAllDays = known.days === null || (days.from <= known.days.from && known.days.to <= days.to);
    return {
      accounts: found === null || findsModules ? asked : bothOf(asked, found),
      conditions: [
        ...(module === undefined ? [] : ["t.module = :module"]),
        ...(isOfAllDays ? [] : ["t.as_of_day BETWEEN :from AND :to"]),
        ...(findsModules ? [IS_FOUND] : []),
      ],
      parameters: {
        ...modules.parameters,
        actors: actorsParameter(known),
        ...days,
        ...(module !== undefined && { module }),
        ...(findsModules && { foundAccounts: JSON.stringify(found), foundModules: JSON.stringify(modules.found) }),
        criticalParts: partsOf(definitions.criticalBelowPercent),
        onTrackParts: partsOf(definitions.onTrackAbovePercent),
      },
    };
  };
  const count = ({ accounts, conditions, parameters }: Which, known: KnownSnapshots): number => {
    if (conditions.length === 0) return accounts === null ? known.total : knownOf(accounts, known);
    const from = accounts === null ? BY_DAY : OF_ACCOUNTS;
    const counted = statements(`SELECT count(*) AS total FROM ${from} WHERE ${allOf(conditions)}`);
    return Number(counted.get({ ...parameters, ...accountsParameter(accounts) })?.["total"]);
  };
  const read = (
    { from, conditions, parameters }: Omit<Which, "accounts"> & { readonly from: string },
    { term, order, table, join }: OrderSql,
    { withPeople = true, limit, offset }: SnapshotPageQuery,
  ): readonly SnapshotRow[] => {
    const pageSql = `
      WITH ${table}
        page AS MATERIALIZED (
          SELECT t.id, ${term} AS sorted FROM ${from} ${join} WHERE ${allOf(conditions)}
          ORDER BY ${order} LIMIT :limit OFFSET :offset)
      SELECT ${snapshotColumns(withPeople)}
      FROM page CROSS JOIN module_snapshots AS t ON t.id = page.id JOIN accounts ON accounts.id = t.account
      ORDER BY ${order}`;
    return statements(pageSql)
      .all({ ...parameters, limit, offset })
      .map(toSnapshot);
  };
  const readSorted = (
    { accounts, conditions, parameters }: Which,
    order: OrderSql,
    query: SnapshotPageQuery,
    isMany: boolean,
  ): readonly SnapshotRow[] => {
    const asked = { ...parameters, ...accountsParameter(accounts) };
    if (!order.isByDay || !isMany) {
      const from = accounts === null ? BY_ACCOUNT : OF_ACCOUNTS;
      return read({ from, conditions, parameters: asked }, order, query);
    }
    const isAsked = accounts === null ? [] : [IS_OF_ACCOUNTS];
    return read({ from: BY_DAY, conditions: [...conditions, ...isAsked], parameters: asked }, order, query);
  };
  /** The first accounts that have any tell the first pages: one doesn't have to look at the others. */
  const readByAccount = (
    { accounts, ...which }: Which,
    order: OrderSql,
    query: SnapshotPageQuery,
    total: number,
  ): readonly SnapshotRow[] => {
    const ranked = names.ranked(accounts === null ? null : new Set(accounts), query.sort?.descending === true);
    const end = Math.min(query.offset + query.limit, total);
    for (let accountCount = end; ; accountCount *= MANY) {
      const parameters = { ...which.parameters, ranked: JSON.stringify(upTo(ranked, accountCount)) };
      const rows = read({ ...which, from: RANKED_ACCOUNTS, parameters }, order, query);
      if (rows.length >= end - query.offset || accountCount >= ranked.length) return rows;
    }
  };
  return (query: SnapshotPageQuery): { readonly total: number; readonly rows: readonly SnapshotRow[] } => {
    const { sort, search = "", definitions = NO_DEFINITIONS } = query;
    const known = knownSnapshots();
    const modules = moduleTexts(known.modules, definitions, search, ownTarget.get() !== undefined);
    const which = readWhich(query, modules, known);
    const total = count(which, known);
    if (total <= query.offset) return { total, rows: [] };
    if (sort?.by === "accountName") {
      // Their places are in the direction that is asked for already.
      const order = orderSql({ by: "accountName", descending: false }, modules);
      return { total, rows: readByAccount(which, order, query, total) };
    }
    return { total, rows: readSorted(which, orderSql(sort, modules), query, total * MANY > known.total) };
  };
}

const NO_DEFINITIONS: SnapshotDefinitions = { modules: [], criticalBelowPercent: 0, onTrackAbovePercent: 0 };

function allOf(conditions: readonly string[]): string {
  return conditions.length === 0 ? "TRUE" : conditions.join(" AND ");
}

function knownOf(accounts: readonly number[], { ofAccounts }: KnownSnapshots): number {
  return accounts.reduce((total, account) => total + (ofAccounts.get(account) ?? 0), 0);
}

function accountsParameter(accounts: readonly number[] | null): { readonly accounts?: string } {
  return accounts === null ? {} : { accounts: JSON.stringify(accounts) };
}

/** Those that are among both; null: all. */
function bothOf(asked: readonly number[] | null, found: readonly number[]): readonly number[] {
  if (asked === null) return found;
  const isAsked = new Set(asked);
  return found.filter((account) => isAsked.has(account));
}

/** The first accounts, at least so many, and all that are called like the last of them. */
function upTo(ranked: readonly RankedAccount[], count: number): readonly RankedAccount[] {
  const last = ranked[count - 1]?.[1];
  const next = last === undefined ? -1 : ranked.findIndex(([, rank], index) => index >= count && rank !== last);
  return next === -1 ? ranked : ranked.slice(0, next);
}

/** A row of {@link snapshotColumns}. */
export function toSnapshot({ isUnknown, activeUsers, ...row }: Readonly<Record<string, unknown>>): SnapshotRow {
  const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
  return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
}
