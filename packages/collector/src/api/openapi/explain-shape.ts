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

/** What a number can be measured in. */
export const UNITS = ["ms", "count", "percent", "points"] as const;

const opens = v.pipe(
  v.nullable(v.object({ number: text, subject, address })),
  v.description("A number to be asked for in turn; null: it is the smallest part."),
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
      v.picklist(["sum", "length", "ratio", "median", "mean", "parts"]),
      v.description(
        "How it follows from its rows: their sum, their number, one term over another, their median, their mean (of points rounded), the sum of parts, rounded.",
      ),
    ),
    formula: text,
  }),
  subject,
  by: dimension,
  value: v.pipe(amount, v.description("null: no data, or nothing to divide by.")),
  terms: v.array(v.object({ name: text, value: amount, unit: v.picklist(UNITS), opens })),
  rowUnit: v.pipe(
    v.nullable(v.picklist(UNITS)),
    v.description("What the values of the rows are measured in; null: the rows have none, it is that they are there."),
  ),
  excluded: v.array(v.object({ what: text, why: text, value: amount })),
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
