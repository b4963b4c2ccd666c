import type { VerifyFinding } from "./facts.ts";

/** How a data file is, and the disk that it is on. */
export interface Examination {
  readonly sizeBytes: number;
  /** Of pages that hold nothing at the moment. */
  readonly freeBytes: number;
  /** Of the write-ahead log. */
  readonly logBytes: number;
  /** Left on the disk. */
  readonly diskBytes: number;
  readonly schemaVersion: number;
  /** What this program would make of it. */
  readonly knownVersion: number;
  /** What is broken; empty when all is well. */
  readonly damage: readonly string[];
  /** Null: the file is of an older version, so it isn't looked into further. */
  readonly content: Content | null;
}

/** What is in it. */
export interface Content {
  readonly timeZone: string;
  readonly watermarkSlot: number;
  /** Unix ms; null: nothing yet. */
  readonly lastReceivedAtMs: number | null;
  /** By table, counted up to {@link MAX_COUNTED}. */
  readonly rows: Readonly<Record<string, number>>;
  readonly quarantine: readonly QuarantineCount[];
  /** Writers whose browser's clock is off by more than a minute, and by how much at most, ms. */
  readonly skewedWriters: { readonly count: number; readonly maxMs: number };
  readonly keys: readonly KeyState[];
  /** Null: none were ever applied. */
  readonly definitionsVersion: number | null;
  /** Visits of all time and of the last seven days, by which the file's growth is estimated. */
  readonly visits: { readonly allTime: number; readonly lastWeek: number };
  /** Differences between rollups and cells of today and yesterday. */
  readonly differences: readonly VerifyFinding[];
}

export interface QuarantineCount {
  readonly reason: string;
  readonly lastDay: number;
  readonly lastWeek: number;
  /** Somebody's, to look into: account, user, feature, as far as they are known. */
  readonly example: string;
}

export interface KeyState {
  readonly id: string;
  readonly kind: "public" | "secret";
  readonly createdAtMs: number;
  readonly revokedAtMs: number | null;
  readonly expiresAtMs: number | null;
  readonly lastUsedAtMs: number | null;
}

/** Rows of a table are counted up to here: beyond it, how many more there are costs more than it tells. */
export const MAX_COUNTED = 1_000_000;
