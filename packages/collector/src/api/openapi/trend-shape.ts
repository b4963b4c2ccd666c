import * as v from "valibot";
import { ANNOTATION_KINDS } from "../../store/pushed.ts";
import { UNITS } from "./explain-shape.ts";
import { head } from "./head-shape.ts";
import { count, flag, text } from "./shapes.ts";
import { address, addresses, subject } from "./number-shapes.ts";
import { amount, change, date, period } from "./tile-shape.ts";

/** What `GET /v1/trend` answers. */

/** What has a course over days. */
export const TREND_NUMBERS = [
  "activeMs",
  "visits",
  "engagement",
  "activeUsers",
  "assets",
  "activeAssets",
  "runs",
] as const;

export const BUCKET_UNITS = ["day", "week", "month"] as const;

const around = v.nullable(
  v.object({
    from: date,
    to: date,
    mean: v.pipe(v.number(), v.description("Per day, of the closed days from the first to the last of these.")),
  }),
);

/** What happened on a day, with what a number was before and after it. */
export const annotation = v.object({
  id: text,
  account: v.pipe(v.nullable(text), v.description("null: it concerns everybody.")),
  kind: v.picklist(ANNOTATION_KINDS),
  day: date,
  name: text,
  before: v.pipe(
    around,
    v.description(
      "The number, active time on the page of an account, on the 14 closed days before it, or as many as are known; null: none is.",
    ),
  ),
  after: v.pipe(around, v.description("Likewise on the 14 after it; the day itself is in neither.")),
});

export const trendReply = v.object({
  ...head,
  number: v.object({ id: v.picklist(TREND_NUMBERS), name: text, unit: v.picklist(UNITS) }),
  subject,
  bucket: v.picklist(BUCKET_UNITS),
  buckets: v.array(
    v.object({
      from: date,
      to: date,
      value: v.pipe(
        amount,
        v.description("A sum, distinct people, or how many there were at its end; null: nothing is known of it."),
      ),
      isPartial: v.pipe(flag, v.description("Days of it are left out, or still to come: it can't be compared.")),
    }),
  ),
  total: v.pipe(amount, v.description("Over the whole period, as GET /v1/explain has it; null: no data.")),
  address: v.pipe(
    v.nullable(address),
    v.description(
      "Where the total opens, below the collector's own address; null: it is as of an earlier day, on which the filters would leave others.",
    ),
  ),
  addresses,
  previousPeriod: period,
  previousTotal: v.pipe(amount, v.description("null: not all of the days before are known.")),
  previousAddress: v.pipe(
    v.nullable(address),
    v.description(
      "Where that opens; null: it isn't known, or the filters would leave others, or none, on its last day.",
    ),
  ),
  change,
  movingMedian: v.pipe(
    v.array(v.object({ from: date, day: date, value: amount })),
    v.description("Of the seven days that end with each; null until all seven are known."),
  ),
  label: v.pipe(
    v.object({
      label: v.picklist(["spike", "step", "drift", "none", "unknown"]),
      direction: v.nullable(v.picklist(["up", "down"])),
      shift: amount,
      noise: amount,
    }),
    v.description("Whether the last 7 closed days are a spike or a lasting change against the 28 before them."),
  ),
  licensedUsers: v.pipe(
    v.nullable(count),
    v.description("Of activeUsers of one account: its seats, or those of the module; null: not told, or not asked."),
  ),
  annotations: v.array(annotation),
  restatements: v.pipe(
    v.nullable(
      v.array(
        v.object({
          day: date,
          foundDay: v.pipe(date, v.description("When it was found out, after the day had closed.")),
          value: v.pipe(v.number(), v.description("Less than 0 where more was taken out than came late.")),
        }),
      ),
    ),
    v.description(
      "What the days have changed by after they had closed: by what browsers sent late, use that the host told afterwards, and what was taken out; null: not kept of this number or subject.",
    ),
  ),
});
