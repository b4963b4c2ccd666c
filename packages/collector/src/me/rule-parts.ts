import type { MilestoneRule } from "../domain/definitions/definitions.ts";

/** A rule that has no parts itself. */
export type RulePart = Exclude<MilestoneRule, { kind: "all" | "any" }>;

/** Those inside a rule. */
export function ruleParts(rule: MilestoneRule): readonly RulePart[] {
  return rule.kind === "all" || rule.kind === "any" ? rule.rules.flatMap(ruleParts) : [rule];
}
