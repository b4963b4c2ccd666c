import type { WaitingCase } from "../../domain/adoption/time-until.ts";
import type { AccountScope } from "../../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../../domain/day.ts";
import type { SegmentSubject } from "../../domain/definitions/segment-definition.ts";
import type { PeriodPreset } from "../../domain/period/period.ts";
import type { AccountsRow, AttentionReply, CoverageReply, NearlyAdoptedRow, StagesRow, UsersRow } from "../contract.ts";
import type { AccountFilters } from "../query/account-filters.ts";
import type { OwnDays } from "./own-days.ts";

/**
 * What is kept of a large workspace, so that nobody waits while everybody is counted: whole lists, and the numbers of each
 * account, as they were when it was last counted. It is all of one day and one version of the definitions, and either of the
 * preset periods up to that day or of days of one's own.
 */
export interface Kept {
  /** The last day whose use counts in it. */
  readonly day: WorkspaceDay;
  /** Everything that had come by then is in it, Unix ms. */
  readonly countedAtMs: number;
  /** Sums over fewer accounts are counted rather than read from it; those over all accounts never are. */
  readonly minAccounts: number;
  /** Whether a layer has been counted over everybody. */
  has(layer: KeptLayer): boolean;
  /** One page of a list. */
  list<Name extends KeptListName>(question: KeptQuestion<Name>): KeptPage<KeptRows[Name]>;
  /** All rows of a list between `offset` and `limit`, piece by piece, as they were sorted when the first was asked for. */
  pieces<Name extends KeptListName>(question: KeptQuestion<Name>): Iterable<readonly KeptRows[Name][]>;
  /** One page of what members made of features. */
  stages(question: KeptStagesQuestion): KeptPage<KeptStage>;
  /** All of it between `offset` and `limit`, likewise. */
  stagePieces(question: KeptStagesQuestion): Iterable<readonly KeptStage[]>;
  /** One page of who is in a segment, by their names. */
  segmentMembers(question: KeptMembersQuestion): KeptPage<KeptMember>;
  /** What accounts or users are called, by their ids; who isn't in the list isn't in it. */
  names(of: SegmentSubject, ids: readonly string[]): ReadonlyMap<string, string>;
  /** The accounts with the least engagement in a period, and how many more have as much, as `lowestEngagement` has them. */
  lowestAccounts(
    scope: AccountScope,
    period: KeptQuestion["period"],
    nowMs: number,
  ): { readonly lowest: readonly AccountsRow[]; readonly tied: number };
  /**
   * Whom that leaves out: those from which nothing ever came, and of the others those that are young; and, whom it doesn't,
   * those of which the host hasn't told.
   */
  leftOut(
    scope: AccountScope,
    nowMs: number,
  ): { readonly silent: number; readonly young: number; readonly notInRoster: number };
  /** Whether the use of accounts is kept of all days of a range, so that their list can be asked over it. */
  hasDays(days: DayRange): boolean;
  /** What accounts did on such days, by their ids; of an account that did nothing then it is all zero. */
  useOver(scope: AccountScope, days: DayRange): ReadonlyMap<string, UseOverDays>;
  /** The accounts that were used by the end of a day, by their ids. */
  spansUntil(scope: AccountScope, day: WorkspaceDay): ReadonlyMap<string, KeptSpan>;
  /** The accounts of which nobody can tell from what is kept whether there were any at the end of a day: they weren't used lately. */
  unusedLately(scope: AccountScope, day: WorkspaceDay): readonly string[];
  /** One page of the accounts that there were at the end of an earlier day. */
  accountsThen(question: AccountsThenQuestion): AccountsThen;
  /**
   * The accounts that filters leave, by their ids in order.
   * @param asker by name, whose accounts are `mine`, and when they ask, Unix ms.
   */
  accountsWhere(scope: AccountScope, filters: AccountFilters, asker: KeptAsker): readonly string[];
  /**
   * The numbers of a part, summed over the accounts of a scope. People who belong to several accounts are in no number of
   * people there, but of all accounts they are: each is counted once.
   */
  sums(part: KeptPart, scope: AccountScope): KeptSums;
  /**
   * The median active time of each feature in a period, over everybody, by the feature's key; of `milestones`, how long they
   * take.
   */
  medians(part: KeptPart): ReadonlyMap<string, number>;
  /** How long whom waited for each milestone, by the milestone; of the accounts of a scope. */
  milestoneWaits(scope: AccountScope): ReadonlyMap<string, readonly WaitingCase[]>;
  /** The numbers of each of some accounts, as far as there are any. */
  sumsByAccount(part: KeptPart, accounts: readonly string[]): ReadonlyMap<string, KeptSums>;
  /** Who belongs to several accounts, one of them in the scope; with all of theirs. */
  sharedUsers(scope: AccountScope): ReadonlyMap<string, readonly string[]>;
  /** The first day from which anything is known of the accounts of a scope; null: nothing is. */
  knownSince(scope: AccountScope): WorkspaceDay | null;
}

