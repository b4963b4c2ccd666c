import { HEALTH_CLASSES, HEALTH_LEVELS } from "../../domain/health/health-class.ts";
import { percentOf } from "../../domain/share.ts";
import { newSubscribersIn } from "../../domain/subscriptions/new-subscribers.ts";
import { subscriptionCounts, type SubscriptionCounts } from "../../domain/subscriptions/subscription-counts.ts";
import type { AccountRow } from "../../store/facts.ts";
import { accountFigures, adoptionLevel } from "../reading/account-figures.ts";
import { churnOf } from "../reading/churn-of.ts";
import { companies } from "../reading/companies.ts";
import { lowestAccounts } from "../reading/lowest-accounts.ts";
import { momentsOf } from "../reading/moments-of.ts";
import type { Reading } from "../reading/reading.ts";
import { NOT_IN_ROSTER } from "./exclusions.ts";
import { accountEvidence, countOf, lengthOf } from "./lists.ts";
import { keptUnderId, type Exclusion, type Measurement, type NumberDefinition } from "./number.ts";

/** Numbers of accounts. */

async function accountsWhere(reading: Reading, isIn: (account: AccountRow) => boolean): Promise<Measurement> {
  const accounts = await reading.accounts();
  const rows = accounts.filter(isIn).toSorted((one, other) => (one.id < other.id ? -1 : 1));
  return lengthOf(rows.map((account) => accountEvidence(account)));
}

const KINDS: readonly (readonly [keyof SubscriptionCounts, id: string, name: string, formula: string])[] = [
  ["companies", "companies", "Companies", "Accounts that have begun and have not left: SaaS and regular together."],
  [
    "saas",
    "saasAccounts",
    "SaaS",
    "Accounts with an active subscription; who is behind with a payment still has one. Of an earlier day by the dates that are told of it; its state has none, so it is the one that is known now.",
  ],
  ["regular", "regularAccounts", "Regular", "Accounts without an active subscription that have not left."],
  ["churned", "churnedAccounts", "Churned", "Accounts that have left, ever."],
];

const SUBSCRIPTIONS = KINDS.map(([kind, id, name, formula]) =>
  countOf({
    id,
    name,
    formula,
    subjects: [],
    splits: ["account"],
    async measure(reading) {
      const { listed, unlisted } = await companies(reading);
      const ids = new Set(subscriptionCounts(listed, reading.untilMs)[kind]);
      const counted = await accountsWhere(reading, (account) => ids.has(account.id));
      return { ...counted, excluded: [notInRoster(unlisted)] };
    },
  }),
);

/** The accounts that only turned up, as something that is left out. */
export function notInRoster(unlisted: readonly AccountRow[]): Exclusion {
  const opens = { number: "notInRosterAccounts", subject: {} };
  return { what: "Accounts", why: NOT_IN_ROSTER, value: unlisted.length, opens };
}

const UNLISTED = countOf({
  id: "notInRosterAccounts",
  name: "Not in the roster",
  formula:
    "Accounts that were seen and of which the host hasn't told, though it has told of others. They are in no count or rate of companies.",
  subjects: [],
  splits: ["account"],
  async measure(reading) {
    const ids = new Set((await companies(reading)).unlisted.map(({ id }) => id));
    return accountsWhere(reading, ({ id }) => ids.has(id));
  },
});
/** A mark has no date: on an earlier day nobody knows who had one, unless there were no accounts. */
const PREMIUM: NumberDefinition = {
  ...countOf({
    id: "premiumAccounts",
    name: "Premium",
    formula:
      "Accounts that are marked to be watched and have not left. Since when they are marked isn't kept, so of an earlier day there is no number.",
    subjects: [],
    splits: ["account"],
    async measure(reading) {
      const { listed, unlisted } = await companies(reading);
      if (reading.looksBack && listed.length > 0) {
        const why = "Who is marked is known as it is now, and not as it was on an earlier day.";
        return { value: null, terms: [], rows: [], excluded: [{ what: "Marked accounts", why, value: null }] };
      }
      const ids = new Set(subscriptionCounts(listed, reading.untilMs).premium);
      const counted = await accountsWhere(reading, (account) => ids.has(account.id));
      return { ...counted, excluded: [notInRoster(unlisted)] };
    },
  }),
  ofSums: ({ unknownMarks = 0, premiumAccounts = 0 }) => (unknownMarks > 0 ? null : premiumAccounts),
};

const SILENT = countOf({
  id: "silentAccounts",
  name: "Silent accounts",
  formula:
    "Accounts that have begun and have not left, and of which nothing has ever come of what is done there: neither from browsers nor from the server, as usage or actions. That somebody was there, which presence tells, says nothing of what they did. That is no data, and no low use.",
  subjects: [],
  splits: ["account"],
  async measure(reading) {
    const { silent } = await lowestAccounts(reading);
    const ids = new Set(silent.map(({ account }) => account));
    return accountsWhere(reading, ({ id }) => ids.has(id));
  },
});

