import type { WorkspaceDay } from "../../domain/day.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import type { AccountRow } from "../../store/facts.ts";
import { NO_FILTERS } from "../query/no-filters.ts";
import { isThen } from "./existence.ts";
import type { ReadParts } from "./read-parts.ts";
import { openReading, type Reading } from "./reading.ts";

/** Whose snapshots are in the numbers of modules as of a day. */
export interface CountedAccounts {
  readonly ids: ReadonlySet<string>;
  /** Whether it is one alone: then its own targets hold. */
  readonly isOfOne: boolean;
}

/**
 * The accounts of a reading that are in the numbers of modules as of an earlier day: those that were there and hadn't left,
 * or all of them where every one had. Asks only of those of which the host hasn't said when they began.
 * @param named accounts that have snapshots by then: of others it doesn't matter.
 */
export async function countedAccounts(
  parts: ReadParts,
  reading: Reading,
  day: WorkspaceDay,
  named: ReadonlySet<string>,
): Promise<CountedAccounts> {
  const at = await openReading(parts, reading.scope, { period: "30d", asOf: day, filters: NO_FILTERS });
  const known = await reading.accounts();
  const isSure = (account: AccountRow): boolean => account.createdAt !== null && isThen(at, account);
  const staying = (accounts: readonly AccountRow[]): readonly AccountRow[] =>
    accounts.filter((account) => accountKind(account, at.untilMs) !== "churned");
  const doubtful = known.filter((account) => named.has(account.id) && !isSure(account)).map(({ id }) => id);
  const there = doubtful.length === 0 ? [] : await at.narrow(doubtful).accounts();
  const some = staying([...known.filter(isSure), ...there]);
  if (some.length > 1) return { ids: new Set(some.map(({ id }) => id)), isOfOne: false };
  const all = await at.accounts();
  const left = staying(all);
  const counted = left.length === 0 ? all : left;
  return { ids: new Set(counted.map(({ id }) => id)), isOfOne: counted.length === 1 };
}
