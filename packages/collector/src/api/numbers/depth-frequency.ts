import { isoDate } from "../../domain/period/calendar-date.ts";
import { isWithin } from "../../domain/period/day-range.ts";
import { percentOf } from "../../domain/share.ts";
import { median } from "../../domain/usage/median.ts";
import { FREQUENCY_DAYS } from "../../domain/usage/breadth-depth-frequency.ts";
import { daysOfPeople, frequencyDays } from "../reading/person-use.ts";
import { presences } from "../reading/presence.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

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
      terms: [{ name: "Days on which they were seen", value: days.size, unit: "count", opens: null }],
      rows: [...days]
        .toSorted(([one], [other]) => one - other)
        .map(([day, activeMs]) =>
          dayEvidence(day, activeMs, { number: "activeMs", subject: { user }, over: { from: day, to: day } }),
        ),
      excluded: [],
    };
  },
};

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
    const own = (await presences(reading, "user")).get(user);
    // Whoever was never seen uses nothing rarely.
    if (own === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const window = frequencyDays(reading);
    const days = [...own.activeDays].filter((day) => isWithin(day, window)).toSorted((a, b) => a - b);
    return {
      value: percentOf(days.length, FREQUENCY_DAYS),
      terms: [
        { name: "Active days", value: days.length, unit: "count", opens: null },
        { name: "Days", value: FREQUENCY_DAYS, unit: "count", opens: null },
      ],
      rows: days.map((day) => dayEvidence(day, null, null)),
      excluded: [],
    };
  },
};

function dayEvidence(day: number, value: number | null, opens: Evidence["opens"]): Evidence {
  return { kind: "day", id: isoDate(day), name: isoDate(day), value, opens, details: {} };
}

export const DEPTH_AND_FREQUENCY: readonly NumberDefinition[] = [DEPTH, FREQUENCY];
