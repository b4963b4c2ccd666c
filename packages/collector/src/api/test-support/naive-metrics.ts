import { slotStartMs } from "@uptake/tracker/protocol";
import { DAY_MS, FLOW_DAYS, type RandomCell, type RandomWorkspace, type ToldAsset } from "./random-workspace.ts";

/**
 * The main metrics once more, the slow way: over every cell, by loops and sets, with nothing shared with the product.
 * Days are days of UTC, the idle limit is 60 seconds.
 */
export interface Naive {
  /** The cells that count: of each writer, feature and slot the largest of each counter. */
  readonly cells: readonly RandomCell[];
  /** What the host's server told. */
  readonly actions: RandomWorkspace["actions"];
}

const LIMIT = 1;
const ACTION_WEIGHTS: Readonly<Record<string, number>> = { sent: 2, booked: 1 };

/** Merges what was sent. */
export function naively({ cells, actions: told }: RandomWorkspace): Naive {
  const merged = new Map<string, RandomCell>();
  for (const cell of cells) {
    const key = [cell.account, cell.user, cell.writer, cell.feature, cell.slot].join(" ");
    const known = merged.get(key);
    if (known === undefined) {
      merged.set(key, cell);
      continue;
    }
    const actions: Record<string, number> = { ...known.actions };
    for (const [action, count] of Object.entries(cell.actions)) actions[action] = Math.max(count, actions[action] ?? 0);
    merged.set(key, {
      ...cell,
      activeMs: [0, 1, 2, 3].map((index) =>
        Math.max(known.activeMs[index] ?? 0, cell.activeMs[index] ?? 0),
      ) as unknown as RandomCell["activeMs"],
      visits: Math.max(known.visits, cell.visits),
      actions,
    });
  }
  return { cells: [...merged.values()], actions: told };
}

/** Which cells to look at. */
export interface Choice {
  readonly account?: string;
  readonly user?: string;
  readonly feature?: string;
  /** Both included. */
  readonly from?: number;
  readonly to?: number;
}

export function dayOfCell({ slot }: Pick<RandomCell, "slot">): number {
  return Math.floor(slotStartMs(slot) / DAY_MS);
}

function chosen({ cells }: Pick<Naive, "cells">, { account, user, feature, from, to }: Choice): readonly RandomCell[] {
  return cells.filter(
    (cell) =>
      (account === undefined || cell.account === account) &&
      (user === undefined || cell.user === user) &&
      (feature === undefined || cell.feature === feature) &&
      (from === undefined || dayOfCell(cell) >= from) &&
      (to === undefined || dayOfCell(cell) <= to),
  );
}

export function naiveActiveMs(naive: Naive, choice: Choice): number {
  let sum = 0;
  for (const { activeMs } of chosen(naive, choice)) sum += activeMs[LIMIT];
  return sum;
}

export function naiveVisits(naive: Pick<Naive, "cells">, choice: Choice): number {
  let sum = 0;
  for (const { visits } of chosen(naive, choice)) sum += visits;
  return sum;
}

/** `booked` belongs to calendars, whatever the cell says; `sent` counts twice, `odd` nothing; `invoiced` is the server's. */
export function naiveEngagement(naive: Naive, { feature, ...choice }: Choice): number {
  let sum = 0;
  for (const cell of chosen(naive, choice)) {
    for (const [action, count] of Object.entries(cell.actions)) {
      const belongsTo = action === "booked" ? "calendars" : cell.feature;
      if (feature === undefined || belongsTo === feature) sum += (ACTION_WEIGHTS[action] ?? 0) * count;
    }
  }
  for (const { account, user, slot, count } of naive.actions) {
    const day = Math.floor(slotStartMs(slot) / DAY_MS);
    const isAsked =
      (choice.account === undefined || choice.account === account) &&
      (choice.user === undefined || choice.user === user) &&
      (choice.from === undefined || day >= choice.from) &&
      (choice.to === undefined || day <= choice.to);
    if (isAsked && (feature === undefined || feature === "billing")) sum += 3 * count;
  }
  return sum;
}

