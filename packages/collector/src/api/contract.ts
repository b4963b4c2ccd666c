import type { InferOutput, GenericSchema } from "valibot";
import type { funnelReply, retentionReply } from "./openapi/adoption-shapes.ts";
import type { attentionReply, coverageReply } from "./openapi/attention-shape.ts";
import type { accountReply, userReply } from "./openapi/detail-shapes.ts";
import type { explainReply } from "./openapi/explain-shape.ts";
import type * as milestones from "./openapi/milestone-shapes.ts";
import type * as modules from "./openapi/module-shapes.ts";
import type * as segments from "./openapi/segment-shapes.ts";
import type { overviewReply } from "./openapi/overview-shape.ts";
import type { sparklinesReply } from "./openapi/strip-shapes.ts";
import type { trendReply } from "./openapi/trend-shape.ts";
import type * as stages from "./openapi/stage-shapes.ts";
import type { IdleLimit } from "@uptake/tracker/protocol";
import { PERIOD_PRESETS, type PeriodPreset } from "../domain/period/period.ts";
import type { FeatureKind } from "../domain/feature-kind.ts";

/**
 * The read API's replies, as the dashboard and other clients receive them. Times are Unix ms, lengths milliseconds.
 * A metric is null where there is no data, 0 where there is data and it says zero.
 */
export interface ReplyHead {
  /** When the collector last committed a cell that this reply could contain; null: nothing yet. */
  readonly asOf: number | null;
  /**
   * Of a large workspace figures are kept, so that nobody waits while everybody is counted: what had come by then is in
   * these. Null: everything was counted for this reply.
   */
  readonly countedAt: number | null;
  readonly definitionVersion: number;
  readonly idleLimit: IdleLimit;
  /** IANA name; all days are days of this zone. */
  readonly timeZone: string;
  readonly period: PeriodReply;
}

/** `from` and `to` are ISO dates, both included. */
export interface PeriodReply {
  readonly name: PeriodName | "custom";
  /** Null: all time. */
  readonly from: string | null;
  /** Null: all time, until now. */
  readonly to: string | null;
  /** The last day whose use counts, ISO date: today, or the one that `asOf` asks for. */
  readonly through: string;
  /** Whether the last day of the period is still going on. */
  readonly isOpen: boolean;
}

export const PERIOD_NAMES = PERIOD_PRESETS;
export type PeriodName = PeriodPreset;
/** The reference's default: the current month, of the workspace's time zone. */
export const DEFAULT_PERIOD: PeriodName = "month";

/** The four metrics of every scope, in the order in which every screen shows them. */
export interface Metrics {
  readonly assets: number;
  readonly activeAssets: number;
  readonly engagement: number;
  readonly activeMs: number;
  readonly visits: number;
}

/** `GET /v1/accounts?period=&search=&sort=&limit=&offset=` */
export interface AccountsReply extends ReplyHead {
  /** Rows before `limit` and `offset`, after `search`. */
  readonly total: number;
  readonly rows: readonly AccountsRow[];
  /** The five lowest by engagement among accounts that have been seen, are not churned and are older than 14 days. */
  readonly lowestEngagement: readonly LowestEngagementRow[];
  /** Accounts that are kept out of it since they are younger. */
  readonly youngAccounts: number;
  /** Accounts from which no cell has ever come: they are not "low", they can't be seen. */
  readonly silentAccounts: number;
}

