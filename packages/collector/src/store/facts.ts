import type { ActiveMs, RejectionReason, Vitals } from "@uptake/tracker/protocol";
import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import type { AssetCountRow, AssetCountsQuery, AssetsPage, AssetsQuery } from "./assets-question.ts";
import type { CellsPage, CellsQuery } from "./cells-question.ts";
import type {
  Attributes,
  PushedKind,
  PushedQuery,
  PushedRows,
  PushKind,
  PushRefusal,
  PushWrites,
  SubscriptionState,
} from "./pushed.ts";

/**
 * What happened: cells, base, rollups, roster and pushed series. A few generic questions, composed by the doors, so that
 * a second engine and row visibility cost no rewrite. Every promise rejects with `StoreUnavailableError` while the store
 * can't write or read (full disk, closing); nothing is half written.
 */
export interface Facts {
  /**
   * Merges cells by the maximum of each counter and moves the rollups by the delta, in one transaction.
   * Resolves after the commit is on disk: one entry per cell, null when merged, else why it was quarantined.
   */
  mergeCells(cells: readonly CellWrite[], receivedAtMs: number): Promise<readonly (RejectionReason | null)[]>;
  /** Keeps what a door refused, with its reason. */
  quarantine(rows: readonly QuarantineWrite[], receivedAtMs: number): Promise<void>;
  /**
   * History from the host or a generator. Above the watermark each row is an ordinary cell of a writer that belongs to
   * `source`; below it a base row of `source`, which replaces. The same rows again change nothing.
   */
  backfill(source: string, rows: readonly BackfillRow[], receivedAtMs: number): Promise<void>;
  /**
   * Folds all cells below `slot` into base, in steps, each of which moves the watermark ahead of what it folds. Nothing
   * while another time zone is being counted in.
   */
  fold(slot: number): Promise<void>;
  /** Commits a change that says nothing, to know whether a commit works. */
  probe(): Promise<void>;

  /**
   * Takes out what a writer or a user has counted, and refuses it from then on (`voided`). Above the watermark a writer is
   * known, below it only the user. Again: takes out nothing more.
   * @param by who does it and when, Unix ms, for the audit log; null: only tells what it would take out.
   * @returns null: nobody has heard of the writer or the user, or not in that account.
   */
  void(target: VoidTarget, by: { readonly actor: string; readonly atMs: number } | null): Promise<VoidOutcome | null>;

  /**
   * Takes what the host's server tells; a field that is absent stays as it was. Many rows are many transactions, so that
   * what browsers send waits for none of them for long: where one fails, those before it are stored.
   * @param receivedAtMs when what is told without a time happened, Unix ms.
   * @returns of each row whether it was taken.
   */
  push<Kind extends PushKind>(
    kind: Kind,
    rows: readonly PushWrites[Kind][],
    receivedAtMs: number,
  ): Promise<readonly PushRefusal[]>;
  /** `push` of this kind, received now. */
  putAccounts(rows: readonly AccountWrite[]): Promise<void>;
  putUsers(rows: readonly UserWrite[]): Promise<void>;
  putAssets(rows: readonly AssetWrite[]): Promise<void>;

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
  /** What pages call the features that they name themselves, of those that `totals` would tell of. */
  featureNames(query: FeatureNamesQuery): Promise<readonly FeatureNameRow[]>;
  /** How many document loads had which web vitals, by feature. Nothing for a scope that leaves accounts out. */
  vitals(query: VitalsQuery): Promise<readonly VitalsRow[]>;
  /** Known (roster) and seen accounts. */
  accounts(scope: AccountScope): Promise<readonly AccountRow[]>;
  /** Likewise users. @param ids whom to tell of; absent: everybody. */
  users(scope: AccountScope, ids?: readonly string[]): Promise<readonly UserRow[]>;
  /** One page of the assets that exist, in an order. */
  assets(query: AssetsQuery): Promise<AssetsPage>;
  /** Assets and active assets that exist, by account and type unless said. */
  assetCounts(query: AssetCountsQuery): Promise<readonly AssetCountRow[]>;
  /** What the host's server told, of one kind. */
  pushed<Kind extends PushedKind>(query: PushedQuery<Kind>): Promise<readonly PushedRows[Kind][]>;
  /** How fresh the answers are, and by whose days. */
  watermark(scope: AccountScope): Promise<Watermark>;

  /**
   * Recomputes the rollups from cells and base and looks at every row for what may not be, while others write. Empty when
   * all is well; else the first thousand findings.
   */
  verify(): Promise<readonly VerifyFinding[]>;
  close(): Promise<void>;
}

/** The questions alone: what a report needs, wherever it is worked out. */
export type FactQuestions = Pick<
  Facts,
  | "totals"
  | "actionTotals"
  | "distinctUsers"
  | "medianTimes"
  | "cells"
  | "member"
  | "featureNames"
  | "vitals"
  | "accounts"
  | "users"
  | "assets"
  | "assetCounts"
  | "pushed"
  | "watermark"
>;

