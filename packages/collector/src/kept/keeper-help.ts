import { availableParallelism } from "node:os";
import { startWorker } from "../store/sqlite/start-worker.ts";
import type { KeeperHelpNews, KeeperHelpStart } from "./keeper-help-thread.ts";
import { KEEPER_HEAP_MIB } from "./keeper-heap.ts";
import type { KeeperHelp } from "./keeper-work.ts";
import type { KeptSubject } from "./kept-file.ts";

/** More would mostly wait for each other, since one at a time writes. */
const MAX_THREADS = 3;

/**
 * Lets other threads count beside the one that keeps a file, on as many cores as there are; where there is only one, nobody
 * helps.
 * @param path the store's file.
 * @param restPerWork how many times as long as they have worked they rest.
 */
export function createKeeperHelp(path: string, subject: KeptSubject, restPerWork: number): KeeperHelp {
  return async (work, counted) => {
    const threads = Array.from({ length: Math.min(MAX_THREADS, availableParallelism() - 1) }, () =>
      help({ path, subject, work, restPerWork }, counted),
    );
    const ended = await Promise.allSettled(threads);
    for (const one of ended) if (one.status === "rejected") throw one.reason;
    return ended.some((one) => one.status === "fulfilled" && one.value);
  };
}

/** @returns whether it was ended before no piece was left. */
function help(start: KeeperHelpStart, counted: (accounts: number) => void): Promise<boolean> {
  const worker = startWorker(new URL("keeper-help-thread", import.meta.url), start, {
    resourceLimits: { maxOldGenerationSizeMb: KEEPER_HEAP_MIB },
  });
  return new Promise<boolean>((done, refuse) => {
    worker.on("message", (news: KeeperHelpNews) => {
      if (news.kind === "counted") counted(news.accounts);
      else done(news.isOver);
    });
    worker.once("error", refuse);
    // Whoever has told how it ended has settled this before.
    worker.once("exit", () => refuse(new Error("a thread that helps to keep figures told nothing")));
  });
}
