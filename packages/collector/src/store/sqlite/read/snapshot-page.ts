import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import { foldedText, naturalKey } from "../../../domain/text-order.ts";
import { partsOf, PARTS_PER_WHOLE } from "../../../domain/share.ts";
import type { SnapshotDefinitions, SnapshotOrder, SnapshotPageQuery, SnapshotRow } from "../../module-snapshots.ts";
import { accountsParameter, rowsOfAccounts } from "./asked-accounts.ts";
import { createAccountNames, type RankedAccount } from "./account-names.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createStatements } from "./statements.ts";

const PEOPLE = `
  (SELECT json_group_array(users.key ORDER BY person.rowid) FROM json_each(active_users) AS person
   JOIN users ON users.id = person.value)`;

/** What a snapshot is read as, of a table that is called `t`, beside the accounts. */
export const snapshotColumns = (withPeople: boolean): string => `
  t.id, t.module, accounts.key AS account, as_of_day AS day, taken_at_ms AS takenAtMs, kind, t.actor, active, licensed,
  definition_version AS definitionVersion, ${withPeople ? PEOPLE : "'[]'"} AS activeUsers, active_users IS NULL AS isUnknown`;
export const OF_MODULE = "(:module IS NULL OR t.module = :module)";
/** As they come unless asked otherwise. */
export const SNAPSHOT_ORDER = "as_of_day, taken_at_ms, t.id";

const PARTS = `t.active * ${PARTS_PER_WHOLE}`;
const TARGET = `(SELECT target_percent FROM module_targets AS own WHERE own.account = t.account AND own.module = t.module)`;

interface Order {
  /** @param modules what definitions say of them. */
  readonly sql: string | ((modules: ModuleTexts) => string);
  /** A table of names, each of which is folded once, not for every snapshot, and how it is joined. */
  readonly names?: { readonly table: string; readonly join: string };
}

const ACTORS = {
  table: `actors AS MATERIALIZED (
    SELECT actor, natural_key(actor) AS sorted FROM (SELECT DISTINCT actor FROM module_snapshots))`,
  join: "JOIN actors ON actors.actor = t.actor",
};

/** Accounts in order, each with the place of its name: {@link RankedAccount}. */
const RANKED_SNAPSHOTS =
  "json_each(:ranked) AS ranked CROSS JOIN module_snapshots AS t ON t.account = ranked.value ->> 0";

const ORDERS: Readonly<Record<SnapshotOrder, Order>> = {
  day: { sql: "t.as_of_day" },
  takenAt: { sql: "t.taken_at_ms" },
  accountName: { sql: "ranked.value ->> 1" },
  moduleName: { sql: ({ byModule }) => byModule("sorted", "natural_key(t.module)") },
  kind: { sql: "t.kind" },
  actor: { sql: "actors.sorted", names: ACTORS },
  active: { sql: "t.active" },
  licensed: { sql: "t.licensed" },
  percent: { sql: "CASE WHEN t.licensed > 0 THEN t.active * 100.0 / t.licensed END" },
  // In the order of their words: critical, needsAttention, onTrack.
  status: {
    sql: `CASE WHEN t.licensed > 0 THEN
      CASE WHEN ${PARTS} < :criticalParts * t.licensed THEN 0 WHEN ${PARTS} > :onTrackParts * t.licensed THEN 2 ELSE 1 END
    END`,
  },
  targetPercent: { sql: ({ byModule }) => `ifnull(${TARGET}, ${byModule("target", "NULL")})` },
  definitionVersion: { sql: "t.definition_version" },
};

const IS_ASKED = "+t.account IN (SELECT value FROM json_each(:accounts))";
const isFound = ({ byModule }: ModuleTexts): string =>
  `(t.account IN (SELECT value FROM json_each(:foundAccounts)) OR ${byModule("found", "instr(folded(t.module), :needle) > 0")})`;

/** Of how many snapshots one is in scope at least, where looking through all of them is faster than finding these. */
const MANY = 8;

/** Where snapshots are found, and which of them. */
interface Which {
  readonly from: string;
  readonly where: string;
  /** The same, where an index alone tells how many. */
  readonly counted: { readonly from: string; readonly where: string };
  readonly asked: Readonly<Record<string, SQLInputValue>>;
}

