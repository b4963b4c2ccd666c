import * as v from "valibot";
import type { MilestoneDefinition, MilestoneRule } from "./definitions.ts";
import { id, name, object, oneOf, wholeNumber, yesOrNo } from "./schema-parts.ts";

const parts = v.pipe(
  v.array(
    v.lazy(() => rule),
    "must be a list of rules",
  ),
  v.nonEmpty("needs at least one rule"),
);

const rule: v.GenericSchema<MilestoneRule> = v.variant(
  "kind",
  [
    object({ kind: v.literal("adopted"), feature: id }),
    object({ kind: v.literal("adoptedFeatures"), count: wholeNumber(1), module: v.exactOptional(id) }),
    object({ kind: v.literal("visits"), feature: id, count: wholeNumber(1) }),
    object({ kind: v.literal("time"), feature: v.exactOptional(id), activeMs: wholeNumber(1) }),
    object({ kind: v.literal("action"), action: id, count: wholeNumber(1) }),
    object({ kind: v.literal("assets"), type: id, count: wholeNumber(1), configured: v.exactOptional(yesOrNo) }),
    object({ kind: v.literal("all"), rules: parts }),
    object({ kind: v.literal("any"), rules: parts }),
  ],
  'needs a kind: "adopted", "adoptedFeatures", "visits", "time", "action", "assets", "all" or "any"',
);

/** Parses one milestone. What its rules refer to is checked by `checkDefinitions`. */
export const milestone: v.GenericSchema<MilestoneDefinition> = object({
  name,
  scope: v.exactOptional(oneOf(["member", "account"])),
  segment: v.exactOptional(id),
  version: v.exactOptional(wholeNumber(1)),
  rule,
});
