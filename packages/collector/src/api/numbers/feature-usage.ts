import { featureUsage } from "../../domain/adoption/feature-usage.ts";
import { percentOf } from "../../domain/share.ts";
import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { audiences } from "../reading/audiences.ts";
import { companies } from "../reading/companies.ts";
import type { Reading } from "../reading/reading.ts";
import { countedFeatures, memberUses, type MemberUse } from "../reading/uses.ts";
import { notInRoster } from "./companies.ts";
import { countOf, lengthOf } from "./lists.ts";
import { createNames } from "./names.ts";
import type { Evidence, NumberDefinition } from "./number.ts";

/** How much of what companies could adopt they have adopted. */

/** Pairs of account and feature that are adopted, and what they are a share of. */
async function readPairs(reading: Reading) {
  const [{ listed, unlisted }, uses, names, { ofAccount }] = await Promise.all([
    companies(reading),
    memberUses(reading),
    createNames(reading),
    audiences(reading),
  ]);
  const isNotRelevant = (account: string, feature: string) => ofAccount(account).notRelevant.has(feature);
  const active = listed.filter((account) => accountKind(account, reading.untilMs) !== "churned").map(({ id }) => id);
  const features = countedFeatures(reading).map(({ feature }) => feature);
  const counts = featureUsage(active, features, uses, isNotRelevant);
  const activeIds = new Set(active);
  const pairs = new Map<string, MemberUse>();
  for (const use of uses) {
    if (use.stage !== "adopted" || !activeIds.has(use.account) || isNotRelevant(use.account, use.feature)) continue;
    pairs.set(`${use.account}\n${use.feature}`, use);
  }
  const rows = [...pairs.values()].map(({ account, feature }): Evidence => ({
    kind: "part",
    id: `${account} ${feature}`,
    name: `${names.of("account", account)}, ${names.of("feature", feature)}`,
    value: null,
    opens: { number: "adoptedMembers", subject: { account, feature } },
    details: { account, feature },
  }));
  return {
    pairs: rows.toSorted((one, other) => (one.id < other.id ? -1 : 1)),
    unlisted,
    active,
    features,
    counts,
    isNotRelevant,
    names,
  };
}

export const FEATURE_USAGE: NumberDefinition = {
  id: "featureUsagePercent",
  name: "Feature usage",
  unit: "percent",
  kind: "ratio",
  formula:
    "Pairs of account and feature that are adopted ÷ (active accounts × features), without pairs of which somebody has said that the feature isn't relevant to the account. An account has adopted a feature when one of its people has; active accounts are those that have not left; features are the defined ones that have been launched.",
  subjects: [],
  splits: ["part"],
  async measure(reading) {
    const { pairs, unlisted, active, features, counts } = await readPairs(reading);
    const { percent, possible, notRelevant, used, tried, percentWithTried } = counts;
    return {
      value: percent,
      terms: [
        { name: "Adopted pairs", value: used, unit: "count", opens: { number: "adoptedPairs", subject: {} } },
        { name: "Active accounts", value: active.length, unit: "count", opens: { number: "companies", subject: {} } },
        { name: "Features", value: features.length, unit: "count", opens: { number: "launchedFeatures", subject: {} } },
        { name: "Possible pairs", value: possible, unit: "count", opens: { number: "possiblePairs", subject: {} } },
      ],
      rows: pairs,
      excluded: [
        {
          what: "Pairs that are only tried",
          why: `With them it would be ${percentWithTried === null ? "nothing" : `${percentWithTried.toFixed(1)} %`}.`,
          value: tried,
        },
        { what: "Pairs", why: "Somebody has said that the feature isn't relevant to the account.", value: notRelevant },
        notInRoster(unlisted),
      ],
    };
  },
  ofSums: ({ adoptedPairs = 0, possiblePairs = 0 }) => percentOf(adoptedPairs, possiblePairs),
};

const ADOPTED_PAIRS = countOf({
  id: "adoptedPairs",
  name: "Adopted pairs",
  formula:
    "Pairs of an account that has not left and a feature that one of its people has adopted, without pairs of which somebody has said that the feature isn't relevant to the account.",
  subjects: [],
  splits: ["part"],
  async measure(reading) {
    const { pairs, unlisted } = await readPairs(reading);
    return lengthOf(pairs, { excluded: [notInRoster(unlisted)] });
  },
});

/** Of one account feature by feature. */
const POSSIBLE_PAIRS: NumberDefinition = {
  id: "possiblePairs",
  name: "Possible pairs",
  unit: "count",
  kind: "sum",
  formula:
    "Accounts that have not left × the defined features that have been launched, without pairs of which somebody has said that the feature isn't relevant to the account.",
  subjects: ["account"],
  splits: ["account", "feature"],
  async measure(reading, { account }) {
    const { active, features, counts, unlisted, isNotRelevant, names } = await readPairs(reading);
    const rows = active.flatMap((id): readonly Evidence[] => {
      const own = features.filter((feature) => !isNotRelevant(id, feature));
      if (account === undefined) {
        const opens = { number: "possiblePairs", subject: { account: id } };
        return [{ kind: "account", id, name: names.of("account", id), value: own.length, opens, details: {} }];
      }
      return own.map((feature) => ({
        kind: "feature",
        id: feature,
        name: names.of("feature", feature),
        value: 1,
        opens: null,
        details: {},
      }));
    });
    return {
      value: counts.possible,
      terms: [],
      rows,
      excluded: [
        { what: "Pairs", why: "Somebody has said that the feature isn't relevant.", value: counts.notRelevant },
        notInRoster(unlisted),
      ],
    };
  },
};

const LAUNCHED_FEATURES = countOf({
  id: "launchedFeatures",
  name: "Launched features",
  formula: "The defined features that have been launched by the last day; time that no feature claims is none of them.",
  subjects: [],
  splits: ["feature"],
  async measure(reading) {
    const features = countedFeatures(reading);
    return lengthOf(
      features.map(({ feature, name }): Evidence => {
        const opens = { number: "accountAdoptionPercent", subject: { feature } };
        return { kind: "feature", id: feature, name, value: null, opens, details: {} };
      }),
    );
  },
});

export const FEATURE_USAGE_NUMBERS: readonly NumberDefinition[] = [
  FEATURE_USAGE,
  ADOPTED_PAIRS,
  POSSIBLE_PAIRS,
  LAUNCHED_FEATURES,
];
