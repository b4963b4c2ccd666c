import { slotOf } from "@uptake/tracker/protocol";
import type { CompiledMilestone } from "../compile-definitions.ts";
import type { MilestoneProgress } from "./milestone-progress.ts";

/** What was decided about one milestone of one member or account. */
export type MilestoneRecord =
  | {
      readonly kind: "met";
      /** Of the milestone, when it was met. */
      readonly version: number;
      /** When it was met, Unix ms; null: nothing recorded that. */
      readonly metAtMs: number | null;
      /** When this was written down, Unix ms. */
      readonly atMs: number;
    }
  /** Taken back by hand: to be met anew from then on. */
  | { readonly kind: "reset"; readonly atMs: number }
  | { readonly kind: "notRelevant"; readonly reason: string; readonly atMs: number }
  /** Takes back that it isn't relevant. */
  | { readonly kind: "relevant"; readonly atMs: number };

/** A version that was met. */
export interface MetVersion {
  readonly version: number;
  /** null: at an unknown time. */
  readonly metAtMs: number | null;
}

/** Where somebody is with a milestone. */
export type MilestoneState =
  | (MetVersion & {
      readonly kind: "met";
      /** False: it is met by now, and not written down yet. */
      readonly recorded: boolean;
      readonly earlier: readonly MetVersion[];
    })
  | { readonly kind: "open"; readonly progress: number; readonly earlier: readonly MetVersion[] }
  | {
      readonly kind: "notRelevant";
      readonly reason: string;
      readonly progress: number;
      readonly earlier: readonly MetVersion[];
    };

/**
 * The state of a milestone. Once met it stays met, with its version and date, whatever becomes of the facts or the rule;
 * only a reset takes it back, and only a higher version in the definitions is to be met anew. A milestone that is met is
 * met even for whom it isn't relevant.
 * @param records in the order in which they were written.
 * @param progress by the rule in force, over what counts since {@link milestoneSinceSlot}.
 */
export function milestoneState(
  { version }: CompiledMilestone,
  records: readonly MilestoneRecord[],
  progress: MilestoneProgress,
): MilestoneState {
  const met = records.filter((record) => record.kind === "met");
  const afterReset = records.slice(records.findLastIndex(({ kind }) => kind === "reset") + 1);
  const current = afterReset.find((record) => record.kind === "met" && record.version >= version);
  const earlier = met.filter((record) => record !== current).map(toVersion);
  if (current?.kind === "met") return { kind: "met", recorded: true, ...toVersion(current), earlier };
  if (progress.met) return { kind: "met", recorded: false, version, metAtMs: progress.metAt, earlier };
  const relevance = records.findLast(({ kind }) => kind === "notRelevant" || kind === "relevant");
  if (relevance?.kind === "notRelevant") {
    return { kind: "notRelevant", reason: relevance.reason, progress: progress.progress, earlier };
  }
  return { kind: "open", progress: progress.progress, earlier };
}

/** The first slot that counts for a milestone: the one after its last reset, as after a removal from a stage, or 0. */
export function milestoneSinceSlot(records: readonly MilestoneRecord[]): number {
  return records.reduce((since, { kind, atMs }) => (kind === "reset" ? Math.max(since, slotOf(atMs) + 1) : since), 0);
}

/** What to write down about a state; null: nothing is new. Written once, it makes the state `recorded`. */
export function newRecord(state: MilestoneState, nowMs: number): MilestoneRecord | null {
  if (state.kind !== "met" || state.recorded) return null;
  return { kind: "met", version: state.version, metAtMs: state.metAtMs, atMs: nowMs };
}

function toVersion({ version, metAtMs }: MetVersion): MetVersion {
  return { version, metAtMs };
}