export interface AccountsRow extends Metrics {
  readonly account: string;
  /** The id where the roster has no name. */
  readonly name: string;
  readonly plan: string | null;
  /** False: seen, not in the roster. */
  readonly inRoster: boolean;
  readonly createdAt: number | null;
  readonly churnedAt: number | null;
  readonly parent: string | null;
  readonly premium: boolean;
  readonly subscription: "active" | "trialing" | "past_due" | "paused" | "cancelled" | "none" | null;
  readonly subscriptionStartedAt: number | null;
  readonly subscriptionEndedAt: number | null;
  /** Who looks after it, by success role. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  readonly kind: "saas" | "regular" | "churned";
  /** People of the roster and people seen. */
  readonly knownUsers: number;
  /** People with a visit or active time in the period. */
  readonly activeUsers: number;
  /** Null: nobody has told of any seats. */
  readonly licensedUsers: number | null;
  /** These five are exclusive and add up to the known users. */
  readonly dailyUsers: number;
  readonly weeklyUsers: number;
  readonly monthlyUsers: number;
  readonly inactiveUsers: number;
  readonly neverSeenUsers: number;
  /** ISO date of the last day with a visit, active time or a presence. */
  readonly lastActiveDay: string | null;
  /** Features that one of its people has adopted, of those that there are on its plan. */
  readonly adoptedFeatures: number;
  /** Features that were only tried. */
  readonly triedFeatures: number;
  readonly relevantFeatures: number;
  /** Adopted ÷ relevant; null: nothing is relevant. */
  readonly adoptionPercent: number | null;
  readonly coreAdoptionPercent: number | null;
  /** Distinct ones of the last 14 closed days; null: no data. */
  readonly featuresUsed: number | null;
  readonly modulesUsed: number | null;
  /** Null: no data. */
  readonly healthScore: number | null;
  readonly healthClass: "thriving" | "healthy" | "steady" | "struggling" | null;
  /** The four pillars; null: no data, or not provided. */
  readonly productAdoptionHealth: number | null;
  readonly relationshipHealth: number | null;
  readonly serviceHealth: number | null;
  readonly financialHealth: number | null;
  /** Users whom the tracker sees ÷ users whom the host's server sees, 14 days; null: the server tells nothing. */
  readonly coveragePercent: number | null;
  readonly lastTouchpointAt: number | null;
  /** Ids, in the order of the definitions. */
  readonly segments: readonly string[];
  /** When its last cell was committed; null: no data, so zeroes in this row mean "nothing received". */
  readonly lastReceivedAt: number | null;
}

export interface LowestEngagementRow {
  readonly account: string;
  readonly name: string;
  readonly engagement: number;
}

export const ACCOUNT_SORTS = [
  "name",
  "plan",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
  "lastReceivedAt",
  "createdAt",
  "churnedAt",
  "subscription",
  "kind",
  "knownUsers",
  "activeUsers",
  "licensedUsers",
  "dailyUsers",
  "weeklyUsers",
  "monthlyUsers",
  "inactiveUsers",
  "neverSeenUsers",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "coreAdoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "healthScore",
  "healthClass",
  "productAdoptionHealth",
  "relationshipHealth",
  "serviceHealth",
  "financialHealth",
  "coveragePercent",
  "lastTouchpointAt",
] as const;
export type AccountSort = (typeof ACCOUNT_SORTS)[number];

/** Every column, in the order of a file. */
export const ACCOUNT_COLUMNS = [
  "account",
  "name",
  "plan",
  "inRoster",
  "lastReceivedAt",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
  "createdAt",
  "churnedAt",
  "parent",
  "premium",
  "subscription",
  "subscriptionStartedAt",
  "subscriptionEndedAt",
  "assignments",
  "attributes",
  "kind",
  "knownUsers",
  "activeUsers",
  "licensedUsers",
  "dailyUsers",
  "weeklyUsers",
  "monthlyUsers",
  "inactiveUsers",
  "neverSeenUsers",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "coreAdoptionPercent",
  "featuresUsed",
  "modulesUsed",
  "healthScore",
  "healthClass",
  "productAdoptionHealth",
  "relationshipHealth",
  "serviceHealth",
  "financialHealth",
  "coveragePercent",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof AccountsRow)[];

