import { slotStartMs } from "@uptake/tracker/protocol";
import type { DatabaseSync } from "node:sqlite";
import type { WorkspaceDay } from "../../../domain/day.ts";
import { createCalendarMemory } from "../../../domain/workspace-calendar.ts";
import { naturalKey } from "../../../domain/text-order.ts";
import type {
  AssetCountRow,
  AssetCountsQuery,
  AssetOrder,
  AssetRow,
  AssetSearch,
  AssetsPage,
  AssetsQuery,
  LatelyRule,
} from "../../assets-question.ts";
import { prepareArrays } from "../database.ts";
import { assetOf, FIELDS, type Fields } from "./asset-fields.ts";
import { createAssetsAsOf } from "./assets-as-of.ts";
import { createAssetPages, createCountsByAccount, type AssetChoice, type Place } from "./asset-pages.ts";
import { createAssetsByAccount, type AccountPlace } from "./assets-by-account.ts";
import { createAssetsByPeriodRuns } from "./assets-by-period-runs.ts";
import { createCountAssets } from "./count-assets.ts";
import { createCountIdle } from "./idle-assets.ts";
import { createActiveMarks } from "./ran-lately.ts";
import { createTimeZone } from "./time-zone.ts";
import { createPeriodRuns } from "./period-runs.ts";
import type { KeyLookup } from "./key-lookup.ts";

const BY_NAME: AssetOrder = { by: "name", descending: false };

/** Which part of the list, as the question says. */
interface Part {
  readonly order: AssetOrder;
  /** -1: all. */
  readonly limit: number;
  readonly offset: number;
  /** A place, as whoever finds the page wrote it. */
  readonly after: unknown;
}

/** A page before it is told where it ends. */
interface Found {
  readonly rows: readonly AssetRow[];
  readonly total: number | null;
  readonly last: unknown;
}

