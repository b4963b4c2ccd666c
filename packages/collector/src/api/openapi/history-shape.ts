import * as v from "valibot";
import { UNITS } from "./explain-shape.ts";
import { head } from "./head-shape.ts";
import { address, subject } from "./number-shapes.ts";
import { text } from "./shapes.ts";
import { BUCKET_UNITS } from "./trend-shape.ts";
import { amount, date } from "./tile-shape.ts";

/** What `GET /v1/history` answers. */

export const historyReply = v.object({
  ...head,
  number: v.object({ id: text, name: text, unit: v.picklist(UNITS) }),
  subject,
  bucket: v.picklist(BUCKET_UNITS),
  points: v.pipe(
    v.array(
      v.object({
        day: date,
        value: v.pipe(amount, v.description("As of the end of the day; null: no data, or nothing to divide by.")),
        address: v.pipe(
          v.nullable(address),
          v.description("Where it opens; null: on that day the filters would leave other accounts."),
        ),
      }),
    ),
    v.description("The ends of weeks or months, or days, the oldest first; the last one is the day that is looked at."),
  ),
});
