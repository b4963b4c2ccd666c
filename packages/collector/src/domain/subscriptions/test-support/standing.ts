import type { AccountStanding } from "../account-standing.ts";

/** An account of which nothing is told but what is given. */
export function standing(given: Partial<AccountStanding>): AccountStanding {
  return {
    id: "acme",
    createdAt: null,
    churnedAt: null,
    premium: false,
    subscription: null,
    subscriptionStartedAt: null,
    subscriptionEndedAt: null,
    ...given,
  };
}
