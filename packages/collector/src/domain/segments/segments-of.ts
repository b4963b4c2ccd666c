import type { SegmentDefinition, SegmentSubject } from "../definitions/segment-definition.ts";
import { judgeRule, type SegmentFacts } from "./segment-rule.ts";

/** Every segment to which an account or user belongs, in the order of the file. What is unknown belongs to none. */
export function segmentsOf(
  segments: ReadonlyMap<string, SegmentDefinition>,
  subject: SegmentSubject,
  facts: SegmentFacts,
): readonly string[] {
  return [...segments]
    .filter(([, { of, when }]) => of === subject && judgeRule(when, facts) === "yes")
    .map(([segment]) => segment);
}
