import type { Definitions } from "../domain/definitions/definitions.ts";
import type { Adoptions } from "./adoptions.ts";
import type { MilestoneRecords } from "./milestone-records.ts";
import type { ModuleSnapshots } from "./module-snapshots.ts";
import type { PremiumMarks } from "./premium-marks.ts";
import type { RelevanceAnswers } from "./relevance-answers.ts";
import type { Restatements } from "./restatements.ts";
import type { SegmentMembers } from "./segment-members.ts";
import type { StageRemovals } from "./stage-removals.ts";

/**
 * What was decided and who may do what: keys, definitions, sessions, adoptions, removals, milestones, snapshots,
 * segments, what is relevant to whom, audit. Small, and every change is a transaction.
 */
export interface Records
  extends
    Adoptions,
    StageRemovals,
    MilestoneRecords,
    ModuleSnapshots,
    PremiumMarks,
    RelevanceAnswers,
    SegmentMembers,
    Restatements {
  /** Stores a key; the secret itself is never stored, only its hash. */
  createKey(key: KeyRecord): Promise<void>;
  keys(): Promise<readonly KeyRecord[]>;
  /** @returns false when there is no such key. */
  revokeKey(id: string, atMs: number): Promise<boolean>;
  /**
   * Stores a key that takes the place of another one, which holds until `expiresAtMs` at most, in one transaction.
   * @returns false when there is no such key, or it is revoked; nothing was stored.
   */
  rotateKey(id: string, next: KeyRecord, expiresAtMs: number): Promise<boolean>;
  /** Notes when a key last served. An earlier moment than the one that is stored changes nothing. */
  useKey(id: string, atMs: number): Promise<void>;

  /** The current version, or null before the first. */
  definitions(): Promise<StoredDefinitions | null>;
  /** Stores the next version and makes it current. */
  applyDefinitions(next: NewDefinitions): Promise<StoredDefinitions>;

  createSignInToken(tokenHash: string, session: SessionIdentity, expiresAtMs: number): Promise<void>;
  /** Uses a sign-in token up, once, and starts the session under `sessionHash`. Null: unknown, used or expired. */
  startSession(
    tokenHash: string,
    sessionHash: string,
    nowMs: number,
    expiresAtMs: number,
  ): Promise<SessionIdentity | null>;
  /** Null: unknown or expired. */
  session(sessionHash: string, nowMs: number): Promise<SessionIdentity | null>;
  endSession(sessionHash: string): Promise<void>;

  audit(entry: AuditEntry): Promise<void>;
  close(): Promise<void>;
}

/** What a report asks of it. */
export type RecordQuestions = Pick<
  Records,
  | "definitions"
  | "adoptions"
  | "events"
  | "removals"
  | "snapshots"
  | "snapshotPage"
  | "snapshotDays"
  | "moduleTargets"
  | "milestoneRecords"
  | "relevanceAnswers"
  | "restatements"
  | "segmentMembers"
  | "staysOf"
  | "segmentsEvaluated"
>;

export interface KeyRecord {
  /** Public part: the key itself for `pk_`, the id between the underscores for `sk_`. */
  readonly id: string;
  readonly kind: "public" | "secret";
  /** SHA-256 of the whole key, hex. */
  readonly hash: string;
  /** Exact origins that may use a public key; empty: any. */
  readonly origins: readonly string[];
  readonly scopes: readonly KeyScope[];
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
  /** Of a key that was rotated: from when on it holds no more. */
  readonly expiresAtMs: number | null;
  /** When it last served, to the hour; null: never. */
  readonly lastUsedAtMs: number | null;
}

/** `write`: push API and backfill; `read`: the read API; `collect`: cells and public definitions. */
export type KeyScope = "collect" | "write" | "read";

export interface StoredDefinitions {
  readonly version: number;
  readonly definitions: Definitions;
  /** SHA-256 of the file it came from; null: edited on screen. */
  readonly fileHash: string | null;
  readonly appliedAtMs: number;
}

export type NewDefinitions = Omit<StoredDefinitions, "version">;

export interface SessionIdentity {
  readonly name: string;
  readonly role: "admin" | "csm" | "viewer";
}

export interface AuditEntry {
  readonly atMs: number;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
}
