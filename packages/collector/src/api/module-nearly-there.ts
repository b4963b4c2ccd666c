import { nearlyThere, pathToTarget, type NearlyThere } from "../domain/modules/nearly-there.ts";
import { seatUse } from "../domain/modules/seat-use.ts";
import { HttpProblem } from "../http/problem.ts";
import type { NearlyThereReply, NearlyThereRow } from "./contract.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { memberKey } from "./reading/presence.ts";
import { moduleFigures, type AccountModule, type ModuleFigures } from "./reading/module-figures.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { listOf } from "./tables/file-name.ts";
import { answerList, type List } from "./tables/list.ts";

export const NEARLY_THERE_SORTS = ["name", "accountName", "activeMs", "missingMs"] as const;

export const NEARLY_THERE_LIST: List<NearlyThereRow> = {
  name: "nearly-there",
  isOfDay: true,
  keys: ["user", "account"],
  sorts: NEARLY_THERE_SORTS,
  columns: ["user", "name", "account", "accountName", "activeMs", "missingMs", "isNeeded", "hasSeat"],
  arrangement: { texts: ({ name, user, accountName }) => [name, user, accountName], defaultSort: null },
};

/**
 * `GET /v1/modules/:id/nearly-there`: who needs how much more active time for the module to reach its target, the cheapest
 * first; as of the last day, not of a snapshot.
 * @throws HttpProblem `not-found` when the definitions have no such module.
 */
export async function readNearlyThere(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, NEARLY_THERE_LIST, request.accept);
  const reading = await readingOf(request);
  const { id = "" } = request.path;
  const figures = (await moduleFigures(reading)).find(({ module }) => module.module === id);
  if (figures === undefined) throw unknownModule(id, [...reading.definitions.modules.keys()]);
  const { module, liveTarget, targetPercent } = figures;
  const people = await approaches(reading, figures);
  const needed = liveTarget?.gapUsers ?? 0;
  const { missingMs, shortOf } = pathToTarget(people, module.activeMs, needed);
  const names = await createNames(reading);
  const seats = new Map(licensedAccounts(figures).map((one) => [one.account.id, holdersOf(one)]));
  const rows = nearlyThere(people, module.activeMs).map((person, index): NearlyThereRow => {
    const [account, user] = memberOf(person);
    return {
      user,
      name: names.of("user", user),
      account,
      accountName: names.of("account", account),
      activeMs: person.activeMs,
      missingMs: person.missingMs,
      isNeeded: index < needed,
      hasSeat: seats.get(account)?.has(user) ?? null,
    };
  });
  const head: Omit<NearlyThereReply, "total" | "rows"> = {
    ...reading.head,
    module: { id, name: module.name },
    targetPercent,
    thresholdMs: module.activeMs,
    windowDays: module.windowDays,
    neededUsers: liveTarget?.gapUsers ?? null,
    missingMs,
    shortOf,
    unusedSeats: unusedSeats(figures),
  };
  return answerList(listOf(NEARLY_THERE_LIST, id), rows, query, head);
}

/** The problem of a module that the definitions don't have. */
export function unknownModule(id: string, known: readonly string[]): HttpProblem {
  const list = known.length === 0 ? "none" : known.join(", ");
  return new HttpProblem("not-found", `There is no module "${id.slice(0, 80)}". The definitions have ${list}.`);
}

/** Members of the accounts that could use it, with what they have so far; whoever hasn't begun has 0. */
async function approaches(reading: Reading, figures: ModuleFigures) {
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

/** Where more users would bring the module nearer to its target. */
function licensedAccounts({ accounts }: ModuleFigures): readonly AccountModule[] {
  return accounts.filter(({ live: { licensed } }) => licensed !== null && licensed > 0);
}

function unusedSeats(figures: ModuleFigures): number | null {
  const licensed = licensedAccounts(figures);
  if (licensed.length === 0 || figures.module.features.length === 0) return null;
  return licensed.reduce(
    (sum, { live, seats, users }) => sum + seatUse(live.licensed ?? 0, seats?.users ?? null, users).unusedSeats,
    0,
  );
}

function holdersOf({ seats }: AccountModule): ReadonlySet<string> | null {
  return seats?.users ? new Set(seats.users) : null;
}

function memberOf({ user }: NearlyThere): readonly [account: string, user: string] {
  const [account = "", id = ""] = user.split("\n");
  return [account, id];
}
