import { existsSync } from "node:fs";
import { threadName } from "node:worker_threads";

/** Preloaded into each thread of a collector: the one of a name breaks as soon as a file is there. */

const LOOK_EVERY_MS = 20;

const { BREAK_THREAD: name, BREAK_WHEN: file = "" } = process.env;
if (threadName === name) {
  setInterval(() => {
    if (existsSync(file)) throw new Error("a bug");
  }, LOOK_EVERY_MS).unref();
}
