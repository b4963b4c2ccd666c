import { percentOf } from "../share.ts";

/** What {@link companyRate} looks at: one account and one feature (or module). */
export interface CompanyCounts {
  /** Users of the account who have adopted it. */
  readonly adopted: number;
  /** null: nobody has said. 0: not licensed. */
  readonly licensedSeats: number | null;
  /** Users in the roster or seen. */
  readonly knownUsers: number;
  /** Users who have not adopted it and have answered that it isn't relevant to them, where nobody rejected the answer. */
  readonly notRelevant: number;
}

/** An adoption rate whose denominator says what it is. */
export type CompanyRate =
  | {
      readonly kind: "rate";
      readonly adopted: number;
      readonly eligible: number;
      /** What `eligible` counts. */
      readonly of: "seats" | "users";
      readonly notRelevant: number;
      /** Eligible, and neither adopted nor not relevant; the three add up to `eligible` unless seats are over-used. */
      readonly open: number;
      /** Adopted ÷ eligible; above 100 when more have adopted it than there are seats. */
      readonly percent: number;
      /** Adopted ÷ those to whom it is relevant; null: to nobody. */
      readonly percentOfRelevant: number | null;
      /** More people than seats. */
      readonly overUsed: boolean;
    }
  | { readonly kind: "notLicensed" }
  /** There is nobody who could adopt it. */
  | { readonly kind: "noData" };

/**
 * Adoption rate by company: adopted ÷ eligible users, which are the licensed seats if somebody has told them, else the
 * known users. Answers of _not relevant_ leave the first rate as it is and stand in a second one beside it.
 */
export function companyRate({ adopted, licensedSeats, knownUsers, notRelevant }: CompanyCounts): CompanyRate {
  if (licensedSeats === 0) return { kind: "notLicensed" };
  const eligible = licensedSeats ?? knownUsers;
  const percent = percentOf(adopted, eligible);
  if (percent === null) return { kind: "noData" };
  const excluded = Math.min(notRelevant, Math.max(0, eligible - adopted));
  return {
    kind: "rate",
    adopted,
    eligible,
    of: licensedSeats === null ? "users" : "seats",
    notRelevant: excluded,
    open: Math.max(0, eligible - adopted - excluded),
    percent,
    percentOfRelevant: percentOf(adopted, eligible - excluded),
    overUsed: adopted > eligible,
  };
}
