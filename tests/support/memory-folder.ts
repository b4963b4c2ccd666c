import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { join } from "node:path";

const IN_MEMORY = "/dev/shm";
/** More than all files of tests that run side by side; containers often have 64 MiB there. */
const MIN_FREE_BYTES = 1_073_741_824;

/**
 * Makes a folder for temporary files that lies in memory, where the machine has one: thousands of tests sync to files of their
 * own all the time, and no disk outlives them. It is removed with this process, whatever browsers have left there.
 * @returns null: there is no such place, or little room.
 */
export function makeMemoryFolder(): string | null {
  try {
    const { bavail, bsize } = statfsSync(IN_MEMORY);
    if (bavail * bsize < MIN_FREE_BYTES) return null;
    const folder = mkdtempSync(join(IN_MEMORY, "uptake-tests-"));
    process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
    return folder;
  } catch {
    return null;
  }
}
