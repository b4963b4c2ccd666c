import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { flag, text } from "./shapes.ts";
import { address, subject } from "./number-shapes.ts";

/** What `GET /v1/explain` answers. */

/** The dimensions along which a number can be opened, from the whole to its smallest part. */
export const DIMENSIONS = [
  "account",
  "user",
  "feature",
  "action",
  "day",
  "cell",
  "type",
  "asset",
  "module",
  "part",
] as const;

/** What a number can be measured in; an amount is in a unit of its own, which its rows tell. */
export const UNITS = ["ms", "count", "percent", "points", "share", "amount"] as const;

/** How a number follows from its rows or terms. */
const KINDS = {
  sum: "the sum of its rows",
  length: "their number",
  ratio: "one term over another, in percent",
  median: "the median of its rows",
  mean: "their mean",
  roundedMean: "their mean, rounded",
  product: "their product",
  largest: "the largest of them",
  needed: "the smallest whole number that is at least the first term, in percent, of the second",
  parts: "the sum of parts, rounded",
  difference: "the first term less the second",
  shortfall: "the same, and at least 0",
  change: "the first term less the second, over the second",
  waiting:
    "after how long the share of the rows that the first term tells had got there, where those who still wait count for as long as they have (Kaplan and Meier)",
  percentile:
    "what the share of the loads that the first term tells didn't exceed, the rows being how many there were of each",
} as const;

const reference = v.object({ number: text, subject, address });
const opens = v.pipe(
  v.nullable(reference),
  v.description("A number to be asked for in turn; null: it is the smallest part."),
);
const source = v.pipe(
  v.nullable(v.object({ kind: v.picklist(["definitions", "target", "formula"]), path: v.array(text) })),
  v.description(
    "Where a number was set that nobody measures, and where it can be changed. definitions: the path in them, also where they leave it at its default; target: the account's own, which `PUT /v1/targets` has set, as account and module; formula: it is part of the formula. null: it was measured.",
  ),
);
const dimension = v.picklist(DIMENSIONS);
const amount = v.nullable(v.number());

export const explainReply = v.object({
  ...head,
  number: v.object({
    id: text,
    name: text,
    unit: v.picklist(UNITS),
    kind: v.pipe(
      v.picklist(Object.keys(KINDS) as (keyof typeof KINDS)[]),
      v.description(
        `How it follows from its rows: ${Object.entries(KINDS)
          .map(([kind, meaning]) => `${kind}: ${meaning}`)
          .join("; ")}.`,
      ),
    ),
    formula: text,
  }),
  subject,
  by: dimension,
  value: v.pipe(amount, v.description("null: no data, or nothing to divide by.")),
  terms: v.array(v.object({ name: text, value: amount, unit: v.picklist(UNITS), opens, source })),
  rowUnit: v.pipe(
    v.nullable(v.picklist(UNITS)),
    v.description("What the values of the rows are measured in; null: the rows have none, it is that they are there."),
  ),
  excluded: v.array(
    v.object({
      what: text,
      why: text,
      value: amount,
      opens: v.pipe(
        v.exactOptional(reference),
        v.description("The number that tells who or what it is; absent: there is none of its own."),
      ),
    }),
  ),
  total,
  rows: v.array(
    v.object({
      kind: dimension,
      id: text,
      name: text,
      value: amount,
      opens,
      details: v.record(text, v.nullable(v.union([text, v.number(), flag]))),
    }),
  ),
});
