import { utimesSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import type { OwnDays } from "../api/reading/own-days.ts";
import { createKeeperHelp } from "./keeper-help.ts";
import { createKeeper, type KeepingProgress } from "./keeper.ts";
import { openKeeperParts, rulesOf, type KeepFigures } from "./keep-figures.ts";
import { isComplete, keptPath, openForKeeping, ownSubject } from "./kept-file.ts";
import { openKeptUse, type KeptUse } from "./kept-use.ts";
import { removeFiles, removeUnasked } from "./kept-files.ts";
import { createKeptWriter } from "./write-kept.ts";

/** What keeping days of one's own needs. */
export interface KeepOwnDays extends KeepFigures {
  readonly ownDays: OwnDays;
  readonly progress: (progress: KeepingProgress) => void;
  /** Told where they are kept already, and only brought up to date: then nobody waits. */
  readonly noteUnawaited: () => void;
}

/**
 * Counts the figures of days of one's own once, or brings those that are kept up to date. Whoever waits for the first of them
 * waits for nothing else; after that half of the time belongs to others.
 */
export async function keepOwnDays({ path, now, signal, ownDays, progress, noteUnawaited }: KeepOwnDays): Promise<void> {
  const parts = openKeeperParts(path, now);
  const subject = ownSubject(ownDays, await rulesOf(parts));
  const keptAt = keptPath(path, subject);
  const database = openForKeeping(keptAt, subject);
  let hasEnded = false;
  let keptUse: KeptUse | null = null;
  try {
    keptUse = openKeptUse(path, subject, parts);
    const wasComplete = isComplete(database);
    if (wasComplete) noteUnawaited();
    const rest = async (workMs: number): Promise<boolean> => {
      // Whoever helps is heard meanwhile.
      await wait(wasComplete ? workMs : 0, undefined, { signal }).catch(() => undefined);
      return !signal.aborted;
    };
    const help = wasComplete ? null : createKeeperHelp(path, subject, 0);
    await createKeeper(
      { ...parts, keptUse: keptUse ?? undefined },
      createKeptWriter(database, subject.days),
      subject,
    ).keepUp(rest, progress, help);
    hasEnded = true;
  } finally {
    database.close();
    keptUse?.close();
    parts.close();
    if (!hasEnded) await removeFiles(path, (file) => file.startsWith(keptAt));
  }
  // It is by this that one sees what nobody asks for any more.
  utimesSync(keptAt, now() / 1_000, now() / 1_000);
  await removeUnasked(path, now());
}
