import type { DatabaseSync } from "node:sqlite";
import type { ActiveMs } from "@uptake/tracker/protocol";
import { findCrossing, type Step } from "../../../domain/adoption/crossing.ts";
import type { Epoch } from "../../../domain/adoption/epoch.ts";
import { createCalendarMemory, type WorkspaceCalendar } from "../../../domain/workspace-calendar.ts";
import { prepareArrays } from "../database.ts";
import type { MemberFacts, MemberFeatureFacts, MemberQuery } from "../../facts.ts";
import { createMemberEpochs, type MemberEpochs } from "./epochs.ts";
import type { KeyLookup } from "./key-lookup.ts";
import { memberRowsWithin } from "./member-rows-within.ts";
import { createMemberRows, type MemberRows, type TimeRow } from "./member-rows.ts";
import { createTimeZone } from "./time-zone.ts";

const NOTHING: ActiveMs = [0, 0, 0, 0];

/** Of a feature for which no threshold is asked about. */
const NEVER = { thresholdMs: Number.POSITIVE_INFINITY };

/**
 * Answers everything about one member. Sums come from the rollups, and so does the day on which a sum crossed; only that
 * day is read slot by slot.
 */
export function createMember(database: DatabaseSync, lookup: KeyLookup) {
  const openRows = createMemberRows(database);
  const epochsOf = createMemberEpochs(database);
  const timeZoneNow = createTimeZone(database);
  const accountName = prepareArrays(database, "SELECT name FROM accounts WHERE id = ?");
  const userName = prepareArrays(
    database,
    "SELECT name FROM people JOIN members ON members.user = people.user WHERE members.account = ? AND people.user = ?",
  );
  const calendarOf = createCalendarMemory();
  return (query: MemberQuery): MemberFacts => {
    const timeZone = timeZoneNow();
    const [account] = lookup.accountIds({ scope: query.scope, account: query.account }) ?? [];
    const user = lookup.find("users", query.user);
    const names = {
      accountName: account === undefined ? null : nameOf(accountName.get(account)),
      userName: account === undefined || user === undefined ? null : nameOf(userName.get(account, user)),
    };
    if (account === undefined || user === undefined) {
      return { ...names, features: [], actionCrossings: [], useCrossings: [], receivedAtMs: null, timeZone };
    }
    const calendar = calendarOf(timeZone);
    const allRows = openRows(account, user, calendar);
    const { sinceSlot: fromSlot = 0, untilSlot: toSlot = Number.POSITIVE_INFINITY } = query;
    const isEverything = fromSlot === 0 && toSlot === Number.POSITIVE_INFINITY;
    const rows = isEverything ? allRows : memberRowsWithin(allRows, { fromSlot, toSlot }, calendar);
    const epochs = epochsOf(account, user);
    return {
      ...names,
      features: memberFeatures(
        query,
        rows,
        (feature) => epochs(feature).filter(({ sinceSlot }) => sinceSlot < toSlot),
        calendar,
      ),
      actionCrossings: actionCrossings(query, rows),
      useCrossings: useCrossings(query, rows),
      receivedAtMs: rows.receivedAtMs(),
      timeZone,
    };
  };
}

function nameOf(row: unknown): string | null {
  return (row as readonly [string | null] | undefined)?.[0] ?? null;
}

