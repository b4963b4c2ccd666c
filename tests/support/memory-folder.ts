import { statfsSync } from "node:fs";

const FOLDER = "/dev/shm";
/** More than all files of tests that run side by side; containers often have 64 MiB there. */
const MIN_FREE_BYTES = 1_073_741_824;

/**
 * A folder for temporary files that lies in memory, where the machine has one: thousands of tests sync to files of their own
 * all the time, and no disk outlives them. Null: there is none, or it is small.
 */
export function memoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(FOLDER);
    return bavail * bsize >= MIN_FREE_BYTES ? FOLDER : null;
  } catch {
    return null;
  }
}