/** `GET /v1/features` (all accounts) and `GET /v1/accounts/:id/features` (one). */
export interface FeaturesReply extends ReplyHead {
  /** Present when the reply is about one account. */
  readonly account?: { readonly id: string; readonly name: string; readonly plan: string | null };
  readonly total: number;
  /**
   * Every defined feature, unused ones too, unless asked otherwise by engagement; then, if they have data, custom menu
   * links, `_other`, and features not in the definitions.
   */
  readonly rows: readonly FeaturesRow[];
}

export interface FeaturesRow extends Metrics {
  readonly feature: string;
  /** As the definitions say; a link's as its pages say, which is untrusted text; else the key. */
  readonly name: string;
  /** A `link` was put into the product's menu by somebody; it needs no definition. */
  readonly kind: FeatureKind;
  readonly module: string | null;
  /** Name of the module on screen. */
  readonly moduleName: string | null;
  /** False for `_other` and for features that no definition names. */
  readonly defined: boolean;
  /** People with a visit or active time in the period. */
  readonly users: number;
  /** The middle one of their active times; null: there are none. */
  readonly medianActiveMs: number | null;
  /** Members who have used it and not adopted it, of all time. A person is a member of each of their accounts. */
  readonly tried: number;
  readonly adopted: number;
  /** Adopted, and not used for more than 30 days. */
  readonly lapsed: number;
  /** Accounts in which somebody has adopted it. */
  readonly adoptedAccounts: number;
  /** Members who have adopted it ÷ known members; null: there are none. */
  readonly adoptionPercent: number | null;
  /** Over the period before; null: not all of its days are known. */
  readonly engagementBefore: number | null;
  /** By how much it has changed since, 0.25: a quarter more. Null: not known, or from nothing. */
  readonly engagementChange: number | null;
  readonly activeMsBefore: number | null;
  readonly activeMsChange: number | null;
  /** How fast it is; null: nobody measured it, or the reply is about some accounts only, which the measure doesn't tell apart. */
  readonly vitals: FeatureVitals | null;
}

/** What 75 % of the document loads that used the feature didn't exceed, to 5 %; null: none told. */
export interface FeatureVitals {
  readonly lcpMs: number | null;
  readonly inpMs: number | null;
  /** Cumulative layout shift × 1000. */
  readonly cls1000: number | null;
}

export const FEATURE_SORTS = [
  "name",
  "module",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
  "users",
  "medianActiveMs",
  "tried",
  "adopted",
  "lapsed",
  "adoptedAccounts",
  "adoptionPercent",
  "engagementBefore",
  "engagementChange",
  "activeMsBefore",
  "activeMsChange",
] as const;
export type FeatureSort = (typeof FEATURE_SORTS)[number];

export const FEATURE_COLUMNS = [
  "feature",
  "name",
  "kind",
  "module",
  "moduleName",
  "defined",
  "assets",
  "activeAssets",
  "engagement",
  "activeMs",
  "visits",
  "users",
  "medianActiveMs",
  "tried",
  "adopted",
  "lapsed",
  "adoptedAccounts",
  "adoptionPercent",
  "engagementBefore",
  "engagementChange",
  "activeMsBefore",
  "activeMsChange",
  "vitals",
] as const satisfies readonly (keyof FeaturesRow)[];

/** `GET /v1/users?account=&period=&search=&sort=&limit=&offset=` */
export interface UsersReply extends ReplyHead {
  readonly total: number;
  readonly rows: readonly UsersRow[];
}

