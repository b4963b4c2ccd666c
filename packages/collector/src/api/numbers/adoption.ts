import { comebackIn } from "../../domain/adoption/living-state.ts";
import { isoDate } from "../../domain/period/calendar-date.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { memberFigures, userFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { memberUses, type MemberUse } from "../reading/uses.ts";
import { lapsesOn } from "../stage-rows.ts";
import { featureRate } from "./eligible.ts";
import { countOf, lengthOf } from "./lists.ts";
import { FEATURE_USAGE } from "./feature-usage.ts";
import { createNames, type Names } from "./names.ts";
import { percentOf } from "../../domain/share.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

/** Numbers of adoption: who has got how far with what. */

/** What a member made of a feature, which opens as their progress. */
export function useEvidence(use: MemberUse, names: Names): Evidence {
  const { account, user, feature, stage, living, progressMs, thresholdMs, adoptedAtMs, lastDay } = use;
  const { trace, definition } = use;
  const comeback = trace && comebackIn(trace, definition.living);
  return {
    kind: "user",
    id: `${user} ${account} ${feature}`,
    name: `${names.of("user", user)}, ${names.of("account", account)}`,
    value: progressMs,
    opens: { number: "progressMs", subject: { account, user, feature } },
    details: {
      user,
      account,
      feature,
      stage,
      living,
      thresholdMs,
      adoptedAt: adoptedAtMs,
      lastActiveDay: lastDay === null ? null : isoDate(lastDay),
      rhythmDays: definition.rhythmDays,
      recoveredOn: comeback === null ? null : isoDate(comeback.day),
      usedBefore: comeback === null ? null : isoDate(comeback.usedBefore),
      lapsesOn: lapsesOn(use),
    },
  };
}

/** The uses of a subject that pass, those that have got furthest first. */
export async function usesWhere(
  reading: Reading,
  { feature, user }: Subject,
  isIn: (use: MemberUse) => boolean,
): Promise<Measurement> {
  const [uses, names] = await Promise.all([memberUses(reading), createNames(reading)]);
  const own = uses.filter(
    (use) => (feature ?? use.feature) === use.feature && (user ?? use.user) === use.user && isIn(use),
  );
  const rows = own
    .map((use) => useEvidence(use, names))
    .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
  return lengthOf(rows, { rowUnit: "ms" });
}

const STAGES: readonly NumberDefinition[] = [
  countOf({
    id: "touchedMembers",
    name: "Tried or adopted",
    formula: "Members who have used the feature at all.",
    subjects: ["account", "user", "feature"],
    measure: (reading, subject) => usesWhere(reading, subject, ({ stage }) => stage !== "untouched"),
  }),
  countOf({
    id: "adoptedMembers",
    name: "Adopted",
    formula:
      "Members whose active time on the feature has reached its threshold, 7 minutes unless said, since they were last removed from the stage. They stay, however long ago they used it. A person is a member of each of their accounts.",
    subjects: ["account", "user", "feature"],
    measure: (reading, subject) => usesWhere(reading, subject, ({ stage }) => stage === "adopted"),
  }),
  countOf({
    id: "triedMembers",
    name: "Tried",
    formula: "Members who have used the feature and have not adopted it.",
    subjects: ["account", "user", "feature"],
    measure: (reading, subject) => usesWhere(reading, subject, ({ stage }) => stage === "tried"),
  }),
];

const UNTOUCHED = countOf({
  id: "untouchedMembers",
  name: "Untouched",
  formula: "Known members who have never used the feature. With those who tried and adopted it they are all members.",
  subjects: ["account", "feature"],
  requires: ["feature"],
  async measure(reading, { feature }) {
    const [uses, members, names] = await Promise.all([
      memberUses(reading),
      memberFigures(reading),
      createNames(reading),
    ]);
    const touched = new Set(
      uses
        .filter((use) => use.feature === feature && use.stage !== "untouched")
        .map(({ account, user }) => memberKey(account, user)),
    );
    const rows = [...members]
      .filter(([key]) => !touched.has(key))
      .map(
        ([
          ,
          {
            user,
            accounts: [account = ""],
          },
        ]): Evidence => ({
          kind: "user",
          id: `${user} ${account}`,
          name: `${names.of("user", user)}, ${names.of("account", account)}`,
          value: null,
          opens: { number: "activeMs", subject: { account, user } },
          details: { user, account },
        }),
      );
    return lengthOf(rows, {
      excluded: [{ what: "Members who used it", why: "They tried or adopted it.", value: touched.size }],
    });
  },
});

const ADOPTION_PERCENT: NumberDefinition = {
  id: "adoptionPercent",
  name: "Adoption",
  unit: "percent",
  kind: "ratio",
  formula:
    "Of an account: the features that one of its people has adopted ÷ those that somebody there can be expected to use, by launch, plan, licence and what was said of the account. Of a person: the features that they have adopted ÷ those that are relevant to them, by their role and seats too. Of a feature: the eligible members who have adopted it ÷ all who are eligible.",
  subjects: ["account", "user", "feature"],
  splits: ["feature"],
  async measure(reading, { account, user, feature }) {
    const names = await createNames(reading);
    const about = { ...(account !== undefined && { account }), ...(user !== undefined && { user }) };
    const ratio = (adopted: readonly Evidence[], whole: number, what: string): Measurement => ({
      value: percentOf(adopted.length, whole),
      terms: [
        { name: "Adopted", value: adopted.length, unit: "count", opens: { number: "adoptedFeatures", subject: about } },
        { name: what, value: whole, unit: "count", opens: { number: "relevantFeatures", subject: about } },
      ],
      rows: adopted,
      excluded: [],
    });
    const features = (ids: readonly string[]): readonly Evidence[] =>
      ids.map((id) => ({
        kind: "feature",
        id,
        name: names.of("feature", id),
        value: null,
        opens: {
          number: "activeMs",
          subject: { feature: id, ...about },
        },
        details: {},
      }));
    // What isn't defined can't be adopted.
    if (feature !== undefined && !reading.definitions.features.has(feature)) {
      return { value: null, terms: [], rows: [], excluded: [] };
    }
    if (feature !== undefined) {
      return featureRate(reading, {
        feature,
        ...(account !== undefined && { account }),
        ...(user !== undefined && { user }),
      });
    }
    if (user !== undefined) {
      const rate =
        account === undefined
          ? (await userFigures(reading)).get(user)?.rate
          : (await memberFigures(reading)).get(memberKey(account, user))?.rate;
      if (rate === undefined) return { value: null, terms: [], rows: [], excluded: [] };
      const excluded = rate.excluded.map((one) => ({
        what: names.of("feature", one.feature),
        why: one.reason,
        value: null,
      }));
      return {
        ...ratio(features(rate.adopted), rate.adopted.length + rate.open.length, "Relevant features"),
        excluded,
      };
    }
    if (account === undefined) return FEATURE_USAGE.measure(reading, {}, "part");
    const breadth = (await accountFigures(reading)).get(account)?.breadth;
    if (breadth === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    return ratio(features(breadth.adopted), breadth.adopted.length + breadth.gaps.length, "Features that it could use");
  },
};

export const ADOPTION: readonly NumberDefinition[] = [...STAGES, UNTOUCHED, ADOPTION_PERCENT];
