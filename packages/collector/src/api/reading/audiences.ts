import { UNKNOWN_ACCOUNT, type AccountAudience, type Audience } from "../../domain/adoption/relevance.ts";
import { groupBy } from "../../domain/group-by.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import type { UserRow } from "../../store/facts.ts";
import type { Reading } from "./reading.ts";

/** To whom features could be relevant, by what is known of them now. */
export interface Audiences {
  /** Of an account that the reading can see. */
  ofAccount(account: string): AccountAudience;
  /** @param account null: somebody who belongs to none. */
  ofMember(account: string | null, user: Pick<UserRow, "id" | "role">): Audience;
}

const NOTHING: ReadonlySet<string> = new Set();

/** Audiences of everybody that the reading can see. */
export function audiences(reading: Reading): Promise<Audiences> {
  return reading.derive("audiences", async () => {
    const [accounts, told] = await Promise.all([reading.accounts(), reading.pushed("seats")]);
    const seatsOf = groupBy(told, ({ account }) => account);
    const known = new Map(
      accounts.map(({ id, plan }): [string, AccountAudience] => [
        id,
        {
          plan,
          seats: new Map((seatsOf.get(id) ?? []).map((row) => [row.module, moduleSeats(row)])),
          notRelevant: NOTHING,
        },
      ]),
    );
    return createAudiences(known);
  });
}

/** Of people who belong to no account. */
export const NO_ACCOUNTS: Audiences = createAudiences(new Map());

function createAudiences(accounts: ReadonlyMap<string, AccountAudience>): Audiences {
  const ofAccount = (account: string): AccountAudience => accounts.get(account) ?? UNKNOWN_ACCOUNT;
  return {
    ofAccount,
    ofMember: (account, { id, role }) => ({
      user: id,
      role,
      account: account === null ? UNKNOWN_ACCOUNT : ofAccount(account),
      notRelevant: NOTHING,
    }),
  };
}
