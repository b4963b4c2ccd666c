import { statSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { WAL_LIMIT_BYTES } from "../store/sqlite/database.ts";

/** Lets reports read, but not one after the other for ever. */
export interface LogGate {
  /** Does work that reads from the store as of one moment. Such work may have to wait. */
  pass<Result>(work: () => Promise<Result>): Promise<Result>;
}

/** How long a log may be, and who waits for how long. */
export interface LogLimits {
  /** What the writer cuts the log to when it begins it anew. */
  readonly restBytes: number;
  /** A longer one has been kept from that by somebody who reads. */
  readonly longBytes: number;
  /** How long reports wait for those that are under way; those that take longer are waited for later. */
  readonly patienceMs: number;
  /** Beyond this they are waited for, however long they take: room on the disk is more than an answer. */
  readonly hugeBytes: number;
  /** How long nobody reads at most: far longer than the writer needs, if there is anything to write. */
  readonly pauseMs: number;
}

const LIMITS: LogLimits = {
  restBytes: WAL_LIMIT_BYTES,
  longBytes: 2 * WAL_LIMIT_BYTES,
  patienceMs: 5_000,
  hugeBytes: 16 * WAL_LIMIT_BYTES,
  pauseMs: 500,
};
const LOOK_EVERY_MS = 10;

/**
 * SQLite begins its write-ahead log anew only at a commit that meets nobody who reads from it. Where one report follows the
 * other there is always somebody, and the log would grow for as long as that lasts. So when it has become long, reports
 * wait until those under way are done, and then for the moment that the writer needs.
 * @param path the store's file.
 */
export function createLogGate(path: string, limits: LogLimits = LIMITS): LogGate {
  const { restBytes, longBytes, patienceMs, hugeBytes, pauseMs } = limits;
  const logBytes = (): number => statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0;
  const underWay = new Set<Promise<unknown>>();
  let closed: Promise<void> | null = null;
  /** Where nothing is written, or somebody else reads, waiting is in vain: only a log that has grown further is worth it. */
  let toleratedBytes = longBytes;

  const untilNobodyReads = async (): Promise<void> => {
    const all = Promise.allSettled(underWay);
    await (logBytes() > hugeBytes ? all : Promise.race([all, delay(patienceMs, undefined, { ref: false })]));
  };
  const letLogBegin = async (): Promise<void> => {
    await untilNobodyReads();
    const endsAtMs = performance.now() + pauseMs;
    while (underWay.size === 0 && logBytes() > restBytes && performance.now() < endsAtMs) await delay(LOOK_EVERY_MS);
    toleratedBytes = Math.max(longBytes, logBytes() + restBytes);
  };

  return {
    async pass(work) {
      if (closed === null && logBytes() > toleratedBytes) closed = letLogBegin().finally(() => (closed = null));
      if (closed !== null) await closed;
      const result = work();
      underWay.add(result);
      try {
        return await result;
      } finally {
        underWay.delete(result);
      }
    },
  };
}
