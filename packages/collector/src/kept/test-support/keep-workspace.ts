import type { DatabaseSync } from "node:sqlite";
import { rememberAnswers } from "../../../../../tests/support/remember-answers.ts";
import type { OwnDays } from "../../api/reading/own-days.ts";
import { dayOf } from "../../domain/workspace-calendar.ts";
import type { ReadParts } from "../../api/reading/read-parts.ts";
import type { VerifyFinding } from "../../store/facts.ts";
import { openKeeperParts, rulesOf } from "../keep-figures.ts";
import { keepOwnDays } from "../keep-own-days.ts";
import { createKeeper, type KeepingProgress } from "../keeper.ts";
import { keptPath, openForKeeping, presetsOf } from "../kept-file.ts";
import { openKeptShelf } from "../kept-shelf.ts";
import { verifyKept } from "../verify-kept.ts";
import { createKeptWriter } from "../write-kept.ts";

/** A store's file, with figures kept of it. */
export interface KeptWorkspace {
  /** To read with what is kept, and without: both of the store as it was when something was counted last. */
  readonly kept: ReadParts;
  readonly live: ReadParts;
  /** Counts what has changed; how many accounts these were. */
  keepUp(): Promise<number>;
  /** Counts days of one's own; how many accounts these were. */
  keepOwn(ownDays: OwnDays): Promise<number>;
  /** Counts the first layer of days of one's own, and no other. */
  beginOwn(ownDays: OwnDays): Promise<void>;
  /** What is kept and isn't so. */
  verify(): Promise<readonly VerifyFinding[]>;
  /** The file of figures. */
  readonly file: DatabaseSync;
  close(): void;
}

const noteUnawaited = (): void => undefined;

/** Counts everything of a store once. @param now clock, Unix ms. */
export async function keepWorkspace(path: string, now: () => number): Promise<KeptWorkspace> {
  const parts = openKeeperParts(path, now);
  const rules = await rulesOf(parts);
  const subject = presetsOf(dayOf(now(), parts.calendarOf(rules.timeZone)), rules);
  const file = openForKeeping(keptPath(path, subject), subject);
  const keeper = createKeeper(parts, createKeptWriter(file, subject.days), subject);
  await keeper.keepUp(async () => true);
  const { forget, ...remembered } = rememberAnswers(parts.facts, parts.records);
  const live: ReadParts = { ...parts, ...remembered };
  // However few accounts are looked at.
  const shelf = openKeptShelf(path, 0);
  return {
    live,
    kept: { ...live, kept: shelf },
    file,
    verify: () => verifyKept(path, parts),
    async keepOwn(ownDays) {
      forget();
      let counted = 0;
      const { signal } = new AbortController();
      const progress = (so: KeepingProgress): void => void (counted = so.counted);
      await keepOwnDays({ path, now, signal, ownDays, progress, noteUnawaited });
      return counted;
    },
    async beginOwn(ownDays) {
      forget();
      const ending = new AbortController();
      const progress = ({ layers }: KeepingProgress): void => {
        if (layers.includes("people")) ending.abort();
      };
      await keepOwnDays({ path, now, signal: ending.signal, ownDays, progress, noteUnawaited });
    },
    keepUp() {
      forget();
      return keeper.keepUp(async () => true);
    },
    close() {
      shelf.close();
      file.close();
      parts.close();
    },
  };
}
