import type { UsersRow } from "../api/contract.ts";
import { countPeople } from "../api/counting/count-people.ts";
import { countIn } from "../api/counting/count-segments.ts";
import { countShared, over } from "../api/counting/count-shared.ts";
import type { UserUse } from "../api/counting/count-use.ts";
import type { Counting } from "../api/counting/sums.ts";
import { hasLeft, isThen } from "../api/reading/existence.ts";
import type { KeptPart, KeptSums } from "../api/reading/kept.ts";
import { figuresOfNobody } from "../api/reading/person-figures.ts";
import type { Reading } from "../api/reading/reading.ts";
import { userRows } from "../api/users.ts";
import type { UserRow } from "../store/facts.ts";
import type { UseOfPeriods } from "./count-accounts.ts";
import type { CountedPeople, CountedPeriods, CountedUser, CountingOf } from "./counted.ts";
import { comparedPeriodsOf, partsOf, periodsOf, type KeptDays } from "./parts.ts";

const NO_USE: UserUse = { activeMs: 0, visits: 0, engagement: 0 };

/** What is kept of each of the people who belong to accounts of a reading and to one account alone. */
export async function listUsers(
  reading: Reading,
  { days, shared }: Pick<CountingOf, "days" | "shared">,
  use: UseOfPeriods,
): Promise<readonly CountedUser[]> {
  const people = (await userRows(reading)).filter(({ user }) => !shared.has(user));
  return withPeriods(people, days, use);
}

/** What is kept of the people who belong to several accounts, over all of them. */
export async function countSharedUsers(
  reading: Reading,
  { days, shared, layers }: Pick<CountingOf, "days" | "shared" | "layers">,
  use: UseOfPeriods,
): Promise<CountedPeople> {
  const sums = new Map<KeptPart, KeptSums>();
  for (const part of partsOf(days, layers)) sums.set(part, await countShared(reading, part, shared));
  if (!layers.includes("people")) return { users: null, sums };
  const people = (await userRows(reading)).filter(({ user }) => shared.has(user));
  return { users: await withPeriods(people, days, use), sums };
}

/** The columns of use of people: over days of one's own their rows have them already. */
async function withPeriods(
  people: readonly UsersRow[],
  days: KeptDays,
  use: UseOfPeriods,
): Promise<readonly CountedUser[]> {
  if (days !== "presets") {
    return people.map((row) => {
      const { activeMs, visits, engagement } = row;
      return { row, periods: { custom: { activeMs, visits, engagement } } };
    });
  }
  const counted = await Promise.all(
    periodsOf(days).map(async (period) => [period, await use.ofUsers(period)] as const),
  );
  return people.map((row) => {
    const periods = counted.map(([period, users]) => [period, users.get(row.user) ?? NO_USE] as const);
    return { row, periods: Object.fromEntries(periods) as CountedPeriods<UserUse> };
  });
}

/**
 * What is kept of people who belong to no account, in which therefore they did nothing.
 * @param reading of whatever accounts, as of the day that is kept.
 */
export async function countUnattached(
  reading: Reading,
  people: readonly UserRow[],
  days: KeptDays,
): Promise<CountedPeople> {
  // No account can see them.
  const there = people.filter((person) => isThen(reading, person) && !hasLeft(reading, person));
  const nowhere: Reading = { ...reading.narrow([]), users: async () => there };
  const rows = await userRows(nowhere);
  const periods = Object.fromEntries(periodsOf(days).map((period) => [period, NO_USE]));
  return { users: rows.map((row) => ({ row, periods })), sums: sumsOfUnattached(reading, people, rows, days) };
}

function sumsOfUnattached(
  reading: Reading,
  people: readonly UserRow[],
  rows: readonly UsersRow[],
  days: KeptDays,
): ReadonlyMap<KeptPart, KeptSums> {
  const sumsAsOf = (then: Reading): Counting => {
    const sums: Counting = {};
    countPeople(
      then,
      people
        .filter((person) => isThen(then, person) && !hasLeft(then, person))
        .map((person) => figuresOfNobody(then, person)),
      sums,
    );
    return sums;
  };
  const now = sumsAsOf(reading);
  for (const { segments } of rows) countIn(segments, now);
  const sums = new Map<KeptPart, KeptSums>([["now", now]]);
  for (const period of comparedPeriodsOf(days)) {
    const previous = over(reading, period).previous();
    if (previous !== null) sums.set(`then ${period}`, sumsAsOf(previous));
  }
  return sums;
}
