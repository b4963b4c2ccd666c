/**
 * Why the store can't serve: `busy` (another process holds the file), `full` (no space left), `overloaded` (too much
 * waits already), `closed` (closing or closed), `failed` (anything else: the message says what).
 */
export type StoreUnavailableKind = "busy" | "full" | "overloaded" | "closed" | "failed";

/** The store can't write or read now; nothing of the refused operation was written. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
  readonly kind: StoreUnavailableKind;

  constructor(kind: StoreUnavailableKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
