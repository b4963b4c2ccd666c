import type { ActiveMs } from "@uptake/tracker/protocol";
import type { AccountScope } from "../../domain/account-scope.ts";
import type { WorkspaceDay } from "../../domain/day.ts";
import { groupBy } from "../../domain/group-by.ts";
import { median } from "../../domain/usage/median.ts";
import type {
  ActionTotalsRow,
  DistinctQuery,
  DistinctRow,
  FactQuestions,
  TimeTotalsQuery,
  TotalsRow,
  UserRow,
} from "../../store/facts.ts";

/** Some of the people of a workspace. */
export interface SomePeople {
  readonly users: ReadonlySet<string>;
  /** Those of them who belong to no account, whom therefore no account can see. */
  readonly unattached: readonly UserRow[];
  /** All accounts of the others: whoever asks about these asks about the unattached as well. */
  readonly scope: AccountScope;
}

/**
 * The same store, as if there were only some of the people in it: whatever is summed or counted is so of what they did.
 * Accounts, assets, seats and what else is not of a person are as they are; how fast pages are is told of nobody, since it
 * isn't known whose they were.
 */
export function factsOfPeople(
  facts: FactQuestions,
  { users: people, unattached, scope: whole }: SomePeople,
): FactQuestions {
  const isOne = (user: string | undefined): boolean => user !== undefined && people.has(user);
  /** Sums that keep apart who it was, of these people only. */
  const totalsByUser = async (query: TimeTotalsQuery): Promise<readonly TotalsRow[]> => {
    const by = query.by.includes("user") ? query.by : [...query.by, "user" as const];
    return (await facts.totals({ ...query, by })).filter(({ user }) => isOne(user));
  };
  return {
    ...facts,
    async users(scope, ids) {
      const some = (await facts.users(scope, ids)).filter(({ id }) => people.has(id));
      return ids === undefined && scope === whole ? [...some, ...unattached] : some;
    },
    async totals(query) {
      if (query.user !== undefined) return people.has(query.user) ? facts.totals(query) : [];
      if (query.by.includes("user")) return totalsByUser(query);
      const { spanUnder, splitAt: _, ...sums } = query;
      if (spanUnder === undefined) return merged(await totalsByUser(sums), query);
      const by = query.by.includes("day") ? query.by : [...query.by, "day" as const];
      return merged(await totalsByUser({ ...sums, by }), query);
    },
    async actionTotals(query) {
      if (query.user !== undefined) return people.has(query.user) ? facts.actionTotals(query) : [];
      if (query.by.includes("user")) return (await facts.actionTotals(query)).filter(({ user }) => isOne(user));
      const rows = await facts.actionTotals({ ...query, by: [...query.by, "user"] });
      return mergedActions(
        rows.filter(({ user }) => isOne(user)),
        query.by,
      );
    },
    async distinctUsers(query) {
      const { features, idleLimitIndex, by, ...rest } = query;
      const dimensions = [...by, ...(features === undefined || by.includes("feature") ? [] : ["feature" as const])];
      const rows = await totalsByUser({ ...rest, by: dimensions });
      const used = rows.filter(
        ({ feature = "", visits, activeMs }) =>
          (visits > 0 || (activeMs[idleLimitIndex] ?? 0) > 0) && (features?.includes(feature) ?? true),
      );
      return distinctOf(used, by);
    },
    async medianTimes({ idleLimitIndex, ...query }) {
      const rows = await totalsByUser({ ...query, by: ["user", "feature"] });
      const used = rows
        .map(({ feature = "", visits, activeMs }) => ({ feature, visits, ms: activeMs[idleLimitIndex] ?? 0 }))
        .filter(({ visits, ms }) => visits > 0 || ms > 0);
      return [...groupBy(used, ({ feature }) => feature)].map(([feature, own]) => ({
        feature,
        medianMs: median(own.map(({ ms }) => ms)) ?? 0,
      }));
    },
    async cells({ limit, offset, ...query }) {
      const { rows } = await facts.cells({ ...query, limit: Number.MAX_SAFE_INTEGER, offset: 0 });
      const own = rows.filter(({ user }) => people.has(user));
      return {
        total: own.length,
        activeMs: sumOf(own),
        visits: own.reduce((sum, { visits }) => sum + visits, 0),
        rows: own.slice(offset, offset + limit),
      };
    },
    vitals: async () => [],
    async pushed(query) {
      const rows = await facts.pushed(query);
      // What is of the account as a whole is nobody's, and stays.
      return rows.filter((row) => {
        const { user = null } = row as { readonly user?: string | null };
        return user === null || people.has(user);
      });
    },
  };
}

