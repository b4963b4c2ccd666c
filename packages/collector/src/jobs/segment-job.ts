import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import type { SegmentMembers } from "../store/segment-members.ts";
import { evaluateSegments, type SegmentEvaluation, type SegmentParts } from "./evaluate-segments.ts";
import type { Job } from "./job.ts";

/** Who joins by what was told or defined is known some seconds later. */
const PAUSE_MS = 5_000;

/** By use and by time people join and leave unasked: they are looked for this often. */
const AGAIN_MS = 600_000;

/** To look at everybody takes long where there are many: then this many times as long belongs to others. */
const REST_PER_WORK = 20;

/** What is told is committed this long after its time at most. */
const SETTLING_MS = 5_000;

/** Changes in one transaction. */
const CHANGES_PER_WRITE = 1_000;

export interface SegmentJobParts extends SegmentParts {
  readonly records: SegmentParts["records"] & SegmentMembers;
  /** Evaluates all segments; null: it was ended. On the thread that asks unless given. */
  readonly evaluate?: (signal: AbortSignal) => Promise<SegmentEvaluation | null>;
}

/** What an evaluation was made of. */
interface Evaluation {
  readonly definitionVersion: number;
  readonly toldAtMs: number | null;
  readonly atMs: number;
  readonly tookMs: number;
}

/**
 * Evaluates all segments, and writes down who has joined and left since the last time: at once where the definitions have
 * changed, soon where the host has told anything, and every ten minutes.
 */
export function createSegmentJob(parts: SegmentJobParts): Job {
  const { evaluate = () => evaluateSegments(parts, null) } = parts;
  let last: Evaluation | null = null;
  return {
    name: "segments",
    pauseMs: PAUSE_MS,
    async step(signal) {
      const { version } = await parts.definitions();
      const { toldAtMs } = await parts.facts.watermark(ALL_ACCOUNTS);
      if (last !== null && parts.now() < dueAtMs(last, { definitionVersion: version, toldAtMs })) return "done";
      const startedMs = performance.now();
      const evaluation = await evaluate(signal);
      if (evaluation === null) return "done";
      const { changes, atMs, definitionVersion } = evaluation;
      for (let from = 0; from < changes.length; from += CHANGES_PER_WRITE) {
        await parts.records.changeSegmentMembers(changes.slice(from, from + CHANGES_PER_WRITE));
      }
      await parts.records.noteSegmentsEvaluated({ atMs, definitionVersion });
      last = { definitionVersion, toldAtMs, atMs, tookMs: performance.now() - startedMs };
      return "done";
    },
  };
}

/** When to evaluate again, Unix ms, by what there is to be looked at now. */
function dueAtMs(
  last: Evaluation,
  { definitionVersion, toldAtMs }: Pick<Evaluation, "definitionVersion" | "toldAtMs">,
): number {
  if (definitionVersion !== last.definitionVersion) return last.atMs;
  const mayBeNew = toldAtMs !== null && (toldAtMs !== last.toldAtMs || toldAtMs + SETTLING_MS >= last.atMs);
  return last.atMs + (mayBeNew ? Math.min(AGAIN_MS, last.tookMs * REST_PER_WORK) : AGAIN_MS);
}
