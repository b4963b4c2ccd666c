import type { DatabaseSync } from "node:sqlite";
import type { ActiveMs } from "@uptake/tracker/protocol";
import { findCrossing, type Step } from "../../../domain/crossing.ts";
import { createCalendarMemory, type WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import type { MemberFacts, MemberFeatureFacts, MemberQuery } from "../../facts.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { createMemberRows, type MemberRows, type TimeRow } from "./member-rows.ts";
import { createTimeZone } from "./time-zone.ts";

const NOTHING: ActiveMs = [0, 0, 0, 0];

/**
 * Answers everything about one member. Sums come from the rollups, and so does the day on which a sum crossed; only that
 * day is read slot by slot.
 */
export function createMember(database: DatabaseSync, lookup: KeyLookup) {
  const openRows = createMemberRows(database);
  const timeZoneNow = createTimeZone(database);
  const accountName = prepareArrays(database, "SELECT name FROM accounts WHERE id = ?");
  const userName = prepareArrays(
    database,
    "SELECT name FROM users JOIN members ON members.user = users.id WHERE members.account = ? AND users.id = ?",
  );
  const calendarOf = createCalendarMemory();
  return (query: MemberQuery): MemberFacts => {
    const [account] = lookup.accountIds({ scope: query.scope, account: query.account }) ?? [];
    const user = lookup.find("users", query.user);
    const names = {
      accountName: account === undefined ? null : nameOf(accountName.get(account)),
      userName: account === undefined || user === undefined ? null : nameOf(userName.get(account, user)),
    };
    if (account === undefined || user === undefined) {
      return { ...names, features: [], actionCrossings: [], receivedAtMs: null };
    }
    const calendar = calendarOf(timeZoneNow());
    const rows = openRows(account, user, calendar);
    return {
      ...names,
      features: memberFeatures(query, rows, calendar),
      actionCrossings: actionCrossings(query, rows),
      receivedAtMs: rows.receivedAtMs(),
    };
  };
}

function nameOf(row: unknown): string | null {
  return (row as readonly [string | null] | undefined)?.[0] ?? null;
}

function memberFeatures(
  query: MemberQuery,
  rows: MemberRows,
  calendar: WorkspaceCalendar,
): readonly MemberFeatureFacts[] {
  const actions = rows.actionDays();
  const ofWriter = query.writer === undefined ? new Map<string, ActiveMs>() : rows.writerActiveMs(query.writer);
  const timeDays = rows.timeDays();
  const features = new Set([...timeDays, ...actions].map(({ feature }) => feature));
  return [...features].map((feature) => {
    const days = timeDays.filter((row) => row.feature === feature);
    const threshold = query.thresholds.find((asked) => asked.feature === feature);
    const slots = (day: number) => rows.timeSlots(day).filter((row) => row.feature === feature);
    const lastDay = days.at(-1);
    const { progressMs, crossedSlot } = progress(days, slots, query.idleLimitIndex, threshold, calendar);
    return {
      feature,
      activeMs: sumActiveMs(days),
      progressMs,
      crossedSlot,
      visits: days.reduce((total, { visits }) => total + visits, 0),
      actions: countActions(actions.filter((row) => row.feature === feature)),
      lastSlot: lastDay === undefined ? null : lastUsedSlot(slots(lastDay.at)),
      writerActiveMs: ofWriter.get(feature) ?? NOTHING,
    };
  });
}

function progress(
  days: readonly TimeRow[],
  slots: (day: number) => readonly TimeRow[],
  idleLimitIndex: number,
  threshold: MemberQuery["thresholds"][number] | undefined,
  calendar: WorkspaceCalendar,
): Pick<MemberFeatureFacts, "progressMs" | "crossedSlot"> {
  const toStep = ({ at, activeMs }: TimeRow): Step => ({ at, amount: activeMs[idleLimitIndex] ?? 0 });
  const { sinceSlot, thresholdMs } = threshold ?? { sinceSlot: 0, thresholdMs: Number.POSITIVE_INFINITY };
  const firstDay = calendar.dayOfSlot(sinceSlot);
  const slotSteps = (day: number): readonly Step[] =>
    slots(day)
      .filter(({ at }) => at >= sinceSlot)
      .map(toStep);
  const daySteps = days
    .filter(({ at }) => at >= firstDay)
    .map((row) => (row.at === firstDay ? { at: row.at, amount: sum(slotSteps(row.at)) } : toStep(row)));
  const onDay = findCrossing(daySteps, thresholdMs);
  const inSlot = onDay && findCrossing(slotSteps(onDay.at), thresholdMs - onDay.before);
  return { progressMs: sum(daySteps), crossedSlot: inSlot?.at ?? null };
}

function actionCrossings({ actionThresholds }: MemberQuery, rows: MemberRows): MemberFacts["actionCrossings"] {
  return actionThresholds.flatMap(({ action, count }) => {
    const steps = (counted: ReturnType<MemberRows["actionDays"]>): readonly Step[] =>
      counted.filter((row) => row.action === action).map((row) => ({ at: row.at, amount: row.count }));
    const onDay = findCrossing(steps(rows.actionDays()), count);
    const inSlot = onDay && findCrossing(steps(rows.actionSlots(onDay.at)), count - onDay.before);
    return inSlot === null ? [] : [{ action, count, slot: inSlot.at }];
  });
}

function sumActiveMs(rows: readonly TimeRow[]): ActiveMs {
  const sums: [number, number, number, number] = [0, 0, 0, 0];
  for (const { activeMs } of rows) for (const index of [0, 1, 2, 3] as const) sums[index] += activeMs[index];
  return sums;
}

function countActions(rows: ReturnType<MemberRows["actionDays"]>): Readonly<Record<string, number>> {
  const counts = new Map<string, number>();
  for (const { action, count } of rows) counts.set(action, (counts.get(action) ?? 0) + count);
  return Object.fromEntries(counts);
}

function lastUsedSlot(rows: readonly TimeRow[]): number | null {
  const used = rows.filter(({ activeMs, visits }) => visits > 0 || activeMs[3] > 0).map(({ at }) => at);
  return used.length === 0 ? null : Math.max(...used);
}

function sum(steps: readonly Step[]): number {
  return steps.reduce((total, { amount }) => total + amount, 0);
}
