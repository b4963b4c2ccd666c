import { timeUntil, type WaitingCase } from "../domain/adoption/time-until.ts";
import type { CompiledMilestone } from "../domain/compile-definitions.ts";
import {
  memberThresholds,
  readAccountMilestones,
  readMemberMilestones,
  type MilestoneStanding,
} from "../me/read-milestones.ts";
import { unknownSubject } from "./changes/change-request.ts";
import type { MilestonesReply, MilestonesRow } from "./contract.ts";
import { casesIn, timesIn, type MilestoneTimes } from "./counting/count-milestones.ts";
import { sumsOf } from "./counting/kept-sums.ts";
import { addressTemplates, type ColumnNumber } from "./number-address.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readText, readTexts } from "./query/parameters.ts";
import type { Kept } from "./reading/kept.ts";
import { keptForAny } from "./reading/kept-for.ts";
import { countCases, milestoneCases, waitsOf, type CaseCounts } from "./reading/milestone-cases.ts";
import { readingOfPeople, type ReadRequest } from "./reading/read-request.ts";
import type { Reading } from "./reading/reading.ts";
import { answerList, type List } from "./tables/list.ts";

export const MILESTONE_SORTS = [
  "order",
  "name",
  "met",
  "open",
  "notRelevant",
  "medianMs",
  "p90Ms",
  "waiting",
  "untimed",
  "version",
] as const satisfies readonly (keyof MilestonesRow)[];

export const MILESTONES_LIST: List<MilestonesRow> = {
  name: "milestones",
  isOfDay: true,
  keys: ["milestone", "name"],
  sorts: MILESTONE_SORTS,
  columns: [
    "milestone",
    "name",
    "scope",
    "segment",
    "version",
    "order",
    "met",
    "open",
    "notRelevant",
    "medianMs",
    "p90Ms",
    "waiting",
    "untimed",
  ],
  arrangement: { texts: ({ name, milestone }) => [name, milestone], defaultSort: { by: "order", descending: false } },
  numbers: {
    met: { number: "milestoneMet", of: { milestone: "milestone" } },
    open: { number: "milestoneOpen", of: { milestone: "milestone" } },
    notRelevant: { number: "milestoneNotRelevant", of: { milestone: "milestone" } },
    medianMs: { number: "milestoneMedianMs", of: { milestone: "milestone" } },
    p90Ms: { number: "milestoneP90Ms", of: { milestone: "milestone" } },
    waiting: { number: "milestoneWaiting", of: { milestone: "milestone" } },
    untimed: { number: "milestoneUntimed", of: { milestone: "milestone" } },
  },
};

/**
 * `GET /v1/milestones?account=&user=`: how many have met each milestone, and how long it took them; with one account its
 * states, with a user in it those of the member too. Both go by what is written down.
 * @throws HttpProblem `not-found` for a member that isn't there, for whoever asks.
 */
export async function readMilestones(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MILESTONES_LIST, request.accept);
  const accounts = readTexts(request.parameters, "account") ?? [];
  const user = readText(request.parameters, "user");
  if (user !== null && accounts.length !== 1) throw invalidParameter("user", user, "a user beside one account");
  const reading = await readingOfPeople(request);
  const [account] = accounts;
  const states =
    account === undefined || accounts.length > 1 || reading.looksBack
      ? null
      : await readStates(request, reading, account, user);
  // States are told as they are by now: what was counted of them some time ago would be something else.
  const kept = states === null ? keptForAny(reading) : null;
  const head: Omit<MilestonesReply, "total" | "rows"> = {
    ...reading.head,
    countedAt: kept?.countedAtMs ?? null,
    segmentsEvaluatedAt: await segmentsEvaluatedAt(reading),
    addresses: {
      ...addressTemplates(request.parameters, MILESTONES_LIST.numbers ?? {}),
      ...(states !== null && { "states.progress": progressAddress(request.parameters, account, user) }),
    },
    ...(states !== null && { states }),
  };
  const rows = await (kept === null ? milestoneRows(reading) : keptRows(reading, kept));
  return answerList(MILESTONES_LIST, rows, query, head);
}

