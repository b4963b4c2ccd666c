import type { ActiveMs, PublicDefinitions } from "./protocol/index.ts";

/**
 * What the host says of its own words, by declaration merging; `uptake` then takes no others.
 * @example
 * import type definitions from "./uptake.config.ts";
 * declare module "@uptake/tracker" {
 *   interface Register {
 *     feature: keyof (typeof definitions)["features"];
 *     action: "email.sent" | "booking.completed";
 *   }
 * }
 */
// oxlint-disable-next-line no-empty-interface -- It is there to be merged into.
export interface Register {}

/** A feature's key: any string, unless the host has declared its own in {@link Register}. */
export type FeatureKey = Register extends { feature: infer Key extends string } ? Key : string;

/** An action's name: any string, unless the host has declared its own in {@link Register}. */
export type ActionKey = Register extends { action: infer Key extends string } ? Key : string;

/** Who uses the page: a person in an account, by the host's own ids. */
export interface Identity {
  readonly account: string;
  readonly user: string;
  /** JWT signed by the host, audience `uptake-write`. Another audience is sent but never kept in the browser. */
  readonly token?: string;
  /** Asked for a token when the collector says that it has expired or that there has to be one. What it throws is ignored. */
  readonly refreshToken?: () => string | Promise<string>;
}

/** A signal of the browser by which a person asks not to be tracked: Global Privacy Control, Do Not Track. */
export type PrivacySignal = "gpc" | "dnt";

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
  /**
   * `granted`: measures unless the person has opted out. `required`: measures, stores and sends nothing before `optIn()`,
   * which later loads remember. Default `granted`.
   */
  readonly consent?: "granted" | "required";
  /** Signals to obey. A person who called `optIn()` has spoken for themselves. Default none. */
  readonly respect?: readonly PrivacySignal[];
  /** A page of the host's own staff, or one on which they impersonate a customer: nothing is measured. Default false. */
  readonly internal?: boolean;
  /** Measures LCP, INP and CLS by feature as well; loads `uptake-vitals.js` when the page is idle. Default false. */
  readonly vitals?: boolean;
  /**
   * Says on the console what counts and why; loads `uptake-debug.js`. `inspector` also opens the inspector, which proposes rules
   * for what one points at, and with which the page is no longer measured; loads `uptake-inspector.js`. Default false.
   */
  readonly debug?: boolean | "inspector";
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
  track(action: ActionKey, options?: { readonly count?: number }): void;
  /** Gives the page to a feature from now on, whatever its address and regions say, until `leave()`. */
  enter(feature: FeatureKey): void;
  /** Ends what `enter` began. */
  leave(): void;
  /**
   * Attention without input, such as a call or a presentation: while the page is visible and focused, time counts until
   * the hold is released, at most 4 hours after the last sign of life.
   * @returns the function that releases it.
   */
  hold(name?: string): () => void;
  /** The person agrees. Remembered in this browser. */
  optIn(): void;
  /**
   * The person refuses: measuring ends, and what this browser holds of it is erased, other tabs' state as well. Remembered
   * in this browser until `optIn()`.
   */
  optOut(): void;
  /** What this page has measured so far. */
  progress(): TrackerProgress;
  /** Calls back after each change of `progress()`, at most once per animation frame. @returns the unsubscribe function. */
  subscribe(listener: (progress: TrackerProgress) => void): () => void;
  /** What the tracker does now, and why not more. */
  inspect(): Inspection;
  /** Sends what is pending now. Resolves when the collector has answered or the try has failed; never rejects. */
  flush(): Promise<void>;
  /** Removes every listener and timer, after a last flush. For hosts that unmount the tracker. */
  stop(): void;
}

/**
 * Whether the page is measured, and why not.
 *
 * - `on`: it is.
 * - `loading`: the definitions have not arrived, or the page is being prerendered.
 * - `consent`: consent is required and not given yet.
 * - `denied`: the person has opted out, or one of the browser's signals that the host obeys says so.
 * - `internal`: the host says that the page is not a customer's.
 * - `disabled`: the workspace's definitions switch every tracker off.
 * - `stopped`: `stop()` was called, or this browser lacks something the tracker can't do without.
 */
export type Status = "on" | "loading" | "consent" | "denied" | "internal" | "disabled" | "stopped";

/** This document's own credited counters, for its present member. Open gaps are not in them. */
export interface TrackerProgress {
  readonly status: Status;
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

/** What the tracker does now. */
export interface Inspection {
  readonly status: Status;
  readonly feature: string;
  /**
   * Why nothing counts: what `status` says unless it is `on`, `reset` after `reset()`, `hidden`, `unfocused`, `asleep`
   * when nobody has given a sign of life since the process stood still. Null while a gap is open, which the next sign of
   * life will credit.
   */
  readonly why: Exclude<Status, "on"> | "reset" | "hidden" | "unfocused" | "asleep" | null;
  /** How long the open gap is; 0 without one. */
  readonly openMs: number;
  /** Whether the passing of time is a sign of life now: a hold, playing media, a declared iframe, attention `visible`. */
  readonly passive: boolean;
  /** Size of what the collector has not confirmed yet, this document's and what earlier ones left, as JSON. */
  readonly pendingBytes: number;
}
