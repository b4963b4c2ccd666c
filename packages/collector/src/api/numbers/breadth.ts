import type { Breadth } from "../../domain/adoption/breadth.ts";
import { unavailabilityOf } from "../../domain/adoption/relevance.ts";
import type { CompiledFeature } from "../../domain/compile-definitions.ts";
import { percentOf } from "../../domain/share.ts";
import { audiences } from "../reading/audiences.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { memberFigures, userFigures } from "../reading/person-figures.ts";
import { memberKey } from "../reading/presence.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses } from "../reading/uses.ts";
import { REASONS } from "./exclusions.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames, type Names } from "./names.ts";
import type { Evidence, Exclusion, NumberDefinition, Subject } from "./number.ts";

/** How many of the features that are there for somebody they use. */

interface Features {
  readonly adopted: readonly string[];
  /** Used, and not adopted. */
  readonly tried: readonly string[];
  readonly relevant: readonly string[];
  readonly excluded: readonly Exclusion[];
}

function createFeatureCount(
  id: string,
  name: string,
  formula: string,
  pick: (features: Features) => readonly string[],
): NumberDefinition {
  return countOf({
    id,
    name,
    formula,
    subjects: ["account", "user"],
    splits: ["feature"],
    async measure(reading, subject) {
      const [features, names] = await Promise.all([featuresOf(reading, subject), createNames(reading)]);
      const { excluded } = features;
      return lengthOf(
        pick(features).map((feature) => featureEvidence(feature, subject, names)),
        { excluded: id === "relevantFeatures" ? excluded : [] },
      );
    },
  });
}

const FEATURE_COUNTS = [
  createFeatureCount(
    "adoptedFeatures",
    "Adopted features",
    "Of an account: the features that are there for it and that one of its people has adopted. Of a person: those that are relevant to them and that they have adopted.",
    ({ adopted }) => adopted,
  ),
  createFeatureCount(
    "triedFeatures",
    "Tried features",
    "Features that were used and not adopted, by anybody of the account or by the person.",
    ({ tried }) => tried,
  ),
  createFeatureCount(
    "relevantFeatures",
    "Relevant features",
    "Of an account: the features that are there for it, by its plan, its seats and what was said of them. Of a person: of these the ones for their role.",
    ({ relevant }) => relevant,
  ),
];

const CORE_ADOPTION_PERCENT: NumberDefinition = {
  id: "coreAdoptionPercent",
  name: "Adoption of core features",
  unit: "percent",
  kind: "ratio",
  formula:
    "The core features that are there for the account, by its plan, its seats and what was said of them, and that one of its people has adopted ÷ all that are there for it.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["feature"],
  async measure(reading, subject) {
    const [figures, names] = await Promise.all([accountFigures(reading), createNames(reading)]);
    const core = figures.get(subject.account ?? "")?.core;
    if (core === undefined) return { value: null, terms: [], rows: [], excluded: [] };
    const { adopted, gaps } = core;
    const audience = (await audiences(reading)).ofAccount(subject.account ?? "");
    const whyNot = (feature: CompiledFeature): string =>
      REASONS[unavailabilityOf(feature, audience, reading.lastDay) ?? "plan"];
    const others = countedFeatures(reading).filter(
      ({ feature, core: isCore }) => isCore && !adopted.includes(feature) && !gaps.includes(feature),
    );
    return {
      value: percentOf(adopted.length, adopted.length + gaps.length),
      terms: [
        {
          name: "Adopted",
          value: adopted.length,
          unit: "count",
          opens: { number: "adoptedCoreFeatures", subject },
        },
        {
          name: "Core features that are there for it",
          value: adopted.length + gaps.length,
          unit: "count",
          opens: { number: "coreFeatures", subject },
        },
      ],
      rows: adopted.map((feature) => featureEvidence(feature, subject, names)),
      excluded: [
        ...gaps.map((feature) => ({ what: names.of("feature", feature), why: "Nobody has adopted it.", value: null })),
        ...others.map((feature) => ({ what: feature.name, why: whyNot(feature), value: null })),
      ],
    };
  },
};

function coreCount(
  id: string,
  name: string,
  formula: string,
  pick: (core: Breadth) => readonly string[],
): NumberDefinition {
  return countOf({
    id,
    name,
    formula,
    requires: ["account"],
    splits: ["feature"],
    async measure(reading, subject) {
      const [figures, names] = await Promise.all([accountFigures(reading), createNames(reading)]);
      const core = figures.get(subject.account ?? "")?.core;
      return lengthOf(
        (core === undefined ? [] : pick(core)).map((feature) => featureEvidence(feature, subject, names)),
      );
    },
  });
}

const CORE_COUNTS = [
  coreCount(
    "adoptedCoreFeatures",
    "Adopted core features",
    "The core features that are there for the account and that one of its people has adopted.",
    ({ adopted }) => adopted,
  ),
  coreCount(
    "coreFeatures",
    "Core features",
    "The core features that are there for the account, by its plan, its seats and what was said of them.",
    ({ adopted, gaps }) => [...adopted, ...gaps],
  ),
];

function featureEvidence(feature: string, subject: Subject, names: Names): Evidence {
  return {
    kind: "feature",
    id: feature,
    name: names.of("feature", feature),
    value: null,
    opens: { number: "activeMs", subject: { ...subject, feature } },
    details: {},
  };
}

const NOTHING: Features = { adopted: [], tried: [], relevant: [], excluded: [] };

async function featuresOf(reading: Reading, { account, user }: Subject): Promise<Features> {
  if (user !== undefined) return featuresOfPerson(reading, account, user);
  if (account !== undefined) {
    const figures = (await accountFigures(reading)).get(account);
    if (figures === undefined) return NOTHING;
    const { breadth, tried } = figures;
    return { adopted: breadth.adopted, tried, relevant: [...breadth.adopted, ...breadth.gaps], excluded: [] };
  }
  const relevant = countedFeatures(reading).map(({ feature }) => feature);
  const uses = await memberUses(reading);
  const has = (stage: string) => new Set(uses.filter((use) => use.stage === stage).map(({ feature }) => feature));
  const [adopted, tried] = [has("adopted"), has("tried")];
  return {
    adopted: relevant.filter((feature) => adopted.has(feature)),
    tried: relevant.filter((feature) => tried.has(feature) && !adopted.has(feature)),
    relevant,
    excluded: [],
  };
}

async function featuresOfPerson(reading: Reading, account: string | undefined, user: string): Promise<Features> {
  const figures =
    account === undefined
      ? (await userFigures(reading)).get(user)
      : (await memberFigures(reading)).get(memberKey(account, user));
  if (figures === undefined) return NOTHING;
  const { rate, uses } = figures;
  const touched = new Set(uses.filter(({ stage }) => stage === "tried").map(({ feature }) => feature));
  const names = await createNames(reading);
  return {
    adopted: rate.adopted,
    tried: rate.open.filter((feature) => touched.has(feature)),
    relevant: [...rate.adopted, ...rate.open],
    excluded: rate.excluded.map(({ feature, reason }) => ({
      what: names.of("feature", feature),
      why: reason,
      value: null,
    })),
  };
}

export const BREADTH: readonly NumberDefinition[] = [...FEATURE_COUNTS, CORE_ADOPTION_PERCENT, ...CORE_COUNTS];
