import type { AccountScope } from "../domain/account-scope.ts";
import type { DayRange, WorkspaceDay } from "../domain/day.ts";
import type { AccountWrite, AssetWrite, UserWrite } from "./facts.ts";
import type { LatelyRule } from "./assets-question.ts";

/**
 * What the host's server tells, by kind. Every row is state: the same row again changes nothing, another one with the same
 * key takes its place. All times are Unix ms, all days workspace days.
 */
export interface PushWrites {
  readonly accounts: AccountWrite;
  readonly users: UserWrite;
  readonly seats: SeatsWrite;
  readonly assets: AssetWrite;
  readonly actions: ActionsWrite;
  readonly messages: MessageWrite;
  readonly gauges: GaugeWrite;
  readonly touchpoints: TouchpointWrite;
  readonly responses: ResponseWrite;
  readonly pillars: PillarWrite;
  readonly presence: PresenceWrite;
  readonly annotations: AnnotationWrite;
}

export type PushKind = keyof PushWrites;

/** Why the store didn't take a row; null: it did. */
export type PushRefusal = "voided" | "too_old" | "no_account" | "own_parent" | "too_many_attributes" | null;

/** What a host may say of an account or a person beside the fields that have a name. */
export type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Most attributes of one account or person. */
export const MAX_ATTRIBUTES = 50;

export const SUBSCRIPTION_STATES = ["active", "trialing", "past_due", "paused", "cancelled", "none"] as const;
export type SubscriptionState = (typeof SUBSCRIPTION_STATES)[number];

/** Who has bought a module for how many, and who sits there. */
export interface SeatsWrite {
  readonly account: string;
  readonly module: string;
  /** Seats bought; 0: not licensed; null: not known. */
  readonly licensed?: number | null;
  /** Everybody who has a seat, in place of those told before; null: not known who. */
  readonly users?: readonly string[] | null;
}

/** How often an action was counted in a slot, so far. */
export interface ActionsWrite {
  /** Who counts; each source has counts of its own. Empty unless said. */
  readonly source?: string;
  readonly account: string;
  /** Absent: the account as a whole. */
  readonly user?: string;
  readonly action: string;
  readonly slot: number;
  /** In place of what the same source said before; 0: none. */
  readonly count: number;
}

/** One occurrence of an action, told by a message that may come again. */
export interface MessageWrite {
  readonly source: string;
  /** Absent: the one account that the roster has the user in. */
  readonly account?: string;
  readonly user?: string;
  readonly action: string;
  readonly slot: number;
  /** The sender's id of the message: it counts once in its slot. */
  readonly message: string;
}

/** A value that the host measures of an account, once a day. */
export interface GaugeWrite {
  readonly account: string;
  readonly gauge: string;
  readonly day: WorkspaceDay;
  /** Null: no value that day. */
  readonly value: number | null;
  /** Of the gauge, for all accounts and days. */
  readonly unit?: string | null;
}

export const TOUCHPOINT_KINDS = ["email", "meeting", "call", "support"] as const;
export type TouchpointKind = (typeof TOUCHPOINT_KINDS)[number];

/** A contact with an account or one of its people. */
export interface TouchpointWrite {
  readonly id: string;
  readonly account: string;
  readonly user?: string | null;
  readonly kind: TouchpointKind;
  readonly at: number;
  /** Who made it. */
  readonly by?: string | null;
  readonly note?: string | null;
  /** True: there was no such contact. */
  readonly deleted?: boolean;
}

/** An answer to "how likely are you to recommend us?". */
export interface ResponseWrite {
  readonly id: string;
  readonly account: string;
  readonly user: string;
  /** 0 to 10. */
  readonly score: number;
  readonly at: number;
  readonly comment?: string | null;
  readonly deleted?: boolean;
}

export const PILLARS = ["relationship", "service", "financial"] as const;
export type Pillar = (typeof PILLARS)[number];

/** A part of an account's health that the host knows. */
export interface PillarWrite {
  readonly account: string;
  readonly pillar: Pillar;
  /** 0 to 100; null: not provided any more. */
  readonly score: number | null;
  /** Where it comes from; empty unless said. */
  readonly source?: string;
  /** As of when it holds. An older one than the stored changes nothing. */
  readonly at: number;
}

/** The host's server has seen somebody on a day. */
export interface PresenceWrite {
  readonly day: WorkspaceDay;
  readonly account: string;
  readonly user: string;
}

export const ANNOTATION_KINDS = ["training", "release", "other"] as const;
export type AnnotationKind = (typeof ANNOTATION_KINDS)[number];

