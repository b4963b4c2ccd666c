import { isoDate } from "../../domain/period/calendar-date.ts";
import { daysIn } from "../../domain/period/day-range.ts";
import { distancesLately, labelChange, noiseCandidates } from "../../domain/usage/change-label.ts";
import { countedOn } from "../../domain/usage/daily-series.ts";
import { median } from "../../domain/usage/median.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import type { TREND_NUMBERS } from "../openapi/trend-shape.ts";
import { courseOf } from "../reading/course.ts";
import { knownSince } from "../reading/known-since.ts";
import type { Reading } from "../reading/reading.ts";
import { ASSETS } from "./assets.ts";
import type { Evidence, NumberDefinition, NumberReference, Subject } from "./number.ts";
import { ACTIVE_USERS } from "./people.ts";
import { RUNS } from "./runs.ts";
import { subjectFeatures } from "./subject-features.ts";
import { ACTIVE_TIME, ENGAGEMENT, VISITS } from "./use.ts";

/** What is worked out from a number's days one by one: what a trend draws beside them, and what it says of the last of them. */

type Id = (typeof TREND_NUMBERS)[number];

/** The last 7 days, and with them the 28 before, that a label looks at. */
const RECENT_DAYS = 7;
const BASELINE_AND_RECENT_DAYS = 35;

/** A number on a day; null: nothing is known of it. */
interface DayValue {
  readonly day: WorkspaceDay;
  readonly value: number | null;
}

async function valuesByDay(reading: Reading, number: Id, subject: Subject): Promise<readonly DayValue[]> {
  const { user = null, action = null, type = null } = subject;
  const first = await knownSince(reading);
  const { lastDay, days: asked } = reading;
  const days: DayRange =
    asked === null ? { from: Math.min(first ?? lastDay, lastDay), to: lastDay } : reading.within(asked);
  if (days.to < days.from) return [];
  const course = { user, action, features: subjectFeatures(subject, reading), type, told: subject };
  const { values, since } = await courseOf(reading, number, course, { days, first, rangesSince: () => [] });
  return daysIn(days).map((day) => ({ day, value: countedOn(values, day, since) }));
}

/** How many there are is told at the end of a day, the rest over it. */
function onDay(number: Id, subject: Subject, day: WorkspaceDay): NumberReference {
  const isAtEnd = number === "assets" || number === "activeAssets";
  return { number, subject, over: { from: day, to: day }, ...(isAtEnd && { asOf: day }) };
}

function medianOf(definition: NumberDefinition, id: Id): NumberDefinition {
  const { name, unit, subjects } = definition;
  return {
    id: `${id}DailyMedian`,
    name: `${name} of the middle day`,
    unit,
    kind: "median",
    formula:
      "The median of the days of the period, so that a single day doesn't move it; of an even number the mean of the two in the middle. There is none unless all of the days are known.",
    subjects,
    splits: ["day"],
    async measure(reading, subject) {
      const values = await valuesByDay(reading, id, subject);
      const known = values.flatMap(({ value }) => value ?? []);
      const unknown = values.length - known.length;
      if (unknown > 0) return { value: null, terms: [], rows: [], excluded: [notKnown(unknown)] };
      return {
        value: median(known),
        terms: [],
        rows: values.map((one) => dayEvidence(id, subject, one)),
        excluded: [],
      };
    },
  };
}

function dayEvidence(id: Id, subject: Subject, { day, value }: DayValue): Evidence {
  const iso = isoDate(day);
  return { kind: "day", id: iso, name: iso, value, opens: onDay(id, subject, day), details: {} };
}

function meanOf(definition: NumberDefinition, id: Id): NumberDefinition {
  const { name, unit, subjects } = definition;
  return {
    id: `${id}DailyMean`,
    name: `${name} a day`,
    unit,
    kind: "mean",
    formula:
      "The sum of the days of the period ÷ their number: of those that are over and of which anything is known. One on which nothing happened is a 0.",
    subjects,
    splits: ["day"],
    async measure(reading, subject) {
      const values = await valuesByDay(reading, id, subject);
      const closed = values.filter(({ day }) => day <= reading.lastClosedDay);
      const known = closed.filter(({ value }) => value !== null);
      const [open, unknown] = [values.length - closed.length, closed.length - known.length];
      return {
        value: known.length === 0 ? null : known.reduce((sum, { value }) => sum + (value ?? 0), 0) / known.length,
        terms: [],
        rows: known.map((one) => dayEvidence(id, subject, one)),
        excluded: [
          ...(unknown > 0 ? [{ what: "Days", why: "Nothing is known of them.", value: unknown }] : []),
          ...(open > 0 ? [{ what: "Days", why: "They aren't over.", value: open }] : []),
        ],
      };
    },
  };
}