/** Accounts by their product adoption: CustomerSuccessBox' graph of a portfolio. */
const ADOPTION_LEVELS = [...HEALTH_LEVELS, null].map((level) =>
  countOf({
    id: `${level ?? "unknown"}AdoptionAccounts`,
    name: level === null ? "No adoption yet" : `${level[0]?.toUpperCase()}${level.slice(1)} adoption`,
    formula:
      "Companies by their product adoption, adopted ÷ relevant features, in the classes of health: thriving and healthy are good, steady is average, struggling is poor. Where no use has ever come, from browsers or told as usage, it isn't known.",
    subjects: [],
    splits: ["account"],
    async measure(reading) {
      const [figures, { listed, unlisted }] = await Promise.all([accountFigures(reading), companies(reading)]);
      const ids = new Set(subscriptionCounts(listed, reading.untilMs).companies);
      const rows = [...figures.values()]
        .filter((own) => ids.has(own.account.id) && adoptionLevel(own) === level)
        .map(({ account, breadth }) => {
          const opens = { number: "adoptionPercent", subject: { account: account.id } };
          return accountEvidence(account, level === null ? null : breadth.percent, opens);
        });
      return { ...lengthOf(rows, { rowUnit: "percent" }), excluded: [notInRoster(unlisted)] };
    },
  }),
);

const HEALTH = [...HEALTH_CLASSES, null].map((healthClass) =>
  countOf({
    id: `${healthClass ?? "unknownHealth"}Accounts`,
    name: healthClass === null ? "No health yet" : `${healthClass[0]?.toUpperCase()}${healthClass.slice(1)} accounts`,
    formula:
      "Companies by the class of their health: the mean over their users whom the tracker has seen within the days of the definitions, 90 unless said.",
    subjects: [],
    splits: ["account"],
    async measure(reading) {
      const [figures, { listed, unlisted }] = await Promise.all([accountFigures(reading), companies(reading)]);
      const ids = new Set(subscriptionCounts(listed, reading.untilMs).companies);
      const rows = [...figures.values()]
        .filter(({ account, health }) => ids.has(account.id) && health.class === healthClass)
        .map(({ account, health }) =>
          accountEvidence(account, health.score, { number: "healthScore", subject: { account: account.id } }),
        );
      return { ...lengthOf(rows, { rowUnit: "points" }), excluded: [notInRoster(unlisted)] };
    },
  }),
);

const YOUNG = countOf({
  id: "youngAccounts",
  name: "Young accounts",
  formula:
    "Accounts that are younger than 14 days, and not silent. They have had no time to engage, so they are not among the lowest.",
  subjects: [],
  splits: ["account"],
  async measure(reading) {
    const { young } = await lowestAccounts(reading);
    const ids = new Set(young.map(({ account }) => account));
    return accountsWhere(reading, ({ id }) => ids.has(id));
  },
});

const NEW_SUBSCRIBERS = countOf({
  id: "newSubscribers",
  name: "New subscribers",
  formula: "Accounts whose subscription began in the period. Who is only trying isn't one.",
  subjects: [],
  splits: ["account"],
  async measure(reading) {
    const ids = new Set(newSubscribersIn((await companies(reading)).listed, momentsOf(reading)));
    return accountsWhere(reading, ({ id }) => ids.has(id));
  },
});

const CHURNED_IN_PERIOD = countOf({
  id: "churnedInPeriod",
  name: "Left in the period",
  formula: "Accounts that were there at the start of the period and left in it.",
  subjects: [],
  splits: ["account"],
  measure: (reading) => churnPart(reading, "churned"),
});

const ACCOUNTS_AT_START = countOf({
  id: "accountsAtStart",
  name: "There at its start",
  formula:
    "Accounts that had begun and hadn't left when the period began; of one without a beginning, that had been seen by then.",
  subjects: [],
  splits: ["account"],
  measure: (reading) => churnPart(reading, "atStart"),
});

async function churnPart(reading: Reading, part: "churned" | "atStart"): Promise<Measurement> {
  const [{ unlisted }, churn] = await Promise.all([companies(reading), churnOf(reading)]);
  const ids = new Set(churn[part]);
  return { ...(await accountsWhere(reading, ({ id }) => ids.has(id))), excluded: [notInRoster(unlisted)] };
}

const CHURN: NumberDefinition = {
  id: "churnPercent",
  name: "Churn",
  unit: "percent",
  kind: "ratio",
  formula: "Accounts that left in the period ÷ accounts that were there at its start.",
  subjects: [],
  splits: ["account"],
  async measure(reading) {
    const [{ listed: accounts, unlisted }, churn] = await Promise.all([companies(reading), churnOf(reading)]);
    const { atStart, churned, cameAndLeft, percent } = churn;
    const left = new Set(churned);
    return {
      value: percent,
      terms: [
        {
          name: "Left in the period",
          value: churned.length,
          unit: "count",
          opens: { number: "churnedInPeriod", subject: {} },
        },
        {
          name: "There at its start",
          value: atStart.length,
          unit: "count",
          opens: { number: "accountsAtStart", subject: {} },
        },
      ],
      rows: accounts.filter(({ id }) => left.has(id)).map((account) => accountEvidence(account)),
      excluded: [
        { what: "Came and left", why: "They were not there at the start of the period.", value: cameAndLeft.length },
        notInRoster(unlisted),
      ],
    };
  },
  ofSums: ({ churnedInPeriod = 0, accountsAtStart = 0 }) => percentOf(churnedInPeriod, accountsAtStart),
};

export const COMPANIES: readonly NumberDefinition[] = [
  ...SUBSCRIPTIONS,
  PREMIUM,
  NEW_SUBSCRIBERS,
  UNLISTED,
  SILENT,
  YOUNG,
  ...HEALTH,
  ...ADOPTION_LEVELS,
  CHURN,
  CHURNED_IN_PERIOD,
  ACCOUNTS_AT_START,
].map(keptUnderId);
