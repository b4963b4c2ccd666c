import type { ActiveMs, Vitals } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import type { AssetCountRow, AssetCountsQuery, AssetsPage, AssetsQuery } from "./assets-question.ts";
import type { CellsPage, CellsQuery } from "./cells-question.ts";
import type { Attributes, PushedKind, PushedQuery, PushedRows, SubscriptionState } from "./pushed.ts";

/** The questions alone: what a report needs, wherever it is worked out. */
export interface FactQuestions {
  /** Active time and visits, summed over days and over every dimension that `by` does not name. */
  totals(query: TimeTotalsQuery): Promise<readonly TotalsRow[]>;
  /** Action counts, likewise; always by action, and by the feature in which they were counted. */
  actionTotals(query: TotalsQuery): Promise<readonly ActionTotalsRow[]>;
  /** How many people used what, each counted once: a visit or active time under the idle limit is use. */
  distinctUsers(query: DistinctQuery): Promise<readonly DistinctRow[]>;
  /** The median active time per person who used a feature, by feature; with several accounts, over all of them. */
  medianTimes(query: MedianTimesQuery): Promise<readonly MedianTimeRow[]>;
  /** What the sums of an account are made of: its cells and base rows, the newest slot first. */
  cells(query: CellsQuery): Promise<CellsPage>;
  /** Everything about one member from one read: sums, the slots in which sums crossed, one writer's share. */
  member(query: MemberQuery): Promise<MemberFacts>;
  /** The same about several members of an account, in the order in which they are asked for. */
  members(query: MembersQuery): Promise<readonly MemberFacts[]>;
  /** What pages call the features that they name themselves, of those that `totals` would tell of. */
  featureNames(query: FeatureNamesQuery): Promise<readonly FeatureNameRow[]>;
  /** How many document loads had which web vitals, by feature. Nothing for a scope that leaves accounts out. */
  vitals(query: VitalsQuery): Promise<readonly VitalsRow[]>;
  /** Known (roster) and seen accounts. */
  accounts(scope: AccountScope): Promise<readonly AccountRow[]>;
  /** Known and seen people. @param ids whom to tell of; absent: everybody. */
  users(scope: AccountScope, ids?: readonly string[]): Promise<readonly UserRow[]>;
  /** One page of the assets that exist, in an order. */
  assets(query: AssetsQuery): Promise<AssetsPage>;
  /** Assets and active assets that exist, by account and type unless said. */
  assetCounts(query: AssetCountsQuery): Promise<readonly AssetCountRow[]>;
  /** What the host's server told, of one kind. */
  pushed<Kind extends PushedKind>(query: PushedQuery<Kind>): Promise<readonly PushedRows[Kind][]>;
  /** How fresh the answers are, and by whose days. */
  watermark(scope: AccountScope): Promise<Watermark>;
}

export interface TotalsQuery {
  readonly scope: AccountScope;
  /** Which dimensions the rows keep. Empty: one row. */
  readonly by: readonly ("account" | "user" | "feature" | "day")[];
  /** Absent: all time. */
  readonly days?: DayRange;
  readonly account?: string;
  readonly user?: string;
  readonly feature?: string;
}

/** Sums of active time and visits. */
export interface TimeTotalsQuery extends TotalsQuery {
  /** Also tell on which days there was use: a visit, or active time under this index into `IDLE_LIMITS`. */
  readonly spanUnder?: number;
  /** Then also where the days of use lie around each of these. @defaultValue none */
  readonly splitAt?: readonly WorkspaceDay[];
}

export interface TotalsRow {
  readonly account?: string;
  readonly user?: string;
  readonly feature?: string;
  readonly day?: WorkspaceDay;
  readonly activeMs: ActiveMs;
  readonly visits: number;
  /** Where `spanUnder` asks for it; null: there was no use under that limit. */
  readonly span?: UseSpan | null;
}

/** On which days there was use. */
export interface UseSpan {
  readonly firstDay: WorkspaceDay;
  readonly lastDay: WorkspaceDay;
  /** Days with use, from first to last. */
  readonly activeDays: number;
  /** Where `splitAt` asks for it, in the order asked. */
  readonly splits?: readonly UseSplit[];
}

/** The days of use that are nearest to a day. */
export interface UseSplit {
  /** The last one before it; null: there is none. */
  readonly before: WorkspaceDay | null;
  /** The first one from it on; null: there is none. */
  readonly from: WorkspaceDay | null;
}

export interface ActionTotalsRow {
  readonly account?: string;
  readonly user?: string;
  readonly day?: WorkspaceDay;
  /** The feature in which it was counted. */
  readonly feature: string;
  readonly action: string;
  readonly count: number;
}

export interface DistinctQuery extends Pick<TotalsQuery, "scope" | "days" | "account"> {
  /** Which dimensions the rows keep. Empty: one row. */
  readonly by: readonly ("account" | "feature" | "day")[];
  /** Only use of these. Absent: of all. */
  readonly features?: readonly string[];
  /** Index into `IDLE_LIMITS`. */
  readonly idleLimitIndex: number;
}

export interface DistinctRow {
  readonly account?: string;
  readonly feature?: string;
  readonly day?: WorkspaceDay;
  readonly users: number;
}

export interface MedianTimesQuery extends Pick<TotalsQuery, "scope" | "days"> {
  /** Index into `IDLE_LIMITS`. */
  readonly idleLimitIndex: number;
}

export interface MedianTimeRow {
  readonly feature: string;
  /** Of an even number of people the mean of the two in the middle. */
  readonly medianMs: number;
}

