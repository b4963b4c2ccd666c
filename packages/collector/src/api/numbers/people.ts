import type { WorkspaceDay } from "../../domain/day.ts";
import { lastDays } from "../../domain/period/day-range.ts";
import { HAPPINESS_LEVELS, type Happiness } from "../../domain/health/happiness.ts";
import { HEALTH_CLASSES, type HealthClass } from "../../domain/health/health-class.ts";
import { PRESENCE_CLASSES, type PresenceClass } from "../../domain/usage/login-class.ts";
import { doers, userFigures, type PersonFigures } from "../reading/person-figures.ts";
import { activeDays } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, dayOfUse, lengthOf, userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import { subjectFeatures } from "./subject-features.ts";
import { keptUnderId, type Measurement, type NumberDefinition, type Subject } from "./number.ts";

/** Numbers of people. Each person is counted once, whatever accounts they belong to. */

async function peopleWhere(
  reading: Reading,
  isIn: (person: PersonFigures) => boolean,
  excluded: Measurement["excluded"] = [],
): Promise<Measurement> {
  const [figures, names] = await Promise.all([userFigures(reading), createNames(reading)]);
  const people = [...figures.values()].filter(isIn).toSorted((one, other) => (one.user < other.user ? -1 : 1));
  return lengthOf(
    people.map((person) => userEvidence(person, names)),
    { excluded },
  );
}

export const CONTACTS: NumberDefinition = countOf({
  id: "contacts",
  name: "Contacts",
  formula: "Everybody who is in the roster or was seen, and hasn't left.",
  async measure(reading) {
    const left = (await reading.left()).length;
    const why = "They count in what they did, and in days before.";
    return peopleWhere(reading, () => true, left === 0 ? [] : [{ what: "People who have left", why, value: left }]);
  },
});

const SEEN_USERS = countOf({
  id: "seenUsers",
  name: "Seen users",
  formula: "Contacts who ever had a visit, active time, or a presence that the host's server told.",
  measure: (reading) => peopleWhere(reading, ({ presence }) => presence !== undefined),
});

/** The active time in the period of everybody who had any, or a visit. */
async function activeTimes(reading: Reading, subject: Subject): Promise<ReadonlyMap<string, number>> {
  const { idleLimitIndex } = reading.definitions;
  const { feature } = subject;
  const features = subjectFeatures(subject, reading);
  const isOfModule = features !== null && feature === undefined;
  const rows = await reading.totals({
    by: isOfModule ? ["user", "feature"] : ["user"],
    ...(feature !== undefined && { feature }),
    spanUnder: idleLimitIndex,
  });
  const times = new Map<string, number>();
  for (const row of rows) {
    const { user = "", span = null, activeMs } = row;
    if (span === null || (isOfModule && !features.has(row.feature ?? ""))) continue;
    times.set(user, (times.get(user) ?? 0) + (activeMs[idleLimitIndex] ?? 0));
  }
  return times;
}

export const ACTIVE_USERS: NumberDefinition = countOf({
  id: "activeUsers",
  name: "Active users",
  formula: "People with a visit or active time in the period, each counted once, also those who have left since.",
  subjects: ["account", "feature", "module"],
  async measure(reading, { feature, module }) {
    const about = { ...(feature !== undefined && { feature }), ...(module !== undefined && { module }) };
    const [times, people, names] = await Promise.all([
      activeTimes(reading, about),
      doers(reading),
      createNames(reading),
    ]);
    const evidence = [...times]
      .flatMap(([user, activeMs]) => {
        const person = people.get(user);
        const opens = { number: "activeMs", subject: { user, ...about } };
        return person === undefined ? [] : [userEvidence(person, names, activeMs, opens)];
      })
      .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
    return lengthOf(evidence, { rowUnit: "ms" });
  },
});

const CLASS_TEXTS: Readonly<Record<PresenceClass, readonly [name: string, formula: string]>> = {
  daily: ["Daily users", "People who were there on each of the last 5 working days that are over."],
  weekly: ["Weekly users", "People who were there on at least one of the last 7 days, and are not daily users."],
  monthly: ["Monthly users", "People who were there on at least one of the last 30 days, and in no former class."],
  inactive: ["Inactive users", "People who were seen, but not on any of the last 30 days."],
  neverSeen: ["Never seen", "People of the roster who were never seen."],
};

const LOGIN_CLASSES = PRESENCE_CLASSES.map((loginClass) => {
  const [name, formula] = CLASS_TEXTS[loginClass];
  return countOf({
    id: `${loginClass}Users`,
    name,
    formula: `${formula} The five classes are exclusive and add up to the contacts.`,
    measure: (reading) => peopleWhere(reading, (person) => person.loginClass === loginClass),
  });
});

const WINDOWS = [
  ["dau", "Daily active users", 1],
  ["wau", "Weekly active users", 7],
  ["mau", "Monthly active users", 30],
] as const;

