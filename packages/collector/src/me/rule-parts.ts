import type { MilestoneRule } from "../domain/definitions/definitions.ts";

/** The rules inside a rule that have no parts themselves. */
export function ruleParts(rule: MilestoneRule): readonly Exclude<MilestoneRule, { kind: "all" | "any" }>[] {
  return rule.kind === "all" || rule.kind === "any" ? rule.rules.flatMap(ruleParts) : [rule];
}
