import { constants, getPriority, platform, setPriority } from "node:os";

/** The calling thread: on Linux a priority belongs to a thread, elsewhere to the whole process. */
const CALLING_THREAD = 0;

/**
 * Lets the calling thread work only while nobody who is waited for has anything to do. For threads of work that nobody waits
 * for, at the start. Where a thread has no priority of its own, it changes nothing.
 */
export function yieldToOthers(): void {
  if (platform() !== "linux") return;
  try {
    // From where the process is: somebody may have lowered that already.
    const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = constants.priority;
    setPriority(CALLING_THREAD, Math.min(getPriority(CALLING_THREAD) + PRIORITY_BELOW_NORMAL, PRIORITY_LOW));
  } catch {
    // A system that doesn't allow it has its reasons; the work is the same.
  }
}
