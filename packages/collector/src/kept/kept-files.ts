import { rmSync, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { keptPrefix, ownPrefix } from "./kept-file.ts";

/** Files of days of one's own: each takes a part of the place that the store does. */
const MAX_OWN_FILES = 4;
/** How long they are there after they were asked for last. */
const UNASKED_MS = 3 * 24 * 3_600_000;

/** Removes files of kept figures. Whoever reads from them may go on; where that can't be, they stay for now. */
export async function removeFiles(path: string, isOne: (file: string) => boolean): Promise<void> {
  for (const file of await filesOf(path)) if (isOne(file)) remove(file);
}

/** Removes the figures of days of one's own that nobody has asked for lately. */
export async function removeUnasked(path: string, nowMs: number): Promise<void> {
  const asked = (await ownFiles(path))
    .map((file) => ({ file, atMs: statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0 }))
    .toSorted((one, other) => other.atMs - one.atMs);
  const unasked = asked.filter(({ atMs }, index) => index >= MAX_OWN_FILES || atMs < nowMs - UNASKED_MS);
  for (const { file } of unasked) for (const suffix of ["", "-wal", "-shm"]) remove(`${file}${suffix}`);
}

/** The files of days of one's own. */
export async function ownFiles(path: string): Promise<readonly string[]> {
  const files = await filesOf(path);
  return files.filter((file) => file.startsWith(ownPrefix(path)) && !file.endsWith("-wal") && !file.endsWith("-shm"));
}

async function filesOf(path: string): Promise<readonly string[]> {
  const folder = dirname(path);
  const prefix = basename(keptPrefix(path));
  const names = await readdir(folder);
  return names.filter((name) => name.startsWith(prefix)).map((name) => join(folder, name));
}

function remove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // The next day's file removes it.
  }
}
