import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, text, time } from "./shapes.ts";

export const assetsReply = v.object({
  ...head,
  addresses,
  total,
  rows: v.array(
    v.object({
      asset: text,
      account: text,
      accountName: text,
      /** The id where it has no name. */
      name: text,
      type: text,
      /** The type's id where the definitions don't name it. */
      typeName: text,
      /** The feature whose asset it is; null: the definitions name none. */
      feature: v.nullable(text),
      configured: flag,
      active: v.pipe(
        flag,
        v.description(
          "Whether it counts as an active asset: it is configured and, where the definitions say so of its type, ran on one of the last days.",
        ),
      ),
      runs: v.pipe(count, v.description("Of all time, as the host told.")),
      periodRuns: v.pipe(
        v.nullable(count),
        v.description(
          "In the period: by how much runs had grown when the host told of it, on the day of the last run or of the telling. What was there when it was first told of is of no day; null: no other run in the period is known, and of these some may have been in it.",
        ),
      ),
      createdAt: v.nullable(time),
      lastRunAt: v.nullable(time),
    }),
  ),
});