/** Answers which assets there are, page by page, and how many. */
export function createAssetQuestions(database: DatabaseSync, lookup: KeyLookup) {
  const countAssets = createCountAssets(database);
  const pageByColumn = createAssetPages(database);
  const countsByAccount = createCountsByAccount(database);
  const pageByAccount = createAssetsByAccount(database, countsByAccount);
  const pageByPeriodRuns = createAssetsByPeriodRuns(database, countsByAccount);
  const withDeleted = createWithDeleted(database);
  const pageAsOf = createAssetsAsOf(database);
  const withPeriodRuns = createPeriodRuns(database);
  const countIdle = createCountIdle(database);
  const withMarks = createActiveMarks(database);
  const timeZoneNow = createTimeZone(database);
  const calendarOf = createCalendarMemory();
  const endSlotOf = (day: WorkspaceDay): number => calendarOf(timeZoneNow()).firstSlotOf(day + 1);
  const startOf = (day: WorkspaceDay): number => slotStartMs(calendarOf(timeZoneNow()).firstSlotOf(day));
  const accountsOf = ({ scope, account }: Pick<AssetsQuery, "scope" | "account">): readonly number[] | null =>
    lookup.accountIds({ scope, ...(account !== undefined && { account }) });

  const choiceOf = (query: AssetsQuery): Omit<AssetChoice, "counts"> => {
    const { types = null, active = null, search } = query;
    const accounts = accountsOf(query);
    return { accounts, types, active, search: search === undefined ? null : searchOf(search) };
  };
  const withCounts = (choice: Omit<AssetChoice, "counts">): AssetChoice => {
    const { accounts, types, active } = choice;
    const rows = countAssets({ accounts, by: ["type"], ...(types !== null && { types }) });
    const counts = rows.map(({ type = "", assets, activeAssets }) => {
      if (active === null) return [type, assets] as const;
      return [type, active ? activeAssets : assets - activeAssets] as const;
    });
    return { ...choice, counts: new Map(counts.filter(([, assets]) => assets > 0)) };
  };
  const searchOf = ({ text, types, accounts }: AssetSearch): AssetChoice["search"] => ({
    text,
    types: JSON.stringify(types),
    accounts: JSON.stringify(lookup.accountIds({ scope: { kind: "only", accounts } })),
  });

  /** Type after type, each by name; types before the page are skipped by how many assets they have. */
  const findByType = (choice: AssetChoice, { order, limit, offset, after }: Part): Found => {
    const [afterType, place] = (after ?? [null, null]) as readonly [string | null, Place | null];
    const rows: AssetRow[] = [];
    let [total, left, last]: [number, number, unknown] = [0, offset, after];
    const types = typesInOrder(choice, order.descending);
    for (const type of types.slice(afterType === null ? 0 : types.indexOf(afterType))) {
      const wanted = limit < 0 ? -1 : limit - rows.length;
      if (wanted === 0 && after !== null) break;
      const assets = choice.counts.get(type) ?? 0;
      if (choice.search === null && (wanted === 0 || left >= assets)) {
        total += assets;
        left = Math.max(0, left - assets);
        continue;
      }
      const ofType = { ...choice, types: [type], counts: new Map([[type, assets]]) };
      const page = pageByColumn(ofType, {
        column: "name",
        descending: false,
        limit: wanted,
        offset: left,
        after: type === afterType ? place : null,
      });
      rows.push(...page.rows);
      if (page.last !== null) last = [type, page.last];
      total += page.total ?? 0;
      left = Math.max(0, left - (page.total ?? 0));
    }
    return { rows, total: after === null ? total : null, last };
  };

  const find = (choice: AssetChoice, part: Part): Found => {
    const { limit, offset, after } = part;
    const { by, descending } = part.order;
    if (by === "type") return findByType(choice, part);
    if (by === "periodRuns") throw new TypeError("no index has the runs of some days in order");
    if (by !== "account") {
      return pageByColumn(choice, { column: by, descending, limit, offset, after: after as Place | null });
    }
    const page = pageByAccount(choice, { descending, limit, offset, after: after as AccountPlace | null });
    return { ...page, total: after === null ? page.total : null };
  };

  const pageOf = (query: AssetsQuery): AssetsPage => {
    const { sort = BY_NAME, limit = -1, offset = 0, after, asOf, runsIn } = query;
    if (query.withDeleted === true) {
      const rows = withDeleted(accountsOf(query), query.types ?? null);
      return { total: rows.length, rows, next: null };
    }
    const place: unknown = after === undefined ? null : JSON.parse(after);
    const choice = choiceOf(query);
    const isByRuns = sort.by === "periodRuns";
    const isRuled = query.active !== undefined && query.lately !== undefined;
    if (isByRuns && runsIn === undefined) throw new TypeError("runs of some days need the days");
    if (isByRuns && runsIn !== undefined && asOf === undefined && !isRuled && choice.search === null) {
      const skipped = (place as number | null) ?? offset;
      const page = pageByPeriodRuns(withCounts(choice), {
        days: runsIn,
        fromMs: startOf(runsIn.from),
        descending: sort.descending,
        limit,
        offset: skipped,
      });
      const next = page.rows.length === limit ? JSON.stringify(skipped + limit) : null;
      return { total: place === null ? page.total : null, rows: page.rows, next };
    }
    if (asOf !== undefined || isByRuns || isRuled) {
      return pageAsOf({
        choice,
        order: sort,
        end: asOf === undefined ? null : { day: asOf, untilMs: slotStartMs(endSlotOf(asOf)) },
        runsIn: isByRuns && runsIn !== undefined ? { ...runsIn, fromMs: startOf(runsIn.from) } : null,
        lately: query.lately === undefined ? null : { rule: query.lately, calendar: calendarOf(timeZoneNow()) },
        limit,
        offset,
        after: place as number | null,
      });
    }
    const { rows, total, last } = find(withCounts(choice), { order: sort, limit, offset, after: place });
    return { total, rows, next: rows.length === limit ? JSON.stringify(last) : null };
  };

  return {
    assets(query: AssetsQuery): AssetsPage {
      const page = pageOf(query);
      const rows =
        query.runsIn === undefined ? page.rows : withPeriodRuns(page.rows, query.runsIn, startOf(query.runsIn.from));
      const { lately } = query;
      return { ...page, rows: lately === undefined ? rows : withMarks(rows, lately, calendarOf(timeZoneNow())) };
    },
    assetCounts(query: AssetCountsQuery): readonly AssetCountRow[] {
      const { types, by = ["account", "type"], asOf, lately } = query;
      const accounts = accountsOf(query);
      const counts = countAssets({
        accounts,
        by,
        ...(types !== undefined && { types }),
        ...(asOf !== undefined && { endSlot: endSlotOf(asOf) }),
      });
      const rule = lately && ofTypes(lately, types);
      if (rule === undefined || Object.keys(rule.withinDays).length === 0) return counts;
      const untilMs = asOf === undefined ? null : slotStartMs(endSlotOf(asOf));
      const idle = countIdle({ accounts, by, rule, calendar: calendarOf(timeZoneNow()), untilMs });
      const keyOf = ({ account = "", type = "" }: Omit<AssetCountRow, "assets">): string => `${account}\n${type}`;
      const idleOf = new Map(idle.map((row) => [keyOf(row), row.activeAssets]));
      return counts.map((row) =>
        Object.assign({}, row, { activeAssets: row.activeAssets - (idleOf.get(keyOf(row)) ?? 0) }),
      );
    },
  };
}

/** @param types absent: all. */
function ofTypes({ day, withinDays }: LatelyRule, types: readonly string[] | undefined): LatelyRule {
  const own = Object.entries(withinDays).filter(([type]) => types?.includes(type) ?? true);
  return { day, withinDays: Object.fromEntries(own) };
}

function typesInOrder({ counts }: AssetChoice, descending: boolean): readonly string[] {
  const types = [...counts.keys()].map((type) => [naturalKey(type), type] as const);
  const sorted = types.toSorted((one, other) => (one < other ? -1 : 1)).map(([, type]) => type);
  return descending ? sorted.toReversed() : sorted;
}

/** Reads every asset that was ever told of. */
function createWithDeleted(database: DatabaseSync) {
  const statement = prepareArrays(
    database,
    `SELECT ${FIELDS}, assets.deleted_at_ms FROM assets JOIN accounts ON accounts.id = assets.account
     WHERE (:accounts IS NULL OR assets.account IN (SELECT value FROM json_each(:accounts)))
       AND (:types IS NULL OR assets.type IN (SELECT value FROM json_each(:types)))`,
  );
  return (accounts: readonly number[] | null, types: readonly string[] | null): readonly AssetRow[] => {
    const rows = statement.all({
      accounts: accounts === null ? null : JSON.stringify(accounts),
      types: types === null ? null : JSON.stringify(types),
    }) as unknown as readonly (readonly [...Fields, deletedAt: number | null])[];
    return rows.map((row) => Object.assign(assetOf(row.slice(0, -1) as unknown as Fields), { deletedAt: row[8] }));
  };
}
