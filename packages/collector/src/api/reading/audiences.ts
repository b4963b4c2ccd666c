import { notRelevantFeatures } from "../../domain/adoption/relevance-answers.ts";
import { UNKNOWN_ACCOUNT, type AccountAudience, type Audience } from "../../domain/adoption/relevance.ts";
import { groupBy } from "../../domain/group-by.ts";
import { moduleSeats } from "../../domain/modules/module-seats.ts";
import type { UserRow } from "../../store/facts.ts";
import { moduleSeatRows } from "./module-seats.ts";
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
    const [accounts, told, answers] = await Promise.all([
      reading.accounts(),
      moduleSeatRows(reading),
      reading.records.relevanceAnswers({ scope: reading.scope }),
    ]);
    const answersOf = groupBy(answers, ({ account, user }) => subjectOf(account, user));
    const notRelevant = new Map([...answersOf].map(([subject, own]) => [subject, notRelevantFeatures(own)]));
    const seatsOf = groupBy(told, ({ account }) => account);
    const known = new Map(
      accounts.map(({ id, plan }): [string, AccountAudience] => [
        id,
        {
          plan,
          seats: new Map((seatsOf.get(id) ?? []).map((row) => [row.module, moduleSeats(row)])),
          notRelevant: notRelevant.get(subjectOf(id, null)) ?? NOTHING,
        },
      ]),
    );
    return createAudiences(known, notRelevant);
  });
}

/** Of people who belong to no account. */
export const NO_ACCOUNTS: Audiences = createAudiences(new Map(), new Map());

/** Ids hold no control characters. @param user null: the account as a whole. */
function subjectOf(account: string, user: string | null): string {
  return user === null ? account : `${account}\n${user}`;
}

/** @param notRelevant by subject. */
function createAudiences(
  accounts: ReadonlyMap<string, AccountAudience>,
  notRelevant: ReadonlyMap<string, ReadonlySet<string>>,
): Audiences {
  const ofAccount = (account: string): AccountAudience => accounts.get(account) ?? UNKNOWN_ACCOUNT;
  return {
    ofAccount,
    ofMember: (account, { id, role }) => ({
      user: id,
      role,
      account: account === null ? UNKNOWN_ACCOUNT : ofAccount(account),
      notRelevant: (account === null ? undefined : notRelevant.get(subjectOf(account, id))) ?? NOTHING,
    }),
  };
}
