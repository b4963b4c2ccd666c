import { moduleWindow } from "../../domain/modules/module-activity.ts";
import { nearlyThere, pathToTarget } from "../../domain/modules/nearly-there.ts";
import { approaches, memberOf, unusedSeats } from "../reading/module-approaches.ts";
import { moduleFigures, type ModuleFigures } from "../reading/module-figures.ts";
import { memberEligibility } from "../reading/eligibility.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses } from "../reading/uses.ts";
import { useEvidence } from "./adoption.ts";
import { memberExclusions } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import { sumOf, type Evidence, type Measurement, type NumberDefinition, type Subject } from "./number.ts";
import { PROGRESS } from "./progress.ts";
import { definedAt } from "./term-source.ts";

/** What somebody is short of: a module's target, or a feature's threshold. */

const NOTHING: Measurement = { value: null, terms: [], rows: [], excluded: [] };

async function figuresOf(reading: Reading, { module }: Subject): Promise<ModuleFigures | null> {
  return (await moduleFigures(reading)).find((figures) => figures.module.module === module) ?? null;
}

const MISSING_MS: NumberDefinition = {
  id: "moduleMissingMs",
  name: "Missing time in a module",
  unit: "ms",
  kind: "sum",
  formula:
    "Of one person: the module's active time less what they have in its window, which ends with the last day. Of the module: what those need together who need the least, as many of them as its target is short of.",
  subjects: ["account", "user", "module"],
  requires: ["module"],
  splits: ["user"],
  async measure(reading, subject) {
    const figures = await figuresOf(reading, subject);
    if (figures === null) return NOTHING;
    const { module, liveTarget } = figures;
    const [people, names] = await Promise.all([approaches(reading, figures), createNames(reading)]);
    const { account, user } = subject;
    if (user !== undefined) {
      const person = people.find((one) => one.user === memberKey(account ?? "", user));
      if (account === undefined || person === undefined) return NOTHING;
      const member = { account, user, module: module.module };
      const over = moduleWindow(module, reading.lastDay);
      return {
        kind: "shortfall",
        value: Math.max(0, module.activeMs - person.activeMs),
        terms: [
          { name: "Needed", value: module.activeMs, unit: "ms", ...definedAt("modules", module.module, "activeMs") },
          {
            name: "Time in the window",
            value: person.activeMs,
            unit: "ms",
            opens: { number: "activeMs", subject: member, over },
          },
        ],
        rows: [],
        excluded: [],
      };
    }
    const needed = liveTarget?.gapUsers ?? 0;
    const path = pathToTarget(people, module.activeMs, needed);
    return {
      value: path.missingMs,
      terms: [{ name: "Needed users", value: needed, unit: "count", opens: opensOfNeeded(figures, subject) }],
      rows: path.users.map((one) => approachEvidence(one, figures, names)),
      excluded: [
        {
          what: "People who need more",
          why: "Others are enough for the target, or it is reached.",
          value: nearlyThere(people, module.activeMs).length - path.users.length,
        },
        { what: "Places of nobody", why: "So many are missing even if everybody gets there.", value: path.shortOf },
      ],
    };
  },
};

const SHORT_OF: NumberDefinition = {
  id: "moduleShortOf",
  name: "Missing people of a module",
  unit: "count",
  kind: "shortfall",
  formula:
    "How many people are missing for the module's target even if everybody gets there who could: who is short of them can only win new people.",
  subjects: ["account", "module"],
  requires: ["module"],
  splits: ["user"],
  async measure(reading, subject) {
    const figures = await figuresOf(reading, subject);
    if (figures === null) return NOTHING;
    const people = nearlyThere(await approaches(reading, figures), figures.module.activeMs);
    const needed = figures.liveTarget?.gapUsers ?? 0;
    const names = await createNames(reading);
    return {
      value: Math.max(0, needed - people.length),
      terms: [
        { name: "Needed users", value: needed, unit: "count", opens: opensOfNeeded(figures, subject) },
        {
          name: "People who could get there",
          value: people.length,
          unit: "count",
          opens: { number: "moduleReachableUsers", subject },
        },
      ],
      rows: people.map((one) => approachEvidence(one, figures, names)),
      rowUnit: "ms",
      excluded: [],
    };
  },
};

/** Somebody who could become active, with what they need. */
function approachEvidence(
  { user, activeMs, missingMs }: ReturnType<typeof nearlyThere>[number],
  { module }: ModuleFigures,
  names: Names,
): Evidence {
  const member = memberOf(user);
  return {
    kind: "user",
    id: `${member.user} ${member.account}`,
    name: `${names.of("user", member.user)}, ${names.of("account", member.account)}`,
    value: missingMs,
    opens: { number: "moduleMissingMs", subject: { ...member, module: module.module } },
    details: { ...member, activeMs },
  };
}

const REACHABLE = countOf({
  id: "moduleReachableUsers",
  name: "People who could become active",
  formula:
    "People with some time on the module in its window, which ends with the last day, and less than it takes to be active.",
  subjects: ["account", "module"],
  requires: ["module"],
  async measure(reading, subject) {
    const figures = await figuresOf(reading, subject);
    if (figures === null) return NOTHING;
    const [people, names] = await Promise.all([approaches(reading, figures), createNames(reading)]);
    const near = nearlyThere(people, figures.module.activeMs);
    return lengthOf(
      near.map((one) => approachEvidence(one, figures, names)),
      { rowUnit: "ms" },
    );
  },
});

