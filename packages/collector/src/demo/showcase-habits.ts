import type { Catalog, CatalogFeature } from "./catalog.ts";
import type { Habits, ScriptedUse } from "./habits.ts";
import { workingDayBefore, type LocalDay } from "./working-days.ts";
import type { ShowcasePerson } from "./showcase-accounts.ts";

/** The demo's own features; other definitions take their places in the same order. */
const SCRIPT_FEATURES = [
  "conversations",
  "calendars",
  "workflows",
  "contacts",
  "opportunities",
  "phone",
  "payments",
  "reports",
  "sites",
] as const;
type ScriptFeature = (typeof SCRIPT_FEATURES)[number];

/** Part of a script: a feature's time, spread evenly over days that are counted back in working days from the anchor. */
interface ScriptPart {
  /** The whole time: a share of the feature's threshold, but where it is above 1 at least the minutes. */
  readonly thresholdShare: number;
  readonly minutes?: number;
  readonly workingDaysAgo: readonly number[];
  /** The feature's first action, over all the days. */
  readonly actions?: number;
}

/** Four features adopted over the past weeks, two on their way, three never opened. */
const MAYA: Partial<Record<ScriptFeature, ScriptPart>> = {
  conversations: {
    thresholdShare: 1.2,
    minutes: 88,
    workingDaysAgo: [38, 37, 35, 33, 31, 30, 28, 26, 24, 22, 20, 18, 16, 14, 12, 10, 8, 6, 4, 3, 1, 0],
    actions: 46,
  },
  contacts: {
    thresholdShare: 1.2,
    minutes: 47,
    workingDaysAgo: [35, 31, 28, 24, 20, 16, 12, 8, 4, 1],
    actions: 14,
  },
  opportunities: { thresholdShare: 1.2, minutes: 26, workingDaysAgo: [22, 20, 18, 14, 10, 6, 3], actions: 9 },
  workflows: { thresholdShare: 1.2, minutes: 11, workingDaysAgo: [14, 12, 8, 6], actions: 2 },
  calendars: { thresholdShare: 4 / 7, workingDaysAgo: [6, 3] },
  reports: { thresholdShare: 5.5 / 7, workingDaysAgo: [10, 4, 1] },
};

/** New, and looking around: a little of everything. */
const PRIYA: Partial<Record<ScriptFeature, ScriptPart>> = {
  conversations: { thresholdShare: 0.42, workingDaysAgo: [3, 1], actions: 2 },
  calendars: { thresholdShare: 0.3, workingDaysAgo: [3, 0] },
  workflows: { thresholdShare: 0.14, workingDaysAgo: [2] },
  contacts: { thresholdShare: 0.5, workingDaysAgo: [3, 2, 0], actions: 3 },
  opportunities: { thresholdShare: 0.36, workingDaysAgo: [2, 1], actions: 1 },
  phone: { thresholdShare: 0.15, workingDaysAgo: [1] },
  payments: { thresholdShare: 0.16, workingDaysAgo: [2] },
  reports: { thresholdShare: 0.2, workingDaysAgo: [0] },
  sites: { thresholdShare: 0.12, workingDaysAgo: [1] },
};

/** Adopted one feature two months ago and hasn't come back since. 31 working days are more than 40 days. */
const TOM: Partial<Record<ScriptFeature, ScriptPart>> = {
  contacts: { thresholdShare: 1.5, minutes: 12, workingDaysAgo: [45, 44, 42, 39, 31], actions: 6 },
  conversations: { thresholdShare: 0.4, workingDaysAgo: [44, 39], actions: 3 },
};

/** What a person of the showcase does: a script up to the anchor, drawn days, or both. */
export function showcaseHabits(person: ShowcasePerson, catalog: Catalog, anchorDay: LocalDay): Habits {
  const find = (key: ScriptFeature) => featureFor(catalog, key);
  const mix = (parts: Partial<Record<ScriptFeature, number>>) =>
    entriesOf(parts).flatMap(([key, weight]) => {
      const feature = find(key);
      return feature ? [{ feature, weight, firstDay: Number.NEGATIVE_INFINITY }] : [];
    });
  const script = (parts: Partial<Record<ScriptFeature, ScriptPart>>) =>
    entriesOf(parts).flatMap(([key, part]) => {
      const feature = find(key);
      return feature ? scriptedUses(feature, part, anchorDay) : [];
    });
  const nobody: Habits = {
    firstDay: Number.NEGATIVE_INFINITY,
    attendance: 0,
    minutesPerDay: 0,
    mix: [],
    shiftMinutes: 0,
    calm: 0.5,
    script: [],
  };
  switch (person.id) {
    case "u_maya":
      return {
        ...nobody,
        script: script(MAYA),
        // After the anchor she goes on with what she has adopted.
        firstDay: anchorDay + 1,
        attendance: 0.6,
        minutesPerDay: 9,
        mix: mix({ conversations: 5, contacts: 3, opportunities: 2, workflows: 1 }),
      };
    case "u_ben":
      return {
        ...nobody,
        attendance: 1,
        minutesPerDay: 95,
        calm: 0.2,
        mix: mix({ conversations: 5, calendars: 5, contacts: 0.6, phone: 0.3 }),
      };
    case "u_priya":
      return { ...nobody, script: script(PRIYA) };
    case "u_tom":
      return { ...nobody, script: script(TOM) };
    case "u_elena":
      return {
        ...nobody,
        attendance: 0.85,
        minutesPerDay: 70,
        calm: 0.9,
        mix: mix({ reports: 5, payments: 4, conversations: 0.7, contacts: 0.5, workflows: 0.4 }),
      };
    case "u_sam":
      return {
        ...nobody,
        attendance: 0.22,
        minutesPerDay: 8,
        mix: mix({ calendars: 3, conversations: 1.5 }),
      };
  }
}

function featureFor(catalog: Catalog, key: ScriptFeature): CatalogFeature | undefined {
  const named = (name: string) => catalog.features.find(({ feature }) => feature === name);
  // All by name or all by place: a mixture could give one feature two parts.
  return SCRIPT_FEATURES.every(named) ? named(key) : catalog.features[SCRIPT_FEATURES.indexOf(key)];
}

function scriptedUses(feature: CatalogFeature, part: ScriptPart, anchorDay: LocalDay): readonly ScriptedUse[] {
  const { thresholdShare, minutes = 0, workingDaysAgo, actions = 0 } = part;
  const totalMs = Math.max(Math.round(thresholdShare * feature.thresholdMs), minutes * 60_000);
  const uses = workingDaysAgo.length;
  // Differences of rounded sums, so that the parts add up to the whole.
  const share = (total: number, index: number) =>
    Math.round((total * (index + 1)) / uses) - Math.round((total * index) / uses);
  return workingDaysAgo.map((daysAgo, index) => ({
    day: workingDayBefore(anchorDay, daysAgo),
    feature,
    activeMs: share(totalMs, index),
    actions: share(actions, index),
  }));
}

function entriesOf<Value>(parts: Partial<Record<ScriptFeature, Value>>): readonly [ScriptFeature, Value][] {
  return Object.entries(parts) as [ScriptFeature, Value][];
}
