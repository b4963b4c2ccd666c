import type { WorkspaceDay } from "../../domain/day.ts";
import { dayOf, endOfDay, lastMomentOfDay } from "../../domain/workspace-calendar.ts";
import type { AccountRow, TotalsQuery, UserRow } from "../../store/facts.ts";
import { memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";

/**
 * What there was at the end of a reading's last day, of what is known now. An account or a person is there from the day on
 * which the host says that it begins, or from when it was first seen, if that was earlier; without either nobody knows that it
 * wasn't there. What begins on a day to come isn't there today, either. A person is there until the host says that they have
 * left; an account that has is still there, as one that has churned.
 */

/** The accounts that there are today. Asks only of those that are to begin later. */
export async function accountsNow(reading: Reading, known: readonly AccountRow[]): Promise<readonly AccountRow[]> {
  const later = known.filter((account) => !isThen(reading, account));
  if (later.length === 0) return known;
  const seen = await accountsByUse(reading.narrow(later.map(({ id }) => id)), later);
  const there = new Set(seen.map(({ id }) => id));
  return known.filter((account) => isThen(reading, account) || there.has(account.id));
}

/** The people who are there today, in those of their accounts in which they are. */
export async function usersNow(reading: Reading, known: readonly UserRow[]): Promise<readonly UserRow[]> {
  const there = new Set((await reading.accounts()).map(({ id }) => id));
  const doubtful = known.filter((user) => !isThen(reading, user) || user.accounts.some((own) => !there.has(own)));
  if (doubtful.length === 0) return known;
  const theirs = new Set(doubtful.flatMap(({ accounts }) => accounts.filter((own) => there.has(own))));
  const left = new Map((await usersThen(reading.narrow([...theirs]), doubtful)).map((user) => [user.id, user]));
  const isDoubtful = new Set(doubtful.map(({ id }) => id));
  return known.flatMap((user) => (isDoubtful.has(user.id) ? (left.get(user.id) ?? []) : [user]));
}

/** The accounts that there were, with when they were last heard of by then. */
export async function accountsThen(reading: Reading, known: readonly AccountRow[]): Promise<readonly AccountRow[]> {
  const { keptUse, scope, lastDay } = reading;
  if (keptUse === null || known.length < keptUse.minAccounts) return accountsByUse(reading, known);
  const lastDays = new Map(
    [...keptUse.spansUntil(scope, lastDay)].flatMap(([account, span]) =>
      span.lastDay === null ? [] : [[account, span.lastDay] as const],
    ),
  );
  // Few: those that were used long before, never, or only since.
  const others = known.filter(({ id }) => !lastDays.has(id));
  const counted = await accountsByUse(reading.narrow(others.map(({ id }) => id)), others);
  const then = new Map(counted.map((account) => [account.id, account]));
  return known.flatMap((account) => {
    if (!lastDays.has(account.id)) return then.get(account.id) ?? [];
    return Object.assign({}, account, { lastReceivedAtMs: heardOf(reading, account, lastDays) });
  });
}

async function accountsByUse(reading: Reading, known: readonly AccountRow[]): Promise<readonly AccountRow[]> {
  const { idleLimitIndex } = reading.definitions;
  const [used, told, assets] = await Promise.all([
    reading.totals({ by: ["account"], spanUnder: idleLimitIndex }, null),
    reading.pushed("presence"),
    reading.assetCounts(["account"]),
  ]);
  const lastDays = new Map(used.map(({ account = "", span }) => [account, span?.lastDay ?? reading.lastDay]));
  const seen = new Set([
    ...lastDays.keys(),
    ...told.filter(({ day }) => day <= reading.lastDay).map(({ account }) => account),
    ...assets.map(({ account = "" }) => account),
  ]);
  const began = await beganLater(reading, ["account"], (id) => seen.has(id), known);
  return known
    .filter((account) => {
      const { id, createdAt } = account;
      return seen.has(id) || (createdAt === null ? !began.has(id) : isThen(reading, account));
    })
    .map((account) => Object.assign({}, account, { lastReceivedAtMs: heardOf(reading, account, lastDays) }));
}

/**
 * When an account was last heard of by the end of the look. Where something came later that isn't kept: then it is the
 * last moment of the last day on which it was used, as what a backfill brings is taken to have come when its slot ended.
 */
function heardOf(
  { untilMs, calendar }: Reading,
  { id, lastReceivedAtMs }: AccountRow,
  lastDays: ReadonlyMap<string, WorkspaceDay>,
): number | null {
  if (lastReceivedAtMs === null || lastReceivedAtMs <= untilMs) return lastReceivedAtMs;
  const lastDay = lastDays.get(id);
  return lastDay === undefined ? null : lastMomentOfDay(lastDay, calendar);
}

const FEW_PEOPLE = 10_000;

/** The people who were there, in those of their accounts in which they were. Whose accounts weren't there wasn't, either. */
export async function usersThen(reading: Reading, known: readonly UserRow[]): Promise<readonly UserRow[]> {
  const { idleLimitIndex } = reading.definitions;
  // Of few people it is asked what they made of each feature, too: then one question tells both.
  const by = ["account", "user", ...(known.length < FEW_PEOPLE ? (["feature"] as const) : [])] as const;
  const [accounts, used, told] = await Promise.all([
    reading.accounts(),
    reading.totals({ by, spanUnder: idleLimitIndex }, null),
    reading.pushed("presence"),
  ]);
  const there = new Set(accounts.map(({ id }) => id));
  const seen = new Set([
    ...used.map(({ account = "", user = "" }) => memberKey(account, user)),
    ...told.filter(({ day }) => day <= reading.lastDay).map(({ account, user }) => memberKey(account, user)),
  ]);
  const members = known.flatMap(({ id, createdAt, accounts: own }) =>
    own.map((account) => ({ id: memberKey(account, id), createdAt })),
  );
  const began = await beganLater(reading, ["account", "user"], (id) => seen.has(id), members);
  return known.flatMap((user): readonly UserRow[] => {
    const { id, createdAt } = user;
    const hadBegun = isThen(reading, user);
    if (user.accounts.length === 0) return hadBegun ? [user] : [];
    const own = user.accounts.filter((account) => {
      const key = memberKey(account, id);
      return there.has(account) && (seen.has(key) || (createdAt === null ? !began.has(key) : hadBegun));
    });
    return own.length === 0 ? [] : [{ ...user, accounts: own }];
  });
}

/** Whether somebody, or an account, has begun by the end of the last day of a look, as far as the host has said when. */
export function isThen(
  { lastDay, calendar }: Pick<Reading, "lastDay" | "calendar">,
  { createdAt }: Pick<UserRow, "createdAt">,
): boolean {
  // Of a day that is going on all of it: who begins at noon is there in the morning, as figures kept then say.
  return createdAt === null || createdAt < endOfDay(lastDay, calendar);
}

/**
 * Whether somebody has left by the end of the last day of a look, as far as the host has said when. Of a day that is going on by
 * its end, too: what is kept of a day is the same all day long.
 */
export function hasLeft(
  { lastDay, calendar }: Pick<Reading, "lastDay" | "calendar">,
  { leftAt }: Pick<UserRow, "leftAt">,
): boolean {
  return leftAt !== null && leftAt < endOfDay(lastDay, calendar);
}

interface Subject {
  /** Of an account its id, of a member the key. */
  readonly id: string;
  readonly createdAt: number | null;
}

/**
 * Of those of whom neither is known that they had begun nor that they hadn't, the ones that were first seen after the last
 * day. Asks only where there are any.
 */
async function beganLater(
  reading: Reading,
  by: readonly ("account" | "user")[],
  isSeen: (id: string) => boolean,
  subjects: readonly Subject[],
): Promise<ReadonlySet<string>> {
  if (subjects.every(({ id, createdAt }) => createdAt !== null || isSeen(id))) return new Set();
  const { facts, scope, lastDay, nowMs, calendar } = reading;
  const query: TotalsQuery = { scope, by };
  // A clock may be a little ahead.
  const after = { from: lastDay + 1, to: dayOf(nowMs, calendar) + 1 };
  const until = { from: 0, to: lastDay };
  const [used, actions, actionsBefore, told] = await Promise.all([
    facts.totals({ ...query, days: after }),
    facts.actionTotals({ ...query, days: after }),
    // What a server has counted is no use, but whoever did it was there.
    facts.actionTotals({ ...query, days: until }),
    facts.pushed({ kind: "presence", scope, days: after }),
  ]);
  const keyOf = ({ account = "", user = "" }: { readonly account?: string; readonly user?: string }): string =>
    by.includes("user") ? memberKey(account, user) : account;
  const later = new Set([...used, ...actions, ...told].map(keyOf));
  for (const row of actionsBefore) later.delete(keyOf(row));
  return later;
}
