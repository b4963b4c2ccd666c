import { setTimeout as wait } from "node:timers/promises";
import { parentPort as port, workerData } from "node:worker_threads";
import { yieldToOthers } from "../store/sqlite/yield-to-others.ts";
import { openKeeperParts } from "./keep-figures.ts";
import { workOff, type KeeperWork } from "./keeper-work.ts";
import { keptPath, openForKeeping, type KeptSubject } from "./kept-file.ts";
import { openKeptUse } from "./kept-use.ts";
import { createKeptWriter } from "./write-kept.ts";

/** What the thread is told at its start. */
export interface KeeperHelpStart {
  /** The store's file. */
  readonly path: string;
  readonly subject: KeptSubject;
  readonly work: KeeperWork;
  readonly restPerWork: number;
}

/** What the thread tells: that it has counted accounts; that no piece is left, or it was ended before. */
export type KeeperHelpNews =
  | { readonly kind: "counted"; readonly accounts: number }
  | { readonly kind: "ended"; readonly isOver: boolean };

/** Counts into a file that another thread keeps, until nothing is left to do. */
async function serve({ path, subject, work, restPerWork }: KeeperHelpStart): Promise<void> {
  // Of days of one's own somebody waits for the first figures.
  yieldToOthers(subject.days === "presets" ? "unawaited" : "awaited");
  const tell = (news: KeeperHelpNews): void => port?.postMessage(news);
  const parts = openKeeperParts(path, Date.now);
  const database = openForKeeping(keptPath(path, subject), subject);
  const keptUse = subject.days === "presets" ? null : openKeptUse(path, subject, parts);
  const rest = async (workMs: number): Promise<boolean> => {
    await wait(workMs * restPerWork);
    return true;
  };
  try {
    const file = {
      parts: { ...parts, keptUse: keptUse ?? undefined },
      writer: createKeptWriter(database, subject.days),
      subject,
      rest,
    };
    const isOver = await workOff(file, work, (accounts) => tell({ kind: "counted", accounts }));
    tell({ kind: "ended", isOver });
  } finally {
    database.close();
    keptUse?.close();
    parts.close();
  }
}

if (port === null) throw new TypeError("This file is a thread of the collector. Call createKeeperHelp instead.");
await serve(workerData as KeeperHelpStart);
port.close();
