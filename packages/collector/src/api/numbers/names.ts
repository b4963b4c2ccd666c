import type { Reading } from "../reading/reading.ts";

/** What people call accounts, users, features and actions. */
export interface Names {
  /** The id where nothing has a name. */
  of(kind: "account" | "user" | "feature" | "action", id: string): string;
}

/** Names of everything that the reading can see. */
export async function createNames(reading: Reading): Promise<Names> {
  const [accounts, users, left] = await Promise.all([reading.accounts(), reading.users(), reading.left()]);
  const { features, actions } = reading.definitions;
  const namesOf = {
    account: new Map(accounts.map(({ id, name }) => [id, name])),
    user: new Map([...users, ...left].map(({ id, name }) => [id, name])),
    feature: new Map([...features].map(([id, { name }]) => [id, name])),
    action: new Map([...actions].map(([id, { name }]) => [id, name])),
  };
  return { of: (kind, id) => namesOf[kind].get(id) ?? id };
}

/** What accounts are called, for whoever names nobody else: there are far fewer of them than people. */
export async function createAccountNames(reading: Reading): Promise<(account: string) => string> {
  const names = new Map((await reading.accounts()).map(({ id, name }) => [id, name]));
  return (account) => names.get(account) ?? account;
}
