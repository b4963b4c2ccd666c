import type { AccountsRow, AttentionReply, CoverageReply, UsersRow } from "../api/contract.ts";
import type { UserUse } from "../api/counting/count-use.ts";
import type { AccountMilestones } from "../api/counting/count-milestones.ts";
import type { KeptLayer, KeptPart, KeptPeriodName, KeptSums } from "../api/reading/kept.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import type { CountedDays } from "./count-days.ts";
import type { CountedStage } from "./kept-stages.ts";
import type { KeptDays } from "./parts.ts";
import type { UseTimes } from "./use-times.ts";

/** What is counted of accounts and people, and kept. */

/** Everything that was counted of one account. */
export interface CountedAccount {
  readonly account: string;
  /** Those of the layers that were counted. */
  readonly sums: ReadonlyMap<KeptPart, KeptSums>;
  /** What its members made of features; null: the layer `use` wasn't counted. */
  readonly stages: readonly CountedStage[] | null;
  /** Null: the layer `people` wasn't counted. */
  readonly listed: ListedAccount | null;
}

/** What is kept of an account beside its sums. */
export interface ListedAccount {
  readonly row: AccountsRow;
  readonly periods: CountedPeriods<Readonly<Record<string, number>>>;
  /** Null: it has no reason to be in the queue. */
  readonly attention: AttentionReply["rows"][number] | null;
  readonly coverage: CoverageReply["rows"][number];
  /** How long its members, or itself, waited for each milestone. */
  readonly waits: AccountMilestones["waits"];
  /** First day of which anything is known. */
  readonly firstDay: WorkspaceDay | null;
  /** Null: they aren't kept, as the file is of days of one's own. */
  readonly days: CountedDays | null;
}

/** By the periods of the file. */
export type CountedPeriods<Use> = Readonly<Partial<Record<KeptPeriodName, Use>>>;

/** Everything that is kept of one person. */
export interface CountedUser {
  readonly row: UsersRow;
  readonly periods: CountedPeriods<UserUse>;
}

/** People who don't belong to one account alone, and the numbers in which they are. */
export interface CountedPeople {
  /** Null: the layer `people` wasn't counted. */
  readonly users: readonly CountedUser[] | null;
  readonly sums: ReadonlyMap<KeptPart, KeptSums>;
}

/** What was counted of some accounts. */
export interface CountedAccounts {
  readonly accounts: readonly CountedAccount[];
  /** The people who belong to one of them and to no other account; null: the layer `people` wasn't counted. */
  readonly users: readonly CountedUser[] | null;
  /** How long each of those people used each feature; empty: nobody asked for it. */
  readonly times: ReadonlyMap<KeptPart, UseTimes>;
}

/** What is counted of a file. */
export interface CountingOf {
  readonly days: KeptDays;
  /** People who belong to several accounts of the workspace. */
  readonly shared: ReadonlySet<string>;
  /** Whether the periods before and the weeks that are over are counted, which takes longer than all the rest. */
  readonly withBefore: boolean;
  readonly layers: readonly KeptLayer[];
  /** Whether times are collected, as medians will be made of those of everybody. */
  readonly withTimes: boolean;
}
