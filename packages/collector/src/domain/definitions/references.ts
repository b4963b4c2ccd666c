import { DEFAULT_SUCCESS_ROLES, type Definitions, type MilestoneRule } from "./definitions.ts";
import { ACCOUNT_METRICS, type SegmentDefinition } from "./segment-definition.ts";
import { segmentParts } from "./segment-parts.ts";

/** One reference to something that has to be defined. */
interface Reference {
  readonly from: string;
  readonly to: "features" | "modules" | "actions" | "assetTypes" | "segments" | "successRoles";
  readonly id: string | undefined;
}

/** A sentence about each reference to something that the definitions don't define. */
export function missingReferences(definitions: Definitions): readonly string[] {
  const known = (to: Reference["to"]): Readonly<Record<string, unknown>> =>
    definitions[to] ?? (to === "successRoles" ? DEFAULT_SUCCESS_ROLES : {});
  return references(definitions)
    .filter(({ to, id }) => id !== undefined && !Object.hasOwn(known(to), id))
    .map(({ from, to, id }) => {
      const keys = Object.keys(known(to));
      return `${from} is "${id}", which \`${to}\` does not define. ${keys.length > 0 ? `It defines ${keys.join(", ")}.` : `Add it to \`${to}\`.`}`;
    });
}

/** A sentence about each rule of a segment of users that looks at what only an account has. */
export function misplacedMetrics({ segments = {} }: Definitions): readonly string[] {
  return Object.entries(segments)
    .filter(([, { of }]) => of === "user")
    .flatMap(([key, { when }]) => segmentParts(`segments.${key}.when`, when))
    .flatMap(({ path, rule }) =>
      rule.kind === "metric" && ACCOUNT_METRICS.includes(rule.metric)
        ? [`${path}.metric is "${rule.metric}", which only accounts have, but the segment groups users`]
        : [],
    );
}

/** A sentence about each segment whose weights of health can't hold: it groups users, or looks at what people do. */
export function misplacedWeights({ segments = {}, health }: Definitions): readonly string[] {
  return Object.keys(health?.segmentWeights ?? {}).flatMap((key) => {
    const segment = Object.hasOwn(segments, key) ? segments[key] : undefined;
    if (segment === undefined) return [];
    const path = `health.segmentWeights.${key}`;
    if (segment.of === "user") return [`${path} is for a segment that groups users; health is weighed by account`];
    return segmentParts(`segments.${key}.when`, segment.when).flatMap(({ path: of, rule }) =>
      rule.kind === "metric"
        ? [
            `${path} is for a segment that looks at a metric (${of}); health is weighed by attributes and assignees only`,
          ]
        : [],
    );
  });
}

/** A sentence about each module that has its seats from one that has its own from elsewhere. */
export function misplacedSeats({ modules = {} }: Definitions): readonly string[] {
  return Object.entries(modules).flatMap(([key, { seats }]) => {
    if (seats?.kind !== "module") return [];
    const from = modules[seats.module]?.seats?.kind ?? "told";
    return from === "told"
      ? []
      : [
          `modules.${key}.seats.module is "${seats.module}", of which the host tells no seats: its own are from elsewhere`,
        ];
  });
}

function references(definitions: Definitions): readonly Reference[] {
  const { features, modules = {}, actions = {}, assetTypes = {}, milestones = {}, segments = {}, health } = definitions;
  return [
    ...Object.entries(features).map(([key, { module }]) => refer(`features.${key}.module`, "modules", module)),
    ...Object.entries(modules).flatMap(([key, { actions: needed = [] }]) =>
      needed.map((action, index) => refer(`modules.${key}.actions.${index}`, "actions", action)),
    ),
    ...Object.entries(modules).map(([key, { seats }]) =>
      refer(`modules.${key}.seats.module`, "modules", seats?.kind === "module" ? seats.module : undefined),
    ),
    ...Object.entries(actions).map(([key, { feature }]) => refer(`actions.${key}.feature`, "features", feature)),
    ...Object.entries(assetTypes).map(([key, { feature }]) => refer(`assetTypes.${key}.feature`, "features", feature)),
    ...Object.entries(milestones).map(([key, { segment }]) => refer(`milestones.${key}.segment`, "segments", segment)),
    ...Object.entries(milestones).flatMap(([key, { rule }]) => ruleReferences(`milestones.${key}.rule`, rule)),
    ...Object.keys(health?.segmentWeights ?? {}).map((key) => refer("health.segmentWeights", "segments", key)),
    ...Object.entries(segments).flatMap(([key, segment]) => segmentReferences(`segments.${key}.when`, segment)),
  ];
}

function ruleReferences(path: string, rule: MilestoneRule): readonly Reference[] {
  switch (rule.kind) {
    case "adopted":
    case "visits":
    case "time":
      return [refer(`${path}.feature`, "features", rule.feature)];
    case "adoptedFeatures":
      return [refer(`${path}.module`, "modules", rule.module)];
    case "action":
      return [refer(`${path}.action`, "actions", rule.action)];
    case "assets":
      return [refer(`${path}.type`, "assetTypes", rule.type)];
    case "all":
    case "any":
      return rule.rules.flatMap((part, index) => ruleReferences(`${path}.rules.${index}`, part));
  }
}

function segmentReferences(path: string, { when }: SegmentDefinition): readonly Reference[] {
  return segmentParts(path, when).flatMap((part) =>
    part.rule.kind === "assignee" ? [refer(`${part.path}.successRole`, "successRoles", part.rule.successRole)] : [],
  );
}

function refer(from: string, to: Reference["to"], id: string | undefined): Reference {
  return { from, to, id };
}