/** One person, over all accounts they belong to, or within the one asked for. Assets belong to accounts, not to people. */
export interface UsersRow extends Omit<Metrics, "assets" | "activeAssets"> {
  readonly user: string;
  /** The id where the roster has no name. */
  readonly name: string;
  readonly role: string | null;
  readonly accounts: readonly string[];
  /** False: seen, not in the roster. */
  readonly inRoster: boolean;
  readonly createdAt: number | null;
  readonly attributes: Readonly<Record<string, string | number | boolean>>;
  /** How regularly they come; each person is in one class. */
  readonly loginClass: "daily" | "weekly" | "monthly" | "inactive" | "neverSeen";
  /** ISO date of the last day with a visit, active time or a presence. */
  readonly lastActiveDay: string | null;
  /** Of the features that are relevant to them. */
  readonly adoptedFeatures: number;
  readonly triedFeatures: number;
  readonly relevantFeatures: number;
  /** Adopted ÷ relevant; null: nothing is relevant. */
  readonly adoptionPercent: number | null;
  /** By their latest answer that still counts; null: none. */
  readonly happiness: "notHappy" | "neutral" | "happy" | "veryHappy" | null;
  /** Null: no data. */
  readonly healthScore: number | null;
  readonly healthClass: "thriving" | "healthy" | "steady" | "struggling" | null;
  readonly lastTouchpointAt: number | null;
  /** Ids, in the order of the definitions. */
  readonly segments: readonly string[];
}

export const USER_SORTS = [
  "name",
  "role",
  "engagement",
  "activeMs",
  "visits",
  "createdAt",
  "loginClass",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "happiness",
  "healthScore",
  "healthClass",
  "lastTouchpointAt",
] as const;
export type UserSort = (typeof USER_SORTS)[number];

export const USER_COLUMNS = [
  "user",
  "name",
  "role",
  "accounts",
  "inRoster",
  "createdAt",
  "attributes",
  "engagement",
  "activeMs",
  "visits",
  "loginClass",
  "lastActiveDay",
  "adoptedFeatures",
  "triedFeatures",
  "relevantFeatures",
  "adoptionPercent",
  "happiness",
  "healthScore",
  "healthClass",
  "lastTouchpointAt",
  "segments",
] as const satisfies readonly (keyof UsersRow)[];

/** `GET /v1/assets?account=&search=&sort=&limit=&offset=`: what exists now; the period says nothing about it. */
export interface AssetsReply extends ReplyHead {
  readonly total: number;
  readonly rows: readonly AssetsRow[];
}

export interface AssetsRow {
  readonly asset: string;
  readonly account: string;
  /** The id where it has no name. */
  readonly name: string;
  readonly type: string;
  /** The type's id where the definitions don't name it. */
  readonly typeName: string;
  /** The feature whose asset it is; null: the definitions name none. */
  readonly feature: string | null;
  readonly configured: boolean;
  readonly runs: number;
  readonly createdAt: number | null;
  readonly lastRunAt: number | null;
}

export const ASSET_SORTS = ["name", "account", "type", "runs", "createdAt", "lastRunAt"] as const;
export type AssetSort = (typeof ASSET_SORTS)[number];

export const ASSET_COLUMNS = [
  "asset",
  "name",
  "account",
  "type",
  "typeName",
  "feature",
  "configured",
  "runs",
  "createdAt",
  "lastRunAt",
] as const satisfies readonly (keyof AssetsRow)[];

/** `GET /v1/explain?number=&account=&user=&feature=&module=&by=`, with what the number itself was asked with. */
export type ExplainReply = Reply<typeof explainReply>;

/** `GET /v1/modules` (all accounts) and `GET /v1/accounts/:id/modules` (one). */
export type ModulesReply = Reply<typeof modules.modulesReply>;
export type ModulesRow = ModulesReply["rows"][number];

/** `GET /v1/modules/:id/nearly-there` */
export type NearlyThereReply = Reply<typeof modules.nearlyThereReply>;
export type NearlyThereRow = NearlyThereReply["rows"][number];
/** `GET /v1/overview?rank=`: tiles are numbers that `GET /v1/explain` opens. */
export type OverviewReply = Reply<typeof overviewReply>;

/** `GET /v1/trend?number=&account=&user=&feature=&module=&bucket=` */
export type TrendReply = Reply<typeof trendReply>;

/** `GET /v1/snapshots?module=` */
export type SnapshotsReply = Reply<typeof modules.snapshotsReply>;
export type SnapshotsRow = SnapshotsReply["rows"][number];

