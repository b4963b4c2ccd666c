import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { flag, id, text, time } from "./shapes.ts";

/** What the doors about relevance answer and take. */

export const RELEVANCE_SORTS = ["name", "accountName", "featureName", "relevant", "at"] as const;

const reason = v.pipe(v.nullable(text), v.description("Why it isn't relevant; null: it is."));
const user = v.pipe(v.nullable(text), v.description("null: the account as a whole."));

export const relevanceReply = v.object({
  ...head,
  total,
  rows: v.array(
    v.object({
      account: text,
      accountName: text,
      user,
      /** Of the user, or of the account where it is about the account as a whole. */
      name: text,
      feature: text,
      featureName: text,
      /** False: it is in no denominator there. True: that was taken back. */
      relevant: flag,
      reason,
      actor: text,
      at: time,
    }),
  ),
});

export const featureRelevanceRequest = v.strictObject({
  account: id,
  user: v.pipe(v.exactOptional(id), v.description("Absent: the account as a whole.")),
  relevant: flag,
  reason: v.pipe(
    v.exactOptional(v.pipe(text, v.regex(/\S/, "says nothing"), v.maxLength(1_000))),
    v.description("Why not; needed where it isn't relevant."),
  ),
});

export const featureRelevanceReply = v.object({
  feature: text,
  account: text,
  user,
  relevant: flag,
  reason,
  actor: v.pipe(text, v.description("Who said so first; the same said again changes nothing.")),
  at: time,
});