/** Answers one page of snapshots, and how many there are in all. */
export function createSnapshotPage(database: DatabaseSync, lookup: KeyLookup) {
  database.function("natural_key", { deterministic: true }, (text) => naturalKey(String(text)));
  database.function("folded", { deterministic: true }, (text) => foldedText(String(text)));
  const statements = createStatements(database, "objects");
  const names = createAccountNames(database);
  const ofAll = database.prepare("SELECT count(*) AS total FROM module_snapshots");
  const count = (from: string, where: string, asked: Which["asked"]): number =>
    Number(statements(`SELECT count(*) AS total FROM ${from} WHERE ${where}`).get(asked)?.["total"]);
  const isMany = (some: string, asked: Which["asked"]): boolean =>
    count(some, "TRUE", asked) * MANY > Number(ofAll.get()?.["total"]);

  const readWhich = (query: SnapshotPageQuery, modules: ModuleTexts): Which => {
    const { scope, account, module, days, search = "", definitions = NO_DEFINITIONS } = query;
    const accounts = accountsParameter(lookup, { scope, ...(account !== undefined && { account }) });
    const some = accounts.accounts === undefined ? null : rowsOfAccounts("module_snapshots", true, "t");
    const isFewOfMany = some !== null && !isMany(some, accounts);
    const conditions = [OF_MODULE, "as_of_day BETWEEN :from AND :to", ...(search === "" ? [] : [isFound(modules)])];
    const isAsked = some === null || isFewOfMany ? [] : [IS_ASKED];
    return {
      from: isFewOfMany ? some : SNAPSHOTS,
      where: [...conditions, ...isAsked].join(" AND "),
      counted: { from: some ?? SNAPSHOTS, where: conditions.join(" AND ") },
      asked: {
        ...accounts,
        ...modules.parameters,
        module: module ?? null,
        ...days,
        needle: search,
        ...(search !== "" && { foundAccounts: JSON.stringify(names.containing(search)) }),
        criticalParts: partsOf(definitions.criticalBelowPercent),
        onTrackParts: partsOf(definitions.onTrackAbovePercent),
      },
    };
  };
  const read = (
    { from, where, asked }: Which,
    { sort, withPeople = true, limit, offset }: SnapshotPageQuery,
    modules: ModuleTexts,
  ): readonly SnapshotRow[] => {
    const { sql, names: named } = sort === undefined ? NO_ORDER : ORDERS[sort.by];
    const term = typeof sql === "string" ? sql : sql(modules);
    const direction = sort?.descending === true ? "DESC" : "ASC";
    const order = `sorted ${direction} NULLS LAST, ${SNAPSHOT_ORDER}`;
    const pageSql = `
      WITH ${named === undefined ? "" : `${named.table},`}
        page AS MATERIALIZED (
          SELECT t.id, ${term} AS sorted FROM ${from} ${named?.join ?? ""} WHERE ${where}
          ORDER BY ${order} LIMIT :limit OFFSET :offset)
      SELECT ${snapshotColumns(withPeople)}
      FROM page CROSS JOIN module_snapshots AS t ON t.id = page.id JOIN accounts ON accounts.id = t.account
      ORDER BY ${order}`;
    return statements(pageSql)
      .all({ ...asked, limit, offset })
      .map(toSnapshot);
  };
  /** The first accounts that have any tell the first pages: one doesn't have to look at the others. */
  const readByAccount = (which: Which, query: SnapshotPageQuery, total: number, modules: ModuleTexts) => {
    const { accounts } = which.asked;
    const some = accounts === undefined ? null : new Set<number>(JSON.parse(String(accounts)));
    const ranked = names.ranked(some, query.sort?.descending === true);
    const inOrder: SnapshotPageQuery = { ...query, sort: { by: "accountName", descending: false } };
    const end = Math.min(query.offset + query.limit, total);
    for (let accountCount = end; ; accountCount *= MANY) {
      const asked = { ...which.asked, ranked: JSON.stringify(upTo(ranked, accountCount)) };
      const rows = read({ ...which, from: RANKED_SNAPSHOTS, asked }, inOrder, modules);
      if (rows.length >= end - query.offset || accountCount >= ranked.length) return rows;
    }
  };
  return (query: SnapshotPageQuery): { readonly total: number; readonly rows: readonly SnapshotRow[] } => {
    const modules = moduleTexts(query.definitions ?? NO_DEFINITIONS, query.search ?? "");
    const which = readWhich(query, modules);
    const total = count(which.counted.from, which.counted.where, which.asked);
    const isByAccount = query.sort?.by === "accountName";
    return { total, rows: isByAccount ? readByAccount(which, query, total, modules) : read(which, query, modules) };
  };
}

const SNAPSHOTS = "module_snapshots AS t";
const NO_DEFINITIONS: SnapshotDefinitions = { modules: [], criticalBelowPercent: 0, onTrackAbovePercent: 0 };
const NO_ORDER: Order = { sql: "NULL" };

/** The first accounts, at least so many, and all that are called like the last of them. */
function upTo(ranked: readonly RankedAccount[], count: number): readonly RankedAccount[] {
  const last = ranked[count - 1]?.[1];
  const next = last === undefined ? -1 : ranked.findIndex(([, rank], index) => index >= count && rank !== last);
  return next === -1 ? ranked : ranked.slice(0, next);
}

/** What definitions say of modules, in SQL. */
interface ModuleTexts {
  /** By the module of a snapshot what it is sorted by, its target, whether it is found. @param otherwise where definitions don't have it. */
  readonly byModule: (of: "sorted" | "target" | "found", otherwise: string) => string;
  readonly parameters: Readonly<Record<string, SQLInputValue>>;
}

/** There are few modules and many snapshots: to compare is faster than to join. */
function moduleTexts({ modules }: SnapshotDefinitions, needle: string): ModuleTexts {
  const parameters: Record<string, SQLInputValue> = {};
  for (const [index, { module, name, targetPercent }] of modules.entries()) {
    parameters[`key${index}`] = module;
    parameters[`sorted${index}`] = naturalKey(name);
    parameters[`target${index}`] = targetPercent;
    parameters[`found${index}`] = Number(foldedText(name).includes(needle));
  }
  return {
    parameters,
    byModule(of, otherwise) {
      const cases = modules.map((_, index) => `WHEN :key${index} THEN :${of}${index}`);
      return cases.length === 0 ? otherwise : `CASE t.module ${cases.join(" ")} ELSE ${otherwise} END`;
    },
  };
}

/** A row of {@link snapshotColumns}. */
export function toSnapshot({ isUnknown, activeUsers, ...row }: Readonly<Record<string, unknown>>): SnapshotRow {
  const people: unknown = isUnknown === 1 ? null : JSON.parse(String(activeUsers));
  return Object.assign(row, { activeUsers: people }) as unknown as SnapshotRow;
}
