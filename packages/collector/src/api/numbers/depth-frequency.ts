import { isWithin } from "../../domain/period/day-range.ts";
import { percentOf } from "../../domain/share.ts";
import { median } from "../../domain/usage/median.ts";
import { FREQUENCY_DAYS } from "../../domain/usage/depth-frequency.ts";
import { daysOfPeople, frequencyDays } from "../reading/person-use.ts";
import { presences } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, dayOfUse, lengthOf } from "./lists.ts";
import type { Evidence, NumberDefinition } from "./number.ts";
import { IN_FORMULA } from "./term-source.ts";

/** How deeply and how often one person uses the product; how widely is `adoptionPercent`. */

const DEPTH: NumberDefinition = {
  id: "depthMs",
  name: "Depth",
  unit: "ms",
  kind: "median",
  formula: `The median of somebody's active time on the days on which the tracker saw them, of the last ${FREQUENCY_DAYS} closed days; of an even number the mean of the two in the middle. A day that only the host's server has seen is none of them.`,
  subjects: ["account", "user"],
  requires: ["user"],
  splits: ["day"],
  async measure(reading, { user = "" }) {
    const days = (await daysOfPeople(reading)).get(user) ?? new Map<number, number>();
    return {
      value: median([...days.values()]),
      terms: [
        {
          name: "Days on which they were seen",
          value: days.size,
          unit: "count",
          opens: { number: "trackedDays", subject: { user } },
        },
      ],
      rows: trackedDays(user, days),
      excluded: [],
    };
  },
};

function trackedDays(user: string, days: ReadonlyMap<number, number>): readonly Evidence[] {
  return [...days]
    .toSorted(([one], [other]) => one - other)
    .map(([day, activeMs]) => dayOfUse(day, { user }, activeMs));
}

const FREQUENCY: NumberDefinition = {
  id: "frequencyPercent",
  name: "Frequency",
  unit: "percent",
  kind: "ratio",
  formula: `The days with a visit, active time or a presence, of the last ${FREQUENCY_DAYS} closed days ÷ ${FREQUENCY_DAYS}.`,
  subjects: ["account", "user"],
  requires: ["user"],
  splits: ["day"],
  async measure(reading, { user = "" }) {
    const days = await closedActiveDays(reading, user);
    // Whoever was never seen uses nothing rarely.
    if (days === null) return { value: null, terms: [], rows: [], excluded: [] };
    return {
      value: percentOf(days.length, FREQUENCY_DAYS),
      terms: [
        {
          name: "Active days",
          value: days.length,
          unit: "count",
          opens: { number: "closedActiveDays", subject: { user } },
        },
        { name: "Days", value: FREQUENCY_DAYS, unit: "count", ...IN_FORMULA },
      ],
      rows: days.map((day) => dayOfUse(day, { user })),
      excluded: [],
    };
  },
};

/** Of the closed days that are looked at, the oldest first; null: they were never seen. */
async function closedActiveDays(reading: Reading, user: string): Promise<readonly number[] | null> {
  const own = (await presences(reading, "user")).get(user);
  if (own === undefined) return null;
  const window = frequencyDays(reading);
  return [...own.activeDays].filter((day) => isWithin(day, window)).toSorted((one, other) => one - other);
}

const TRACKED_DAYS = countOf({
  id: "trackedDays",
  name: "Days on which the tracker saw somebody",
  formula: `Of the last ${FREQUENCY_DAYS} closed days those on which the tracker saw them; a day that only the host's server has seen is none of them.`,
  subjects: ["account", "user"],
  requires: ["user"],
  splits: ["day"],
  async measure(reading, { user = "" }) {
    const days = (await daysOfPeople(reading)).get(user) ?? new Map<number, number>();
    return lengthOf(trackedDays(user, days), { rowUnit: "ms" });
  },
});

const CLOSED_ACTIVE_DAYS = countOf({
  id: "closedActiveDays",
  name: "Active days that are over",
  formula: `The days with a visit, active time or a presence, of the last ${FREQUENCY_DAYS} closed days.`,
  subjects: ["account", "user"],
  requires: ["user"],
  splits: ["day"],
  async measure(reading, { user = "" }) {
    return lengthOf(((await closedActiveDays(reading, user)) ?? []).map((day) => dayOfUse(day, { user })));
  },
});

export const DEPTH_AND_FREQUENCY: readonly NumberDefinition[] = [DEPTH, FREQUENCY, TRACKED_DAYS, CLOSED_ACTIVE_DAYS];
