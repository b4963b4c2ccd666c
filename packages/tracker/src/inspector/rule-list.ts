import { resolveRule } from "../rules.ts";
import type { RuleEnd, RuleStep } from "../protocol/index.ts";

/** One rule of the tree, as somebody may have written it. */
export interface ListedRule {
  readonly feature: string;
  /** @example "/contacts/:id?view=calendar" */
  readonly pattern: string;
  /** The tree that has this rule alone. */
  readonly alone: RuleStep;
}

const written = (key: string): string => (key === ":" ? "/:id" : key === "*" ? "/*" : key);

function patternOf(keys: readonly string[], [, ...query]: RuleEnd): string {
  const all = keys[0] === "*" && keys[1] === "#" ? keys.slice(1) : keys;
  const path = all.map(written).join("") || "/";
  const asked = query.map(([name, value]) => `${name}=${value}`).join("&");
  // A hash route without a segment still has its slash.
  return `${path.endsWith("#") ? `${path}/` : path}${asked && `?${asked}`}`;
}

/** Takes a tree of rules apart. */
export function listRules(step: RuleStep, keys: readonly string[] = []): readonly ListedRule[] {
  const ends = (step[""] ?? []).map((end) => ({
    feature: end[0],
    pattern: patternOf(keys, end),
    alone: keys.reduceRight<RuleStep>((inner, key) => ({ [key]: inner }), { "": [end] }),
  }));
  const below = Object.entries(step).flatMap(([key, next]) =>
    key === "" ? [] : listRules(next as RuleStep, [...keys, key]),
  );
  return [...ends, ...below];
}

/** The rule that claims an address. @returns undefined where none does. */
export function ruleOf(rules: RuleStep, href: string): ListedRule | undefined {
  const feature = resolveRule(rules, href);
  return feature === undefined
    ? undefined
    : listRules(rules).find((rule) => rule.feature === feature && resolveRule(rule.alone, href) !== undefined);
}
