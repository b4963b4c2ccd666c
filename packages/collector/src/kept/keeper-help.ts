import { availableParallelism } from "node:os";
import { startWorker } from "../store/sqlite/start-worker.ts";
import type { KeeperHelpNews, KeeperHelpStart } from "./keeper-help-thread.ts";
import { KEEPER_HEAP_MIB } from "./keeper-heap.ts";
import type { KeeperHelp } from "./keeper-work.ts";
import type { KeptSubject } from "./kept-file.ts";

/**
 * Lets another thread count beside the one that keeps a file; where there is only one core, nobody helps.
 * @param path the store's file.
 * @param restPerWork how many times as long as it has worked it rests.
 */
export function createKeeperHelp(path: string, subject: KeptSubject, restPerWork: number): KeeperHelp {
  return async (work, counted) => {
    if (availableParallelism() < 2) return false;
    const start: KeeperHelpStart = { path, subject, work, restPerWork };
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
      worker.once("exit", () => refuse(new Error("the thread that helps to keep figures told nothing")));
    });
  };
}
