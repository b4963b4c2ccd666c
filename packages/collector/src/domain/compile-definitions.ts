import { DEFAULT_IDLE_LIMIT, IDLE_LIMITS, type Attention, type IdleLimit } from "@uptake/tracker/protocol";
import { livingDaysOf, type LivingDays } from "./adoption/living-days.ts";
import { kindOfKey, type FeatureKind } from "./feature-kind.ts";
import { compileAttention, type AttentionRules } from "./definitions/attention-definition.ts";
import {
  DEFAULT_SUCCESS_ROLES,
  DEFAULT_THRESHOLD_MS,
  type ActionDefinition,
  type AssetTypeDefinition,
  type Definitions,
  type FeatureDefinition,
  type GoalDefinition,
  type MilestoneRule,
  type SnapshotSchedule,
  type SuccessRoleDefinition,
} from "./definitions/definitions.ts";
import { compileHealth, type HealthRules } from "./definitions/health-definition.ts";
import {
  DEFAULT_MODULE_ACTIVE_MS,
  DEFAULT_MODULE_STATUS,
  DEFAULT_MODULE_WINDOW_DAYS,
  type ModuleStatusDefinition,
  type SeatSource,
} from "./definitions/module-definition.ts";
import type { SegmentDefinition } from "./definitions/segment-definition.ts";
import type { WorkspaceDay } from "./day.ts";
import { dayOfIsoDate, type IsoWeekday } from "./period/calendar-date.ts";
import type { PeriodPreset } from "./period/period.ts";
import { DEFAULT_WORKING_WEEKDAYS } from "./period/working-days.ts";

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
  readonly modules: ReadonlyMap<string, CompiledModule>;
  readonly moduleStatus: Required<ModuleStatusDefinition>;
  readonly milestones: ReadonlyMap<string, CompiledMilestone>;
  readonly segments: ReadonlyMap<string, SegmentDefinition>;
  readonly health: HealthRules;
  readonly attention: AttentionRules;
  /** ISO numbers: 1 is Monday, 7 Sunday. */
  readonly workingDays: readonly IsoWeekday[];
  /** Where nobody asks for one. */
  readonly defaultPeriod: PeriodPreset;
  readonly goal: GoalDefinition | null;
  readonly snapshots: SnapshotSchedule;
  readonly successRoles: ReadonlyMap<string, SuccessRoleDefinition>;
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
  readonly core: boolean;
  /** To whom it is relevant; null: to everybody. */
  readonly roles: readonly string[] | null;
  /** To which accounts it is relevant; null: to all. */
  readonly plans: readonly string[] | null;
  /** Its first day; null: there has always been one. */
  readonly launchedDay: WorkspaceDay | null;
  /** As the definitions state it; null: they don't. */
  readonly rhythmDays: number | null;
  /** What follows from it. */
  readonly living: LivingDays;
}

/** One defined module. */
export interface CompiledModule {
  readonly module: string;
  readonly name: string;
  readonly description: string | null;
  /** null: it has no target. */
  readonly targetPercent: number | null;
  /** Active time within the window from which on a user is active in it. */
  readonly activeMs: number;
  readonly windowDays: number;
  /** Ids of its features; without any, and without actions, nothing can be measured, only recorded by hand. */
  readonly features: readonly string[];
  /** Ids of the actions that make somebody active; empty: none do. */
  readonly actions: readonly string[];
  /** How many of them together. */
  readonly actionCount: number;
  /** Whether time or actions are enough, or both are needed. */
  readonly needs: "any" | "all";
  readonly seats: SeatSource;
  /** Null: nobody. */
  readonly owner: string | null;
}

/** One defined milestone. */
export interface CompiledMilestone {
  readonly milestone: string;
  readonly name: string;
  readonly scope: "member" | "account";
  /** null: for everybody. */
  readonly segment: string | null;
  readonly version: number;
  /** Its place among all milestones, from 0. */
  readonly order: number;
  readonly rule: MilestoneRule;
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
      core: definition.core ?? false,
      roles: definition.roles ?? null,
      plans: definition.plans ?? null,
      launchedDay: definition.launchedAt === undefined ? null : dayOfIsoDate(definition.launchedAt),
      rhythmDays: definition.rhythmDays ?? null,
      living: livingDaysOf(definition.rhythmDays ?? null),
    })),
    actions: mapValues(definitions.actions ?? {}, ({ name, weight, source, feature }) => ({
      name,
      weight: weight ?? 1,
      source: source ?? "browser",
      feature: feature ?? null,
    })),
    assetTypes: mapValues(definitions.assetTypes ?? {}, (assetType) => assetType),
    modules: compileModules(definitions),
    moduleStatus: { ...DEFAULT_MODULE_STATUS, ...definitions.moduleStatus },
    milestones: compileMilestones(definitions),
    segments: mapValues(definitions.segments ?? {}, (segment) => segment),
    health: compileHealth(definitions.health),
    attention: compileAttention(definitions.attention),
    workingDays: definitions.workingDays ?? DEFAULT_WORKING_WEEKDAYS,
    defaultPeriod: definitions.defaultPeriod ?? "month",
    goal: definitions.goal ?? null,
    snapshots: definitions.snapshots ?? "monthly",
    successRoles: mapValues(definitions.successRoles ?? DEFAULT_SUCCESS_ROLES, (role) => role),
  };
}

function compileModules({ modules = {}, features }: Definitions): CompiledDefinitions["modules"] {
  return mapValues(modules, ({ name, description, targetPercent, activeMs, windowDays, ...rest }, module) => ({
    module,
    name,
    description: description ?? null,
    targetPercent: targetPercent ?? null,
    activeMs: activeMs ?? DEFAULT_MODULE_ACTIVE_MS,
    windowDays: windowDays ?? DEFAULT_MODULE_WINDOW_DAYS,
    features: Object.entries(features).flatMap(([feature, one]) => (one.module === module ? [feature] : [])),
    actions: rest.actions ?? [],
    actionCount: rest.actionCount ?? 1,
    needs: rest.needs ?? "any",
    seats: rest.seats ?? { kind: "told" },
    owner: rest.owner ?? null,
  }));
}

function compileMilestones({ milestones = {} }: Definitions): CompiledDefinitions["milestones"] {
  const order = new Map(Object.keys(milestones).map((milestone, index) => [milestone, index]));
  return mapValues(milestones, ({ name, scope, segment, version, rule }, milestone) => ({
    milestone,
    name,
    scope: scope ?? "member",
    segment: segment ?? null,
    version: version ?? 1,
    order: order.get(milestone) ?? 0,
    rule,
  }));
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
