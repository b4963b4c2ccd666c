import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { isWithin, lastDays } from "../../domain/period/day-range.ts";
import { loginClass, type PresenceClass } from "../../domain/usage/login-class.ts";
import { activeDaysByPerson, type PersonDay } from "../../domain/usage/presence.ts";
import type { LastSeen } from "../../domain/usage/unseen-by-tracker.ts";
import type { TotalsRow } from "../../store/facts.ts";
import { memberSpans } from "./member-spans.ts";
import type { Reading } from "./reading.ts";

/** When somebody was there: a visit, active time, or a presence that the host's server has seen. */
export interface Presence extends LastSeen {
  /** Of the days that were asked for. */
  readonly activeDays: ReadonlySet<WorkspaceDay>;
  /** Of all time; null: never. */
  readonly firstSeenDay: WorkspaceDay | null;
  readonly lastSeenDay: WorkspaceDay | null;
  readonly loginClass: PresenceClass;
}

/** Whom a presence is about. */
export type PresenceOf = "user" | "member";

/** The days that login classes look at. */
const LOGIN_DAYS = 30;

/** A member as the key of a map. Ids hold no control characters. */
export function memberKey(account: string, user: string): string {
  return `${account}\n${user}`;
}

/** The presence of everybody who was ever there, by user or by member; with the days of the last month. */
export function presences(reading: Reading, of: PresenceOf): Promise<ReadonlyMap<string, Presence>> {
  return reading.derive(`presences by ${of}`, async () => {
    const days = lastDays(LOGIN_DAYS, reading.lastDay);
    const [byPerson, spans] = await Promise.all([activeDays(reading, of, days), seenSpans(reading, of)]);
    return new Map(
      [...spans].map(([person, { from, to, lastUsedDay, lastToldDay }]) => {
        const own = byPerson.get(person) ?? new Set<WorkspaceDay>();
        return [
          person,
          {
            activeDays: own,
            firstSeenDay: from,
            lastSeenDay: to,
            lastUsedDay,
            lastToldDay,
            loginClass: classOf(reading, { activeDays: own, firstSeenDay: from }),
          },
        ];
      }),
    );
  });
}

/** The class of somebody who may never have been there. */
export function classOf(
  { definitions, lastDay, lastClosedDay }: Reading,
  person: Pick<Presence, "activeDays" | "firstSeenDay"> | undefined,
): PresenceClass {
  if (person === undefined) return "neverSeen";
  return loginClass(person, {
    until: lastDay,
    closedUntil: lastClosedDay,
    workingWeekdays: [...definitions.workingDays],
  });
}

/** The active days of everybody in a range, by user or by member. */
export async function activeDays(
  reading: Reading,
  of: PresenceOf,
  days: DayRange,
): Promise<ReadonlyMap<string, ReadonlySet<WorkspaceDay>>> {
  const [used, told] = await Promise.all([usedDays(reading, of, days), toldDays(reading, of, days)]);
  return activeDaysByPerson(used, told);
}

/** The days on which the tracker saw people. */
export async function usedDays(reading: Reading, of: PresenceOf, days: DayRange): Promise<readonly UsedDay[]> {
  const { idleLimitIndex } = reading.definitions;
  const rows = await reading.totals({ by: ["account", "user", "day"] }, askedFor(reading, days));
  return rows
    .filter(
      ({ day = 0, visits, activeMs }) => isWithin(day, days) && (visits > 0 || (activeMs[idleLimitIndex] ?? 0) > 0),
    )
    .map((row) => ({ person: personOf(of, row.account ?? "", row.user ?? ""), day: row.day ?? 0, row }));
}

/** A day on which the tracker saw somebody in an account, and what they did. */
interface UsedDay extends PersonDay {
  readonly row: TotalsRow;
}

/** The days on which the host's server saw people. */
export async function toldDays(reading: Reading, of: PresenceOf, days: DayRange): Promise<readonly PersonDay[]> {
  const rows = await reading.pushed("presence", toldFor(reading, days));
  return rows
    .filter(({ day }) => isWithin(day, { from: days.from, to: Math.min(days.to, reading.lastDay) }))
    .map(({ account, user, day }) => ({ person: personOf(of, account, user), day }));
}

/** Of one account all days are a part of one question, which several numbers of a reply have; else what lies in the last month. */
function toldFor(reading: Reading, days: DayRange): DayRange | undefined {
  const { scope } = reading;
  return scope.kind === "only" && scope.accounts.length === 1 ? undefined : askedFor(reading, days);
}

/** Whatever lies in the last month is a part of one question, which several numbers of a reply have. */
function askedFor({ lastDay }: Reading, days: DayRange): DayRange {
  const month = lastDays(LOGIN_DAYS, lastDay);
  return days.from >= month.from && days.to <= month.to ? month : days;
}

/** First and last day on which anybody saw each person, and the last ones of the tracker and the host's server. */
export async function seenSpans(reading: Reading, of: PresenceOf): Promise<ReadonlyMap<string, DayRange & LastSeen>> {
  const [used, told] = await Promise.all([memberSpans(reading), reading.pushed("presence")]);
  const spans = new Map<string, DayRange & LastSeen>();
  const widen = (person: string, from: WorkspaceDay, to: WorkspaceDay, by: keyof LastSeen): void => {
    const known = spans.get(person) ?? { from, to, lastUsedDay: null, lastToldDay: null };
    const last = { ...known, [by]: Math.max(to, known[by] ?? to) };
    spans.set(person, { ...last, from: Math.min(from, known.from), to: Math.max(to, known.to) });
  };
  for (const { account = "", user = "", span } of used) {
    if (span) widen(personOf(of, account, user), span.firstDay, span.lastDay, "lastUsedDay");
  }
  for (const { account, user, day } of told) {
    if (day <= reading.lastDay) widen(personOf(of, account, user), day, day, "lastToldDay");
  }
  return spans;
}

function personOf(of: PresenceOf, account: string, user: string): string {
  return of === "user" ? user : memberKey(account, user);
}