export interface AccountsThenQuestion extends Pick<KeptQuestion, "scope" | "search" | "limit" | "offset"> {
  /** Whose columns of use decide the order; all of them are kept. */
  readonly days: DayRange;
  readonly lastDay: WorkspaceDay;
  /** The last moment of that day, Unix ms. */
  readonly untilMs: number;
  /** That of any day. */
  readonly lastMomentOf: (day: WorkspaceDay) => number;
  /** Those of `unusedLately` that there were, with when browsers last sent anything by then, Unix ms, and as `accountsWithData` has it. */
  readonly others: readonly {
    readonly account: string;
    readonly lastReceivedAtMs: number | null;
    readonly hasData: boolean;
  }[];
  /** As in {@link KeptQuestion}; columns of use, and such as are told as they are known now. */
  readonly order: KeptQuestion["order"];
}

export interface AccountsThen {
  /** Rows after the search, before `limit` and `offset`. */
  readonly total: number;
  /** The page, by their ids. */
  readonly accounts: readonly string[];
  /** As `lowestAccounts` has them, and what `leftOut` tells. */
  readonly lowest: readonly Pick<AccountsRow, "account" | "name" | "engagement">[];
  readonly tied: number;
  readonly silent: number;
  readonly young: number;
  readonly notInRoster: number;
}

/** From when on an account was used up to a day. */
export interface KeptSpan {
  readonly firstDay: WorkspaceDay;
  /** Null: weeks before that day, and not kept. */
  readonly lastDay: WorkspaceDay | null;
}

/** What somebody did on some days: the numbers of the same names. */
export interface UseOverDays {
  readonly activeMs: number;
  readonly visits: number;
  readonly engagement: number;
  /** Distinct people. */
  readonly activeUsers: number;
}

/**
 * What numbers are about. `adoption`: what members have made of features and accounts of modules, as of the last day. `now`:
 * what else is said as of it. `funnels`, `milestones`: likewise, how far members get with features, and with milestones,
 * apart since only one door asks for each. `in 30d`: what happened in the period. `before 30d`: likewise, in the period before
 * it. `then 30d`: what is said, of adoption as well, as of the last day of that one.
 */
export type KeptPart =
  | "adoption"
  | "now"
  | "funnels"
  | "milestones"
  | `in ${KeptPeriodName}`
  | `before ${ComparedPeriodName}`
  | `then ${ComparedPeriodName}`;

/**
 * In what order a file of days of one's own is counted, over everybody each: whoever needs the first of these alone doesn't
 * wait for the other. `use`: what was made of features and modules. `people`: all that is said of accounts and people.
 */
export const KEPT_LAYERS = ["use", "people"] as const;
export type KeptLayer = (typeof KEPT_LAYERS)[number];

/** A preset period, or days of one's own, where these are what is kept. */
export type KeptPeriodName = PeriodPreset | "custom";

/** What days of one's own are called among the periods. */
export const OWN_DAYS = "custom" satisfies KeptPeriodName;

/** All time has nothing before it. */
export type ComparedPeriodName = Exclude<KeptPeriodName, "all">;

/** Numbers by name; one that is absent is 0. */
export type KeptSums = Readonly<Record<string, number>>;

