import type { FactQuestions } from "./fact-questions.ts";
import type { FactWrites } from "./fact-writes.ts";
import type { VerifyFinding } from "./verify-findings.ts";

export type * from "./fact-questions.ts";
export type * from "./fact-writes.ts";
export type * from "./verify-findings.ts";

/**
 * What happened: cells, base, rollups, roster and pushed series. A few generic questions, composed by the doors, so that
 * a second engine and row visibility cost no rewrite. Every promise rejects with `StoreUnavailableError` while the store
 * can't write or read (full disk, closing); nothing is half written.
 */
export interface Facts extends FactWrites, FactQuestions {
  /** What a scope is made of, hence asked under none: the ids of the accounts in which somebody has any role, and of those in which nobody has one; in order. */
  accountsSeenBy(assignee: string): Promise<readonly string[]>;

  /**
   * Recomputes the rollups from cells and base and looks at every row for what may not be, while others write. Empty when
   * all is well; else the first thousand findings.
   */
  verify(): Promise<readonly VerifyFinding[]>;
  close(): Promise<void>;
}
