import type { AccountSignals } from "../../domain/attention/account-signals.ts";
import { attentionHits, type AttentionHit } from "../../domain/attention/attention-hits.ts";
import { attentionQueue, premiumFactorOf, seatsFactorOf } from "../../domain/attention/attention-queue.ts";
import { ATTENTION_REASONS, type AttentionReason } from "../../domain/definitions/attention-definition.ts";
import { unusedWeight } from "../../domain/usage/attention-order.ts";
import { isTrusted } from "../../domain/usage/coverage.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { accountSignals, recordsContacts, usageWindows } from "../reading/account-signals.ts";
import type { Reading } from "../reading/reading.ts";
import { LICENSED_USERS } from "./licensed-users.ts";
import { createNames } from "./names.ts";
import {
  sumOf,
  type Evidence,
  type Exclusion,
  type Measurement,
  type NumberDefinition,
  type NumberReference,
  type Subject,
  type Term,
} from "./number.ts";
import { CONTACTS } from "./people.ts";
import { definedAt, IN_FORMULA } from "./term-source.ts";

/** Why, and how soon, an account needs somebody. */

const REASONS: Readonly<Record<AttentionReason, string>> = {
  usageDropped: "A drop of active time",
  lowBreadth: "Few features",
  offTarget: "Modules off their targets",
  coolingCore: "Core features that nobody uses any more",
  noTouchpoint: "Nobody in touch",
  unhappy: "Unhappy people",
  silent: "Nobody seen",
  lowCoverage: "People whom the tracker can't see",
};

const HAS_LEFT: Measurement = {
  value: null,
  terms: [],
  rows: [],
  excluded: [
    { what: "The account", why: "It isn't there, or has left: then nobody has to look after it.", value: null },
  ],
};

const SCORE: NumberDefinition = {
  id: "attentionScore",
  name: "Attention",
  unit: "points",
  kind: "sum",
  formula:
    "The weights of all reasons why the account needs somebody × its priority, which is 1, for premium accounts what the definitions say, and for every tenfold of seats as much again. Where the tracker sees less than 80 % of the people whom the host's server sees, what follows from low use is no reason; that they can't be seen is one.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["part"],
  async measure(reading, { account = "" }) {
    const signals = await signalsOf(reading, account);
    if (signals === null) return HAS_LEFT;
    const rules = reading.definitions.attention;
    const [entry] = attentionQueue([signals], rules);
    const { hits = [], score = 0 } = entry ?? {};
    const priority = premiumFactorOf(signals.premium, rules) * seatsFactorOf(signals.seats);
    const subject = { account };
    return {
      value: score,
      terms: [
        {
          name: "Weights of its reasons",
          value: hits.reduce((sum, { weight }) => sum + weight, 0),
          unit: "points",
          opens: { number: "attentionWeight", subject },
        },
        { name: "Priority", value: priority, unit: "points", opens: { number: "attentionPriority", subject } },
        {
          name: "Priority of premium accounts",
          value: premiumFactorOf(signals.premium, rules),
          unit: "points",
          ...(signals.premium ? definedAt("attention", "premiumFactor") : IN_FORMULA),
        },
        { name: "Seats", value: signals.seats, unit: "count", opens: { number: "seats", subject } },
        ...hits.flatMap((hit) => restsOn(hit, signals, reading)),
      ],
      rows: hits.map(({ reason, weight, evidence, numbers }): Evidence => ({
        kind: "part",
        id: reason,
        name: evidence,
        value: weight * priority,
        opens: opensOf(reason, account),
        details: { weight, priority, ...numbers },
      })),
      excluded: ATTENTION_REASONS.filter((reason) => hits.every((hit) => hit.reason !== reason)).map((reason) =>
        whyNot(reason, signals, reading),
      ),
    };
  },
};