const ACTIVE_WINDOWS = WINDOWS.map(([id, name, days]) =>
  countOf({
    id,
    name,
    formula: `Contacts with a visit, active time or a presence on the last day${days === 1 ? "" : ` or the ${days - 1} before`}. Unlike the login classes, these contain each other.`,
    async measure(reading) {
      const byPerson = await activeDays(reading, "user", lastDays(days, reading.lastDay));
      return peopleWhere(reading, ({ user }) => byPerson.has(user));
    },
  }),
);

const UNANSWERED_ID = "unansweredUsers";

const HAPPINESS_NAMES: Readonly<Record<Happiness, string>> = {
  notHappy: "Not happy",
  neutral: "Neutral",
  happy: "Happy",
  veryHappy: "Very happy",
};

const HAPPINESS = HAPPINESS_LEVELS.map((level) =>
  countOf({
    id: `${level}Users`,
    name: HAPPINESS_NAMES[level],
    formula:
      "People by their latest answer that still counts, 0 to 10: not happy up to 4, neutral 5 and 6, happy 7 and 8, very happy 9 and 10. Whoever hasn't answered is in none of them.",
    async measure(reading) {
      const answered = await peopleWhere(reading, ({ happiness }) => happiness !== null);
      const own = await peopleWhere(reading, ({ happiness }) => happiness === level);
      const silent = (await userFigures(reading)).size - answered.rows.length;
      const why = `No answer within the last ${reading.definitions.health.feedbackDays} days.`;
      const opens = { number: UNANSWERED_ID, subject: {} };
      return { ...own, excluded: [{ what: "People without an answer", why, value: silent, opens }] };
    },
  }),
);

const UNANSWERED = countOf({
  id: UNANSWERED_ID,
  name: "No answer",
  formula: "People of whom no answer counts: there is none, or it is too old. With the four levels they add up to all.",
  measure: (reading) => peopleWhere(reading, ({ happiness }) => happiness === null),
});

const HEALTH_NAMES: Readonly<Record<HealthClass, string>> = {
  thriving: "Thriving",
  healthy: "Healthy",
  steady: "Steady",
  struggling: "Struggling",
};

const HEALTH = HEALTH_CLASSES.map((healthClass) =>
  countOf({
    id: `${healthClass}Users`,
    name: HEALTH_NAMES[healthClass],
    formula:
      "People by the class of their health score. Whoever was never seen has none, nor has whoever nothing is known of.",
    async measure(reading) {
      const [figures, names] = await Promise.all([userFigures(reading), createNames(reading)]);
      const people = [...figures.values()];
      const inState = (state: "neverSeen" | null) => people.filter(({ health }) => health.class === state).length;
      const rows = people
        .filter(({ health }) => health.class === healthClass)
        .map((person) =>
          userEvidence(person, names, person.health.score, { number: "healthScore", subject: { user: person.user } }),
        );
      return lengthOf(rows, {
        rowUnit: "points",
        excluded: [
          {
            what: "People who were never seen",
            why: "Nobody knows why they don't come.",
            value: inState("neverSeen"),
            opens: { number: "neverSeenUsers", subject: {} },
          },
          {
            what: "People without a score",
            why: "Nothing is known of them that weighs anything.",
            value: inState(null),
            opens: { number: "unknownHealthUsers", subject: {} },
          },
        ],
      });
    },
  }),
);

const UNKNOWN_HEALTH = countOf({
  id: "unknownHealthUsers",
  name: "No health yet",
  formula:
    "People who were seen and have no health score, since nothing is known of them that weighs anything. With the four classes and those who were never seen they add up to all.",
  measure: (reading) => peopleWhere(reading, ({ health }) => health.class === null),
});

const ACTIVE_DAYS: NumberDefinition = {
  id: "activeDays",
  name: "Active days",
  unit: "count",
  kind: "length",
  formula: "On how many of the last 30 days somebody was there: with a visit, active time or a presence.",
  subjects: ["account", "user"],
  splits: ["day"],
  async measure(reading, subject) {
    const { user } = subject;
    const byPerson = await activeDays(reading, "user", lastDays(30, reading.lastDay));
    const own = user === undefined ? [...byPerson.values()] : [byPerson.get(user) ?? new Set<WorkspaceDay>()];
    const days = new Set<WorkspaceDay>();
    for (const ofPerson of own) for (const day of ofPerson) days.add(day);
    const rows = [...days].toSorted((one, other) => one - other).map((day) => dayOfUse(day, subject));
    return lengthOf(rows);
  },
};

export const PEOPLE: readonly NumberDefinition[] = [
  CONTACTS,
  SEEN_USERS,
  ACTIVE_USERS,
  ...LOGIN_CLASSES,
  ...ACTIVE_WINDOWS,
  ...HAPPINESS,
  UNANSWERED,
  ...HEALTH,
  UNKNOWN_HEALTH,
].map(keptUnderId);

/** Those of no tile, which nobody keeps. */
export const PEOPLE_LISTS: readonly NumberDefinition[] = [ACTIVE_DAYS];