/** Where the progress of the states opens. */
function progressAddress(asked: URLSearchParams, account: string | undefined, user: string | null): string {
  const subject = { ...(account !== undefined && { account }), ...(user !== null && { user }) };
  const number: ColumnNumber<"milestone"> = { number: "milestoneProgress", of: { milestone: "milestone" } };
  return addressTemplates(asked, { progress: number }, subject)["progress"] ?? "";
}

/** As of when whoever a milestone is for was looked for, by the definitions that are in force. */
async function segmentsEvaluatedAt({ definitions, records }: Reading): Promise<number | null> {
  if ([...definitions.milestones.values()].every(({ segment }) => segment === null)) return null;
  const evaluated = await records.segmentsEvaluated();
  return evaluated?.definitionVersion === definitions.version ? evaluated.atMs : null;
}

async function readStates(
  { parts }: ReadRequest,
  reading: Reading,
  account: string,
  user: string | null,
): Promise<NonNullable<MilestonesReply["states"]>> {
  if (!(await reading.accounts()).some(({ id }) => id === account)) throw unknownSubject(account, null);
  const { definitions } = reading;
  const standings = [...(await readAccountMilestones(account, parts, definitions))];
  if (user !== null) {
    const known = (await reading.users()).find(({ id }) => id === user);
    if (known?.accounts.includes(account) !== true) throw unknownSubject(account, user);
    const scope = { kind: "only", accounts: [account] } as const;
    const facts = await parts.facts.member({ scope, account, user, ...memberThresholds(definitions) });
    standings.push(...(await readMemberMilestones({ account, user }, facts, parts, definitions)));
  }
  return standings.toSorted((one, other) => one.milestone.order - other.milestone.order).map(stateOf);
}

/**
 * Met is what is written down as met, as in every count: a job does so soon after the sums got there, of an account as a whole
 * within a minute or so. Until then it is open, and as far as it can be.
 */
function stateOf({ milestone, state, resetAtMs }: MilestoneStanding): NonNullable<MilestonesReply["states"]>[number] {
  const isMet = state.kind === "met" && state.recorded;
  return {
    milestone: milestone.milestone,
    name: milestone.name,
    scope: milestone.scope,
    kind: state.kind === "met" && !isMet ? "open" : state.kind,
    progress: state.kind === "met" ? 1 : state.progress,
    metAt: isMet ? state.metAtMs : null,
    version: isMet ? state.version : milestone.version,
    reason: state.kind === "notRelevant" ? state.reason : null,
    resetAt: resetAtMs,
    recorded: isMet,
  };
}

/** Every milestone, by what is written down up to the reading's last day. */
export async function milestoneRows(reading: Reading): Promise<readonly MilestonesRow[]> {
  const cases = await milestoneCases(reading);
  return [...reading.definitions.milestones.values()].map((milestone) => {
    const own = cases.get(milestone.milestone) ?? [];
    return rowOf(milestone, countCases(own), timeUntil(waitsOf(own), reading.endMs));
  });
}

/** The same from what is kept. How long it took everybody is kept as well, of fewer accounts it is worked out. */
async function keptRows(reading: Reading, kept: Kept): Promise<readonly MilestonesRow[]> {
  const { scope, endMs } = reading;
  const sums = await sumsOf(reading, kept, "milestones");
  const times = scope.kind === "all" ? timesIn(kept.medians("milestones")) : timesOf(kept.milestoneWaits(scope), endMs);
  return [...reading.definitions.milestones.values()].map((milestone) =>
    rowOf(milestone, casesIn(sums, milestone.milestone), times(milestone.milestone)),
  );
}

function timesOf(
  waits: ReadonlyMap<string, readonly WaitingCase[]>,
  endMs: number,
): (milestone: string) => MilestoneTimes {
  return (milestone) => timeUntil(waits.get(milestone) ?? [], endMs);
}

function rowOf(
  { milestone, name, scope, segment, version, order }: CompiledMilestone,
  { met, open, notRelevant, waiting, untimed }: CaseCounts,
  { medianMs, p90Ms }: MilestoneTimes,
): MilestonesRow {
  return {
    milestone,
    name,
    scope,
    segment,
    version,
    order,
    met,
    open,
    notRelevant,
    medianMs,
    p90Ms,
    waiting,
    untimed,
  };
}
