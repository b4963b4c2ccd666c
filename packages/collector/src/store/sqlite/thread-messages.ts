import type { StoreUnavailableKind } from "../store-unavailable-error.ts";

/** What a thread can be asked, by name. Inputs and results cross by structured clone. */
export type Operations = Readonly<Record<string, (input: never) => unknown>>;

/** What every thread of the store is told at its start. */
export interface ThreadStart {
  readonly path: string;
  /** The zone to keep the workspace's days in, IANA name; null: the stored one. */
  readonly timeZone: string | null;
  /** When the store was opened, Unix ms. */
  readonly openedAtMs: number;
}

/** What a thread is posted: questions that were asked in one turn of the event loop. */
export type ThreadRequests = readonly ThreadRequest[];

/** A question to a thread. A null name asks it to close its file and end. */
export interface ThreadRequest {
  readonly id: number;
  readonly name: string | null;
  readonly input: unknown;
}

/** Its answer. */
export type ThreadReply =
  | { readonly id: number; readonly kind: "done"; readonly result: unknown }
  | { readonly id: number; readonly kind: "refused"; readonly error: ThreadError };

/** A `StoreUnavailableError`, as it crosses. */
export interface ThreadError {
  readonly kind: StoreUnavailableKind;
  readonly message: string;
}

/**
 * What a thread posts: first that it is ready or why not, then the replies of one group after the other. The writer also
 * says when what follows from what it has acknowledged isn't there yet, before the replies, and when it is.
 */
export type ThreadMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "unable"; readonly error: ThreadError }
  | { readonly kind: "behind"; readonly isBehind: boolean }
  | { readonly kind: "replies"; readonly replies: readonly ThreadReply[] };
