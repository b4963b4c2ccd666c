import type { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import type { KeptRules } from "../api/reading/kept.ts";
import { ALL_ACCOUNTS } from "../domain/account-scope.ts";
import { createCalendarMemory, dayOf } from "../domain/workspace-calendar.ts";
import { createDefinitionsMemory } from "../ops/definitions-memory.ts";
import { openLocalReader } from "../store/sqlite/local-reader.ts";
import { createKeeperHelp } from "./keeper-help.ts";
import type { KeeperHelp } from "./keeper-work.ts";
import { createKeeper, type Keeper, type KeeperParts, type KeepingProgress } from "./keeper.ts";
import { isComplete, keptPath, openForKeeping, ownPrefix, presetsOf, type KeptSubject } from "./kept-file.ts";
import { removeFiles, removeUnasked } from "./kept-files.ts";
import { createKeptWriter } from "./write-kept.ts";

/** What keeping the figures of a store needs. */
export interface KeepFigures {
  /** The store's file. */
  readonly path: string;
  /** Clock, Unix ms. */
  readonly now: () => number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What keeping those of the preset periods needs. */
export interface KeepPresets extends KeepFigures {
  /** Told how far it has got, until everybody has been counted once. */
  readonly progress: (progress: KeepingProgress) => void;
  /** Told again and again that all are kept. */
  readonly noteKept: () => void;
}

const PAUSE_MS = 5_000;

/**
 * After some work the machine belongs to others for this many times as long: once everybody was counted, and before, when
 * all who ask have to wait for it.
 */
const REST_PER_WORK = { after: 1, before: 0.5 } as const;

interface OpenFile {
  readonly path: string;
  readonly database: DatabaseSync;
  readonly keeper: Keeper;
  /** Until everybody was counted once. */
  readonly help: KeeperHelp;
}

/**
 * Keeps the figures of a store up to date until it is told to end: those of the preset periods. A new day, other definitions
 * and another time zone begin a new file; that of the day before serves until it is complete.
 */
export async function keepFigures({ path, now, signal, progress, noteKept }: KeepPresets): Promise<void> {
  const parts = openKeeperParts(path, now);
  let open: OpenFile | null = null;
  let keptAt: string | null = null;
  const openFile = (subject: KeptSubject): OpenFile => {
    const kept = keptPath(path, subject);
    if (open?.path === kept) return open;
    open?.database.close();
    open = null;
    keptAt = kept;
    const database = openForKeeping(kept, subject);
    const keeper = createKeeper(parts, createKeptWriter(database, subject.days), subject);
    const help = createKeeperHelp(path, subject, REST_PER_WORK.before);
    open = { path: kept, database, keeper, help };
    return open;
  };
  const rest = async (ms: number): Promise<boolean> => {
    await wait(ms, undefined, { signal }).catch(() => undefined);
    return !signal.aborted;
  };
  try {
    do {
      const rules = await rulesOf(parts);
      const file = openFile(presetsOf(dayOf(now(), parts.calendarOf(rules.timeZone)), rules));
      const wasComplete = isComplete(file.database);
      if (wasComplete) await file.keeper.keepUp((workMs) => rest(workMs * REST_PER_WORK.after));
      else await file.keeper.keepUp((workMs) => rest(workMs * REST_PER_WORK.before), progress, file.help);
      if (isComplete(file.database)) {
        await removeFiles(path, (other) => !other.startsWith(file.path) && !other.startsWith(ownPrefix(path)));
        await removeUnasked(path, now());
        noteKept();
      }
    } while (await rest(PAUSE_MS));
  } catch (error) {
    // Whatever it was, a file that may be the reason is in nobody's way: the next try makes a new one.
    const reason = keptAt;
    if (reason !== null) await removeFiles(path, (file) => file.startsWith(reason));
    throw error;
  } finally {
    (open as OpenFile | null)?.database.close();
    parts.close();
  }
}

/** Opens a store's file for who counts all of it, without what is kept of it. */
export function openKeeperParts(path: string, now: () => number): KeeperParts & { close(): void } {
  const reader = openLocalReader(path);
  return { ...reader, definitions: createDefinitionsMemory(reader.records), calendarOf: createCalendarMemory(), now };
}

/** By what everything of a store is counted at this moment. */
export async function rulesOf({ facts, definitions }: Pick<KeeperParts, "facts" | "definitions">): Promise<KeptRules> {
  const { timeZone, hasRoster } = await facts.watermark(ALL_ACCOUNTS);
  const { version } = await definitions();
  return { definitionVersion: version, timeZone, hasRoster };
}
