import {
  entryPointsOf,
  FUNNEL_STAGES,
  isStillOpen,
  stagesReached,
  type FunnelStage,
} from "../../domain/usage/funnel.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { percentOf } from "../../domain/share.ts";
import { readFunnelMembers, type AccountFunnelMember, type FunnelPeople } from "../reading/funnel-members.ts";
import type { Reading } from "../reading/reading.ts";
import { definedFeatures } from "../reading/uses.ts";
import { memberExclusions } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition, Subject } from "./number.ts";

/** How far members get with a feature, a number for each step. */

const STEPS: Readonly<Record<FunnelStage, readonly [name: string, formula: string]>> = {
  exposed: ["Exposed", "Members who visited a place from which the feature can be seen, or the feature itself."],
  activated: ["Activated", "Members who have used the feature at all."],
  adopted: ["Adopted", "Members who have reached the feature's threshold."],
  usedAgain: ["Used again", "Members who have used it on another day within 14 days after the day of adoption."],
};

/** The id of a step's number. */
export const FUNNEL_NUMBERS = {
  exposed: "funnelExposed",
  activated: "funnelActivated",
  adopted: "funnelAdopted",
  usedAgain: "funnelUsedAgain",
} as const satisfies Readonly<Record<FunnelStage, string>>;

/** What share of the step before got so far; null: there is none before. */
export const FUNNEL_PERCENTS = {
  exposed: null,
  activated: "funnelActivatedPercent",
  adopted: "funnelAdoptedPercent",
  usedAgain: "funnelUsedAgainPercent",
} as const satisfies Readonly<Record<FunnelStage, string | null>>;

interface Reached extends AccountFunnelMember {
  /** How many steps they have got through. */
  readonly steps: number;
  readonly isOpen: boolean;
}

interface ReachedPeople extends FunnelPeople {
  readonly members: readonly Reached[];
}

async function readReached(reading: Reading, { feature = "" }: Subject): Promise<ReachedPeople> {
  const definition = reading.definitions.features.get(feature);
  if (definition === undefined) return { members: [], excluded: [] };
  const { members, excluded } = (await readFunnelMembers(reading, feature))(definition);
  const modules = new Map(definedFeatures(reading).map((one) => [one.feature, one.module]));
  const entryPoints = entryPointsOf(feature, modules);
  const reached = members.map((member) =>
    Object.assign({}, member, {
      steps: stagesReached(member, entryPoints, reading.lastDay),
      isOpen: isStillOpen(member, entryPoints, reading.lastDay),
    }),
  );
  return { members: reached, excluded };
}

async function evidenceOf(
  reading: Reading,
  subject: Subject,
  members: readonly Reached[],
): Promise<readonly Evidence[]> {
  const names = await createNames(reading);
  return members.map(({ account, user, adoptedDay, steps }) => ({
    kind: "user",
    id: `${user} ${account}`,
    name: `${names.of("user", user)}, ${names.of("account", account)}`,
    value: null,
    opens: { number: "activeMs", subject: { ...subject, account, user }, over: "all" },
    details: {
      user,
      account,
      adoptedDay: adoptedDay === null ? null : isoDate(adoptedDay),
      furthest: FUNNEL_STAGES[steps - 1] ?? null,
    },
  }));
}

const MEMBERS = countOf({
  id: "funnelMembers",
  name: "Who could adopt it",
  formula:
    "Known members who could adopt the feature, by the rules of its adoption rate: their account is one that counts, and it is relevant to them, by launch, plan, seats, role and what was said. A person is a member of each of their accounts.",
  subjects: ["account", "feature"],
  requires: ["feature"],
  async measure(reading, subject) {
    const { members, excluded } = await readReached(reading, subject);
    return lengthOf(await evidenceOf(reading, subject, members), { excluded: memberExclusions(excluded) });
  },
});

const REACHED = FUNNEL_STAGES.map((stage, index) => {
  const [name, formula] = STEPS[stage];
  return countOf({
    id: FUNNEL_NUMBERS[stage],
    name,
    formula: `${formula} Only those who could adopt it, as in its adoption rate. Whoever is in a later step is in this one. A person is a member of each of their accounts.`,
    subjects: ["account", "feature"],
    requires: ["feature"],
    async measure(reading, subject) {
      const { members: all, excluded } = await readReached(reading, subject);
      const own = all.filter(({ steps }) => steps > index);
      const before = all.filter(({ steps }) => steps >= index).length;
      const why = index === 0 ? "They are known, and saw no way in." : "They were in the step before.";
      return lengthOf(await evidenceOf(reading, subject, own), {
        excluded: [
          { what: "Members who didn't get so far", why, value: before - own.length },
          ...memberExclusions(excluded),
        ],
      });
    },
  });
});

const PERCENTS = FUNNEL_STAGES.flatMap((stage, index): NumberDefinition[] => {
  const id = FUNNEL_PERCENTS[stage];
  const [own, before] = [REACHED[index], REACHED[index - 1]];
  if (id === null || own === undefined || before === undefined) return [];
  return [
    {
      id,
      name: `${own.name}, of the step before`,
      unit: "percent",
      kind: "ratio",
      formula: `Who got as far as "${own.name}" ÷ who got as far as "${before.name}".`,
      subjects: ["account", "feature"],
      requires: ["feature"],
      splits: ["user"],
      async measure(reading, subject) {
        const [reached, all] = await Promise.all([
          own.measure(reading, subject, "user"),
          before.measure(reading, subject, "user"),
        ]);
        return {
          ...reached,
          value: percentOf(reached.rows.length, all.rows.length),
          terms: [
            { name: own.name, value: reached.value, unit: "count", opens: { number: own.id, subject } },
            { name: before.name, value: all.value, unit: "count", opens: { number: before.id, subject } },
          ],
        };
      },
    },
  ];
});

const STILL_OPEN = countOf({
  id: "funnelStillOpen",
  name: "Still open",
  formula: "Members who have adopted the feature, have not used it again, and have days left to do so.",
  subjects: ["account", "feature"],
  requires: ["feature"],
  async measure(reading, subject) {
    const { members, excluded } = await readReached(reading, subject);
    const open = members.filter(({ isOpen }) => isOpen);
    return lengthOf(await evidenceOf(reading, subject, open), { excluded: memberExclusions(excluded) });
  },
});

export const FUNNEL: readonly NumberDefinition[] = [MEMBERS, ...REACHED, ...PERCENTS, STILL_OPEN];
