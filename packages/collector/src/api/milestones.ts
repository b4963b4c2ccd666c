import { slotStartMs } from "@uptake/tracker/protocol";
import { timeUntil, waitingSince, type WaitingCase } from "../domain/adoption/time-until.ts";
import type { CompiledMilestone } from "../domain/compile-definitions.ts";
import type { SegmentSubject } from "../domain/definitions/segment-definition.ts";
import { groupBy } from "../domain/group-by.ts";
import type { MilestoneProgress } from "../domain/milestones/milestone-progress.ts";
import { milestoneState, type MilestoneState } from "../domain/milestones/milestone-state.ts";
import {
  memberThresholds,
  readAccountMilestones,
  readMemberMilestones,
  type MilestoneStanding,
} from "../me/read-milestones.ts";
import { unknownSubject } from "./changes/change-request.ts";
import type { MilestonesReply, MilestonesRow } from "./contract.ts";
import { readListQuery } from "./query/list-query.ts";
import { invalidParameter, readList, readText } from "./query/parameters.ts";
import { memberKey, presences } from "./reading/presence.ts";
import { readingOf, type ReadRequest } from "./reading/read-request.ts";
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
] as const satisfies readonly (keyof MilestonesRow)[];

const MILESTONES: List<MilestonesRow> = {
  name: "milestones",
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
};

const NOT_MET: MilestoneProgress = { progress: 0, met: false, metAt: null };

/**
 * `GET /v1/milestones?account=&user=`: how many have met each milestone, and how long it took them; with one account its
 * states, with a user in it those of the member too.
 * @throws HttpProblem `not-found` for a member that isn't there, for whoever asks.
 */
export async function readMilestones(request: ReadRequest): Promise<Response> {
  const query = readListQuery(request.parameters, MILESTONES, request.accept);
  const accounts = readList(request.parameters, "account") ?? [];
  const user = readText(request.parameters, "user");
  if (user !== null && accounts.length !== 1) throw invalidParameter("user", user, "a user beside one account");
  const reading = await readingOf(request);
  const [account] = accounts;
  const states =
    account === undefined || accounts.length > 1 ? null : await readStates(request, reading, account, user);
  const head: Omit<MilestonesReply, "total" | "rows"> = { ...reading.head, ...(states !== null && { states }) };
  return answerList(MILESTONES, await milestoneRows(reading), query, head);
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

function stateOf({ milestone, state, resetAtMs }: MilestoneStanding): NonNullable<MilestonesReply["states"]>[number] {
  const isMet = state.kind === "met";
  return {
    milestone: milestone.milestone,
    name: milestone.name,
    scope: milestone.scope,
    kind: state.kind,
    progress: isMet ? 1 : state.progress,
    metAt: isMet ? state.metAtMs : null,
    version: isMet ? state.version : milestone.version,
    reason: state.kind === "notRelevant" ? state.reason : null,
    resetAt: resetAtMs,
    recorded: isMet && state.recorded,
  };
}

/** One member or account, and where they are with a milestone, as far as it is written down. */
interface Subject {
  readonly key: string;
  readonly segments: readonly string[];
  /** Unix ms; null: never. */
  readonly firstSeenAtMs: number | null;
}

/** Every milestone, by what is written down up to the reading's last day. */
export async function milestoneRows(reading: Reading): Promise<readonly MilestonesRow[]> {
  const milestones = [...reading.definitions.milestones.values()];
  if (milestones.length === 0) return [];
  const [rows, subjects] = await Promise.all([
    reading.records.milestoneRecords({ scope: reading.scope }),
    readSubjects(reading),
  ]);
  const until = rows.filter(({ record }) => record.atMs <= reading.untilMs);
  const records = groupBy(until, ({ account, user, milestone }) => `${milestone}\n${memberKey(account, user ?? "")}`);
  return milestones.map((milestone) => {
    const states = subjects[milestone.scope].flatMap((subject) => {
      const own = records.get(`${milestone.milestone}\n${subject.key}`) ?? [];
      const state = milestoneState(
        milestone,
        own.map(({ record }) => record),
        NOT_MET,
      );
      const isFor = milestone.segment === null || subject.segments.includes(milestone.segment);
      return isFor || state.kind === "met" ? [{ subject, state }] : [];
    });
    return rowOf(milestone, states, reading);
  });
}

function rowOf(
  milestone: CompiledMilestone,
  states: readonly { readonly subject: Subject; readonly state: MilestoneState }[],
  reading: Reading,
): MilestonesRow {
  const count = (kind: MilestoneState["kind"]): number => states.filter(({ state }) => state.kind === kind).length;
  const relevant = states.filter(({ state }) => state.kind !== "notRelevant");
  const cases = relevant.flatMap(({ subject, state }): WaitingCase[] => {
    const sinceMs = waitingSince(subject.firstSeenAtMs, null);
    const reachedAtMs = state.kind === "met" ? state.metAtMs : null;
    if (sinceMs === null || (state.kind === "met" && reachedAtMs === null)) return [];
    return [{ sinceMs, reachedAtMs }];
  });
  const { medianMs, p90Ms, open } = timeUntil(cases, reading.untilMs);
  return {
    milestone: milestone.milestone,
    name: milestone.name,
    scope: milestone.scope,
    segment: milestone.segment,
    version: milestone.version,
    order: milestone.order,
    met: count("met"),
    open: count("open"),
    notRelevant: count("notRelevant"),
    medianMs,
    p90Ms,
    waiting: open,
    untimed: relevant.length - cases.length,
  };
}

async function readSubjects(reading: Reading): Promise<Readonly<Record<"member" | "account", readonly Subject[]>>> {
  const [accounts, users, seen, stays] = await Promise.all([
    reading.accounts(),
    reading.users(),
    presences(reading, "member"),
    reading.records.segmentMembers({ scope: reading.scope }),
  ]);
  // As they are written down: a person's own record goes by the same.
  const current = stays.filter(
    ({ joinedAtMs, leftAtMs }) => joinedAtMs <= reading.untilMs && (leftAtMs === null || leftAtMs > reading.untilMs),
  );
  const bySubject = groupBy(current, ({ of, subject }) => `${of}\n${subject}`);
  const segmentsOf = (of: SegmentSubject, id: string): readonly string[] =>
    (bySubject.get(`${of}\n${id}`) ?? []).map(({ segment }) => segment);
  const startOf = (day: number): number => slotStartMs(reading.calendar.firstSlotOf(day));
  const members = users.flatMap(({ id, accounts: own }) => own.map((account) => ({ account, user: id })));
  const firstDay = (account: string, user: string): number | null =>
    seen.get(memberKey(account, user))?.firstSeenDay ?? null;
  const byAccount = groupBy(members, ({ account }) => account);
  return {
    member: members.map(({ account, user }) => {
      const day = firstDay(account, user);
      return {
        key: memberKey(account, user),
        segments: [...segmentsOf("account", account), ...segmentsOf("user", user)],
        firstSeenAtMs: day === null ? null : startOf(day),
      };
    }),
    account: accounts.map(({ id }) => {
      const days = (byAccount.get(id) ?? []).flatMap(({ user }) => firstDay(id, user) ?? []);
      return {
        key: memberKey(id, ""),
        segments: segmentsOf("account", id),
        firstSeenAtMs: days.length === 0 ? null : startOf(Math.min(...days)),
      };
    }),
  };
}