const WEIGHT: NumberDefinition = {
  id: "attentionWeight",
  name: "Weight of attention",
  unit: "points",
  kind: "sum",
  formula: "The weights of all reasons why the account needs somebody, as the definitions give them.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["part"],
  async measure(reading, { account = "" }) {
    const signals = await signalsOf(reading, account);
    if (signals === null) return HAS_LEFT;
    const hits = attentionHits(signals, reading.definitions.attention);
    const rows = hits.map(({ reason, weight, evidence, numbers }): Evidence => ({
      kind: "part",
      id: reason,
      name: evidence,
      value: weight,
      opens: opensOf(reason, account),
      details: numbers,
    }));
    return { value: sumOf(rows), terms: [], rows, excluded: [] };
  },
};

const PRIORITY: NumberDefinition = {
  id: "attentionPriority",
  name: "Priority",
  unit: "points",
  kind: "product",
  formula:
    "What the reasons of an account are multiplied by: 1, for premium accounts what the definitions say, and for every tenfold of seats as much again (1 + log10 of the seats).",
  subjects: ["account"],
  requires: ["account"],
  splits: ["part"],
  async measure(reading, { account = "" }) {
    const signals = await signalsOf(reading, account);
    if (signals === null) return HAS_LEFT;
    const { premium, seats } = signals;
    const factors = [premiumFactorOf(premium, reading.definitions.attention), seatsFactorOf(seats)] as const;
    const opens = { number: "seats", subject: { account } };
    return {
      value: factors[0] * factors[1],
      terms: [{ name: "Seats", value: seats, unit: "count", opens }],
      rows: [
        { kind: "part", id: "premium", name: "Premium", value: factors[0], opens: null, details: { premium } },
        { kind: "part", id: "seats", name: "Seats", value: factors[1], opens, details: { seats } },
      ],
      excluded: [],
    };
  },
};

async function signalsOf(reading: Reading, account: string): Promise<AccountSignals | null> {
  const signals = await accountSignals(reading, await recordsContacts(reading));
  return signals.find((one) => one.account === account) ?? null;
}

/** The numbers of a reason that open in turn. */
function restsOn({ reason }: AttentionHit, signals: AccountSignals, reading: Reading): readonly Term[] {
  const { account, usage, breadth, offTarget, answers, coverage } = signals;
  const subject: Subject = { account };
  switch (reason) {
    case "usageDropped": {
      const { recent, before } = usageWindows(reading);
      const times = (name: string, value: number, over: NumberReference["over"] & object): Term => ({
        name,
        value,
        unit: "ms",
        opens: { number: "activeMs", subject, over },
      });
      return [
        times("Active time of the last 14 closed days", usage.recentMs, recent),
        times("Active time of the 14 days before", usage.beforeMs, before),
      ];
    }
    case "lowBreadth":
      return [
        { name: "Adopted", value: breadth.adopted, unit: "count", opens: { number: "adoptedFeatures", subject } },
        { name: "Relevant", value: breadth.relevant, unit: "count", opens: { number: "relevantFeatures", subject } },
      ];
    case "offTarget":
      // Licences are of accounts, whoever is looked at.
      if (reading.isOfSome) return [];
      return offTarget
        .filter(({ restsOnTracker }) => isTrusted(coverage) || !restsOnTracker)
        .map(({ module, name, gapUsers }) => ({
          name: `Missing in ${name}`,
          value: gapUsers,
          unit: "count",
          opens: { number: "moduleGapUsers", subject: { account, module } },
        }));
    case "unhappy":
      return [
        { name: "Not happy", value: answers.notHappy, unit: "count", opens: { number: "notHappyUsers", subject } },
      ];
    case "lowCoverage":
      return coverage === null
        ? []
        : [
            {
              name: "Seen by both",
              value: coverage.seenByBoth,
              unit: "count",
              opens: { number: "seenByBoth", subject },
            },
            {
              name: "Seen by the server",
              value: coverage.seenByServer,
              unit: "count",
              opens: { number: "seenByServer", subject },
            },
          ];
    case "coolingCore":
    case "noTouchpoint":
    case "silent":
      return [];
  }
}

/** Why low use says nothing of an account. */
function coverageTerm({ account, coverage }: AccountSignals): Term {
  const opens = { number: "coveragePercent", subject: { account } };
  return { name: "Coverage", value: coverage === null ? null : coverage.percent, unit: "percent", opens };
}