/** Without a target, or without licences, nobody is needed, and there is no such number. */
function opensOfNeeded({ liveTarget }: ModuleFigures, subject: Subject) {
  return liveTarget === null ? null : { number: "moduleLiveGapUsers", subject };
}

const UNUSED_SEATS: NumberDefinition = {
  id: "moduleUnusedSeats",
  name: "Unused seats of a module",
  unit: "count",
  kind: "sum",
  formula:
    "Licences known now, less the people who are active in the module as of the last day; of each account at least 0.",
  subjects: ["account", "module"],
  requires: ["module"],
  splits: ["account"],
  async measure(reading, subject) {
    const [figures, names] = await Promise.all([figuresOf(reading, subject), createNames(reading)]);
    const seats = figures && unusedSeats(figures);
    if (figures === null || seats === null) return NOTHING;
    const rows = [...seats].map(([{ account, live }, value]): Evidence => ({
      kind: "account",
      id: account.id,
      name: names.of("account", account.id),
      value,
      opens:
        subject.account === undefined
          ? { number: "moduleUnusedSeats", subject: { account: account.id, module: figures.module.module } }
          : null,
      details: { account: account.id, licensed: live.licensed, active: live.active },
    }));
    const without = figures.accounts.length - rows.length;
    return {
      value: sumOf(rows),
      terms: [],
      rows,
      excluded: [{ what: "Other accounts with use of it", why: "There is no licence.", value: without }],
    };
  },
};

const OF_MEMBER = {
  subjects: ["account", "user", "feature"],
  requires: ["account", "user", "feature"],
  splits: ["cell"],
} as const;

const MISSING_PROGRESS: NumberDefinition = {
  ...OF_MEMBER,
  id: "missingProgressMs",
  name: "Missing progress",
  unit: "ms",
  kind: "shortfall",
  formula: "The feature's threshold less the member's progress; 0 once they have adopted it.",
  async measure(reading, subject) {
    const { threshold, progress, rows, excluded } = await progressOf(reading, subject);
    if (threshold === null) return NOTHING;
    return {
      value: Math.max(0, threshold.value - progress.value),
      terms: [threshold, progress],
      rows,
      excluded,
    };
  },
};

const PROGRESS_PERCENT: NumberDefinition = {
  ...OF_MEMBER,
  id: "progressPercent",
  name: "Progress in percent",
  unit: "percent",
  kind: "ratio",
  formula: "The member's progress ÷ the feature's threshold; above 100 % where they went on using it.",
  async measure(reading, subject) {
    const { threshold, progress, rows, excluded } = await progressOf(reading, subject);
    if (threshold === null) return NOTHING;
    const value = (100 * progress.value) / threshold.value;
    return { value, terms: [progress, threshold], rows, rowUnit: "ms", excluded };
  },
};

const NEARLY = countOf({
  id: "nearlyAdoptedMembers",
  name: "Nearly adopted",
  formula: "Members who have used the feature and have not adopted it, of those who count in its adoption rate.",
  subjects: ["account", "user", "feature"],
  async measure(reading, { feature, user }) {
    const [uses, { ineligibilityOf }, names] = await Promise.all([
      memberUses(reading),
      memberEligibility(reading),
      createNames(reading),
    ]);
    const tried = uses.filter(
      (use) => use.stage === "tried" && (feature ?? use.feature) === use.feature && (user ?? use.user) === use.user,
    );
    const definitions = new Map(countedFeatures(reading).map((one) => [one.feature, one]));
    const judged = tried.map((use) => {
      const definition = definitions.get(use.feature);
      return { use, reason: definition === undefined ? null : ineligibilityOf(definition, use.account, use.user) };
    });
    return lengthOf(
      judged.flatMap(({ use, reason }) => (reason === null ? [useEvidence(use, names)] : [])),
      {
        rowUnit: "ms",
        excluded: memberExclusions(judged.flatMap(({ reason }) => (reason === null ? [] : [{ reason }]))),
      },
    );
  },
});

/** What a member has, and what they need, as terms. The threshold is null of a feature that isn't looked at. */
async function progressOf(reading: Reading, subject: Subject) {
  const { account, user, feature } = subject;
  const [uses, { rows, excluded }] = await Promise.all([
    memberUses(reading),
    PROGRESS.measure(reading, subject, "cell"),
  ]);
  const use = uses.find((one) => one.account === account && one.user === user && one.feature === feature);
  const definition = countedFeatures(reading).find((one) => one.feature === feature);
  return {
    threshold:
      definition === undefined
        ? null
        : ({
            name: "Threshold",
            value: definition.thresholdMs,
            unit: "ms",
            ...definedAt("features", definition.feature, "thresholdMs"),
          } as const),
    progress: {
      name: "Progress",
      value: use?.progressMs ?? 0,
      unit: "ms",
      opens: { number: "progressMs", subject },
    } as const,
    rows,
    excluded,
  };
}

export const NEARLY_ACTIVE: readonly NumberDefinition[] = [MISSING_MS, SHORT_OF, REACHABLE, UNUSED_SEATS];
export const NEARLY_ADOPTED: readonly NumberDefinition[] = [NEARLY, MISSING_PROGRESS, PROGRESS_PERCENT];
