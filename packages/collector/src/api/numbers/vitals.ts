import { bucketValue, seventyFifthPercentile } from "../../domain/vital-buckets.ts";
import type { VitalsRow } from "../../store/facts.ts";
import { sumOf, type Evidence, type NumberDefinition } from "./number.ts";

/** How fast features are, by how many loads of documents were how fast. */

const SHARE_PERCENT = 75;

const TEXTS: Readonly<Record<VitalsRow["vital"], readonly [name: string, what: string]>> = {
  lcpMs: ["Largest contentful paint", "how long it took until the largest part was painted"],
  inpMs: ["Interaction to next paint", "how long it took until an input showed"],
  cls1000: ["Layout shift × 1000", "by how much the layout shifted, times 1000"],
};

export const VITALS: readonly NumberDefinition[] = (["lcpMs", "inpMs", "cls1000"] as const).map((vital) => {
  const [name, what] = TEXTS[vital];
  return {
    id: vital,
    name,
    unit: vital === "cls1000" ? "points" : "ms",
    kind: "percentile",
    formula: `What 75 % of the loads of documents that used the feature in the period didn't exceed, of ${what} (https://web.dev/articles/vitals#core-web-vitals). Loads are counted by buckets, 8 to each doubling, so it is at most 5 % off.`,
    subjects: ["feature"],
    requires: ["feature"],
    splits: ["part"],
    async measure(reading, { feature }) {
      const { facts, scope, days } = reading;
      if (scope.kind !== "all") {
        const why = "They are measured over the whole workspace, and not by account or person.";
        return { value: null, terms: [], rows: [], excluded: [{ what: "Loads", why, value: null }] };
      }
      const all = await facts.vitals({ scope, days: reading.within(days) });
      const own = all.filter((row) => row.feature === feature && row.vital === vital);
      const buckets = [...new Set(own.map(({ bucket }) => bucket))].toSorted((one, other) => one - other);
      const rows = buckets.map((bucket): Evidence => {
        const amount = bucketValue(bucket);
        const count = own.reduce((sum, row) => sum + (row.bucket === bucket ? row.count : 0), 0);
        return { kind: "part", id: `${bucket}`, name: `${amount}`, value: count, opens: null, details: { amount } };
      });
      return {
        value: seventyFifthPercentile(own),
        terms: [
          { name: "Share of the loads", value: SHARE_PERCENT, unit: "percent", opens: null },
          { name: "Loads", value: sumOf(rows), unit: "count", opens: null },
        ],
        rows,
        rowUnit: "count",
        excluded: [],
      };
    },
  };
});
