/** What the host has told of an account's business with it. */
export interface AccountStanding {
  readonly account: string;
  /** Unix ms; null: nobody has said. */
  readonly createdAtMs: number | null;
  /** When it left, Unix ms; null: it hasn't. */
  readonly churnedAtMs: number | null;
  /** Since when it pays by subscription, Unix ms; null: never, or nobody has said. */
  readonly subscribedAtMs: number | null;
  /** Until when, Unix ms, not itself; null: no end is known. */
  readonly unsubscribedAtMs: number | null;
  /** Marked as a priority. */
  readonly premium: boolean;
}

/** Exclusive: SaaS has an active subscription, regular has none, churned has left. */
export type AccountKind = "saas" | "regular" | "churned";

/** What an account is at a moment. One that has left is churned, whatever its subscription says. */
export function accountKind(account: AccountStanding, atMs: number): AccountKind {
  if (account.churnedAtMs !== null && account.churnedAtMs <= atMs) return "churned";
  return isSubscribed(account, atMs) ? "saas" : "regular";
}

/** Whether an account is a customer at a moment: created, as far as anybody knows, and not churned yet. */
export function isCustomer({ createdAtMs, churnedAtMs }: AccountStanding, atMs: number): boolean {
  return (createdAtMs === null || createdAtMs <= atMs) && (churnedAtMs === null || churnedAtMs > atMs);
}

function isSubscribed({ subscribedAtMs, unsubscribedAtMs }: AccountStanding, atMs: number): boolean {
  if (subscribedAtMs === null || subscribedAtMs > atMs) return false;
  return unsubscribedAtMs === null || unsubscribedAtMs > atMs;
}
