import type {
  AssigneeRule,
  AttributeRule,
  AttributeValue,
  MetricRule,
  SegmentMetric,
  SegmentRule,
} from "../definitions/segment-definition.ts";

/** What is known of one account or user. */
export interface SegmentFacts {
  /** Every value of an attribute: several for a user of several accounts, none where nobody has said. */
  readonly attribute: (attribute: string) => readonly AttributeValue[];
  /** Who looks after it in a role; none: nobody does, which is known. */
  readonly assignees: (successRole: string) => readonly string[];
  /** null: no data. */
  readonly metric: (metric: SegmentMetric) => number | null;
}

/** Whether a rule holds; `unknown` where it depends on something that nobody knows. */
export type Verdict = "yes" | "no" | "unknown";

/**
 * Judges a rule. What is missing is unknown, neither met nor not met, and `not` leaves it so: an account without a plan is
 * neither on plan "pro" nor known not to be. `all` is no as soon as one part is, `any` yes as soon as one is, whatever else
 * is unknown (the three-valued logic of Kleene). `exists` asks for what is missing and always knows.
 */
export function judgeRule(rule: SegmentRule, facts: SegmentFacts): Verdict {
  switch (rule.kind) {
    case "attribute":
      return judgeAttribute(rule, facts.attribute(rule.attribute));
    case "assignee":
      return judgeAssignee(rule, facts.assignees(rule.successRole));
    case "metric":
      return judgeMetric(rule, facts.metric(rule.metric));
    case "all":
      return combine(rule.rules, facts, "no", "yes");
    case "any":
      return combine(rule.rules, facts, "yes", "no");
    case "not":
      return opposite(judgeRule(rule.rule, facts));
  }
}

function judgeAttribute({ exists, ...comparison }: AttributeRule, values: readonly AttributeValue[]): Verdict {
  if (exists !== undefined && exists !== values.length > 0) return "no";
  if (!compares(comparison)) return "yes";
  if (values.length === 0) return "unknown";
  return verdict(values.some((value) => matches(comparison, value)));
}

function judgeAssignee({ exists, ...comparison }: AssigneeRule, people: readonly string[]): Verdict {
  if (exists !== undefined && exists !== people.length > 0) return "no";
  return verdict(!compares(comparison) || people.some((person) => matches(comparison, person)));
}

function judgeMetric({ exists, ...comparison }: MetricRule, value: number | null): Verdict {
  if (exists !== undefined && exists !== (value !== null)) return "no";
  if (!compares(comparison)) return "yes";
  return value === null ? "unknown" : verdict(matches(comparison, value));
}

/** The comparisons that a rule can have beside `exists`. */
type Comparison = Partial<Pick<AttributeRule, "equals" | "oneOf" | "atLeast" | "atMost">>;

function compares({ equals, oneOf, atLeast, atMost }: Comparison): boolean {
  return [equals, oneOf, atLeast, atMost].some((one) => one !== undefined);
}

function matches({ equals, oneOf, atLeast, atMost }: Comparison, value: AttributeValue): boolean {
  if (equals !== undefined && value !== equals) return false;
  if (oneOf !== undefined && !oneOf.includes(value)) return false;
  if (atLeast !== undefined && !(typeof value === "number" && value >= atLeast)) return false;
  return atMost === undefined || (typeof value === "number" && value <= atMost);
}

function combine(rules: readonly SegmentRule[], facts: SegmentFacts, decisive: Verdict, otherwise: Verdict): Verdict {
  const verdicts = new Set(rules.map((rule) => judgeRule(rule, facts)));
  if (verdicts.has(decisive)) return decisive;
  return verdicts.has("unknown") ? "unknown" : otherwise;
}

function opposite(judged: Verdict): Verdict {
  return judged === "unknown" ? "unknown" : verdict(judged === "no");
}

function verdict(holds: boolean): Verdict {
  return holds ? "yes" : "no";
}
