import { fileURLToPath } from "node:url";

/** A collector whose database never waits for the disk. */
export const WITHOUT_SYNC = preload(new URL("./without-sync.ts", import.meta.url));

/** A collector that moves its log into its file several times a second under load, not once in a while. */
export const FREQUENT_CHECKPOINTS = preload(new URL("./frequent-checkpoints.ts", import.meta.url));

/** The environment of a process that runs a module first, in each of its threads. */
function preload(module: URL): NodeJS.Dict<string> {
  return { NODE_OPTIONS: `--import=${fileURLToPath(module)}` };
}