type Dimension = TimeTotalsQuery["by"][number];

/** By the values of some dimensions; ids hold no control characters. */
function keyOf(row: Partial<Record<Dimension, unknown>>, by: readonly Dimension[]): string {
  return by.map((dimension) => String(row[dimension])).join("\n");
}

function pick<Row extends Partial<Record<Dimension, unknown>>>(row: Row | undefined, by: readonly Dimension[]) {
  return Object.fromEntries(by.map((dimension) => [dimension, row?.[dimension]])) as Pick<Row, Dimension & keyof Row>;
}

/** @param asked where it asks for days of use the rows are by day. */
function merged(
  rows: readonly TotalsRow[],
  asked: Pick<TimeTotalsQuery, "by" | "spanUnder" | "splitAt">,
): readonly TotalsRow[] {
  const { by, spanUnder, splitAt } = asked;
  return [...groupBy(rows, (row) => keyOf(row, by)).values()].map((group): TotalsRow => {
    const sums = { activeMs: sumOf(group), visits: group.reduce((sum, { visits }) => sum + visits, 0) };
    const row = Object.assign({}, pick(group[0], by), sums);
    return spanUnder === undefined ? row : Object.assign(row, { span: spanOf(group, spanUnder, splitAt) });
  });
}

function spanOf(
  rows: readonly TotalsRow[],
  limit: number,
  splitAt: readonly WorkspaceDay[] | undefined,
): NonNullable<TotalsRow["span"]> | null {
  const used = rows.filter(({ visits, activeMs }) => visits > 0 || (activeMs[limit] ?? 0) > 0);
  const sorted = [...new Set(used.map(({ day = 0 }) => day))].toSorted((one, other) => one - other);
  if (sorted.length === 0) return null;
  const splits = splitAt?.map((at) => ({
    before: sorted.findLast((day) => day < at) ?? null,
    from: sorted.find((day) => day >= at) ?? null,
  }));
  return {
    firstDay: sorted[0] ?? 0,
    lastDay: sorted.at(-1) ?? 0,
    activeDays: sorted.length,
    ...(splits !== undefined && splits.length > 0 && { splits }),
  };
}

function sumOf(rows: readonly Pick<TotalsRow, "activeMs">[]): ActiveMs {
  const sum = (index: 0 | 1 | 2 | 3): number => rows.reduce((all, { activeMs }) => all + activeMs[index], 0);
  return [sum(0), sum(1), sum(2), sum(3)];
}

function mergedActions(rows: readonly ActionTotalsRow[], by: readonly Dimension[]): readonly ActionTotalsRow[] {
  const groups = groupBy(rows, (row) => `${row.action}\n${row.feature}\n${keyOf(row, by)}`);
  return [...groups.values()].map((group): ActionTotalsRow => {
    const [{ feature = "", action = "" } = {}] = group;
    const count = group.reduce((sum, row) => sum + row.count, 0);
    return Object.assign({}, pick(group[0], by), { feature, action, count });
  });
}

function distinctOf(rows: readonly TotalsRow[], by: DistinctQuery["by"]): readonly DistinctRow[] {
  if (by.length === 0) return [{ users: new Set(rows.map(({ user }) => user)).size }];
  return [...groupBy(rows, (row) => keyOf(row, by)).values()].map((group): DistinctRow =>
    Object.assign({}, pick(group[0], by), { users: new Set(group.map(({ user }) => user)).size }),
  );
}
