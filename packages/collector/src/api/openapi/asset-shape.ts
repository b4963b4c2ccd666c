import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { count, flag, text, time } from "./shapes.ts";

export const assetsReply = v.object({
  ...head,
  total,
  rows: v.array(
    v.object({
      asset: text,
      account: text,
      /** The id where it has no name. */
      name: text,
      type: text,
      /** The type's id where the definitions don't name it. */
      typeName: text,
      /** The feature whose asset it is; null: the definitions name none. */
      feature: v.nullable(text),
      configured: flag,
      runs: count,
      createdAt: v.nullable(time),
      lastRunAt: v.nullable(time),
    }),
  ),
});
