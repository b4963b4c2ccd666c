/** How many accounts the bottom five are. */
export const LOWEST_COUNT = 5;
const DAY_MS = 86_400_000;
/** A younger account has had no time to engage. */
export const MIN_AGE_MS = 14 * DAY_MS;

/** What decides about an account's place. */
export interface EngagedAccount {
  readonly account: string;
  /** Whether it counts among the companies, as `isCompany` has it. */
  readonly isCompany: boolean;
  /** In the period that is looked at. */
  readonly engagement: number;
  /** Unix ms; null: nobody told. */
  readonly createdAt: number | null;
  /** Whether anything has ever come of what is done there, from browsers or told by the host's server. */
  readonly hasData: boolean;
  /** Unix ms; null: not churned. */
  readonly churnedAt: number | null;
}

/**
 * The bottom five, and who is kept out of it. No account is in two of the lists; those that have churned are in none, and what
 * is no company isn't among the lowest: anybody can make an account up in a browser, and it would stand there above all others.
 */
export interface LowestEngagement<Account> {
  /** Lowest first; equal ones in the order of their ids. */
  readonly lowest: readonly Account[];
  /** How many more accounts have as much engagement as the last of these; 0: none, and where all are among them. */
  readonly tied: number;
  /** Nothing ever came of what is done there: no data, which isn't low engagement. */
  readonly silent: readonly Account[];
  /** Younger than 14 days, and not silent. */
  readonly young: readonly Account[];
}

/**
 * The five accounts with the least engagement, after the article's "bottom five accounts". One whose age nobody told
 * counts as old: better shown than hidden. One that is exactly 14 days old isn't young any more.
 * @param accounts those that there are, as lists show them.
 */
export function lowestEngagement<Account extends EngagedAccount>(
  accounts: readonly Account[],
  nowMs: number,
): LowestEngagement<Account> {
  const byId = accounts
    .filter(({ churnedAt }) => churnedAt === null || churnedAt > nowMs)
    .toSorted((one, other) => (one.account < other.account ? -1 : 1));
  const silent = byId.filter(({ hasData }) => !hasData);
  const heard = byId.filter(({ hasData }) => hasData);
  const ranked = heard
    .filter((account) => account.isCompany && !isYoung(account, nowMs))
    .toSorted((one, other) => one.engagement - other.engagement);
  const lowest = ranked.slice(0, LOWEST_COUNT);
  const highest = lowest.at(-1)?.engagement;
  return {
    lowest,
    tied: ranked.slice(LOWEST_COUNT).filter(({ engagement }) => engagement === highest).length,
    silent,
    young: heard.filter((account) => isYoung(account, nowMs)),
  };
}

function isYoung({ createdAt }: EngagedAccount, nowMs: number): boolean {
  return createdAt !== null && nowMs - createdAt < MIN_AGE_MS;
}
