import * as v from "valibot";
import { ATTENTION_REASONS } from "../../domain/definitions/attention-definition.ts";
import { coverage } from "./coverage-shape.ts";
import { head, total } from "./head-shape.ts";
import { addresses } from "./number-shapes.ts";
import { count, flag, text } from "./shapes.ts";
import { amount } from "./tile-shape.ts";

/** What `GET /v1/attention` and `GET /v1/coverage` answer. */

/** In which order accounts need attention. */
export const ATTENTION_ORDERS = ["breadth", "score"] as const;

export const ATTENTION_SORTS = [
  "name",
  "plan",
  "score",
  "priority",
  "breadthPercent",
  "unusedWeight",
  "seats",
  "coveragePercent",
] as const;

export const attentionReply = v.object({
  ...head,
  order: v.picklist(ATTENTION_ORDERS),
  addresses,
  total,
  rows: v.array(
    v.object({
      account: text,
      name: text,
      plan: v.nullable(text),
      premium: flag,
      assignments: v.record(text, text),
      score: v.pipe(v.number(), v.description("The weights of its reasons × its priority.")),
      priority: v.pipe(v.number(), v.description("More for premium accounts and for more seats.")),
      breadthPercent: v.pipe(amount, v.description("Adopted ÷ relevant features; null: nothing is relevant.")),
      unusedWeight: v.pipe(
        amount,
        v.description(
          "What the queue goes by: seats, at least 1, × the share of features that isn't adopted; null: nothing is relevant, or too few of the people are seen.",
        ),
      ),
      seats: v.pipe(v.nullable(count), v.description("Licensed ones, else known people.")),
      reasons: v.pipe(v.array(v.picklist(ATTENTION_REASONS)), v.description("At least one, the heaviest first.")),
      evidence: v.pipe(v.array(text), v.description("A sentence for each reason.")),
      hits: v.array(
        v.object({
          reason: v.picklist(ATTENTION_REASONS),
          weight: v.number(),
          evidence: text,
          numbers: v.record(text, v.number()),
        }),
      ),
      ...coverage,
    }),
  ),
});

export const COVERAGE_SORTS = [
  "name",
  "percent",
  "seenByServer",
  "seenByTracker",
  "seenByBoth",
  "onlySeenByTracker",
] as const;

export const coverageReply = v.object({
  ...head,
  addresses,
  total,
  rows: v.array(
    v.object({
      account: text,
      name: text,
      seenByServer: v.pipe(count, v.description("People whom the host's server has seen in the last 14 days.")),
      seenByTracker: v.pipe(count, v.description("People whom the tracker has seen.")),
      seenByBoth: count,
      onlySeenByTracker: v.pipe(count, v.description("A sign that what the server tells is incomplete.")),
      percent: v.pipe(amount, v.description("Seen by both ÷ seen by the server; null: the server tells nothing.")),
      isTrusted: v.pipe(flag, v.description("False below 80 %: the account's numbers are too low.")),
    }),
  ),
});
