import { groupBy } from "../../domain/group-by.ts";
import { hasOwnSource, seatsBySource } from "../../domain/modules/seat-source.ts";
import type { CompiledModule } from "../../domain/compile-definitions.ts";
import type { AccountRow, Facts, UserRow } from "../../store/facts.ts";
import type { SeatsRow } from "../../store/pushed.ts";
import type { Reading } from "./reading.ts";

/** The seats of every module in every account that the reading can see, from where the definitions say. */
export function moduleSeatRows(reading: Reading): Promise<readonly SeatsRow[]> {
  return reading.derive("moduleSeatRows", async () => {
    const modules = [...reading.definitions.modules.values()];
    const told = await reading.pushed("seats");
    if (!modules.some(hasOwnSource)) return told;
    // Licences are of accounts, whoever is looked at.
    const whole = reading.everybody ?? reading;
    const [accounts, users] = await Promise.all([reading.accounts(), areOfMembers(modules) ? whole.users() : []]);
    return rowsBySource(told, modules, accounts, users);
  });
}

/**
 * The same of some accounts as they are known now, whatever the day.
 * @param people who have a seat where everybody who belongs to the account has one.
 */
export async function moduleSeatsNow(
  facts: Pick<Facts, "pushed">,
  accounts: readonly AccountRow[],
  modules: readonly CompiledModule[],
  people: readonly UserRow[],
): Promise<readonly SeatsRow[]> {
  const scope = { kind: "only", accounts: accounts.map(({ id }) => id) } as const;
  return rowsBySource(await facts.pushed({ kind: "seats", scope }), modules, accounts, people);
}

function areOfMembers(modules: readonly CompiledModule[]): boolean {
  return modules.some(({ seats }) => seats.kind === "members");
}

function rowsBySource(
  told: readonly SeatsRow[],
  modules: readonly CompiledModule[],
  accounts: readonly AccountRow[],
  users: readonly UserRow[],
): readonly SeatsRow[] {
  const members = users.flatMap(({ id, accounts: own }) => own.map((account) => ({ account, id })));
  const membersOf = new Map(
    [...groupBy(members, ({ account }) => account)].map(([account, own]) => [account, own.map(({ id }) => id)]),
  );
  return seatsBySource(told, modules, { accounts, membersOf });
}
