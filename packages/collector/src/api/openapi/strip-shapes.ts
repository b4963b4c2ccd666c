import * as v from "valibot";
import { head } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, text } from "./shapes.ts";
import { date } from "./tile-shape.ts";

/** What `GET /v1/sparklines` answers. */

/** What a small chart can show. */
export const SPARKLINE_SERIES = ["featuresUsed", "modulesUsed", "activeMs", "activeUsers"] as const;

const days = v.exactOptional(v.array(v.nullable(count)));

export const sparklinesReply = v.object({
  ...head,
  from: date,
  to: v.pipe(date, v.description("The last closed day.")),
  addresses,
  rows: v.pipe(
    v.array(
      v.object({
        id: text,
        series: v.pipe(
          v.object({ featuresUsed: days, modulesUsed: days, activeMs: days, activeUsers: days }),
          v.description("Those that were asked for: one value a day, the oldest first; null: no data yet."),
        ),
      }),
    ),
    v.description("In the order in which they were asked for, without those that nobody has heard of."),
  ),
});
