import { bucketValue, seventyFifthPercentile } from "../../domain/vital-buckets.ts";
import type { VitalsRow } from "../../store/facts.ts";
import type { Reading } from "../reading/reading.ts";
import { IN_FORMULA } from "./term-source.ts";
import { sumOf, type Evidence, type Measurement, type NumberDefinition } from "./number.ts";

/** How fast features are, by how many loads of documents were how fast. */

const SHARE_PERCENT = 75;

const TEXTS: Readonly<Record<VitalsRow["vital"], readonly [name: string, what: string]>> = {
  lcpMs: ["Largest contentful paint", "how long it took until the largest part was painted"],
  inpMs: ["Interaction to next paint", "how long it took until an input showed"],
  cls1000: ["Layout shift × 1000", "by how much the layout shifted, times 1000"],
};

type Vital = VitalsRow["vital"];

const ABOUT = { subjects: ["feature"], requires: ["feature"], splits: ["part"] } as const;

function percentileOf(vital: Vital): NumberDefinition {
  const [name, what] = TEXTS[vital];
  return {
    ...ABOUT,
    id: vital,
    name,
    unit: vital === "cls1000" ? "points" : "ms",
    kind: "percentile",
    formula: `What 75 % of the loads of documents that used the feature in the period didn't exceed, of ${what} (https://web.dev/articles/vitals#core-web-vitals). Loads are counted by buckets, 8 to each doubling, so it is at most 5 % off.`,
    async measure(reading, { feature = "" }) {
      const found = await loadsOf(reading, vital, feature);
      if (found === null) return NOT_OF_SOME;
      const { own, rows } = found;
      return {
        value: seventyFifthPercentile(own),
        terms: [
          { name: "Share of the loads", value: SHARE_PERCENT, unit: "percent", ...IN_FORMULA },
          {
            name: "Loads",
            value: sumOf(rows),
            unit: "count",
            opens: { number: `${vital}Loads`, subject: { feature } },
          },
        ],
        rows,
        rowUnit: "count",
        excluded: [],
      };
    },
  };
}

function loadsNumber(vital: Vital): NumberDefinition {
  const [name, what] = TEXTS[vital];
  return {
    ...ABOUT,
    id: `${vital}Loads`,
    name: `Loads behind ${name.toLowerCase()}`,
    unit: "count",
    kind: "sum",
    formula: `Loads of documents that used the feature in the period and told ${what}, by how much it was.`,
    async measure(reading, { feature = "" }) {
      const found = await loadsOf(reading, vital, feature);
      if (found === null) return NOT_OF_SOME;
      return { value: sumOf(found.rows), terms: [], rows: found.rows, excluded: [] };
    },
  };
}

const NOT_OF_SOME: Measurement = {
  value: null,
  terms: [],
  rows: [],
  excluded: [
    {
      what: "Loads",
      why: "They are measured over the whole workspace, and not by account or person.",
      value: null,
    },
  ],
};

/** How many loads were how fast; null: only some of the accounts are looked at. */
async function loadsOf({ facts, scope, days, within }: Reading, vital: Vital, feature: string) {
  if (scope.kind !== "all") return null;
  const all = await facts.vitals({ scope, days: within(days) });
  const own = all.filter((row) => row.feature === feature && row.vital === vital);
  const buckets = [...new Set(own.map(({ bucket }) => bucket))].toSorted((one, other) => one - other);
  const rows = buckets.map((bucket): Evidence => {
    const amount = bucketValue(bucket);
    const count = own.reduce((sum, row) => sum + (row.bucket === bucket ? row.count : 0), 0);
    return { kind: "part", id: `${bucket}`, name: `${amount}`, value: count, opens: null, details: { amount } };
  });
  return { own, rows };
}

const KINDS = ["lcpMs", "inpMs", "cls1000"] as const satisfies readonly Vital[];

export const VITALS: readonly NumberDefinition[] = [...KINDS.map(percentileOf), ...KINDS.map(loadsNumber)];