function memberFeatures(
  query: MemberQuery,
  rows: MemberRows,
  epochsOf: MemberEpochs,
  calendar: WorkspaceCalendar,
): readonly MemberFeatureFacts[] {
  const actions = rows.actionDays();
  const ofWriter = query.writer === undefined ? new Map<string, ActiveMs>() : rows.writerActiveMs(query.writer);
  const timeDays = rows.timeDays();
  const features = new Set([...timeDays, ...actions].map(({ feature }) => feature));
  return [...features].map((feature) => {
    const days = timeDays.filter((row) => row.feature === feature);
    const { thresholdMs } = query.thresholds.find((asked) => asked.feature === feature) ?? NEVER;
    const slots = (day: number) => rows.timeSlots(day).filter((row) => row.feature === feature);
    const isUse = ({ visits, activeMs }: TimeRow): boolean => visits > 0 || (activeMs[query.idleLimitIndex] ?? 0) > 0;
    const used = days.filter(isUse);
    const lastDay = used.at(-1);
    const steps = stepsIn(days, slots, query.idleLimitIndex, calendar);
    const epochs = epochsOf(feature).map((epoch, index, all) => progress(steps, epoch, all[index + 1], thresholdMs));
    const { progressMs = 0, slot: crossedSlot = null } = epochs.at(-1) ?? {};
    const facts: MemberFeatureFacts = {
      feature,
      activeMs: sumActiveMs(days),
      progressMs,
      crossedSlot,
      adoptions: epochs.flatMap(({ epoch, slot }) => (slot === null ? [] : [{ epoch, slot }])),
      visits: days.reduce((total, { visits }) => total + visits, 0),
      actions: countActions(actions.filter((row) => row.feature === feature)),
      lastSlot: lastDay === undefined ? null : lastSlotOf(slots(lastDay.at).filter(isUse)),
      writerActiveMs: ofWriter.get(feature) ?? NOTHING,
    };
    return query.withUseDays === true ? Object.assign(facts, { useDays: used.map(({ at }) => at) }) : facts;
  });
}

/** Active time on a feature from a slot on, up to another, not itself: by day, and by slot of a day. */
interface Steps {
  days(fromSlot: number, toSlot: number): readonly Step[];
  slots(day: number, fromSlot: number, toSlot: number): readonly Step[];
}

/** Only days that are cut in two are read slot by slot. */
function stepsIn(
  days: readonly TimeRow[],
  slotsOf: (day: number) => readonly TimeRow[],
  idleLimitIndex: number,
  calendar: WorkspaceCalendar,
): Steps {
  const toStep = ({ at, activeMs }: TimeRow): Step => ({ at, amount: activeMs[idleLimitIndex] ?? 0 });
  const slots = (day: number, fromSlot: number, toSlot: number): readonly Step[] =>
    slotsOf(day)
      .filter(({ at }) => at >= fromSlot && at < toSlot)
      .map(toStep);
  return {
    slots,
    days(fromSlot, toSlot) {
      const firstDay = calendar.dayOfSlot(fromSlot);
      const lastDay = Number.isFinite(toSlot) ? calendar.dayOfSlot(toSlot - 1) : toSlot;
      return days
        .filter(({ at }) => at >= firstDay && at <= lastDay)
        .map((row) =>
          row.at === firstDay || row.at === lastDay
            ? { at: row.at, amount: sum(slots(row.at, fromSlot, toSlot)) }
            : toStep(row),
        );
    },
  };
}

/** How far an epoch got: up to the next one, if there is one. */
function progress(
  { days, slots }: Steps,
  { epoch, sinceSlot }: Epoch,
  next: Epoch | undefined,
  thresholdMs: number,
): { readonly epoch: number; readonly progressMs: number; readonly slot: number | null } {
  const untilSlot = next?.sinceSlot ?? Number.POSITIVE_INFINITY;
  const daySteps = days(sinceSlot, untilSlot);
  const onDay = findCrossing(daySteps, thresholdMs);
  const inSlot = onDay && findCrossing(slots(onDay.at, sinceSlot, untilSlot), thresholdMs - onDay.before);
  return { epoch, progressMs: sum(daySteps), slot: inSlot?.at ?? null };
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

function useCrossings(
  { useThresholds = [], idleLimitIndex }: MemberQuery,
  rows: MemberRows,
): MemberFacts["useCrossings"] {
  return useThresholds.flatMap((threshold) => {
    const { of, feature, amount } = threshold;
    const steps = (used: readonly TimeRow[]): readonly Step[] =>
      used
        .filter((row) => feature === undefined || row.feature === feature)
        .map(({ at, visits, activeMs }) => ({
          at,
          amount: of === "visits" ? visits : (activeMs[idleLimitIndex] ?? 0),
        }));
    const onDay = findCrossing(steps(rows.timeDays()), amount);
    const inSlot = onDay && findCrossing(steps(rows.timeSlots(onDay.at)), amount - onDay.before);
    return inSlot === null ? [] : [{ ...threshold, slot: inSlot.at }];
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

function lastSlotOf(rows: readonly TimeRow[]): number | null {
  return rows.length === 0 ? null : Math.max(...rows.map(({ at }) => at));
}

function sum(steps: readonly Step[]): number {
  return steps.reduce((total, { amount }) => total + amount, 0);
}
