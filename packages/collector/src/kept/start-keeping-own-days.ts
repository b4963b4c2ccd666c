import { KEPT_LAYERS, type KeptLayer } from "../api/reading/kept.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import { HttpProblem } from "../http/problem.ts";
import type { Logger } from "../ops/logger.ts";
import { waitUntilCounted } from "./being-counted.ts";
import type { KeepingProgress } from "./keeper.ts";
import type { KeeperNews, KeeperStart } from "./keeper-thread.ts";
import { startKeeperWorker, type KeeperWorker } from "./keeper-worker.ts";
import { LOOK_AGAIN_MS } from "./start-keeping.ts";

/** Keeps days of one's own of a large workspace, one after the other on a thread of its own, from when somebody asks for them. */
export interface OwnDaysKeeping {
  /** Whether whoever asks for days that aren't kept can wait for them. */
  isReady(): boolean;
  /**
   * Sees to it that days are kept, and waits a while until a layer of them is, and those before it. What goes wrong is in the
   * log, and they aren't kept then.
   * @throws HttpProblem `being-counted`, as a rejection, where it takes longer; `unavailable` where too many others wait.
   */
  keep(ownDays: OwnDays, needed: KeptLayer): Promise<void>;
  /** Somebody has read what is kept of days: sees to it that it is as new as it should be. */
  noteRead(ownDays: OwnDays): void;
  /** Ends the thread. */
  close(): Promise<void>;
}

/** Days that are kept are looked at again after this, and after so many times as long as it took. */
const REFRESH = { afterMs: 60_000, restPerWork: 3 } as const;
/** Days that may wait to be kept. */
const MAX_WAITING = 8;
/** Days of which one knows when they were looked at: more than are kept. */
const MAX_REMEMBERED = 16;

interface Work {
  readonly key: string;
  readonly ownDays: OwnDays;
  /** One after the other, in the order of the layers. */
  readonly layers: readonly CountedLayer[];
  /** Null: it hasn't begun. */
  startedAtMs: number | null;
  progress: KeepingProgress | null;
}

interface CountedLayer {
  /** When it has been counted, or never will. */
  readonly counted: Promise<void>;
  readonly note: () => void;
}

/** @param now clock, ms. @param startThread a thread of this folder unless given. */
export function createOwnDaysKeeping(
  path: string,
  logger: Logger,
  now: () => number,
  startThread: (start: KeeperStart, tell: (news: KeeperNews) => void) => KeeperWorker = (start, tell) =>
    startKeeperWorker(start, logger, tell),
): OwnDaysKeeping {
  /** In the order in which they are done; the first is under way. */
  const works = new Map<string, Work>();
  const lookAgainAtMs = new Map<string, number>();
  let running: KeeperWorker | null = null;
  let readyAtMs = -Infinity;
  let isClosed = false;

  const workOn = async (work: Work): Promise<void> => {
    const startedAtMs = now();
    work.startedAtMs = startedAtMs;
    const start = { path, ownDays: work.ownDays };
    running = startThread(start, (news) => {
      if (news.kind !== "progress") return;
      work.progress = news;
      for (const { note } of work.layers.slice(0, layersBefore(news))) note();
    });
    if ((await running.ended) === "failed") readyAtMs = now() + LOOK_AGAIN_MS;
    running = null;
    const tookMs = now() - startedAtMs;
    lookAgainAtMs.delete(work.key);
    lookAgainAtMs.set(work.key, now() + Math.max(REFRESH.afterMs, REFRESH.restPerWork * tookMs));
    for (const oldest of lookAgainAtMs.keys()) {
      if (lookAgainAtMs.size > MAX_REMEMBERED) lookAgainAtMs.delete(oldest);
    }
    works.delete(work.key);
    end(work);
  };
  const workOff = async (): Promise<void> => {
    for (const work of works.values()) if (!isClosed) await workOn(work);
    for (const work of works.values()) end(work);
    works.clear();
  };
  const add = (ownDays: OwnDays): Work | null => {
    const key = JSON.stringify(ownDays);
    const known = works.get(key);
    if (known !== undefined) return known;
    if (isClosed || works.size > MAX_WAITING) return null;
    const work: Work = { key, ownDays, layers: KEPT_LAYERS.map(createLayer), startedAtMs: null, progress: null };
    works.set(key, work);
    if (works.size === 1) void workOff();
    return work;
  };

  return {
    isReady: () => !isClosed && now() >= readyAtMs,
    async keep(ownDays, needed) {
      const work = add(ownDays);
      if (work === null) {
        const detail = `Numbers of ${MAX_WAITING} other ranges of days are waiting to be counted. Ask again in a minute.`;
        throw new HttpProblem("unavailable", detail, { retryAfterMs: 60_000 });
      }
      const last = KEPT_LAYERS.indexOf(needed);
      await waitUntilCounted(work.layers[last]?.counted ?? Promise.resolve(), now, () => ({
        what: "The numbers of these days",
        instead:
          needed === "use"
            ? "Preset periods up to today, or fewer accounts, are answered at once."
            : "Preset periods up to today, or fewer accounts, are answered at once; features, modules and stages come first.",
        startedAtMs: work.startedAtMs,
        progress: work.progress && progressUntil(last, work.progress),
      }));
    },
    noteRead(ownDays) {
      if (now() >= (lookAgainAtMs.get(JSON.stringify(ownDays)) ?? -Infinity) && now() >= readyAtMs) add(ownDays);
    },
    async close() {
      isClosed = true;
      running?.end();
      await running?.ended;
    },
  };
}

function createLayer(): CountedLayer {
  let note: () => void = () => undefined;
  const counted = new Promise<void>((done) => (note = done));
  return { counted, note };
}

function end({ layers }: Work): void {
  for (const { note } of layers) note();
}

/** How many layers have been counted before those that are being counted. */
function layersBefore({ layers: [first] }: KeepingProgress): number {
  return first === undefined ? 0 : KEPT_LAYERS.indexOf(first);
}

/** How far it has got with a layer and those before it, as if they were counted account by account. @param last its place. */
function progressUntil(last: number, progress: KeepingProgress): KeepingProgress {
  const { counted, accounts } = progress;
  const passes = Math.max(last, layersBefore(progress)) + 1;
  return { ...progress, counted: Math.floor((layersBefore(progress) * accounts + counted) / passes) };
}
