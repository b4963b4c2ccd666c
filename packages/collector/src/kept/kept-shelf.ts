import type { DatabaseSync } from "node:sqlite";
import type { Kept, KeptShelf } from "../api/reading/kept.ts";
import { keptPath, openKept, type KeptSubject } from "./kept-file.ts";
import { readKept } from "./read-kept.ts";

/** The files of kept figures of a store, opened when they are complete. */
export interface OpenShelf extends KeptShelf {
  close(): void;
}

/** Counting that many accounts takes about as long as a screen may. */
const MIN_ACCOUNTS = 50;

/**
 * As a rule today's is open, and the one before for whoever is still reading from it.
 * @param minAccounts see `Kept`.
 */
export function openKeptShelf(storePath: string, minAccounts = MIN_ACCOUNTS): OpenShelf {
  let open: { readonly path: string; readonly database: DatabaseSync; readonly kept: Kept } | null = null;
  let before: DatabaseSync | null = null;
  const take = (subject: KeptSubject): Kept | null => {
    const path = keptPath(storePath, subject);
    if (open?.path === path) return open.kept;
    const database = openKept(path);
    if (database === null) return null;
    before?.close();
    before = open?.database ?? null;
    open = { path, database, kept: readKept(database, subject.day, minAccounts) };
    return open.kept;
  };
  return {
    find: ({ today, ...others }) => take({ day: today, ...others }) ?? take({ day: today - 1, ...others }),
    close() {
      before?.close();
      open?.database.close();
    },
  };
}