/** What happened on a day, to be seen beside the numbers. */
export interface AnnotationWrite {
  readonly id: string;
  /** Absent or null: it concerns everybody. */
  readonly account?: string | null;
  readonly kind: AnnotationKind;
  readonly day: WorkspaceDay;
  readonly name: string;
  readonly deleted?: boolean;
}

/** What can be read back, by kind. */
export interface PushedRows {
  readonly memberships: MembershipRow;
  readonly seats: SeatsRow;
  readonly actions: PushedActionRow;
  readonly gauges: GaugeRow;
  readonly touchpoints: TouchpointRow;
  readonly responses: ResponseRow;
  readonly pillars: PillarRow;
  readonly presence: PresenceWrite;
  readonly annotations: AnnotationRow;
  readonly assetDays: AssetDayRow;
  readonly assetTypeDays: AssetTypeDayRow;
  readonly assetRuns: AssetRunsRow;
  readonly assetRunDays: AssetRunDayRow;
  readonly undatedRuns: AssetRunsRow;
}

export type PushedKind = keyof PushedRows;

/** Asks for pushed rows of one kind, in the order of their time where they have one. */
export interface PushedQuery<Kind extends PushedKind = PushedKind> {
  readonly kind: Kind;
  readonly scope: AccountScope;
  readonly account?: string;
  /** Of kinds that have one; of seats, those that the person has. */
  readonly user?: string;
  /** Of kinds that have a time or a day. */
  readonly days?: DayRange;
  /** Of `assetDays`, `assetTypeDays`, `assetRuns`, `assetRunDays` and `undatedRuns`. */
  readonly type?: string;
  /** Of `assetDays` and `assetTypeDays`; absent: whatever is configured is active. */
  readonly lately?: Pick<LatelyRule, "withinDays">;
  /** Its id; of `assetRuns`, `assetRunDays` and `undatedRuns`. */
  readonly asset?: string;
  /** At most so many rows, the earliest; not of `assetDays` and `assetTypeDays`. */
  readonly limit?: number;
}

/** An account of which a user was told to be. Where somebody was only seen they are a member, too, and have no such row. */
export interface MembershipRow {
  readonly account: string;
  readonly user: string;
}

export interface SeatsRow {
  readonly account: string;
  readonly module: string;
  /** Null: not told. */
  readonly licensed: number | null;
  /** Null: not told who. */
  readonly users: readonly string[] | null;
}

export interface PushedActionRow extends Required<
  Pick<ActionsWrite, "source" | "account" | "action" | "slot" | "count">
> {
  /** Null: the account as a whole. */
  readonly user: string | null;
}

export interface GaugeRow {
  readonly account: string;
  readonly gauge: string;
  readonly unit: string | null;
  readonly day: WorkspaceDay;
  readonly value: number;
}

export interface TouchpointRow {
  readonly id: string;
  readonly account: string;
  readonly user: string | null;
  readonly kind: TouchpointKind;
  readonly at: number;
  readonly by: string | null;
  readonly note: string | null;
}

export interface ResponseRow {
  readonly id: string;
  readonly account: string;
  readonly user: string;
  readonly score: number;
  readonly at: number;
  readonly comment: string | null;
}

export interface PillarRow {
  readonly account: string;
  readonly pillar: Pillar;
  readonly score: number;
  readonly source: string;
  readonly at: number;
}

export interface AnnotationRow {
  readonly id: string;
  /** Null: it concerns everybody. */
  readonly account: string | null;
  readonly kind: AnnotationKind;
  readonly day: WorkspaceDay;
  readonly name: string;
}

/**
 * How many assets there were at the end of a day. A row for each day on which that changed, and for the day before the
 * period, if there had ever been any by then, of which none may be left: what was, holds until the next row.
 */
export interface AssetDayRow {
  readonly account: string;
  readonly type: string;
  readonly day: WorkspaceDay;
  readonly assets: number;
  readonly activeAssets: number;
}

/** The same of all accounts that are asked about together. */
export type AssetTypeDayRow = Omit<AssetDayRow, "account">;

/**
 * How often an asset ran in the period, as far as it was told in it; of `undatedRuns` its runs that are of no day, where these may
 * have been in the period.
 */
export interface AssetRunsRow {
  readonly account: string;
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
  readonly runs: number;
}

/** How often assets of a type ran on a day, of all accounts that are asked about together, as far as it was told of that day. */
export interface AssetRunDayRow {
  readonly type: string;
  readonly day: WorkspaceDay;
  readonly runs: number;
}
