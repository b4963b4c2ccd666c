import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { MIN_PEERS, peerBenchmark, type PeerBenchmark } from "../../domain/usage/peer-benchmark.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { companies } from "../reading/companies.ts";
import type { Reading } from "../reading/reading.ts";
import { accountEvidence } from "./lists.ts";
import type { Evidence, Exclusion, Measurement, NumberDefinition, Subject } from "./number.ts";

/** Where an account stands among those like it, which are whichever the filters leave. */

interface PeerMetric {
  readonly id: string;
  readonly name: string;
  /** What is compared, in a sentence. */
  readonly what: string;
  /** The number that is compared, of each account. */
  readonly number: string;
  readonly unit: NumberDefinition["unit"];
  /** Of every account; one that isn't among them, or null, has no such number. */
  values(reading: Reading): Promise<(account: string) => number | null>;
}

const METRICS: readonly PeerMetric[] = [
  {
    id: "activeMsAmongPeers",
    name: "Time spent",
    what: "time spent in the period",
    number: "activeMs",
    unit: "ms",
    async values(reading) {
      const { idleLimitIndex } = reading.definitions;
      const totals = await reading.totals({ by: ["account"] });
      const times = new Map(totals.map(({ account = "", activeMs }) => [account, activeMs[idleLimitIndex] ?? 0]));
      return (account) => times.get(account) ?? 0;
    },
  },
  {
    id: "adoptionAmongPeers",
    name: "Adoption",
    what: "adoption rate",
    number: "adoptionPercent",
    unit: "percent",
    async values(reading) {
      const figures = await accountFigures(reading);
      return (account) => figures.get(account)?.breadth.percent ?? null;
    },
  },
  {
    id: "healthAmongPeers",
    name: "Health",
    what: "health score",
    number: "healthScore",
    unit: "points",
    async values(reading) {
      const figures = await accountFigures(reading);
      return (account) => figures.get(account)?.health.score ?? null;
    },
  },
];

/** An account's own number beside those of its peers, which are absent where there are too few of them. */
type Comparison =
  | { readonly kind: "none"; readonly excluded: readonly Exclusion[] }
  | {
      readonly kind: "found";
      readonly own: number;
      readonly benchmark: PeerBenchmark;
      /** The peers, the highest first. */
      readonly rows: readonly (Evidence & { readonly value: number })[];
      readonly excluded: readonly Exclusion[];
    };

function none(why: string, value: number | null = null): Comparison {
  return { kind: "none", excluded: [{ what: "Peers", why, value }] };
}

async function compare(metric: PeerMetric, reading: Reading, { peersOf = "" }: Subject): Promise<Comparison> {
  const [{ listed }, valueOf] = await Promise.all([companies(reading), metric.values(reading)]);
  if (!listed.some(({ id }) => id === peersOf)) return none("The account isn't among those that were asked for.");
  const own = valueOf(peersOf);
  if (own === null) return none("The account has no such number itself.");
  const others = listed.filter((one) => one.id !== peersOf && accountKind(one, reading.untilMs) !== "churned");
  const rows = others
    .flatMap((one) => {
      const value = valueOf(one.id);
      const opens = { number: metric.number, subject: { account: one.id } };
      return value === null ? [] : [{ ...accountEvidence(one, value, opens), value }];
    })
    .toSorted((one, other) => other.value - one.value || (one.id < other.id ? -1 : 1));
  const benchmark = peerBenchmark(
    own,
    rows.map(({ value }) => value),
  );
  if (benchmark === null) return none(`Fewer than ${MIN_PEERS} would tell one account about another.`, rows.length);
  const missing = others.length - rows.length;
  const excluded = missing === 0 ? [] : [{ what: "Accounts", why: "They have no such number.", value: missing }];
  return { kind: "found", own, benchmark, rows, excluded };
}

/** Whom somebody is compared with, in the words of every formula. */
const WHO = `The peers are the other accounts in the roster that haven't left and that the filters leave: of a plan, a segment, a size. With fewer than ${MIN_PEERS} of them there is no such number.`;

/** The place of an account, and what it is made of: five numbers of one metric. */
function numbersOf(metric: PeerMetric): readonly NumberDefinition[] {
  const { id, name, what, unit } = metric;
  const about = { subjects: ["peersOf"], requires: ["peersOf"], splits: ["account"] } as const;
  const ids = { below: `${id}Below`, median: `${id}Median`, mean: `${id}Mean`, peers: `${id}Count` };
  const measured =
    (of: (found: Comparison & { readonly kind: "found" }, subject: Subject) => Omit<Measurement, "excluded">) =>
    async (reading: Reading, subject: Subject): Promise<Measurement> => {
      const found = await compare(metric, reading, subject);
      if (found.kind === "none") return { value: null, terms: [], rows: [], excluded: found.excluded };
      return { excluded: found.excluded, ...of(found, subject) };
    };
  return [
    {
      ...about,
      id,
      name: `${name}, among peers`,
      unit: "percent",
      kind: "ratio",
      formula: `How many of an account's peers have a lower ${what}, equal ones counted by half ÷ all of them: 50 is the middle. ${WHO}`,
      measure: measured(({ own, benchmark, rows }, { peersOf = "" }) => {
        const { percentBelow, below, median, mean, peers } = benchmark;
        const opens = (number: string) => ({ number, subject: { peersOf } });
        return {
          value: percentBelow,
          terms: [
            { name: "Below, equal ones by half", value: below, unit: "count", opens: opens(ids.below) },
            { name: "Its own", value: own, unit, opens: { number: metric.number, subject: { account: peersOf } } },
            { name: "Median of the peers", value: median, unit, opens: opens(ids.median) },
            { name: "Mean of the peers", value: mean, unit, opens: opens(ids.mean) },
            { name: "Peers", value: peers, unit: "count", opens: opens(ids.peers) },
          ],
          rows,
          rowUnit: unit,
        };
      }),
    },
    {
      ...about,
      id: ids.below,
      name: `${name}, peers below`,
      unit: "count",
      kind: "sum",
      formula: `The peers whose ${what} is lower, each 1, and those that are equal, each a half. ${WHO}`,
      measure: measured(({ own, benchmark: { below }, rows }) => ({
        value: below,
        terms: [],
        rows: rows
          .filter(({ value }) => value <= own)
          // It tells that the account is below; its number is another one.
          .map((row) => Object.assign({}, row, { value: row.value < own ? 1 : 1 / 2, opens: null })),
      })),
    },
    {
      ...about,
      id: ids.median,
      name: `${name}, median of peers`,
      unit,
      kind: "median",
      formula: `The middle one of the peers' ${what}; of an even number the mean of the two in the middle. ${WHO}`,
      measure: measured(({ benchmark: { median }, rows }) => ({ value: median, terms: [], rows })),
    },
    {
      ...about,
      id: ids.mean,
      name: `${name}, mean of peers`,
      unit,
      kind: "mean",
      formula: `The sum of the peers' ${what} ÷ how many they are. ${WHO}`,
      measure: measured(({ benchmark: { mean }, rows }) => ({ value: mean, terms: [], rows })),
    },
    {
      ...about,
      id: ids.peers,
      name: `${name}, peers`,
      unit: "count",
      kind: "length",
      formula: `The peers of which a ${what} is known. ${WHO}`,
      measure: measured(({ rows }) => ({ value: rows.length, terms: [], rows, rowUnit: unit })),
    },
  ];
}

export const AMONG_PEERS: readonly NumberDefinition[] = METRICS.flatMap(numbersOf);
