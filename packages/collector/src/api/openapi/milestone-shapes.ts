import * as v from "valibot";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, id, text, time } from "./shapes.ts";

/** What the doors about milestones answer and take. */

const scope = v.picklist(["member", "account"]);
const length = v.nullable(v.number());

const state = v.object({
  milestone: text,
  name: text,
  scope,
  kind: v.picklist(["met", "open", "notRelevant"]),
  progress: v.pipe(
    v.number(),
    v.description(
      "0 to 1. 1 and open: the sums have got there, and it is met as soon as that is written down, which takes a minute or so.",
    ),
  ),
  metAt: v.pipe(v.nullable(time), v.description("null: not met, or at a time that nothing recorded.")),
  version: v.pipe(count, v.description("The one that was met; else the one that is to be met.")),
  reason: v.pipe(v.nullable(text), v.description("Why it isn't relevant.")),
  resetAt: v.pipe(v.nullable(time), v.description("When it was last taken back; null: never.")),
  recorded: v.pipe(flag, v.description("Whether it is written down as met: the same as kind says.")),
});

export const milestonesReply = v.object({
  ...head,
  segmentsEvaluatedAt: v.pipe(
    v.nullable(time),
    v.description(
      "Up to when it is known who is in the segments that milestones are for: some seconds after they were defined or anything was told. Null: nobody has looked since the definitions have changed, so nobody new is counted yet; or no milestone is for a segment.",
    ),
  ),
  addresses,
  states: v.pipe(
    v.exactOptional(v.array(state)),
    v.description(
      "Of the account that was asked for, and of the person in it where one was; absent of an earlier day. Who has met what is what is written down, as in the rows; progress is what is known now.",
    ),
  ),
  total,
  rows: v.array(
    v.object({
      milestone: text,
      name: text,
      scope,
      segment: v.pipe(v.nullable(text), v.description("null: for everybody.")),
      version: count,
      order: count,
      met: v.pipe(count, v.description("Members or accounts, as far as it is written down.")),
      open: count,
      notRelevant: count,
      medianMs: v.pipe(
        length,
        v.description(
          "Time to first value: after this long half of those who were ever seen had met it; null: not yet.",
        ),
      ),
      p90Ms: length,
      waiting: v.pipe(count, v.description("Who is in these times and hasn't met it.")),
      untimed: v.pipe(count, v.description("Who isn't: never seen, or met at a time that nothing recorded.")),
    }),
  ),
});

const subject = {
  account: id,
  user: v.pipe(v.exactOptional(id), v.description("Of a member's milestone; absent: of an account's.")),
};
export const resetRequest = v.strictObject(subject);
export const relevanceRequest = v.strictObject({
  ...subject,
  relevant: flag,
  reason: v.pipe(
    v.exactOptional(v.pipe(text, v.regex(/\S/, "says nothing"), v.maxLength(1_000))),
    v.description("Why not; needed where it isn't relevant."),
  ),
});
export const milestoneDecisionReply = v.object({
  milestone: text,
  account: text,
  user: v.nullable(text),
  decision: v.picklist(["reset", "notRelevant", "relevant"]),
  reason: v.nullable(text),
  actor: text,
  at: time,
});
