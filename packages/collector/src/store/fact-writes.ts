import type { ActiveMs, RejectionReason, Vitals } from "@uptake/tracker/protocol";
import type { Attributes, PushKind, PushRefusal, PushWrites, SubscriptionState } from "./pushed.ts";

/** What changes the facts. Each resolves after the commit is on disk. */
export interface FactWrites {
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
   * @param restates whether days that had ended by `receivedAtMs` are restated; false: it is a past of which nobody was ever
   * told anything else.
   * @returns of each row whether it was taken.
   */
  backfill(
    source: string,
    rows: readonly BackfillRow[],
    receivedAtMs: number,
    restates?: boolean,
  ): Promise<readonly PushRefusal[]>;
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
   * @param actor who tells it, for the audit log, which has every mark of an account that changes; null or absent: nobody who
   * could be named.
   * @returns of each row whether it was taken.
   */
  push<Kind extends PushKind>(
    kind: Kind,
    rows: readonly PushWrites[Kind][],
    receivedAtMs: number,
    actor?: string | null,
  ): Promise<readonly PushRefusal[]>;
  /** `push` of this kind, received now. */
  putAccounts(rows: readonly AccountWrite[]): Promise<void>;
  putUsers(rows: readonly UserWrite[]): Promise<void>;
  putAssets(rows: readonly AssetWrite[]): Promise<void>;
}

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
  /** Unix ms; from that day on they count in nothing but what they did. Null: still there. */
  readonly leftAt?: number | null;
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
