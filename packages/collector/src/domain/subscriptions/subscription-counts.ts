import { accountKind, type AccountStanding } from "./account-standing.ts";

/** The accounts behind the tiles; each tile's number is the length of its list. */
export interface SubscriptionCounts {
  /** Managed accounts: SaaS and regular together. */
  readonly companies: readonly string[];
  readonly saas: readonly string[];
  readonly regular: readonly string[];
  /** Ever, up to the moment. */
  readonly churned: readonly string[];
  /** Marked as a priority and not churned; they are SaaS or regular as well. */
  readonly premium: readonly string[];
}

/**
 * Who is what at a moment, as GoCSM's overall summary counts companies, SaaS, churned, regular and premium ones.
 * Companies are SaaS or regular, never both.
 * @param accounts those that there are, as lists show them.
 */
export function subscriptionCounts(accounts: readonly AccountStanding[], at: number): SubscriptionCounts {
  const existing = accounts.map((standing) => ({
    id: standing.id,
    premium: standing.premium,
    kind: accountKind(standing, at),
  }));
  const idsOf = (isOne: (one: (typeof existing)[number]) => boolean): readonly string[] =>
    existing.filter(isOne).map(({ id }) => id);
  return {
    companies: idsOf(({ kind }) => kind !== "churned"),
    saas: idsOf(({ kind }) => kind === "saas"),
    regular: idsOf(({ kind }) => kind === "regular"),
    churned: idsOf(({ kind }) => kind === "churned"),
    premium: idsOf(({ kind, premium }) => premium && kind !== "churned"),
  };
}
