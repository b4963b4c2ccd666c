import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import * as v from "valibot";
import { reservedKeys } from "../reserved-keys.ts";
import type { Definitions, MilestoneRule } from "./definitions.ts";
import { definitionsSchema } from "./definitions-schema.ts";
import { misplacedMetrics, misplacedSeats, misplacedWeights, missingReferences } from "./references.ts";

/** Definitions that hold, or every sentence about why they don't. */
export type DefinitionsCheck =
  | { readonly kind: "valid"; readonly definitions: Definitions }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** Checks what a definitions file exports: its shape, and that everything it refers to is defined. */
export function checkDefinitions(value: unknown): DefinitionsCheck {
  // Schemas leave such keys out without a word.
  const reserved = reservedPaths(value, []);
  const parsed = v.safeParse(definitionsSchema, value);
  if (!parsed.success) return { kind: "invalid", problems: [...reserved, ...parsed.issues.map(sentence)] };
  if (reserved.length > 0) return { kind: "invalid", problems: reserved };
  const problems = brokenReferences(parsed.output);
  return problems.length > 0 ? { kind: "invalid", problems } : { kind: "valid", definitions: parsed.output };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const value = issue.received === "undefined" ? "" : ` (it is ${issue.received})`;
  return `${v.getDotPath(issue) ?? "The definitions"} ${issue.message}${value}`;
}

/** A sentence for each key, at any depth, that no object can have. */
function reservedPaths(value: unknown, path: readonly string[]): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  const own = reservedKeys(value).map(
    (key) => `${[...path, key].join(".")} is no id, since every object has a ${key}: choose another one`,
  );
  return [...own, ...Object.entries(value).flatMap(([key, part]) => reservedPaths(part, [...path, key]))];
}

function brokenReferences(definitions: Definitions): readonly string[] {
  const problems = [
    ...missingReferences(definitions),
    ...misplacedMetrics(definitions),
    ...misplacedWeights(definitions),
    ...misplacedSeats(definitions),
    ...impossibleMilestones(definitions),
  ];
  return Object.hasOwn(definitions.features, OTHER_FEATURE)
    ? [...problems, `features.${OTHER_FEATURE} is reserved for time that no feature claims: choose another id`]
    : problems;
}

/** Milestones that nobody could ever meet, or that are for nobody. */
function impossibleMilestones({ features, milestones = {}, segments = {} }: Definitions): readonly string[] {
  const forNobody = Object.entries(milestones)
    .filter(([, { scope, segment = "" }]) => scope === "account" && segments[segment]?.of === "user")
    .map(
      ([key, { segment }]) =>
        `milestones.${key}.segment is "${segment}", which groups users, but the milestone is an account's`,
    );
  const tooMany = Object.entries(milestones).flatMap(([key, { rule }]) =>
    tooManyFeatures(`milestones.${key}.rule`, rule, features),
  );
  return [...forNobody, ...tooMany];
}

function tooManyFeatures(path: string, rule: MilestoneRule, features: Definitions["features"]): readonly string[] {
  if (rule.kind === "all" || rule.kind === "any") {
    return rule.rules.flatMap((part, index) => tooManyFeatures(`${path}.rules.${index}`, part, features));
  }
  if (rule.kind !== "adoptedFeatures") return [];
  const { module, count } = rule;
  const there = Object.values(features).filter((feature) => module === undefined || feature.module === module).length;
  if (count <= there) return [];
  const whose = module === undefined ? "all features" : `the features of "${module}"`;
  return [`${path}.count is ${count}, which is more than ${whose} (${there})`];
}
