import { gapsOf, MIN_GAPS, rhythmOf } from "../../domain/adoption/use-rhythm.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import { groupBy } from "../../domain/group-by.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import { median } from "../../domain/usage/median.ts";
import type { TotalsRow } from "../../store/facts.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { createNames } from "./names.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

/** Days that are looked at, the last closed one among them. */
const LOOKBACK_DAYS = 365;

/**
 * How often a feature is used by whoever uses it, for whoever is to state its rhythm in the definitions. Nothing follows from
 * it by itself: the state of a use changes with what its member does, never with what others do.
 */
export const USE_RHYTHM: NumberDefinition = {
  id: "useRhythmDays",
  name: "Rhythm of use, days",
  unit: "count",
  kind: "median",
  formula: `The middle one of the rhythms of its members. The rhythm of a member, or of a person, is the middle one of the gaps between the days on which they used the feature, in the last ${LOOKBACK_DAYS} closed days. Of an even number it is the mean of the two in the middle. Living states follow what the definitions state as rhythmDays, not this.`,
  subjects: ["account", "user", "feature"],
  requires: ["feature"],
  splits: ["user", "day"],
  measure: (reading, subject) =>
    subject.user === undefined ? ofMembers(reading, subject) : ofPerson(reading, subject),
};

/** The days that are looked at. */
function lookback({ lastClosedDay }: Reading): DayRange {
  return lastDays(LOOKBACK_DAYS, lastClosedDay);
}

function usedDaysIn(rows: readonly TotalsRow[], { definitions }: Reading): readonly WorkspaceDay[] {
  return rows
    .filter(({ visits, activeMs }) => visits > 0 || (activeMs[definitions.idleLimitIndex] ?? 0) > 0)
    .map(({ day = 0 }) => day);
}

/** The gaps of one person's days, in whatever accounts. */
async function ofPerson(reading: Reading, { account, user = "", feature = "" }: Subject): Promise<Measurement> {
  const about = { user, feature, ...(account !== undefined && { account }) };
  const days = usedDaysIn(await reading.totals({ by: ["day"], ...about }, lookback(reading)), reading);
  const value = rhythmOf(days);
  const gaps = gapsOf(days);
  const why = `${MIN_GAPS} gaps are needed to tell a rhythm.`;
  if (value === null) return { value, terms: [], rows: [], excluded: [{ what: "Gaps", why, value: gaps.length }] };
  const rows = gaps.map(({ since, day, days: gapDays }): Evidence => {
    const date = isoDate(day);
    return { kind: "day", id: date, name: date, value: gapDays, opens: null, details: { since: isoDate(since) } };
  });
  return { value, terms: [], rows, excluded: [] };
}

async function ofMembers(reading: Reading, { feature = "" }: Subject): Promise<Measurement> {
  const by = ["account", "user", "day"] as const;
  const [days, users, names] = await Promise.all([
    reading.totals({ by, feature }, lookback(reading)),
    reading.users(),
    createNames(reading),
  ]);
  const daysOf = groupBy(days, ({ account = "", user = "" }) => memberKey(account, user));
  const used = users.flatMap(({ id: user, accounts }) =>
    accounts.flatMap((account) => {
      const own = usedDaysIn(daysOf.get(memberKey(account, user)) ?? [], reading);
      return own.length === 0 ? [] : [{ user, account, days: own.length, rhythm: rhythmOf(own) }];
    }),
  );
  const rows = used
    .flatMap(({ user, account, days: usedDays, rhythm }): readonly Evidence[] => {
      if (rhythm === null) return [];
      const name = `${names.of("user", user)}, ${names.of("account", account)}`;
      const opens = { number: USE_RHYTHM.id, subject: { account, user, feature } };
      const details = { user, account, days: usedDays };
      return [{ kind: "user", id: `${user} ${account}`, name, value: rhythm, opens, details }];
    })
    .toSorted((one, other) => (one.value ?? 0) - (other.value ?? 0) || (one.id < other.id ? -1 : 1));
  const why = `They used it on no more than ${MIN_GAPS} days.`;
  return {
    value: median(rows.map(({ value }) => value ?? 0)),
    terms: [],
    rows,
    excluded: [{ what: "Members", why, value: used.length - rows.length }],
  };
}
