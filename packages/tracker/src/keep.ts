import { chooseDatabase, resultOf, transact } from "./database.ts";
import { guard } from "./edges.ts";
import { WRITE_AUDIENCE } from "./protocol/index.ts";
import type { WriterRecord } from "./record.ts";
import { pendingOf, writers, type Entry, type Writer } from "./writer.ts";

/**
 * Keeps what the collector hasn't confirmed: one record per writer in IndexedDB, and what didn't get there before the
 * document was hidden in localStorage, one key per writer, `uptake:<writer>`: the writer's tail. Nothing here rejects;
 * what can't be stored stays in memory.
 */

/** The most that one writer's record holds, as JSON in UTF-16 units. */
export const MAX_RECORD_LENGTH = 262_144;

/** The most that is kept for all. */
export const MAX_KEPT_LENGTH = 1_048_576;

/** Most keys of ours in the host's localStorage. */
export const MAX_TAILS = 20;

/** Most UTF-16 units of ours in the host's localStorage. */
export const MAX_TAILS_LENGTH = 65_536;

const PREFIX = "uptake:";

let workspace: string;
/** Grows with each beginning and each erasure: what was read before is no longer to be taken over. */
let generation = 0;
/** What this document has written to or read from localStorage. */
const tails: Record<string, string> = {};

/** @param key the workspace's public key; each has a database of its own. */
export const openKeep = (key: string) => {
  workspace = key;
  generation += 1;
  chooseDatabase(`uptake-${key}`);
};

const read = (records: IDBObjectStore, { id }: Writer) => resultOf<WriterRecord | undefined>(records.get(id));

/** What to keep of a writer. The oldest cells go first when it is too much. @returns undefined for nothing. */
const toRecord = (of: Writer, maxLength: number): WriterRecord | undefined => {
  const { key, id, account, user, revision, moved } = of;
  const pending = pendingOf(of);
  // A JWT may stay in the browser if its audience is exactly the one that can only write.
  const token = guard(() => {
    // Throwing is slow, and this is done every five seconds.
    if (!of.token) return undefined;
    const [, claims = ""] = of.token.split(".");
    const { aud } = JSON.parse(atob(claims.replace(/-/g, "+").replace(/_/g, "/"))) as { readonly aud?: unknown };
    return aud === WRITE_AUDIENCE ? of.token : undefined;
  });
  for (let cut = false; pending[0]; cut = true) {
    const record = { key, id, account, user, token, revision, moved, cut, entries: Object.fromEntries(pending) };
    if (JSON.stringify(record).length < maxLength) return record;
    pending.splice(0, 1 + pending.length / 8);
  }
  return undefined;
};

const write = (records: IDBObjectStore, of: Writer) => {
  const record = toRecord(of, MAX_RECORD_LENGTH);
  return record ? records.put(record, of.id) : records.delete(of.id);
};

/** Stores a writer's present state, or removes what is confirmed. */
export const save = async (of: Writer): Promise<void> => {
  // Storage that never answers is asked once.
  if (!of.isDirty || of.isSaving) return;
  of.isSaving = true;
  of.isDirty = false;
  const isDone = await transact(async (records) => {
    // What another document has begun, that one may have gone on with meanwhile.
    const stored = of.isRestored && (await read(records, of));
    if (!stored || stored.revision <= of.revision) write(records, of);
  });
  of.isSaving = false;
  // Where nothing can be stored, nothing has to be removed either.
  of.isDirty ||= !isDone && !!pendingOf(of)[0];
  const name = PREFIX + of.id;
  // Another document may have written it anew, or this one for what has come meanwhile.
  if (!of.isDirty || !pendingOf(of)[0]) guard(() => localStorage[name] === tails[name] && delete localStorage[name]);
};

// Only our own values are read: the host may keep megabytes beside them.
const tailNames = () => guard(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) ?? [];

/** Stores synchronously: the document may be gone after this task, and IndexedDB doesn't get to it any more. */
export const saveTail = (of: Writer): unknown =>
  guard(() => {
    const record = (of.isDirty || of.isSaving) && toRecord(of, MAX_TAILS_LENGTH);
    const name = PREFIX + of.id;
    const text = JSON.stringify(record);
    const others = tailNames().filter((other) => other !== name);
    const { length } = [text, ...others.map((other) => localStorage[other])].join("");
    if (record && others.length < MAX_TAILS && length < MAX_TAILS_LENGTH) tails[name] = localStorage[name] = text;
  });

/** Of two states of a writer the later stays. What isn't one, whoever put it there, stands in nobody's way. */
const adopt = (record: WriterRecord, isStored: boolean) =>
  guard(() => {
    const { id, key, revision } = record;
    if (key !== workspace) return;
    const entries = record.entries as Record<string, Entry>;
    // Nothing of it is on its way in this document. What isn't an entry has no cell, and throws.
    for (const entry of Object.values(entries)) entry.sent = entry.cell.visits && 0;
    const known = writers.get(id);
    const latest: Writer =
      known && known.revision >= revision
        ? known
        : { ...record, entries, lineMs: 0, isRestored: true, isDirty: !isStored };
    if (known?.cut && isStored) Object.assign(known, { entries: { ...entries, ...known.entries }, isDirty: true });
    writers.set(id, latest);
  });

/** Takes over what documents have left behind. */
export const restore = async (): Promise<void> => {
  for (const name of tailNames())
    guard(() => adopt(JSON.parse((tails[name] = localStorage[name])) as WriterRecord, false));
  const present = generation;
  await transact(async (records) => {
    const newest = (of: WriterRecord | null) => Object.keys({ ...of?.entries }).at(-1) ?? "";
    const stored = await resultOf<WriterRecord[]>(records.getAll());
    let length = 0;
    if (present !== generation) return;
    for (const record of stored.sort((one, other) => (newest(one) < newest(other) ? 1 : -1))) {
      length += JSON.stringify(record).length;
      if (length < MAX_KEPT_LENGTH) adopt(record, true);
      else records.delete(record.id);
    }
  });
};

/** Removes everything. */
export const erase = (): void => {
  generation += 1;
  for (const name of tailNames()) guard(() => delete localStorage[name]);
  void transact((records) => records.clear());
};
