import { setTimeout as wait } from "node:timers/promises";

/** Sends a signal to a process that was started `detached`, and to all that it started. Does nothing when they have ended. */
export function signalGroup(id: number | undefined, name: NodeJS.Signals): void {
  try {
    if (id !== undefined) process.kill(-id, name);
  } catch {
    // They have ended.
  }
}

/** Ends a process at once. Resolves when it is gone. */
export async function killProcess(id: number): Promise<void> {
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
