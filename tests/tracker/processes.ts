import { readdir, readFile } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

/** Sends a signal to a process that was started `detached`, and to all that it started. Does nothing when they have ended. */
export function signalGroup(id: number | undefined, name: NodeJS.Signals): void {
  try {
    if (id !== undefined) process.kill(-id, name);
  } catch {
    // They have ended.
  }
}

/** The running processes with a name that a process has started, on Linux. */
export async function childrenOf(parent: number, name: string): Promise<number[]> {
  const ids = (await readdir("/proc")).map(Number).filter((id) => id > 0);
  // pid (name) state parent …; those that end meanwhile have nothing to read.
  const stats = await Promise.all(ids.map((id) => readFile(`/proc/${id}/stat`, "utf8").catch(() => "")));
  const isChild = new RegExp(`\\(${name}.*\\) [^Z] ${parent} `);
  return ids.filter((_, index) => isChild.test(stats[index] ?? ""));
}

/** Ends a process at once. Resolves when it is gone. */
export async function killProcess(id: number): Promise<void> {
  // Zero and below are groups, our own among them.
  if (id < 2) throw new Error(`[test] ${id} is no process to be killed.`);
  process.kill(id, "SIGKILL");
  try {
    for (;;) {
      process.kill(id, 0);
      await wait(10);
    }
  } catch {
    // It has ended.
  }
}
