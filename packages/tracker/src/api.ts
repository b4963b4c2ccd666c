import type { ActiveMs, PublicDefinitions } from "./protocol/index.ts";

/** Who uses the page: a person in an account, by the host's own ids. */
export interface Identity {
  readonly account: string;
  readonly user: string;
  /** JWT signed by the host, audience `uptake-write`. Another audience is sent but never kept in the browser. */
  readonly token?: string;
}

/** What `createTracker` takes. */
export interface TrackerOptions {
  /** Public key, `pk_…`. */
  readonly key: string;
  /**
   * The collector's address, without a trailing slash.
   * @example "https://uptake.example.com"
   */
  readonly base: string;
  /** The definitions to measure by. Absent: fetched from `GET {base}/v1/definitions`. */
  readonly definitions?: PublicDefinitions;
  /** Same as calling `identify` right away. */
  readonly identity?: Identity;
}

/** The tracker of one page: `window.uptake` for the script tag, the result of `createTracker` from npm. Nothing here throws. */
export interface Tracker {
  /** Version of the package. */
  readonly version: string;
  /**
   * Says who uses the page. The same pair again is a no-op (but takes a new token); another pair starts another writer.
   * What this document measured before the first call goes to the first identity.
   */
  identify(identity: Identity): void;
  /** Forgets who uses the page, after a sign-out: nothing counts until the next `identify`. */
  reset(): void;
  /**
   * Counts an action in the present feature.
   * @param options.count how many at once; a positive integer, 1 unless said.
   */
  track(action: string, options?: { readonly count?: number }): void;
  /** What this page has measured so far. */
  progress(): TrackerProgress;
  /** Calls back after each change of `progress()`, at most once per animation frame. @returns the unsubscribe function. */
  subscribe(listener: (progress: TrackerProgress) => void): () => void;
  /** Sends what is pending now. Resolves when the collector has answered or the try has failed; never rejects. */
  flush(): Promise<void>;
  /** Removes every listener and timer, after a last flush. For hosts that unmount the tracker. */
  stop(): void;
}

/** This document's own credited counters, for its present member. Open gaps are not in them. */
export interface TrackerProgress {
  /** The present writer; null before the first identity and after `reset`. */
  readonly writer: string | null;
  readonly account: string | null;
  readonly user: string | null;
  /** The feature that time goes to now, `_other` where no definition claims the place. */
  readonly feature: string;
  /** Whether a gap is open, so that a sign of life now would credit time. */
  readonly counting: boolean;
  /** Credited time of the present writer, by feature. */
  readonly activeMs: Readonly<Record<string, ActiveMs>>;
  readonly visits: Readonly<Record<string, number>>;
  /** Action counts by feature, then action. */
  readonly actions: Readonly<Record<string, Readonly<Record<string, number>>>>;
}
