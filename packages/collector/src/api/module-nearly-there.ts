import type { CompiledModule } from "../domain/compile-definitions.ts";
import { moduleWindow } from "../domain/modules/module-activity.ts";
import { nearlyThere, pathToTarget } from "../domain/modules/nearly-there.ts";
import { HttpProblem } from "../http/problem.ts";
import type { NearlyThereReply, NearlyThereRow } from "./contract.ts";
import { addressTemplates, numberAddress } from "./number-address.ts";
import { createNames } from "./numbers/names.ts";
import { readListQuery } from "./query/list-query.ts";
import { approaches, licensedAccounts, memberOf, unusedSeats } from "./reading/module-approaches.ts";
import { moduleFigures, type AccountModule } from "./reading/module-figures.ts";
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

/** Where the numbers of the rows and of the module as a whole open. */
function addressesOf(
  asked: URLSearchParams,
  { lastDay }: Reading,
  module: CompiledModule,
): NearlyThereReply["addresses"] {
  const subject = { module: module.module };
  const of = { account: "account", user: "user" } as const;
  const ofAll = (number: string): string => numberAddress(asked, { number, subject });
  return {
    ...addressTemplates(
      asked,
      {
        activeMs: { number: "activeMs", of, over: moduleWindow(module, lastDay), asOf: lastDay },
        missingMs: { number: "moduleMissingMs", of },
      },
      subject,
    ),
    neededUsers: ofAll("moduleLiveGapUsers"),
    shortOf: ofAll("moduleShortOf"),
    unusedSeats: ofAll("moduleUnusedSeats"),
  };
}

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
  const seatsLeft = unusedSeats(figures);
  const seats = new Map(licensedAccounts(figures).map((one) => [one.account.id, holdersOf(one)]));
  const rows = nearlyThere(people, module.activeMs).map((person, index): NearlyThereRow => {
    const { account, user } = memberOf(person.user);
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
    unusedSeats: seatsLeft && [...seatsLeft.values()].reduce((sum, unused) => sum + unused, 0),
    addresses: addressesOf(request.parameters, reading, module),
    missingAddress: numberAddress(request.parameters, { number: "moduleMissingMs", subject: { module: id } }),
  };
  return answerList(listOf(NEARLY_THERE_LIST, id), rows, query, head);
}

/** The problem of a module that the definitions don't have. */
export function unknownModule(id: string, known: readonly string[]): HttpProblem {
  const list = known.length === 0 ? "none" : known.join(", ");
  return new HttpProblem("not-found", `There is no module "${id.slice(0, 80)}". The definitions have ${list}.`);
}

function holdersOf({ seats }: AccountModule): ReadonlySet<string> | null {
  return seats?.users ? new Set(seats.users) : null;
}
