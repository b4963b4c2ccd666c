import { access, link, open, rename, rm, statfs } from "node:fs/promises";
import { dirname } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { StoreUnavailableError } from "../../store-unavailable-error.ts";
import { openForReading } from "../database.ts";
import { assertIntact, inspectDataFile, type DataFile } from "./inspect-data-file.ts";

/** All pages in one step, and so of one moment: smaller steps begin again whenever somebody has written. */
const ALL_PAGES = 0x7fff_ffff;

/** Who may read a copy: names of people and hashes of keys are in it. */
const OWNER_ONLY = 0o600;

export interface DataFileCopy {
  readonly from: string;
  readonly to: string;
  /** Where the copy is made, beside its place; must be nobody else's. */
  readonly partName: string;
  /** Frees the name `to`, once the copy is whole and checked. Absent: the name must be free. */
  readonly makeWay?: () => void;
}

/**
 * Copies a data file, also one that is being written to: everything that was committed before the call is in the copy. It
 * appears under its name whole, checked and synced, or not at all.
 * @throws StoreUnavailableError when the target exists, when there is no room, or when the copy is damaged.
 */
export async function copyDataFile({ from, to, partName, makeWay }: DataFileCopy): Promise<DataFile> {
  const { sizeBytes } = inspectDataFile(from);
  if (makeWay === undefined) await assertFree(to);
  await assertRoom(to, sizeBytes);
  await (await open(partName, "wx", OWNER_ONLY)).close();
  try {
    await copyPages(from, partName);
    settle(partName);
    assertIntact(partName);
    await sync(partName);
    makeWay?.();
    await putInPlace(partName, to);
    await sync(dirname(to));
    return inspectDataFile(to);
  } finally {
    for (const name of [partName, `${partName}-journal`, `${partName}-wal`, `${partName}-shm`]) {
      await rm(name, { force: true });
    }
  }
}

async function assertFree(to: string): Promise<void> {
  if (await exists(to)) throw new StoreUnavailableError("failed", `${to} exists. Name a file that doesn't.`);
}

async function assertRoom(to: string, neededBytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(dirname(to));
  const freeBytes = bavail * bsize;
  if (freeBytes >= neededBytes) return;
  throw new StoreUnavailableError(
    "full",
    `The copy takes ${neededBytes} bytes, and ${dirname(to)} has ${freeBytes} left. Make room, or name another place.`,
  );
}

async function copyPages(from: string, to: string): Promise<void> {
  const source = openForReading(from);
  try {
    await backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
}

/** Leaves one file, without a write-ahead log beside it, that can be read from wherever it is put. */
function settle(path: string): void {
  const copy = new DatabaseSync(path);
  try {
    copy.exec("PRAGMA journal_mode = DELETE");
  } finally {
    copy.close();
  }
}

/** Under its name, unless somebody has taken that meanwhile. */
async function putInPlace(part: string, to: string): Promise<void> {
  try {
    await link(part, to);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // Some file systems have no second names.
    if (code === "EEXIST" || (await exists(to))) {
      throw new StoreUnavailableError("failed", `${to} exists since a moment ago. Name a file that doesn't.`);
    }
    await rename(part, to);
  }
}

/** Has the system write a file, or the names in a folder, to the disk. */
async function sync(path: string): Promise<void> {
  const handle = await open(path, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
