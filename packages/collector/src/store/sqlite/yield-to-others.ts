import { getPriority, platform, setPriority } from "node:os";
import { pid } from "node:process";

/** The calling thread: on Linux a priority belongs to a thread, elsewhere to the whole process. */
const CALLING_THREAD = 0;

/** By how much a thread's "nice" is above the process's. Each step is about a fifth less of a processor that others want. */
const NICER_BY = {
  /** Somebody waits, but browsers that deliver go first: of a wanted processor, a fifth of what they get. */
  awaited: 7,
  /** Nobody waits: what is left, or hardly anything. */
  unawaited: 15,
} as const;

/** The lowest priority that there is. */
const NICEST = 19;

/**
 * Lets the calling thread work while those that take in what browsers deliver have nothing to do. At the start of a thread of
 * other work. Where a thread has no priority of its own, it changes nothing.
 * @param work whether somebody waits for what it does.
 */
export function yieldToOthers(work: keyof typeof NICER_BY): void {
  if (platform() !== "linux") return;
  try {
    // From where the process is: somebody may have lowered that already.
    setPriority(CALLING_THREAD, Math.min(getPriority(pid) + NICER_BY[work], NICEST));
  } catch {
    // A system that doesn't allow it has its reasons; the work is the same.
  }
}
