import type { Approach } from "../../domain/modules/nearly-there.ts";
import { awaitsTime, isMeasurable } from "../../domain/modules/module-activity.ts";
import { seatUse } from "../../domain/modules/seat-use.ts";
import type { AccountModule, ModuleFigures } from "./module-figures.ts";
import { memberKey } from "./presence.ts";
import type { Reading } from "./reading.ts";

/** Members of the accounts that could use a module, by their keys, with what they have so far; whoever hasn't begun has 0. */
export async function approaches(reading: Reading, figures: ModuleFigures): Promise<readonly Approach[]> {
  const { module } = figures;
  if (module.features.length === 0) return [];
  const accounts = new Map(licensedAccounts(figures).map((one) => [one.account.id, one]));
  const members = (await reading.users()).flatMap((user) =>
    user.accounts.filter((account) => accounts.has(account)).map((account) => ({ account, user: user.id })),
  );
  const sums = new Map(
    [...accounts.values()].flatMap(({ account, users }) =>
      users.map((one) => [memberKey(account.id, one.user), one] as const),
    ),
  );
  return members.flatMap(({ account, user }) => {
    const key = memberKey(account, user);
    const { activeMs, actions } = sums.get(key) ?? { activeMs: 0, actions: 0 };
    // Who is there by their actions needs no time, and whom actions are missing of, too, no time brings there.
    const isByTime = module.actions.length === 0 || awaitsTime(module, { activeMs, actions });
    return isByTime ? [{ user: key, activeMs }] : [];
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
  if (licensed.length === 0 || !isMeasurable(figures.module)) return null;
  return new Map(
    licensed.map((one) => [one, seatUse(one.live.licensed ?? 0, one.seats?.users ?? null, one.users).unusedSeats]),
  );
}
