import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import type { ActiveFault } from "./system-call-fault.ts";

/**
 * Lets no file of a running process grow beyond a size: the kernel itself then cuts writes short and refuses them, as on a
 * full disk.
 */
export function limitFileSize(bytes: number, pid: number): ActiveFault {
  const set = (limit: string): void => {
    // The colon leaves the hard limit as it is, so that the soft one can be lifted by whoever owns the process.
    execFileSync("prlimit", ["--pid", String(pid), `--fsize=${limit}:`]);
  };
  set(String(bytes));
  return {
    async lift() {
      // A process that has ended has taken its limit with it.
      if (existsSync(`/proc/${pid}`)) set("unlimited");
    },
  };
}
