import * as v from "valibot";
import { UNITS } from "./explain-shape.ts";
import { address, subject } from "./number-shapes.ts";
import { text } from "./shapes.ts";

/** Parts of what the reports answer. */

export const amount = v.nullable(v.number());
export const date = v.pipe(text, v.description("ISO date."));

export const change = v.pipe(
  v.nullable(
    v.object({
      absolute: v.number(),
      relative: v.pipe(amount, v.description("0.25: a quarter more; null: from nothing.")),
    }),
  ),
  v.description("null: one of the two isn't known."),
);

/** One number on a screen, as it opens with `GET /v1/explain`. */
export const tile = v.object({
  group: text,
  number: v.pipe(text, v.description("Of GET /v1/explain, with the subject and whatever this was asked with.")),
  name: text,
  unit: v.picklist(UNITS),
  subject,
  subjectName: v.pipe(v.nullable(text), v.description("null: it is about everything that was asked for.")),
  value: v.pipe(amount, v.description("null: no data, or nothing to divide by.")),
  previous: v.pipe(
    amount,
    v.description("Over the period before, or as of the day before this one began; null: not known."),
  ),
  change,
  address,
  previousAddress: v.pipe(
    v.nullable(address),
    v.description(
      "Where previous opens; null: it isn't known, or the accounts that are asked for were others, or none, on that day.",
    ),
  ),
});

export const period = v.pipe(
  v.nullable(v.object({ from: date, to: date })),
  v.description("The period before, of equal length; null: all time was asked for."),
);
