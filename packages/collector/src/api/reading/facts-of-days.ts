import type { ActiveMs } from "@uptake/tracker/protocol";
import type { AccountScope } from "../../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import type { DistinctQuery, DistinctRow, FactQuestions, TimeTotalsQuery, TotalsRow } from "../../store/facts.ts";
import { TooManySumsError } from "../../store/too-many-sums-error.ts";
import { USE_COUNTERS, type ReadUseDays, type UseDays, type UseDaysQuery } from "../../store/use-days.ts";
import { createUseGroups, type UseGroups } from "./use-groups.ts";

type Dimension = TimeTotalsQuery["by"][number];
type Writable<Row> = { -readonly [Key in keyof Row]: Row[Key] };

/** What the questions have in common by which one sees whether days tell the answer. */
interface Asked {
  readonly scope: AccountScope;
  readonly days?: DayRange;
  readonly account?: string;
  readonly user?: string;
  readonly feature?: string;
}

/**
 * The same store, which tells sums of time and visits of some accounts, and how many people there were, from what was read of
 * their days once: whoever counts everything of an account asks for some twenty such sums over other days, and the store
 * would go through the same rows for each of them. Whatever else is asked the store answers.
 * @param accounts whose days they are.
 * @param readDays called by the first question that they tell; null: there are too many, and the store answers.
 */
export function factsOfDays(
  facts: FactQuestions,
  accounts: readonly string[],
  readDays: () => UseDays | null,
): FactQuestions {
  const known = new Set(accounts);
  let read: GroupedDays | null | undefined;
  const days = (): GroupedDays | null => {
    if (read === undefined) {
      const use = readDays();
      read = use && { use, groups: createUseGroups(use) };
    }
    return read;
  };
  /** The rows that a question is about; null: the days don't tell it. */
  const rowsFor = (query: Asked): RowRange | null => {
    const { scope, days: asked, account, user, feature } = query;
    const isOfOne = account !== undefined || user !== undefined || feature !== undefined;
    if (scope.kind === "all" || isOfOne || asked === undefined) return null;
    if (!scope.accounts.every((id) => known.has(id))) return null;
    const grouped = days();
    if (grouped === null || asked.to > grouped.use.until) return null;
    const { use } = grouped;
    const [from, to] = [firstRowOf(use.day, asked.from), firstRowOf(use.day, asked.to + 1)];
    return { ...grouped, from, to, isAsked: askedIn(use, scope.accounts) };
  };
  return {
    ...facts,
    async totals(query) {
      const rows = query.by.length === 0 ? null : rowsFor(query);
      return rows === null ? facts.totals(query) : totalsOf(rows, query);
    },
    async distinctUsers(query) {
      const rows = query.by.length === 0 || query.by.includes("day") ? null : rowsFor(query);
      return rows === null ? facts.distinctUsers(query) : distinctOf(rows, query);
    },
  };
}

/** Null: they are more than may be read at once, and sums of them may still do. */
export function readIfFew(useDays: ReadUseDays, query: UseDaysQuery): UseDays | null {
  try {
    return useDays(query);
  } catch (error) {
    if (error instanceof TooManySumsError) return null;
    throw error;
  }
}

interface GroupedDays {
  readonly use: UseDays;
  readonly groups: UseGroups;
}

interface RowRange extends GroupedDays {
  readonly from: number;
  /** Without that one. */
  readonly to: number;
  /** By account, whether it is asked about. */
  readonly isAsked: Uint8Array;
}

function totalsOf(
  { use, groups, from, to, isAsked }: RowRange,
  { by, spanUnder, splitAt = [] }: Pick<TimeTotalsQuery, "by" | "spanUnder" | "splitAt">,
): readonly TotalsRow[] {
  const columns = [...new Set(by)];
  // As they were read: nobody did anything twice in a feature on a day.
  if (columns.length === ALL_DIMENSIONS && spanUnder === undefined)
    return rowsAsRead({ use, from, to, isAsked }, columns);
  const { groupOf, rowOf } = groups.by(by, from, to);
  const sums = new Float64Array(rowOf.length * USE_COUNTERS);
  const spans = spanUnder === undefined ? null : createSpans(rowOf.length, splitAt);
  for (let row = from; row < to; row++) {
    if (isAsked[use.account[row] as number] === 0) continue;
    const group = groupOf[row - from] as number;
    const at = row * USE_COUNTERS;
    for (let counter = 0; counter < USE_COUNTERS; counter++) {
      (sums[group * USE_COUNTERS + counter] as number) += use.counters[at + counter] as number;
    }
    if (spans !== null && isUse(use, row, spanUnder ?? 0)) spans.add(group, use.day[row] as number);
  }
  const found: TotalsRow[] = [];
  for (const [group, row] of rowOf.entries()) {
    const at = group * USE_COUNTERS;
    const sum = (counter: number): number => sums[at + counter] as number;
    const activeMs: ActiveMs = [sum(0), sum(1), sum(2), sum(3)];
    const visits = sum(4);
    // Sums of zero have no row.
    if (visits === 0 && activeMs.every((ms) => ms === 0)) continue;
    const made: Writable<TotalsRow> = { activeMs, visits };
    for (const column of columns) putKey(made, use, row, column);
    if (spans !== null) made.span = spans.of(group);
    found.push(made);
  }
  return found;
}

