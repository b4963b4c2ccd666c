import { isoDate } from "../../domain/period/calendar-date.ts";
import { daysIn, lastDays } from "../../domain/period/day-range.ts";
import { userFigures } from "../reading/person-figures.ts";
import { activeDays } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import { sumOf, type Evidence, type NumberDefinition } from "./number.ts";

/** How often those who come at all come, with what that is made of. */

const WINDOW_DAYS = 30;

/** The days on which each contact was there, of those who were, in the 30 days that end with the last one. */
async function daysOfContacts(reading: Reading) {
  const days = lastDays(WINDOW_DAYS, reading.lastDay);
  const [byPerson, figures] = await Promise.all([activeDays(reading, "user", days), userFigures(reading)]);
  const people = [...figures.values()].flatMap((person) => {
    const active = byPerson.get(person.user);
    return active === undefined || active.size === 0 ? [] : [{ person, active }];
  });
  return { days, people };
}

/** The active days of everybody, behind a ratio of days. */
export const STICKINESS: NumberDefinition = {
  id: "stickiness",
  name: "Stickiness",
  unit: "percent",
  kind: "ratio",
  formula:
    "The mean of the daily active users over the last 30 days ÷ the monthly active users. Each row's value is on how many of the 30 days somebody was there.",
  subjects: ["account"],
  splits: ["user"],
  async measure(reading) {
    const [{ days, people }, names] = await Promise.all([daysOfContacts(reading), createNames(reading)]);
    const rows = people.map(({ person, active }) => {
      const opens = { number: "activeDays", subject: { user: person.user } };
      return userEvidence(person, names, active.size, opens);
    });
    const personDays = sumOf(rows);
    return {
      value: stickinessOf(personDays, rows.length),
      terms: [
        {
          name: "Mean of the daily active users",
          value: personDays / WINDOW_DAYS,
          unit: "count",
          opens: { number: "meanDailyUsers", subject: {} },
        },
        { name: "Monthly active users", value: rows.length, unit: "count", opens: { number: "mau", subject: {} } },
      ],
      rows,
      rowUnit: "count",
      excluded: [{ what: "Days before", why: `They are before ${isoDate(days.from)}.`, value: null }],
    };
  },
  ofSums: ({ activeDays: personDays = 0, mau = 0 }) => stickinessOf(personDays, mau),
};

/**
 * @param personDays on how many of the 30 days each of them was there, summed.
 * @param monthlyUsers how many they are.
 */
function stickinessOf(personDays: number, monthlyUsers: number): number | null {
  return monthlyUsers === 0 ? null : (100 * personDays) / WINDOW_DAYS / monthlyUsers;
}

const MEAN_DAILY_USERS: NumberDefinition = {
  id: "meanDailyUsers",
  name: "Mean of the daily active users",
  unit: "count",
  kind: "mean",
  formula: `How many contacts were there on a day, on average over the last ${WINDOW_DAYS} days; a day on which nobody was there is a 0.`,
  subjects: ["account"],
  splits: ["day"],
  async measure(reading) {
    const { days, people } = await daysOfContacts(reading);
    const counts = new Map<number, number>();
    for (const { active } of people) for (const day of active) counts.set(day, (counts.get(day) ?? 0) + 1);
    const rows = daysIn(days).map((day): Evidence => {
      const iso = isoDate(day);
      const opens = { number: "presentUsers", subject: {}, over: { from: day, to: day } };
      return { kind: "day", id: iso, name: iso, value: counts.get(day) ?? 0, opens, details: {} };
    });
    return { value: sumOf(rows) / WINDOW_DAYS, terms: [], rows, excluded: [] };
  },
};

const PRESENT_USERS = countOf({
  id: "presentUsers",
  name: "Contacts who were there",
  formula:
    "Contacts with a visit, active time or a presence that the host's server told in the period, each once. Whoever has left is no contact.",
  async measure(reading) {
    const [byPerson, figures, names] = await Promise.all([
      activeDays(reading, "user", reading.within(reading.days)),
      userFigures(reading),
      createNames(reading),
    ]);
    const people = [...figures.values()].filter(({ user }) => (byPerson.get(user)?.size ?? 0) > 0);
    return lengthOf(people.map((person) => userEvidence(person, names)));
  },
});

/** Those of no tile, which nobody keeps. */
export const DAILY_PRESENCE: readonly NumberDefinition[] = [MEAN_DAILY_USERS, PRESENT_USERS];