function shiftOf(definition: NumberDefinition, id: Id): NumberDefinition {
  const { name, unit, subjects } = definition;
  return {
    id: `${id}Shift`,
    name: `Shift of ${name.toLowerCase()}`,
    unit,
    kind: "median",
    formula:
      "The median of the distances of the last 7 days of the period from the usual ones: each from the median of its weekday in the 28 days before them. Above 2 noises it is a lasting change.",
    subjects,
    splits: ["part"],
    async measure(reading, subject) {
      const days = await valuesByDay(reading, id, subject);
      const values = days.map(({ value }) => value);
      const { shift, noise, label } = labelChange(values);
      const lately = shift === null ? [] : distancesLately(values);
      const shown = days.slice(-lately.length || days.length);
      return {
        value: shift,
        terms: [
          {
            name: `Noise, so that it is labelled "${label}"`,
            value: noise,
            unit,
            opens: { number: `${id}Noise`, subject },
          },
        ],
        rows: lately.flatMap(({ distance, usual }, index): Evidence[] => {
          const { day, value } = shown[index] ?? { day: 0, value: null };
          if (distance === null) return [];
          const iso = isoDate(day);
          const opens = onDay(id, subject, day);
          return [{ kind: "part", id: iso, name: iso, value: distance, opens, details: { value, usual } }];
        }),
        excluded: shift === null ? [notKnown(values.filter((value) => value === null).length)] : [],
      };
    },
  };
}

function noiseOf(definition: NumberDefinition, id: Id): NumberDefinition {
  const { name, unit, subjects } = definition;
  return {
    id: `${id}Noise`,
    name: `Noise of ${name.toLowerCase()}`,
    unit,
    kind: "largest",
    formula:
      "What counts as noise in the last 7 days of the period, by the 28 before them: the larger of what the same weekdays differ by from week to week, as a standard deviation (1.4826 × the median absolute deviation ÷ √2), and 5 % of the usual level; where both are 0, a quarter of the largest distance from it.",
    subjects,
    splits: ["part"],
    async measure(reading, subject) {
      const days = await valuesByDay(reading, id, subject);
      const found = noiseCandidates(days.map(({ value }) => value));
      if (found === null) {
        const unknown = days.filter(({ value }) => value === null).length;
        return { value: null, terms: [], rows: [], excluded: [notKnown(unknown)] };
      }
      const { level, deviation, quiet, rare } = found;
      const candidates = [
        ["deviation", "From week to week", deviation],
        ["quiet", "5 % of the usual level", quiet],
        ["rare", "A quarter of the largest distance", rare],
      ] as const;
      const baseline = days.slice(-BASELINE_AND_RECENT_DAYS, -RECENT_DAYS);
      const over = { from: baseline[0]?.day ?? 0, to: baseline.at(-1)?.day ?? 0 };
      // With days of which nothing is known in it there is no such median.
      const isWhole = baseline.every(({ value }) => value !== null);
      return {
        value: Math.max(...candidates.map(([, , value]) => value ?? 0)),
        terms: [
          {
            name: "Usual level",
            value: level,
            unit,
            opens: isWhole ? { number: `${id}DailyMedian`, subject, over } : null,
          },
        ],
        rows: candidates.flatMap(([part, what, value]): Evidence[] =>
          value === null ? [] : [{ kind: "part", id: part, name: what, value, opens: null, details: {} }],
        ),
        excluded: [],
      };
    },
  };
}

function notKnown(days: number) {
  return { what: "Days", why: "Nothing is known of them, so too little is known of the others.", value: days };
}

const [ALL_ASSETS, ACTIVE_ASSETS] = ASSETS;
const COURSES: readonly (readonly [Id, NumberDefinition | undefined])[] = [
  ["activeMs", ACTIVE_TIME],
  ["visits", VISITS],
  ["engagement", ENGAGEMENT],
  ["activeUsers", ACTIVE_USERS],
  ["assets", ALL_ASSETS],
  ["activeAssets", ACTIVE_ASSETS],
  ["runs", RUNS],
];

export const DAYS: readonly NumberDefinition[] = COURSES.flatMap(([id, definition]) =>
  definition === undefined ? [] : [medianOf, meanOf, shiftOf, noiseOf].map((make) => make(definition, id)),
);