/** What shows most of a reason. */
function opensOf(reason: AttentionReason, account: string): NumberReference | null {
  const NUMBER_OF: Readonly<Partial<Record<AttentionReason, string>>> = {
    usageDropped: "activeMs",
    lowBreadth: "adoptedFeatures",
    coolingCore: "coreAdoptionPercent",
    unhappy: "notHappyUsers",
    silent: "contacts",
    lowCoverage: "coveragePercent",
  };
  const number = NUMBER_OF[reason];
  return number === undefined ? null : { number, subject: { account } };
}

function whyNot(reason: AttentionReason, signals: AccountSignals, { definitions }: Reading): Exclusion {
  const what = REASONS[reason];
  const rules = definitions.attention;
  if (rules.weights[reason] <= 0) return { what, why: "The definitions give it no weight.", value: null };
  const isHeldBack = attentionHits({ ...signals, coverage: null }, rules).some((hit) => hit.reason === reason);
  return {
    what,
    why: isHeldBack ? "It is held back, since the tracker sees too few of the people." : "It doesn't hold.",
    value: null,
  };
}

const UNUSED_WEIGHT: NumberDefinition = {
  id: "unusedWeight",
  name: "Unused",
  unit: "count",
  kind: "sum",
  formula:
    "Seats, at least 1, × the share of the relevant features that nobody of the account has adopted: each of these weighs the seats ÷ the relevant features. Nothing where the tracker sees less than 80 % of the people whom the host's server sees.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["feature"],
  async measure(reading, { account = "" }) {
    const [signals, figures, names] = await Promise.all([
      signalsOf(reading, account),
      accountFigures(reading),
      createNames(reading),
    ]);
    if (signals === null) return HAS_LEFT;
    const { seats } = signals;
    const { adopted, relevant } = signals.breadth;
    const isSeen = isTrusted(signals.coverage);
    const value = unusedWeight({ seats, breadth: relevant === 0 ? null : adopted / relevant, isTrusted: isSeen });
    const gaps = isSeen ? (figures.get(account)?.breadth.gaps ?? []) : [];
    const subject = { account };
    return {
      value,
      terms: [
        { name: "Seats", value: seats, unit: "count", opens: { number: "seats", subject } },
        { name: "Adopted", value: adopted, unit: "count", opens: { number: "adoptedFeatures", subject } },
        { name: "Relevant", value: relevant, unit: "count", opens: { number: "relevantFeatures", subject } },
        ...(isSeen ? [] : [coverageTerm(signals)]),
      ],
      rows: gaps.map((feature): Evidence => ({
        kind: "part",
        id: feature,
        name: names.of("feature", feature),
        value: Math.max(1, seats ?? 1) / relevant,
        opens: { number: "adoptionPercent", subject: { account, feature } },
        details: {},
      })),
      excluded: isSeen
        ? [{ what: "Features", why: "Somebody of the account has adopted them.", value: adopted }]
        : [
            {
              what: "Features",
              why: "The tracker sees too few of the people for anybody to know which are unused.",
              value: relevant - adopted,
            },
          ],
    };
  },
};

/** What weighs an account. */
const SEATS: NumberDefinition = {
  id: "seats",
  name: "Seats",
  unit: "count",
  kind: "sum",
  formula: "The licensed users of the account, or, where nobody has told of any seats, its known people.",
  subjects: ["account"],
  requires: ["account"],
  splits: ["user"],
  async measure(reading, subject) {
    // Licences are of accounts: of some of the people it is these.
    const licensed = reading.isOfSome ? null : await LICENSED_USERS.measure(reading, subject, "user");
    if (licensed !== null && licensed.value !== null) return licensed;
    const known = await CONTACTS.measure(reading, subject, "user");
    return { ...known, kind: "length", value: known.value === 0 ? null : known.value };
  },
};

export const ATTENTION: readonly NumberDefinition[] = [SCORE, WEIGHT, PRIORITY, UNUSED_WEIGHT, SEATS];
