import type { Approach } from "../../domain/modules/nearly-there.ts";
import { seatUse } from "../../domain/modules/seat-use.ts";
import type { AccountModule, ModuleFigures } from "./module-figures.ts";
import { memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";

/** Members of the accounts that could use a module, by their keys, with what they have so far; whoever hasn't begun has 0. */
export async function approaches(reading: Reading, figures: ModuleFigures): Promise<readonly Approach[]> {
  if (figures.module.features.length === 0) return [];
  const accounts = new Map(licensedAccounts(figures).map((one) => [one.account.id, one]));
  const members = (await reading.users()).flatMap((user) =>
    user.accounts.filter((account) => accounts.has(account)).map((account) => ({ account, user: user.id })),
  );
  const sums = new Map(
    [...accounts.values()].flatMap(({ account, users }) =>
      users.map(({ user, activeMs }) => [memberKey(account.id, user), activeMs] as const),
    ),
  );
  return members.map(({ account, user }) => {
    const key = memberKey(account, user);
    return { user: key, activeMs: sums.get(key) ?? 0 };
  });
}

/** Who a key stands for. */
export function memberOf(key: string): { readonly account: string; readonly user: string } {
  const [account = "", user = ""] = key.split("\n");
  return { account, user };
}

/** Where more users would bring the module nearer to its target. */
export function licensedAccounts({ accounts }: ModuleFigures): readonly AccountModule[] {
  return accounts.filter(({ live: { licensed } }) => licensed !== null && licensed > 0);
}

/** Licences without an active user, by account; null: none are told, or nobody can be active. */
export function unusedSeats(figures: ModuleFigures): ReadonlyMap<AccountModule, number> | null {
  const licensed = licensedAccounts(figures);
  if (licensed.length === 0 || figures.module.features.length === 0) return null;
  return new Map(
    licensed.map((one) => [one, seatUse(one.live.licensed ?? 0, one.seats?.users ?? null, one.users).unusedSeats]),
  );
}
