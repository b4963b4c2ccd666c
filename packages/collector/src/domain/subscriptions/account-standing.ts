/** What the host has told of an account's business with it. Times are Unix ms. */
export interface AccountStanding {
  readonly id: string;
  /** null: nobody has said. */
  readonly createdAt: number | null;
  /** When it left; null: it hasn't. */
  readonly churnedAt: number | null;
  /** Marked as a priority. */
  readonly premium: boolean;
  /** Its state now; null: nobody has said. */
  readonly subscription: SubscriptionState | null;
  readonly subscriptionStartedAt: number | null;
  /** Can lie ahead. */
  readonly subscriptionEndedAt: number | null;
}

export type SubscriptionState = "active" | "trialing" | "past_due" | "paused" | "cancelled" | "none";

/** Exclusive: SaaS has an active subscription, regular has none, churned has left. */
export type AccountKind = "saas" | "regular" | "churned";

/** What an account is at a moment. One that has left is churned, whatever its subscription says. */
export function accountKind(account: AccountStanding, at: number): AccountKind {
  if (account.churnedAt !== null && account.churnedAt <= at) return "churned";
  return isSubscribed(account, at) ? "saas" : "regular";
}

/**
 * Whether an account has a subscription at a moment. Whoever owes still has one; a trial, a pause and what is told without
 * being one are none. One that is cancelled runs until it ends; of one with a start and no state nobody has said that it
 * isn't active.
 */
function isSubscribed(account: AccountStanding, at: number): boolean {
  const { subscription, subscriptionStartedAt, subscriptionEndedAt } = account;
  if (subscriptionStartedAt !== null && subscriptionStartedAt > at) return false;
  if (subscriptionEndedAt !== null && subscriptionEndedAt <= at) return false;
  switch (subscription) {
    case "active":
    case "past_due":
      return true;
    case "cancelled":
      return subscriptionEndedAt !== null;
    case null:
      return subscriptionStartedAt !== null;
    default:
      return false;
  }
}
