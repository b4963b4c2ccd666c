import type { SegmentDefinition, SegmentMetric, SegmentRule, SegmentSubject } from "./segment-definition.ts";

/** A rule of a segment, and where it stands in the definitions. */
export interface SegmentPart {
  readonly path: string;
  readonly rule: SegmentRule;
}

/** A rule and everything that it is made of, each with its path. */
export function segmentParts(path: string, rule: SegmentRule): readonly SegmentPart[] {
  const inner =
    rule.kind === "not"
      ? segmentParts(`${path}.rule`, rule.rule)
      : rule.kind === "all" || rule.kind === "any"
        ? rule.rules.flatMap((part, index) => segmentParts(`${path}.rules.${index}`, part))
        : [];
  return [{ path, rule }, ...inner];
}

/** Whether a segment of accounts, or of users, looks at one of these metrics: what nobody asks for isn't worked out. */
export function lookAt(
  segments: Iterable<SegmentDefinition>,
  subject: SegmentSubject,
  metrics: readonly SegmentMetric[],
): boolean {
  return [...segments]
    .filter(({ of }) => of === subject)
    .flatMap(({ when }) => segmentParts("", when))
    .some(({ rule }) => rule.kind === "metric" && metrics.includes(rule.metric));
}
