import type { DatabaseSync } from "node:sqlite";
import { ALL_ACCOUNTS } from "../../domain/account-scope.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import type { ReadParts } from "../../api/reading/reading.ts";
import type { VerifyFinding } from "../../store/facts.ts";
import { openKeeperParts } from "../keep-figures.ts";
import { createKeeper } from "../keeper.ts";
import { keptPath, openForKeeping } from "../kept-file.ts";
import { openKeptShelf } from "../kept-shelf.ts";
import { verifyKept } from "../verify-kept.ts";
import { createKeptWriter } from "../write-kept.ts";

/** A store's file, with figures kept of it. */
export interface KeptWorkspace {
  /** To read with what is kept, and without. */
  readonly kept: ReadParts;
  readonly live: ReadParts;
  /** Counts what has changed; how many accounts these were. */
  keepUp(): Promise<number>;
  /** What is kept and isn't so. */
  verify(): Promise<readonly VerifyFinding[]>;
  /** The file of figures. */
  readonly file: DatabaseSync;
  close(): void;
}

/** Counts everything of a store once. @param now clock, Unix ms. */
export async function keepWorkspace(path: string, now: () => number): Promise<KeptWorkspace> {
  const parts = openKeeperParts(path, now);
  const { version } = await parts.definitions();
  const { timeZone, hasRoster } = await parts.facts.watermark(ALL_ACCOUNTS);
  const day = dayOf(now(), parts.calendarOf(timeZone));
  const subject = { day, definitionVersion: version, timeZone, hasRoster };
  const file = openForKeeping(keptPath(path, subject));
  const keeper = createKeeper(parts, createKeptWriter(file), subject);
  await keeper.keepUp(async () => true);
  // However few accounts are looked at.
  const shelf = openKeptShelf(path, 0);
  return {
    live: parts,
    kept: { ...parts, kept: shelf },
    file,
    verify: () => verifyKept(path, parts),
    keepUp: () => keeper.keepUp(async () => true),
    close() {
      shelf.close();
      file.close();
      parts.close();
    },
  };
}