/** Distinct people with a visit or active time. */
export function naiveActiveUsers(naive: Naive, choice: Choice): number {
  const people = new Set<string>();
  for (const { user, visits, activeMs } of chosen(naive, choice))
    if (visits > 0 || activeMs[LIMIT] > 0) people.add(user);
  return people.size;
}

/** Whoever had left by a moment, Unix ms. */
export function naiveGone({ users }: Pick<RandomWorkspace, "users">, untilMs: number): ReadonlySet<string> {
  return new Set(users.filter(({ leftAt = null }) => leftAt !== null && leftAt < untilMs).map(({ id }) => id));
}

/** Members whose active time on a feature has reached a threshold, as `account user`. @param gone who isn't there any more. */
export function naiveAdopters(
  naive: Pick<Naive, "cells">,
  gone: ReadonlySet<string>,
  feature: string,
  thresholdMs: number,
): ReadonlySet<string> {
  const sums = new Map<string, number>();
  for (const { account, user, activeMs } of chosen(naive, { feature })) {
    if (gone.has(user)) continue;
    const key = `${account} ${user}`;
    sums.set(key, (sums.get(key) ?? 0) + activeMs[LIMIT]);
  }
  return new Set([...sums].filter(([, sum]) => sum >= thresholdMs).map(([key]) => key));
}

/** How many assets there were at the end of a day, and how many of them were set up, and, of flows, ran lately. */
export function naiveAssets(
  { assets }: Pick<RandomWorkspace, "assets">,
  { account, day }: { readonly account?: string; readonly day: number },
): { readonly assets: number; readonly activeAssets: number } {
  const endMs = (day + 1) * DAY_MS;
  const counts = { assets: 0, activeAssets: 0 };
  for (const key of new Set(assets.map(keyOfAsset))) {
    const words = assets.filter((told) => keyOfAsset(told) === key);
    if (account !== undefined && words[0]?.row.account !== account) continue;
    const { made, deleted } = lifeOf(words);
    if (made >= endMs || (deleted !== null && (deleted < endMs || deleted <= made))) continue;
    counts.assets += 1;
    // Before anybody had told of it, it was what it was first told to be.
    const known = words.findLast(({ atMs }) => atMs < endMs) ?? words[0];
    const hasRun = words[0]?.row.type !== "flow" || runDays(words).some((ran) => ran <= day && ran > day - FLOW_DAYS);
    if (known?.row.configured === true && hasRun) counts.activeAssets += 1;
  }
  return counts;
}

/** Whether anybody had told of any asset by the end of a day, also of one that is gone. */
export function naiveAreAssetsTold({ assets }: Pick<RandomWorkspace, "assets">, day: number): boolean {
  return [...new Set(assets.map(keyOfAsset))].some((key) => {
    const { made, deleted } = lifeOf(assets.filter((told) => keyOfAsset(told) === key));
    return made < (day + 1) * DAY_MS && (deleted === null || deleted > made);
  });
}

/** On which days the runs of an asset had grown; those that were there before anybody told of it are of none. */
function runDays(words: readonly ToldAsset[]): readonly number[] {
  return words.flatMap(({ atMs, row: { runs = 0, createdAt } }, index) => {
    const before = words[index - 1]?.row.runs;
    const day = Math.floor(atMs / DAY_MS);
    const isDated = before !== undefined || Math.floor((createdAt ?? 0) / DAY_MS) === day;
    return isDated && runs > (before ?? 0) ? [day] : [];
  });
}

function lifeOf(words: readonly ToldAsset[]): { readonly made: number; readonly deleted: number | null } {
  const made = words.findLast(({ row }) => row.createdAt !== undefined)?.row.createdAt ?? words[0]?.atMs ?? 0;
  return { made, deleted: words.findLast(({ row }) => row.deletedAt !== undefined)?.row.deletedAt ?? null };
}