export interface KeptAsker {
  /** Null: a program, which has no accounts of its own. */
  readonly name: string | null;
  readonly nowMs: number;
}

/** The lists that are kept whole. */
export interface KeptRows {
  readonly accounts: AccountsRow;
  readonly users: UsersRow;
  /** Accounts without a reason aren't in it. */
  readonly attention: AttentionReply["rows"][number];
  readonly coverage: CoverageReply["rows"][number];
}
export type KeptListName = keyof KeptRows;

export interface KeptQuestion<Name extends KeptListName = KeptListName> {
  readonly list: Name;
  /** Rows that belong to one of these accounts; of people those who belong to no other. All: everybody. */
  readonly scope: AccountScope;
  /** Whose columns of use the rows have; accounts have those of any days that are kept, too. */
  readonly period: KeptPeriodName | DayRange;
  /** As `textOrder` folds it; empty: everything. */
  readonly search: string;
  /** One column after the other; rows that are equal in all come in the order of their ids. Null comes last. */
  readonly order: readonly { readonly by: string; readonly descending: boolean }[];
  readonly limit: number;
  readonly offset: number;
}

/** What a member made of a feature; what it is called is in the definitions. */
export type KeptStage = Omit<StagesRow, "featureName">;

export type KeptStageSort = keyof NearlyAdoptedRow;

export interface KeptStagesQuestion {
  readonly scope: AccountScope;
  /** As it was asked; empty: everything. */
  readonly search: string;
  /** The features in whose names the search finds something. */
  readonly found: readonly string[];
  /** By what each feature is sorted, by its key. */
  readonly features: ReadonlyMap<string, string>;
  /** Null: any. */
  readonly feature: string | null;
  readonly user: string | null;
  readonly stage: StagesRow["stage"] | null;
  readonly living: StagesRow["living"];
  /** Whether the member counts in the feature's adoption rate; null: either. */
  readonly isEligible: boolean | null;
  /** Whether it is a quiet lapse; null: either. */
  readonly isQuiet: boolean | null;
  /** Rows that are equal in it come by account, user and feature. */
  readonly sort: { readonly by: KeptStageSort; readonly descending: boolean };
  readonly limit: number;
  readonly offset: number;
}

/** An account or user in a segment. */
export interface KeptMember {
  readonly id: string;
  readonly name: string;
}

export interface KeptMembersQuestion {
  readonly segment: string;
  /** Of what the segment is. */
  readonly of: SegmentSubject;
  /** As in {@link KeptQuestion}. */
  readonly scope: AccountScope;
  readonly search: string;
  /** Equals by their ids, in either direction. */
  readonly descending: boolean;
  readonly limit: number;
  readonly offset: number;
}

export interface KeptPage<Row> {
  /** Rows before `limit` and `offset`. */
  readonly total: number;
  readonly rows: readonly Row[];
}

/** What is kept of a period. */
export interface KeptPeriod {
  readonly kept: Kept;
  readonly period: KeptPeriodName;
}

/** By what everything in one file of kept figures is counted. */
export interface KeptRules {
  readonly definitionVersion: number;
  /** IANA name. */
  readonly timeZone: string;
  /** Whether the host has told of any account: with the first one, the others are no companies. */
  readonly hasRoster: boolean;
}

/** Finds what is kept. */
export interface KeptShelf {
  /** What is kept of the preset periods up to a day, or the day before where that one's isn't counted yet; null: nothing is. */
  find(today: WorkspaceDay, rules: KeptRules): Kept | null;
  /** What is kept of days of one's own; null: not all of it is. */
  findOwn(ownDays: OwnDays, rules: KeptRules): Kept | null;
  /** The same while they are being counted for the first time: some layers alone, of which only the sums of all accounts are told. */
  findCounting(ownDays: OwnDays, rules: KeptRules): Kept | null;
  /** What is kept of any days of one's own with such an end, for what only that says anything about; null: nothing is. */
  findAsOf(end: Omit<OwnDays, "days">, rules: KeptRules): Kept | null;
}