export interface CellWrite {
  readonly account: string;
  readonly user: string;
  readonly writer: string;
  readonly feature: string;
  /** What the page calls the feature, for everybody; the newest slot's name wins, of one slot the last to come. */
  readonly name?: string;
  readonly slot: number;
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
  /** By how much the browser's clock was behind this one's, ms; given only where that is worth a note. Corrects nothing. */
  readonly skewMs?: number;
  /** Of this writer and feature; each merged by maximum. */
  readonly vitals?: Vitals;
}

/** Whose cells a void takes out. */
export type VoidTarget =
  | {
      /** One document load, wherever its id was used. */
      readonly kind: "writer";
      readonly writer: string;
    }
  | {
      /** Everything of a user in some slots: of all writers and sources. */
      readonly kind: "user";
      readonly user: string;
      /** Absent: in all accounts. */
      readonly account?: string;
      readonly fromSlot: number;
      /** Not itself. */
      readonly toSlot: number;
    };

/** What a void took out. */
export interface VoidOutcome {
  readonly activeMs: ActiveMs;
  readonly visits: number;
  /** Counts of all actions together. */
  readonly actions: number;
  /** Rows of cells and base. */
  readonly rows: number;
}

export interface QuarantineWrite {
  readonly reason: RejectionReason;
  readonly writer: string | null;
  readonly account: string | null;
  readonly user: string | null;
  readonly feature: string | null;
  readonly slot: number | null;
}

export interface BackfillRow {
  readonly account: string;
  readonly user: string;
  readonly feature: string;
  readonly slot: number;
  readonly activeMs: ActiveMs;
  readonly visits: number;
  readonly actions: Readonly<Record<string, number>>;
}

export interface AccountWrite {
  readonly id: string;
  readonly name?: string;
  readonly plan?: string | null;
  /** Unix ms. */
  readonly createdAt?: number | null;
  /** Unix ms; null: not churned. */
  readonly churnedAt?: number | null;
  /** The account that this one is a part of. */
  readonly parent?: string | null;
  /** Whether it is to be watched more closely. */
  readonly premium?: boolean;
  /** State of what it pays for; null: not told. */
  readonly subscription?: SubscriptionState | null;
  readonly subscriptionStartedAt?: number | null;
  readonly subscriptionEndedAt?: number | null;
  /** Who looks after it, by role such as `csm`; roles that are absent stay, null: nobody. */
  readonly assignments?: Readonly<Record<string, string | null>>;
  /** Attributes that are absent stay, null removes one. */
  readonly attributes?: Readonly<Record<string, Attributes[string] | null>>;
}

export interface UserWrite {
  readonly id: string;
  /** Replaces the accounts the person belongs to. */
  readonly accounts?: readonly string[];
  /** Adds to the accounts the person belongs to. */
  readonly joins?: readonly string[];
  readonly name?: string;
  readonly role?: string | null;
  readonly createdAt?: number | null;
  /** As those of accounts. */
  readonly attributes?: AccountWrite["attributes"];
}

export interface AssetWrite {
  /** Unique within its account and type. */
  readonly id: string;
  readonly account: string;
  readonly type: string;
  readonly name?: string;
  /** Without it, it counts from when it was first told. */
  readonly createdAt?: number;
  readonly configured?: boolean;
  /** Runs so far. What it grows by belongs to the day on which it is told, or to an earlier one of the last run. */
  readonly runs?: number;
  readonly lastRunAt?: number | null;
  readonly deletedAt?: number | null;
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
  /** Tell only what happened from this slot on, but of the writer's share. Absent: everything. */
  readonly sinceSlot?: number;
  /** Likewise up to this slot, not itself: removals that came later are none, either. */
  readonly untilSlot?: number;
}

export interface MemberFacts {
  /** From the roster; null: not in it. */
  readonly accountName: string | null;
  readonly userName: string | null;
  /** One row per feature with any cell. */
  readonly features: readonly MemberFeatureFacts[];
  /** First slot in which an action's count reached its threshold, by action and count; absent: not reached. */
  readonly actionCrossings: readonly { readonly action: string; readonly count: number; readonly slot: number }[];
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
  readonly accounts: readonly string[];
  readonly inRoster: boolean;
  readonly attributes: Attributes;
}

export interface Watermark {
  /** When the last cell was committed, Unix ms; null: nothing yet. */
  readonly receivedAtMs: number | null;
  /** Cells below this slot are folded, or about to be; ingest refuses them. */
  readonly slot: number;
  /** The zone of the workspace's days that is in force, IANA name. */
  readonly timeZone: string;
}

/** What `verify` finds: a rollup that differs from its cells, or a row that breaks a rule. */
export type VerifyFinding = RollupDifference | BrokenRule;

export interface RollupDifference {
  readonly kind: "difference";
  readonly table: string;
  readonly key: string;
  readonly stored: string;
  readonly recomputed: string;
}

export interface BrokenRule {
  readonly kind: "broken";
  readonly table: string;
  readonly key: string;
  /** The rest of a sentence about the row. */
  readonly problem: string;
}
