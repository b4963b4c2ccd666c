import * as v from "valibot";
import { finite, id, name, object, oneOf, text, yesOrNo } from "./schema-parts.ts";
import { SEGMENT_METRICS, type SegmentDefinition, type SegmentRule } from "./segment-definition.ts";

const comparisons = {
  equals: v.exactOptional(v.union([text, finite, yesOrNo], "must be a text, a number, true or false")),
  oneOf: v.exactOptional(
    v.pipe(
      v.array(v.union([text, finite, yesOrNo], "must be a text, a number, true or false"), "must be a list of values"),
      v.nonEmpty("needs at least one value"),
    ),
  ),
  exists: v.exactOptional(yesOrNo),
};

const range = { atLeast: v.exactOptional(finite), atMost: v.exactOptional(finite) };

const attributeRule = v.pipe(
  object({ kind: v.literal("attribute"), attribute: text, ...comparisons, ...range }),
  v.check((given) => compares(given), "needs a comparison: equals, oneOf, atLeast, atMost or exists"),
  v.check((given) => isNoEmptyRange(given), "has atLeast above atMost, so nothing can match"),
);

const assigneeRule = v.pipe(
  object({
    kind: v.literal("assignee"),
    successRole: id,
    equals: v.exactOptional(text),
    oneOf: v.exactOptional(v.pipe(v.array(text, "must be a list of people"), v.nonEmpty("needs at least one person"))),
    exists: v.exactOptional(yesOrNo),
  }),
  v.check((given) => compares(given), "needs a comparison: equals, oneOf or exists"),
);

const metricRule = v.pipe(
  object({ kind: v.literal("metric"), metric: oneOf(SEGMENT_METRICS), ...range, exists: v.exactOptional(yesOrNo) }),
  v.check((given) => compares(given), "needs a comparison: atLeast, atMost or exists"),
  v.check((given) => isNoEmptyRange(given), "has atLeast above atMost, so nothing can match"),
);

const parts = v.pipe(
  v.array(
    v.lazy(() => rule),
    "must be a list of rules",
  ),
  v.nonEmpty("needs at least one rule"),
);

const rule: v.GenericSchema<SegmentRule> = v.variant(
  "kind",
  [
    attributeRule,
    assigneeRule,
    metricRule,
    object({ kind: v.literal("all"), rules: parts }),
    object({ kind: v.literal("any"), rules: parts }),
    object({ kind: v.literal("not"), rule: v.lazy(() => rule) }),
  ],
  'needs a kind: "attribute", "assignee", "metric", "all", "any" or "not"',
);

/** Parses one segment. What its rules refer to is checked by `checkDefinitions`. */
export const segment: v.GenericSchema<SegmentDefinition> = object({
  name,
  of: oneOf(["account", "user"]),
  when: rule,
});

function compares(given: object): boolean {
  return ["equals", "oneOf", "atLeast", "atMost", "exists"].some((comparison) => Object.hasOwn(given, comparison));
}

function isNoEmptyRange({ atLeast, atMost }: { atLeast?: number; atMost?: number }): boolean {
  return atLeast === undefined || atMost === undefined || atLeast <= atMost;
}
