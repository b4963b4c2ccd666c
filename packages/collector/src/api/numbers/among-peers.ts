import { accountKind } from "../../domain/subscriptions/account-standing.ts";
import { MIN_PEERS, peerBenchmark } from "../../domain/usage/peer-benchmark.ts";
import { accountFigures } from "../reading/account-figures.ts";
import { companies } from "../reading/companies.ts";
import type { Reading } from "../reading/reading.ts";
import { accountEvidence } from "./lists.ts";
import type { Evidence, Measurement, NumberDefinition, Subject } from "./number.ts";

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
    name: "Time spent, among peers",
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
    name: "Adoption, among peers",
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
    name: "Health, among peers",
    what: "health score",
    number: "healthScore",
    unit: "points",
    async values(reading) {
      const figures = await accountFigures(reading);
      return (account) => figures.get(account)?.health.score ?? null;
    },
  },
];

function nothing(why: string, value: number | null = null): Measurement {
  return { value: null, terms: [], rows: [], excluded: [{ what: "Peers", why, value }] };
}

async function measure(metric: PeerMetric, reading: Reading, { peersOf = "" }: Subject): Promise<Measurement> {
  const [{ listed }, valueOf] = await Promise.all([companies(reading), metric.values(reading)]);
  if (!listed.some(({ id }) => id === peersOf)) return nothing("The account isn't among those that were asked for.");
  const own = valueOf(peersOf);
  if (own === null) return nothing("The account has no such number itself.");
  const others = listed.filter((one) => one.id !== peersOf && accountKind(one, reading.untilMs) !== "churned");
  const rows = others
    .flatMap((one): readonly Evidence[] => {
      const value = valueOf(one.id);
      const opens = { number: metric.number, subject: { account: one.id } };
      return value === null ? [] : [accountEvidence(one, value, opens)];
    })
    .toSorted((one, other) => (other.value ?? 0) - (one.value ?? 0) || (one.id < other.id ? -1 : 1));
  const values = rows.map(({ value }) => value ?? 0);
  const found = peerBenchmark(own, values);
  if (found === null) return nothing(`Fewer than ${MIN_PEERS} would tell one account about another.`, rows.length);
  const { unit } = metric;
  return {
    value: found.percentBelow,
    terms: [
      { name: "Below, equal ones by half", value: found.below, unit: "count", opens: null },
      { name: "Its own", value: own, unit, opens: { number: metric.number, subject: { account: peersOf } } },
      { name: "Median of the peers", value: found.median, unit, opens: null },
      { name: "Mean of the peers", value: found.mean, unit, opens: null },
      { name: "Peers", value: found.peers, unit: "count", opens: null },
    ],
    rows,
    rowUnit: unit,
    excluded: [{ what: "Accounts", why: "They have no such number.", value: others.length - rows.length }].filter(
      ({ value }) => value > 0,
    ),
  };
}

export const AMONG_PEERS: readonly NumberDefinition[] = METRICS.map((metric) => ({
  id: metric.id,
  name: metric.name,
  unit: "percent",
  kind: "ratio",
  formula: `How many of the other accounts have a lower ${metric.what}, equal ones counted by half ÷ all of the others: 50 is the middle. The others are those in the roster that haven't left and that the filters leave: of a plan, a segment, a size. With fewer than ${MIN_PEERS} of them there is no such number.`,
  subjects: ["peersOf"],
  requires: ["peersOf"],
  splits: ["account"],
  measure: (reading, subject) => measure(metric, reading, subject),
}));
