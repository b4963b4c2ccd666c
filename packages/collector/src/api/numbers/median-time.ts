import { median } from "../../domain/usage/median.ts";
import { userTimes } from "../reading/median-times.ts";
import { doers } from "../reading/person-figures.ts";
import { userEvidence } from "./lists.ts";
import { createNames } from "./names.ts";
import type { NumberDefinition } from "./number.ts";

/** What is left of time spent once headcount is taken away. */
export const MEDIAN_TIME: NumberDefinition = {
  id: "medianActiveMs",
  name: "Median time spent",
  unit: "ms",
  kind: "median",
  formula:
    "The middle one of the active times of the people who used it in the period, each counted once; of an even number the mean of the two in the middle. Many people don't make it larger.",
  subjects: ["account", "feature"],
  splits: ["user"],
  async measure(reading, { feature }) {
    const [times, figures, names] = await Promise.all([userTimes(reading), doers(reading), createNames(reading)]);
    const sums = new Map<string, number>();
    for (const time of times) {
      if (feature === undefined || time.feature === feature) {
        sums.set(time.user, (sums.get(time.user) ?? 0) + time.activeMs);
      }
    }
    const rows = [...sums]
      .flatMap(([user, activeMs]) => {
        const person = figures.get(user);
        const opens = { number: "activeMs", subject: { user, ...(feature !== undefined && { feature }) } };
        return person === undefined ? [] : [userEvidence(person, names, activeMs, opens)];
      })
      .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
    return {
      value: median([...sums.values()]),
      terms: [
        {
          name: "Active users",
          value: sums.size,
          unit: "count",
          opens: { number: "activeUsers", subject: featureOf(feature) },
        },
      ],
      rows,
      excluded: [],
    };
  },
};

function featureOf(feature: string | undefined) {
  return feature === undefined ? {} : { feature };
}
