import { isCompany } from "../../domain/subscriptions/company.ts";
import type { AccountRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/** The accounts that a reading can see, by whether they count among the companies. */
export interface Companies {
  readonly listed: readonly AccountRow[];
  /** Seen, not in the roster: in no count or rate of companies. */
  readonly unlisted: readonly AccountRow[];
}

/** Tells the companies from accounts that only turned up. */
export function companies(reading: Reading): Promise<Companies> {
  return reading.derive("companies", async () => {
    const { hasRoster } = reading;
    const accounts = await reading.accounts();
    return {
      listed: accounts.filter(({ inRoster }) => isCompany({ inRoster, hasRoster })),
      unlisted: accounts.filter(({ inRoster }) => !isCompany({ inRoster, hasRoster })),
    };
  });
}
