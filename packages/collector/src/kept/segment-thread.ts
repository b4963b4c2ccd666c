import { parentPort as port, workerData } from "node:worker_threads";
import { evaluateSegments } from "../jobs/evaluate-segments.ts";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";
import { openKeeperParts } from "./keep-figures.ts";

/** What the thread is told at its start. */
export interface SegmentThreadStart {
  /** The store's file. */
  readonly path: string;
  /** As of when segments are evaluated, Unix ms. */
  readonly nowMs: number;
}

/** Evaluates all segments once, and tells what came of it. */
async function serve({ path, nowMs }: SegmentThreadStart): Promise<void> {
  yieldToOthers("unawaited");
  const parts = openKeeperParts(path, () => nowMs);
  try {
    port?.postMessage(await evaluateSegments(parts, parts.news));
  } finally {
    parts.close();
  }
}

await serve(workerData as SegmentThreadStart);
