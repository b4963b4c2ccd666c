import { DEFAULT_IDLE_LIMIT, IDLE_LIMITS, type Attention, type IdleLimit } from "@uptake/tracker/protocol";
import { kindOfKey, type FeatureKind } from "./feature-kind.ts";
import {
  DEFAULT_THRESHOLD_MS,
  type ActionDefinition,
  type AssetTypeDefinition,
  type Definitions,
  type FeatureDefinition,
  type MilestoneDefinition,
} from "./definitions/definitions.ts";

/** The definitions with every default filled in and every lookup made. Order is the order of the definitions. */
export interface CompiledDefinitions {
  readonly version: number;
  readonly enabled: boolean;
  readonly vitals: boolean;
  readonly idleLimit: IdleLimit;
  /** Index of the idle limit into every `activeMs`. */
  readonly idleLimitIndex: number;
  readonly features: ReadonlyMap<string, CompiledFeature>;
  readonly actions: ReadonlyMap<string, Required<Pick<ActionDefinition, "name" | "weight" | "source">> & FeatureOf>;
  readonly assetTypes: ReadonlyMap<string, AssetTypeDefinition>;
  readonly milestones: ReadonlyMap<string, Required<MilestoneDefinition>>;
}

/** One defined feature. */
export interface CompiledFeature {
  readonly feature: string;
  readonly name: string;
  readonly kind: FeatureKind;
  readonly module: string | null;
  /** Name of the module on screen. */
  readonly moduleName: string | null;
  readonly urls: readonly string[];
  readonly attention: Attention;
  readonly thresholdMs: number;
}

interface FeatureOf {
  /** The feature that an action belongs to; null: the one in which it was counted. */
  readonly feature: string | null;
}

/**
 * Fills in the defaults.
 * @param version version of the stored definitions, 0 before the first.
 */
export function compileDefinitions(definitions: Definitions, version: number): CompiledDefinitions {
  const idleLimit = definitions.idleLimit ?? DEFAULT_IDLE_LIMIT;
  return {
    version,
    enabled: definitions.enabled ?? true,
    vitals: definitions.vitals ?? false,
    idleLimit,
    idleLimitIndex: IDLE_LIMITS.indexOf(idleLimit),
    features: mapValues(definitions.features, (definition, feature) => ({
      feature,
      name: definition.name,
      kind: definition.kind ?? kindOfKey(feature),
      module: definition.module ?? null,
      moduleName: moduleNameOf(definition, definitions),
      urls: definition.urls ?? [],
      attention: definition.attention ?? "focus",
      thresholdMs: definition.thresholdMs ?? DEFAULT_THRESHOLD_MS,
    })),
    actions: mapValues(definitions.actions ?? {}, ({ name, weight, source, feature }) => ({
      name,
      weight: weight ?? 1,
      source: source ?? "browser",
      feature: feature ?? null,
    })),
    assetTypes: mapValues(definitions.assetTypes ?? {}, (assetType) => assetType),
    milestones: mapValues(definitions.milestones ?? {}, ({ name, scope, rule }) => ({
      name,
      scope: scope ?? "member",
      rule,
    })),
  };
}

function moduleNameOf({ module }: FeatureDefinition, { modules }: Definitions): string | null {
  return module === undefined ? null : (modules?.[module]?.name ?? module);
}

function mapValues<From, To>(
  from: Readonly<Record<string, From>>,
  convert: (value: From, key: string) => To,
): ReadonlyMap<string, To> {
  return new Map(Object.entries(from).map(([key, value]) => [key, convert(value, key)]));
}
