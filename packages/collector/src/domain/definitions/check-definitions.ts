import { OTHER_FEATURE } from "@uptake/tracker/protocol";
import * as v from "valibot";
import type { Definitions, MilestoneRule } from "./definitions.ts";
import { definitionsSchema } from "./definitions-schema.ts";

/** Definitions that hold, or every sentence about why they don't. */
export type DefinitionsCheck =
  | { readonly kind: "valid"; readonly definitions: Definitions }
  | { readonly kind: "invalid"; readonly problems: readonly string[] };

/** Checks what a definitions file exports: its shape, and that everything it refers to is defined. */
export function checkDefinitions(value: unknown): DefinitionsCheck {
  const parsed = v.safeParse(definitionsSchema, value);
  if (!parsed.success) return { kind: "invalid", problems: parsed.issues.map(sentence) };
  const problems = brokenReferences(parsed.output);
  return problems.length > 0 ? { kind: "invalid", problems } : { kind: "valid", definitions: parsed.output };
}

function sentence(issue: v.BaseIssue<unknown>): string {
  const value = issue.received === "undefined" ? "" : ` (it is ${issue.received})`;
  return `${v.getDotPath(issue) ?? "The definitions"} ${issue.message}${value}`;
}

/** One reference to something that has to be defined. */
interface Reference {
  readonly from: string;
  readonly to: "features" | "modules" | "actions" | "assetTypes";
  readonly id: string | undefined;
}

function brokenReferences(definitions: Definitions): readonly string[] {
  const problems = references(definitions)
    .filter(({ to, id }) => id !== undefined && !Object.hasOwn(definitions[to] ?? {}, id))
    .map(({ from, to, id }) => {
      const known = Object.keys(definitions[to] ?? {});
      return `${from} is "${id}", which \`${to}\` does not define. ${known.length > 0 ? `It defines ${known.join(", ")}.` : `Add it to \`${to}\`.`}`;
    });
  return Object.hasOwn(definitions.features, OTHER_FEATURE)
    ? [...problems, `features.${OTHER_FEATURE} is reserved for time that no feature claims: choose another id`]
    : problems;
}

function references(definitions: Definitions): readonly Reference[] {
  const { features, actions = {}, assetTypes = {}, milestones = {} } = definitions;
  return [
    ...Object.entries(features).map(([key, { module }]) => refer(`features.${key}.module`, "modules", module)),
    ...Object.entries(actions).map(([key, { feature }]) => refer(`actions.${key}.feature`, "features", feature)),
    ...Object.entries(assetTypes).map(([key, { feature }]) => refer(`assetTypes.${key}.feature`, "features", feature)),
    ...Object.entries(milestones).flatMap(([key, { rule }]) => ruleReferences(`milestones.${key}.rule`, rule)),
  ];
}

function ruleReferences(path: string, rule: MilestoneRule): readonly Reference[] {
  switch (rule.kind) {
    case "adopted":
    case "time":
      return [refer(`${path}.feature`, "features", rule.feature)];
    case "action":
      return [refer(`${path}.action`, "actions", rule.action)];
    case "assets":
      return [refer(`${path}.type`, "assetTypes", rule.type)];
    case "all":
    case "any":
      return rule.rules.flatMap((part, index) => ruleReferences(`${path}.rules.${index}`, part));
  }
}

function refer(from: string, to: Reference["to"], id: string | undefined): Reference {
  return { from, to, id };
}
