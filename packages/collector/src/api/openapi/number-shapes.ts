import * as v from "valibot";
import { text } from "./shapes.ts";

/** What is told of numbers that open, wherever they stand. */

export const subject = v.object({
  account: v.exactOptional(text),
  user: v.exactOptional(text),
  feature: v.exactOptional(text),
  module: v.exactOptional(text),
  action: v.exactOptional(text),
  per: v.pipe(v.exactOptional(text), v.description("The action under a ratio's line.")),
  type: v.pipe(v.exactOptional(text), v.description("A type of assets.")),
  asset: v.pipe(v.exactOptional(text), v.description("One of them, beside its account and type.")),
  milestone: v.exactOptional(text),
  inSegment: v.pipe(v.exactOptional(text), v.description("The segment whose members are counted.")),
  snapshot: v.exactOptional(text),
  cohort: v.pipe(v.exactOptional(text), v.description("ISO date of the Monday of a cohort's week.")),
  gauge: v.pipe(v.exactOptional(text), v.description("What the host measures of an account once a day.")),
  foundDay: v.pipe(v.exactOptional(text), v.description("ISO date on which a restatement was found out.")),
  peersOf: v.pipe(v.exactOptional(text), v.description("Whose peers are counted: an account, or a person.")),
  week: v.pipe(v.exactOptional(text), v.description("How many weeks after it.")),
});

export const address = v.pipe(
  text,
  v.description("Where it opens, below the collector's own address: GET /v1/explain with the same days and filters."),
);

export const addresses = v.pipe(
  v.record(text, text),
  v.description(
    "Where the numbers of a row open, by their columns, or the path to them: URI templates, in which {account} stands for what the row, or what it is in, has in that column, percent-encoded. Of a number for each day {day} is the day, an ISO date: the first is from, beside them.",
  ),
);