/** `POST /v1/snapshots`, 201. */
export type SnapshotsTakenReply = Reply<typeof modules.snapshotsTakenReply>;

/** `GET /v1/snapshots/compare?module=&from=&to=` */
export type ComparisonReply = Reply<typeof modules.comparisonReply>;
export type ComparisonRow = ComparisonReply["rows"][number];

/** `PUT /v1/targets` */
export type TargetReply = Reply<typeof modules.targetReply>;

/** `GET /v1/stages?feature=&user=&stage=&living=` */
export type StagesReply = Reply<typeof stages.stagesReply>;
export type StagesRow = StagesReply["rows"][number];

/** `GET /v1/stages/matrix?by=account|user` */
export type StageMatrixReply = Reply<typeof stages.stageMatrixReply>;
export type StageMatrixRow = StageMatrixReply["rows"][number];

/** `GET /v1/stages/nearly?feature=&user=` */
export type NearlyAdoptedReply = Reply<typeof stages.nearlyAdoptedReply>;
export type NearlyAdoptedRow = NearlyAdoptedReply["rows"][number];

/** `DELETE /v1/stages/:feature?account=&user=&reason=` */
export type RemovalReply = Reply<typeof stages.removalReply>;
/** `GET /v1/accounts/:id` */
export type AccountReply = Reply<typeof accountReply>;

/** `GET /v1/users/:id` */
export type UserReply = Reply<typeof userReply>;

/** How many features and modules were used, day by day. */
export type StripReply = AccountReply["strip"];

/** `GET /v1/retention?of=&feature=&weeks=` */
export type RetentionReply = Reply<typeof retentionReply>;

/** `GET /v1/funnel?feature=` */
export type FunnelReply = Reply<typeof funnelReply>;

/** `GET /v1/sparklines?accounts=|users=&series=` */
export type SparklinesReply = Reply<typeof sparklinesReply>;

/** `GET /v1/attention?order=&search=&sort=&limit=&offset=` */
export type AttentionReply = Reply<typeof attentionReply>;

/** `GET /v1/coverage?search=&sort=&limit=&offset=` */
export type CoverageReply = Reply<typeof coverageReply>;

/** `GET /v1/segments` */
export type SegmentsReply = Reply<typeof segments.segmentsReply>;
export type SegmentsRow = SegmentsReply["rows"][number];

/** `GET /v1/segments/:id/members?history=` */
export type SegmentMembersReply = Reply<typeof segments.segmentMembersReply>;
export type SegmentMembersRow = SegmentMembersReply["rows"][number];

/** `GET /v1/milestones?account=&user=` */
export type MilestonesReply = Reply<typeof milestones.milestonesReply>;
export type MilestonesRow = MilestonesReply["rows"][number];

/** `POST /v1/milestones/:id/reset` and `POST /v1/milestones/:id/relevance` */
export type MilestoneDecisionReply = Reply<typeof milestones.milestoneDecisionReply>;

/** `GET /v1/session`; 401 without one. `POST /v1/session` with `{ token }` starts one, `DELETE` ends it. */
export interface SessionReply {
  readonly name: string;
  readonly role: "admin" | "csm" | "viewer";
}

/** Reply of every `PUT` of the push API. Lines count from 1. */
export interface PushReply {
  readonly accepted: number;
  readonly rejected: readonly { readonly line: number; readonly reason: string }[];
}

/** Reply of `POST /v1/segment`. Messages count from 1. */
export interface SegmentReply extends PushReply {
  /** Messages of sorts that say nothing here: page, screen, alias. */
  readonly ignored: number;
}

/** What a shape describes; nobody writes to it. */
type Reply<Shape extends GenericSchema> = Frozen<InferOutput<Shape>>;
type Frozen<Type> = Type extends object ? { readonly [Key in keyof Type]: Frozen<Type[Key]> } : Type;
