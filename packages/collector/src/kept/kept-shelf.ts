import { readdirSync, statSync } from "node:fs";
import type { DatabaseSync } from "node:sqlite";
import { basename, dirname, join } from "node:path";
import type { Kept, KeptLayer, KeptRules, KeptShelf } from "../api/reading/kept.ts";
import type { OwnDays } from "../api/reading/own-days.ts";
import type { WorkspaceDay } from "../domain/day.ts";
import { keptPath, openKept, ownPathAsOf, ownSubject, presetsOf, type KeptSubject } from "./kept-file.ts";
import { readKept } from "./read-kept.ts";

/** The files of kept figures of a store, opened when they are complete. */
export interface OpenShelf extends KeptShelf {
  close(): void;
}

/** Counting that many accounts takes about as long as a screen may. */
const MIN_ACCOUNTS = 50;

/** Files of days of one's own that stay open. */
const MAX_OPEN_OWN = 4;

const LAST_LAYER = "people" satisfies KeptLayer;

interface OpenFile {
  readonly path: string;
  /** By this one sees that another file has come in its place, or none. */
  readonly inode: number;
  readonly database: DatabaseSync;
  readonly kept: Kept;
}

/**
 * As a rule today's is open, and the one before for whoever is still reading from it, and those of the days of one's own that
 * were asked for last.
 * @param minAccounts see `Kept`.
 */
export function openKeptShelf(storePath: string, minAccounts = MIN_ACCOUNTS): OpenShelf {
  let open: OpenFile | null = null;
  let before: OpenFile | null = null;
  const own = new Map<string, OpenFile>();
  const openFile = (path: string, subject: Pick<KeptSubject, "day" | "days">): OpenFile | null => {
    const database = openKept(path);
    if (database === null) return null;
    return { path, inode: inodeOf(path), database, kept: readKept(database, subject, minAccounts) };
  };
  const take = (subject: KeptSubject): Kept | null => {
    const path = keptPath(storePath, subject);
    if (open?.path === path) return open.kept;
    const file = openFile(path, subject);
    if (file === null) return null;
    before?.database.close();
    before = open;
    open = file;
    return file.kept;
  };
  const takeOwn = (path: string, day: WorkspaceDay): Kept | null => {
    const known = own.get(path);
    own.delete(path);
    const isThere = known !== undefined && known.inode === inodeOf(path);
    if (!isThere) known?.database.close();
    const file = isThere ? known : openFile(path, { day, days: null });
    if (file === null) return null;
    own.set(path, file);
    // The one that wasn't asked for the longest time comes first.
    for (const [other, { database }] of own) {
      if (own.size <= MAX_OPEN_OWN) break;
      database.close();
      own.delete(other);
    }
    return file.kept;
  };
  const findOwn = (ownDays: OwnDays, rules: KeptRules): Kept | null =>
    takeOwn(keptPath(storePath, ownSubject(ownDays, rules)), ownDays.lastDay);
  return {
    find: (today, rules) => take(presetsOf(today, rules)) ?? take(presetsOf(today - 1, rules)),
    findOwn: (ownDays, rules) => whole(findOwn(ownDays, rules)),
    findCounting: findOwn,
    findAsOf(end, rules) {
      const prefix = ownPathAsOf(storePath, ownSubject({ ...end, days: null }, rules));
      for (const name of readdirSync(dirname(storePath))) {
        const isOne = name.startsWith(basename(prefix)) && !/-(wal|shm)$/.test(name);
        const kept = isOne ? whole(takeOwn(join(dirname(storePath), name), end.lastDay)) : null;
        if (kept !== null) return kept;
      }
      return null;
    },
    close() {
      for (const file of [open, before, ...own.values()]) file?.database.close();
    },
  };
}

/** Null: not all of it has been counted. */
function whole(kept: Kept | null): Kept | null {
  return kept?.has(LAST_LAYER) === true ? kept : null;
}

/** 0: there is no such file. */
function inodeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.ino ?? 0;
}