function keyOfAsset({ row: { account, type, id } }: ToldAsset): string {
  return `${account} ${type} ${id}`;
}

/** Who was there on which days, as `account user`: a visit, active time, or what the host's server has seen. */
function naiveActiveDays(naive: Naive, { presence }: Pick<RandomWorkspace, "presence">): Map<string, Set<number>> {
  const days = new Map<string, Set<number>>();
  const add = (key: string, day: number): void => void days.set(key, (days.get(key) ?? new Set()).add(day));
  for (const cell of naive.cells) {
    if (cell.visits > 0 || cell.activeMs[LIMIT] > 0) add(`${cell.account} ${cell.user}`, dayOfCell(cell));
  }
  for (const { account, user, day } of presence) add(`${account} ${user}`, day);
  return days;
}

/** How many members of an account were in which class of logins at the end of a day that is over. */
export function naiveLogins(
  naive: Naive,
  workspace: Pick<RandomWorkspace, "presence" | "users">,
  { account, day }: { readonly account: string; readonly day: number },
): Readonly<Record<"daily" | "weekly" | "monthly" | "inactive", number>> {
  const counts = { daily: 0, weekly: 0, monthly: 0, inactive: 0 };
  const isWorkingDay = (one: number): boolean => ![0, 6].includes(new Date(one * DAY_MS).getUTCDay());
  const workingDays = Array.from({ length: 7 }, (_, back) => day - back).filter(isWorkingDay);
  const gone = naiveGone(workspace, (day + 1) * DAY_MS);
  for (const [key, days] of naiveActiveDays(naive, workspace)) {
    if (!key.startsWith(`${account} `) || gone.has(key.slice(account.length + 1))) continue;
    const then = [...days].filter((one) => one <= day);
    if (then.length === 0) continue;
    if (workingDays.every((one) => days.has(one))) counts.daily += 1;
    else if (then.some((one) => one > day - 7)) counts.weekly += 1;
    else if (then.some((one) => one > day - 30)) counts.monthly += 1;
    else counts.inactive += 1;
  }
  return counts;
}

/** What the host and browsers have told of whoever is there, and when. */
interface Beginning {
  readonly createdAt?: number | null;
  readonly seenDays: readonly number[];
}

/** Whether it was there at the end of a day, as far as anybody knows. */
function hasBegun({ createdAt, seenDays }: Beginning, day: number): boolean {
  if (seenDays.some((seen) => seen <= day)) return true;
  if (createdAt !== undefined && createdAt !== null) return createdAt < (day + 1) * DAY_MS;
  return seenDays.length === 0;
}

/** The accounts that there were at the end of a day. */
export function naiveAccounts(naive: Naive, workspace: RandomWorkspace, day: number): ReadonlySet<string> {
  const ids = new Set([
    ...workspace.accounts.map(({ id }) => id),
    ...workspace.users.flatMap(({ accounts }) => accounts ?? []),
    ...naive.cells.map(({ account }) => account),
    ...workspace.presence.map(({ account }) => account),
    ...[workspace.assets.map(({ row }) => row), workspace.seats, workspace.responses, workspace.touchpoints].flatMap(
      (told) => told.map(({ account }) => account),
    ),
    ...naive.actions.map(({ account }) => account),
  ]);
  const of = <Row extends { readonly account: string }>(rows: readonly Row[], id: string): readonly Row[] =>
    rows.filter(({ account }) => account === id);
  return new Set(
    [...ids].filter((id) => {
      const seenDays = [
        ...of(naive.cells, id).map(dayOfCell),
        ...of(workspace.presence, id).map((row) => row.day),
        ...of(naive.actions, id).map(({ slot }) => Math.floor(slotStartMs(slot) / DAY_MS)),
      ];
      const createdAt = workspace.accounts.find((account) => account.id === id)?.createdAt;
      const hadAssets = naiveAssets(workspace, { account: id, day }).assets > 0;
      return hadAssets || hasBegun({ ...(createdAt !== undefined && { createdAt }), seenDays }, day);
    }),
  );
}
