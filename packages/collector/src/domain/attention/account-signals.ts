import type { Coverage } from "../usage/coverage.ts";

/** A module that is off its target. */
export interface ModuleGap {
  readonly module: string;
  readonly name: string;
  readonly gapUsers: number;
  /** Whether who is active follows from what the tracker saw: neither recorded by hand nor of actions that the server counts. */
  readonly restsOnTracker: boolean;
}

/** What is known of an account when somebody asks whether it needs attention. No data and zero are different everywhere. */
export interface AccountSignals {
  readonly account: string;
  readonly premium: boolean;
  /** Licensed seats, else known users; null: neither is known. */
  readonly seats: number | null;
  /** Whole days of the workspace since it was created; null: nobody has said. */
  readonly ageDays: number | null;
  /** Active time of the last 14 closed days and of the 14 before. */
  readonly usage: { readonly recentMs: number; readonly beforeMs: number };
  /** How many of those whom the host's server has seen in the last 14 days the tracker has seen; null: the server tells nothing. */
  readonly coverage: Pick<Coverage, "seenByServer" | "seenByBoth" | "percent"> | null;
  /** Features that it has adopted, of those that are relevant to it. */
  readonly breadth: { readonly adopted: number; readonly relevant: number };
  /** Modules that were off their targets at their latest snapshot. */
  readonly offTarget: readonly ModuleGap[];
  /** Core features that it has adopted and that cool: nobody has used them for longer than a use is active, which depends on their rhythm. */
  readonly coolingCore: readonly { readonly name: string; readonly activeDays: number }[];
  /** Likewise since the last touchpoint; `never`, or null where the workspace records none at all. */
  readonly daysSinceTouchpoint: number | "never" | null;
  /** Users' latest answers that still count. */
  readonly answers: { readonly notHappy: number; readonly all: number };
  /** Whole days since somebody of the account was seen; null: nobody ever was. */
  readonly daysSinceSeen: number | null;
}