/** Account, user, feature and day. */
const ALL_DIMENSIONS = 4;

function rowsAsRead(
  { use, from, to, isAsked }: Omit<RowRange, "groups">,
  columns: readonly Dimension[],
): readonly TotalsRow[] {
  const found: TotalsRow[] = [];
  for (let row = from; row < to; row++) {
    if (isAsked[use.account[row] as number] === 0) continue;
    const counter = (index: number): number => use.counters[row * USE_COUNTERS + index] as number;
    const made: Writable<TotalsRow> = {
      activeMs: [counter(0), counter(1), counter(2), counter(3)],
      visits: counter(4),
    };
    if (made.visits === 0 && made.activeMs.every((ms) => ms === 0)) continue;
    for (const column of columns) putKey(made, use, row, column);
    found.push(made);
  }
  return found;
}

function putKey(made: Writable<Partial<TotalsRow>>, use: UseDays, row: number, column: Dimension): void {
  if (column === "day") made.day = use.day[row] as number;
  else if (column === "account") made.account = use.accounts[use.account[row] as number] ?? "";
  else if (column === "user") made.user = use.users[use.user[row] as number] ?? "";
  else made.feature = use.features[use.feature[row] as number] ?? "";
}

function distinctOf(
  { use, groups, from, to, isAsked }: RowRange,
  { by, features, idleLimitIndex }: DistinctQuery,
): readonly DistinctRow[] {
  const { groupOf, rowOf } = groups.by(by, from, to);
  const some = features === undefined ? null : new Set(features);
  const isCounted = use.features.map((feature) => some === null || some.has(feature));
  const people = rowOf.map(() => new Set<number>());
  for (let row = from; row < to; row++) {
    if (isAsked[use.account[row] as number] === 0 || !isCounted[use.feature[row] as number]) continue;
    if (isUse(use, row, idleLimitIndex)) people[groupOf[row - from] as number]?.add(use.user[row] as number);
  }
  return rowOf.flatMap((row, group): readonly DistinctRow[] => {
    const users = people[group]?.size ?? 0;
    if (users === 0) return [];
    const key: Writable<Partial<TotalsRow>> = {};
    for (const column of by) putKey(key, use, row, column);
    return [{ ...(key as Pick<DistinctRow, "account" | "feature">), users }];
  });
}

/** A visit, or active time under a limit. */
function isUse({ counters }: UseDays, row: number, idleLimitIndex: number): boolean {
  const at = row * USE_COUNTERS;
  return (counters[at + USE_COUNTERS - 1] as number) > 0 || (counters[at + idleLimitIndex] as number) > 0;
}

/** Below every day. */
const NO_DAY = -0x80000000;

/** The days of use of groups, which come in order. */
function createSpans(count: number, splitAt: readonly WorkspaceDay[]) {
  const first = new Int32Array(count);
  const last = new Int32Array(count);
  const days = new Int32Array(count);
  const noDays = (): Int32Array => new Int32Array(count).fill(NO_DAY);
  const splits = splitAt.map((day) => ({ day, before: noDays(), from: noDays() }));
  const dayOf = (found: number | undefined): WorkspaceDay | null => (found === NO_DAY ? null : (found ?? null));
  return {
    add(group: number, day: WorkspaceDay): void {
      if (days[group] === 0) first[group] = day;
      else if (last[group] === day) return;
      last[group] = day;
      (days[group] as number)++;
      for (const split of splits) {
        if (day < split.day) split.before[group] = day;
        else if (split.from[group] === NO_DAY) split.from[group] = day;
      }
    },
    of(group: number): NonNullable<TotalsRow["span"]> | null {
      if (days[group] === 0) return null;
      const span = {
        firstDay: first[group] as number,
        lastDay: last[group] as number,
        activeDays: days[group] as number,
      };
      if (splits.length === 0) return span;
      const found = splits.map(({ before, from }) => ({ before: dayOf(before[group]), from: dayOf(from[group]) }));
      return Object.assign(span, { splits: found });
    },
  };
}

function askedIn(use: UseDays, accounts: readonly string[]): Uint8Array {
  const asked = new Set(accounts);
  return Uint8Array.from(use.accounts, (account) => Number(asked.has(account)));
}

/** The first row of a day, or of the next that there is. */
function firstRowOf(days: Int32Array, day: WorkspaceDay): number {
  let [from, to] = [0, days.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((days[middle] as number) < day) from = middle + 1;
    else to = middle;
  }
  return from;
}
