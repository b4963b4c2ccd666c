import { percentOf } from "../share.ts";
import type { AccountStanding } from "./account-standing.ts";

/** A period: from its start up to its end, not itself. Unix ms. */
export interface Period {
  readonly fromMs: number;
  readonly toMs: number;
}

/** How many customers left in a period. */
export interface Churn {
  /** Customers at the start of the period. */
  readonly atStart: readonly string[];
  /** Those of them who left in it. */
  readonly churned: readonly string[];
  /** Came and left within the period: in neither number. */
  readonly cameAndLeft: readonly string[];
  /** Churned ÷ at start; null: there were no customers to lose. */
  readonly percent: number | null;
}

/**
 * Churn %, after GoCSM's "percentage of customers who have left over time": of the customers at the start of a
 * period, those who left in it. Never above 100.
 * @param hasBegun whether an account was there at the start, before it left; where nobody else knows, by when it
 * began, and one of which nobody has said that was there.
 */
export function churnIn(
  accounts: readonly AccountStanding[],
  { fromMs, toMs }: Period,
  hasBegun: (account: AccountStanding) => boolean = ({ createdAt }) => createdAt === null || createdAt < fromMs,
): Churn {
  // A moment before, so that who leaves at the very start is still there to be lost, and who comes then isn't yet.
  const wasThere = (account: AccountStanding): boolean =>
    (account.churnedAt === null || account.churnedAt >= fromMs) && hasBegun(account);
  const left = accounts.filter(({ churnedAt }) => churnedAt !== null && churnedAt >= fromMs && churnedAt < toMs);
  const atStart = accounts.filter(wasThere).map(({ id }) => id);
  const churned = left.filter(wasThere).map(({ id }) => id);
  return {
    atStart,
    churned,
    cameAndLeft: left.filter((account) => !wasThere(account)).map(({ id }) => id),
    percent: percentOf(churned.length, atStart.length),
  };
}
