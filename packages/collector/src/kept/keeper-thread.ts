import { parentPort as port, workerData } from "node:worker_threads";
import { keepFigures } from "./keep-figures.ts";

/** What the thread is told at its start. */
export interface KeeperStart {
  readonly path: string;
  readonly minAccounts: number;
}

if (port === null) throw new TypeError("This file is a thread of the collector. Call startKeeping instead.");
const ending = new AbortController();
port.once("message", () => ending.abort());
await keepFigures({ ...(workerData as KeeperStart), now: Date.now, signal: ending.signal });
port.close();
