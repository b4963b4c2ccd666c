import { StoreUnavailableError, type StoreUnavailableKind } from "../store-unavailable-error.ts";
import type { ThreadError } from "./thread-messages.ts";

/** Primary result codes of SQLite, https://sqlite.org/rescode.html. */
const KIND_BY_RESULT_CODE: ReadonlyMap<number, StoreUnavailableKind> = new Map([
  [5, "busy"],
  [6, "busy"],
  [13, "full"],
]);

/** Whatever was thrown while the store was asked, as whoever asked is told. */
export function toStoreError(error: unknown, name: string): StoreUnavailableError {
  const { kind, message } = toThreadError(error, name);
  return new StoreUnavailableError(kind, message, { cause: error });
}

/** Whatever was thrown inside a thread, as the other side will throw it. */
export function toThreadError(error: unknown, name: string): ThreadError {
  if (error instanceof StoreUnavailableError) return { kind: error.kind, message: error.message };
  const resultCode = (error as { readonly errcode?: unknown } | null)?.errcode;
  const kind = typeof resultCode === "number" ? KIND_BY_RESULT_CODE.get(resultCode & 0xff) : undefined;
  const reason = error instanceof Error ? error.message : String(error);
  return { kind: kind ?? "failed", message: `The store's ${name} failed: ${reason}. ${ADVICE[kind ?? "failed"]}` };
}

const ADVICE: Readonly<Record<StoreUnavailableKind, string>> = {
  busy: "Another process holds the file: try again, or end that process.",
  full: "Make room on the disk; nothing of this was written.",
  overloaded: "Send it again a little later.",
  closed: "Open it again.",
  failed: "Nothing of this was written.",
};