export type FeatureNamesQuery = Pick<TotalsQuery, "scope" | "days" | "account">;

export interface FeatureNameRow {
  readonly feature: string;
  /** Untrusted text: it came with the public key. */
  readonly name: string;
}

export type VitalsQuery = Pick<TotalsQuery, "scope" | "days">;

export interface VitalsRow {
  readonly feature: string;
  readonly vital: keyof Vitals;
  /** As `vitalBucket` numbers them. */
  readonly bucket: number;
  /** Document loads. */
  readonly count: number;
}

/** So many visits, or so many milliseconds of active time, whatever removals from stages there were. */
export interface UseThreshold {
  readonly of: "visits" | "activeMs";
  /** Absent: over all features. */
  readonly feature?: string;
  readonly amount: number;
}

export interface MemberQuery {
  readonly scope: AccountScope;
  readonly account: string;
  readonly user: string;
  /** Whose share to report. */
  readonly writer?: string;
  /** Index into `IDLE_LIMITS` under which crossings are found. */
  readonly idleLimitIndex: number;
  /** Where to look for a crossing of active time; the store knows of removals from stages by itself. */
  readonly thresholds: readonly { readonly feature: string; readonly thresholdMs: number }[];
  /** Where to look for a crossing of an action's count. */
  readonly actionThresholds: readonly { readonly action: string; readonly count: number }[];
  /** Where to look for a crossing of visits or active time. @defaultValue none */
  readonly useThresholds?: readonly UseThreshold[];
  /** Tell only what happened from this slot on, but of the writer's share. Absent: everything. */
  readonly sinceSlot?: number;
  /** Likewise up to this slot, not itself: removals that came later are none, either. */
  readonly untilSlot?: number;
  /** Also tell on which days there was use. @defaultValue false */
  readonly withUseDays?: boolean;
}

/** At most {@link MAX_MEMBERS} at once: each is read by itself. */
export interface MembersQuery extends Omit<MemberQuery, "user" | "writer"> {
  readonly users: readonly string[];
}

export const MAX_MEMBERS = 500;

export interface MemberFacts {
  /** From the roster; null: not in it. */
  readonly accountName: string | null;
  readonly userName: string | null;
  /** One row per feature with any cell. */
  readonly features: readonly MemberFeatureFacts[];
  /** First slot in which an action's count reached its threshold, by action and count; absent: not reached. */
  readonly actionCrossings: readonly { readonly action: string; readonly count: number; readonly slot: number }[];
  /** Likewise of visits and active time, for each threshold that was reached. */
  readonly useCrossings: readonly (UseThreshold & { readonly slot: number })[];
  /** When the last cell of this member arrived, Unix ms, as in `AccountRow`; null: never. */
  readonly receivedAtMs: number | null;
  /** The zone of the workspace's days, IANA name. */
  readonly timeZone: string;
}

export interface MemberFeatureFacts {
  readonly feature: string;
  readonly activeMs: ActiveMs;
  /** Since the last removal from the feature's stage, under the query's idle limit. */
  readonly progressMs: number;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
  /** First slot at whose end the sum since the last removal was at least the threshold. */
  readonly crossedSlot: number | null;
  /** The same for every epoch between removals in which there is such a slot, the current one included. */
  readonly adoptions: readonly { readonly epoch: number; readonly slot: number }[];
  /** Last slot with a visit, or with active time under the query's idle limit. */
  readonly lastSlot: number | null;
  /** The days of such slots, in order, where `withUseDays` asks for them. */
  readonly useDays?: readonly WorkspaceDay[];
  /** Of the query's writer. */
  readonly writerActiveMs: ActiveMs;
}

export interface AccountRow {
  readonly id: string;
  /** Null: seen, not in the roster. */
  readonly name: string | null;
  readonly plan: string | null;
  readonly createdAt: number | null;
  readonly churnedAt: number | null;
  readonly inRoster: boolean;
  /** Null: none, or one that the asker can't see. */
  readonly parent: string | null;
  readonly premium: boolean;
  /** Null: not told. */
  readonly subscription: SubscriptionState | null;
  readonly subscriptionStartedAt: number | null;
  readonly subscriptionEndedAt: number | null;
  /** By role. */
  readonly assignments: Readonly<Record<string, string>>;
  readonly attributes: Attributes;
  /** When its last cell arrived, Unix ms; one of a backfill arrived when its slot ended. Null: never seen. */
  readonly lastReceivedAtMs: number | null;
}

export interface UserRow {
  readonly id: string;
  readonly name: string | null;
  readonly role: string | null;
  readonly createdAt: number | null;
  /** When they left the company; null: as far as the host has said they are there. */
  readonly leftAt: number | null;
  readonly accounts: readonly string[];
  readonly inRoster: boolean;
  readonly attributes: Attributes;
}

export interface Watermark {
  /**
   * When anything was last committed that numbers are made of, Unix ms: cells, or what the host's server told. Null: nothing
   * yet.
   */
  readonly receivedAtMs: number | null;
  /** When the last cell was; null: none yet. */
  readonly cellsReceivedAtMs: number | null;
  /** When the host's server last told anything; null: it never did. */
  readonly toldAtMs: number | null;
  /** Cells below this slot are folded, or about to be; ingest refuses them. */
  readonly slot: number;
  /** The zone of the workspace's days that is in force, IANA name. */
  readonly timeZone: string;
  /** Whether the host has told of any account of the workspace. */
  readonly hasRoster: boolean;
}
