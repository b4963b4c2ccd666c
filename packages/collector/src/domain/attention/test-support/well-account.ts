import type { AccountSignals } from "../account-signals.ts";

/** An account that needs nobody. */
export const wellAccount: AccountSignals = {
  account: "acme",
  premium: false,
  seats: 10,
  ageDays: 400,
  usage: { recentMs: 36_000_000, beforeMs: 36_000_000 },
  coverage: { seenByServer: 10, seenByBoth: 10, percent: 100 },
  breadth: { adopted: 9, relevant: 10 },
  offTarget: [],
  coolingCore: [],
  daysSinceTouchpoint: 3,
  answers: { notHappy: 0, all: 4 },
  daysSinceSeen: 0,
};
