import { slotStartMs } from "@uptake/tracker/protocol";
import { waitingSince, type WaitingCase } from "../../domain/adoption/time-until.ts";
import type { SegmentSubject } from "../../domain/definitions/segment-definition.ts";
import { groupBy } from "../../domain/group-by.ts";
import type { MilestoneProgress } from "../../domain/milestones/milestone-progress.ts";
import { milestoneState, type MilestoneState } from "../../domain/milestones/milestone-state.ts";
import { memberKey, seenSpans } from "./presence.ts";
import type { Reading } from "./reading.ts";

/** Where a member, or an account as a whole, is with a milestone, as far as it is written down. */
export interface MilestoneCase {
  readonly account: string;
  /** Null: the account as a whole. */
  readonly user: string | null;
  readonly kind: MilestoneState["kind"];
  /** Null: it isn't relevant, or it isn't known since when, or until when, they waited. */
  readonly wait: WaitingCase | null;
}

/** How many are where with a milestone. */
export interface CaseCounts {
  readonly met: number;
  readonly open: number;
  readonly notRelevant: number;
  /** For whom it is relevant, who haven't met it, and of whom it is known since when they wait. */
  readonly waiting: number;
  /** For whom it is relevant, and of whom it isn't known how long they waited. */
  readonly untimed: number;
}

const NOT_MET: MilestoneProgress = { progress: 0, met: false, metAt: null };

/** Everybody that a milestone is about, and whoever has met it, by what is written down up to the reading's last day. */
export async function milestoneCases(reading: Reading): Promise<ReadonlyMap<string, readonly MilestoneCase[]>> {
  const milestones = [...reading.definitions.milestones.values()];
  if (milestones.length === 0) return new Map();
  const [rows, subjects] = await Promise.all([
    reading.records.milestoneRecords({ scope: reading.scope }),
    readSubjects(
      reading,
      milestones.some(({ segment }) => segment !== null),
    ),
  ]);
  const until = rows.filter(({ record }) => record.atMs <= reading.untilMs);
  const records = groupBy(until, ({ account, user, milestone }) => `${milestone}\n${memberKey(account, user ?? "")}`);
  return new Map(
    milestones.map((milestone) => [
      milestone.milestone,
      subjects[milestone.scope].flatMap((subject): MilestoneCase[] => {
        const own = records.get(`${milestone.milestone}\n${subject.key}`) ?? [];
        const state = milestoneState(
          milestone,
          own.map(({ record }) => record),
          NOT_MET,
        );
        const isFor = milestone.segment === null || subject.segments.includes(milestone.segment);
        if (!isFor && state.kind !== "met") return [];
        return [{ account: subject.account, user: subject.user, kind: state.kind, wait: waitOf(subject, state) }];
      }),
    ]),
  );
}

export function countCases(cases: readonly MilestoneCase[]): CaseCounts {
  const count = (kind: MilestoneCase["kind"]): number => cases.filter((one) => one.kind === kind).length;
  const waits = waitsOf(cases);
  const [met, open] = [count("met"), count("open")];
  return {
    met,
    open,
    notRelevant: count("notRelevant"),
    waiting: waits.filter(({ reachedAtMs }) => reachedAtMs === null).length,
    untimed: met + open - waits.length,
  };
}

export function waitsOf(cases: readonly MilestoneCase[]): readonly WaitingCase[] {
  return cases.flatMap(({ wait }) => wait ?? []);
}

interface Subject {
  readonly account: string;
  /** Null: the account as a whole. */
  readonly user: string | null;
  readonly key: string;
  readonly segments: readonly string[];
  /** Unix ms; null: never. */
  readonly firstSeenAtMs: number | null;
}

function waitOf({ firstSeenAtMs }: Subject, state: MilestoneState): WaitingCase | null {
  const sinceMs = waitingSince(firstSeenAtMs, null);
  const reachedAtMs = state.kind === "met" ? state.metAtMs : null;
  if (state.kind === "notRelevant" || sinceMs === null || (state.kind === "met" && reachedAtMs === null)) return null;
  return { sinceMs, reachedAtMs };
}

/** @param withSegments whether anybody asks for those. */
async function readSubjects(
  reading: Reading,
  withSegments: boolean,
): Promise<Readonly<Record<"member" | "account", readonly Subject[]>>> {
  const [accounts, users, seen, stays] = await Promise.all([
    reading.accounts(),
    reading.users(),
    seenSpans(reading, "member"),
    withSegments ? reading.records.segmentMembers({ scope: reading.scope }) : [],
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
  const firstDay = (account: string, user: string): number | null => seen.get(memberKey(account, user))?.from ?? null;
  const byAccount = groupBy(members, ({ account }) => account);
  return {
    member: members.map(({ account, user }) => {
      const day = firstDay(account, user);
      return {
        account,
        user,
        key: memberKey(account, user),
        segments: [...segmentsOf("account", account), ...segmentsOf("user", user)],
        firstSeenAtMs: day === null ? null : startOf(day),
      };
    }),
    account: accounts.map(({ id }) => {
      const days = (byAccount.get(id) ?? []).flatMap(({ user }) => firstDay(id, user) ?? []);
      return {
        account: id,
        user: null,
        key: memberKey(id, ""),
        segments: segmentsOf("account", id),
        firstSeenAtMs: days.length === 0 ? null : startOf(Math.min(...days)),
      };
    }),
  };
}
