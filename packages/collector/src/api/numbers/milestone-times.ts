import { timeUntil } from "../../domain/adoption/time-until.ts";
import { countCases, milestoneCases, waitsOf, type MilestoneCase } from "../reading/milestone-cases.ts";
import type { Reading } from "../reading/reading.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createCaseEvidence } from "./milestones.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";
import { IN_FORMULA } from "./term-source.ts";

/** How long it takes until a milestone is met, with those in it who are still waiting. */

async function casesOf(reading: Reading, milestone: string) {
  const [cases, names] = await Promise.all([milestoneCases(reading), createNames(reading)]);
  const own = cases.get(milestone) ?? [];
  return { own, evidence: createCaseEvidence(reading, milestone, names) };
}

const SHARES = [
  ["milestoneMedianMs", "Time to first value", 50, "half"],
  ["milestoneP90Ms", "Time until nine of ten have met it", 90, "nine of ten"],
] as const;

const TIMES = SHARES.map(([id, name, percent, share]): NumberDefinition => ({
  id,
  name,
  unit: "ms",
  kind: "waiting",
  formula: `After this long ${share} of those who were ever seen had met the milestone: from the day on which they were first seen. Whoever hasn't met it counts as waiting for as long as they have, so that the quick ones don't stand for all (Kaplan and Meier); until so many have met it there is no number.`,
  subjects: ["account", "milestone"],
  requires: ["milestone"],
  splits: ["user"],
  async measure(reading, { milestone = "" }) {
    const { own, evidence } = await casesOf(reading, milestone);
    const { endMs } = reading;
    const { reached, open, medianMs, p90Ms } = timeUntil(waitsOf(own), endMs);
    const rows = own.flatMap((one): Evidence[] => {
      const { wait } = one;
      if (wait === null || wait.sinceMs > endMs) return [];
      const waitedMs = Math.max(0, (wait.reachedAtMs ?? endMs) - wait.sinceMs);
      return [{ ...evidence(one), value: waitedMs }];
    });
    const { notRelevant, untimed } = countCases(own);
    return {
      value: percent === 50 ? medianMs : p90Ms,
      terms: [
        { name: "Share who have met it", value: percent, unit: "percent", ...IN_FORMULA },
        {
          name: "Met",
          value: reached,
          unit: "count",
          opens: { number: "milestoneTimedMet", subject: { milestone } },
        },
        {
          name: "Still waiting",
          value: open,
          unit: "count",
          opens: { number: "milestoneWaiting", subject: { milestone } },
        },
      ],
      rows: rows.toSorted((one, other) => (one.value ?? 0) - (other.value ?? 0) || (one.id < other.id ? -1 : 1)),
      excluded: [
        {
          what: "Whoever isn't timed",
          why: "They were never seen, or met it when nothing recorded it.",
          value: untimed,
          opens: { number: "milestoneUntimed", subject: { milestone } },
        },
        {
          what: "Those to whom it isn't relevant",
          why: "Somebody has said so.",
          value: notRelevant,
          opens: { number: "milestoneNotRelevant", subject: { milestone } },
        },
      ],
    };
  },
}));

const WAITING = countOf({
  id: "milestoneWaiting",
  name: "Waiting",
  formula:
    "Those for whom the milestone is relevant, who haven't met it, and of whom it is known since when they wait.",
  subjects: ["account", "milestone"],
  requires: ["milestone"],
  async measure(reading, { milestone = "" }) {
    const { own, evidence } = await casesOf(reading, milestone);
    return lengthOf(own.filter(({ wait }) => wait !== null && wait.reachedAtMs === null).map(evidence));
  },
});

const TIMED_MET = countOf({
  id: "milestoneTimedMet",
  name: "Met, and timed",
  formula: "Those who have met the milestone by the last day, and of whom it is known how long they waited.",
  subjects: ["account", "milestone"],
  requires: ["milestone"],
  async measure(reading, { milestone = "" }) {
    const { own, evidence } = await casesOf(reading, milestone);
    const { untilMs } = reading;
    const isMet = ({ wait }: MilestoneCase): boolean =>
      wait !== null && wait.reachedAtMs !== null && wait.sinceMs <= untilMs && wait.reachedAtMs <= untilMs;
    return lengthOf(own.filter(isMet).map(evidence));
  },
});

const UNTIMED = countOf({
  id: "milestoneUntimed",
  name: "Not timed",
  formula:
    "Those for whom the milestone is relevant, or who have met it, and of whom nobody knows how long it took: they were never seen, or met it when nothing recorded it.",
  subjects: ["account", "milestone"],
  requires: ["milestone"],
  async measure(reading, { milestone = "" }) {
    const { own, evidence } = await casesOf(reading, milestone);
    return lengthOf(own.filter(({ wait, kind }) => wait === null && kind !== "notRelevant").map(evidence));
  },
});

export const MILESTONE_TIMES: readonly NumberDefinition[] = [...TIMES, TIMED_MET, WAITING, UNTIMED];
