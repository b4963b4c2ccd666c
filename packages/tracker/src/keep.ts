import { chooseDatabase, transact } from "./database.ts";
import { guard } from "./edges.ts";
import { addWriter, pendingOf, writers, type Cell, type CellText, type Writer } from "./writer.ts";

/**
 * Keeps what the collector hasn't confirmed: one text per writer in IndexedDB, and what didn't get there before the document
 * was hidden in localStorage, one key per writer, `uptake:<writer>`: the writer's tail. Nothing here rejects; what can't be
 * stored stays in memory.
 */

/** The most that one writer's text holds, in UTF-16 units. */
export const MAX_TEXT_LENGTH = 262_144;

/** The most that is kept for all. */
export const MAX_KEPT_LENGTH = 1_048_576;

/** Most keys of ours in the host's localStorage. */
export const MAX_TAILS = 20;

/** Most UTF-16 units of ours in the host's localStorage. */
export const MAX_TAILS_LENGTH = 65_536;

const PREFIX = "uptake:";

/** What a text says. Other versions of the script read it. */
interface Kept {
  /** When it was written, Unix ms: first, so that texts sort by their age. */
  readonly at: string;
  /** The workspace's public key: two workspaces on one origin don't mix. */
  readonly key: string;
  readonly id: string;
  readonly account: string;
  readonly user: string;
  readonly token?: string;
  readonly isMoved?: boolean;
  readonly cells: Record<string, Cell>;
}

let workspace: string;
/** Grows with each beginning and each erasure: what was read before is no longer to be taken over. */
let generation = 0;

/** @param key the workspace's public key; each has a database of its own. */
export const openKeep = (key: string) => {
  workspace = key;
  generation += 1;
  chooseDatabase(`uptake-${key}`);
};

/** What to keep of a writer. The oldest cells go first when it is too much. @returns undefined for nothing. */
const textOf = (of: Writer, maxLength: number, pending: CellText[]): string | undefined => {
  // A JWT may stay in the browser if its audience is exactly the one that can only write.
  const token = of.token
    ? guard(() => {
        const [, claims = ""] = `${of.token}`.split(".");
        return /"aud":\s*"uptake-write"/.test(atob(claims.replace(/-/g, "+").replace(/_/g, "/")))
          ? of.token
          : undefined;
      })
    : undefined;
  while (pending[0]) {
    const cells = pending.map(({ key, text }) => `${JSON.stringify(key)}:${text}`);
    const { id, account, user, isMoved } = of;
    // As text: making one of a number this large costs a browser 46 KiB of memory, once.
    const at = `${BigInt(Date.now())}`;
    const names = JSON.stringify({ at, key: workspace, id, account, user, token, isMoved });
    const text = `${names.slice(0, -1)},"cells":{${cells}}}`;
    if (text.length < maxLength) return text;
    pending.splice(0, 1 + pending.length / 8);
  }
  return undefined;
};

/** Removes a writer's tail, unless another document has written it anew. */
const dropTail = (of: Writer) =>
  of.tail && guard(() => localStorage[PREFIX + of.id] === of.tail && delete localStorage[PREFIX + of.id]);

/** Stores a writer's present state, or removes what is confirmed. */
export const save = async (of: Writer): Promise<void> => {
  if (!of.isDirty) return;
  const pending = pendingOf(of);
  if (!pending[0]) dropTail(of);
  // Storage that never answers is asked once.
  if (of.isSaving) return;
  of.isSaving = true;
  of.isDirty = false;
  const text = textOf(of, MAX_TEXT_LENGTH, pending);
  const isDone = await transact((records) => {
    if (text) {
      records.put(text, of.name);
      records.transaction.commit();
    } else {
      // Another document may have stored a later state.
      const request = records.get(of.name);
      request.onsuccess = () => guard(() => request.result === of.kept && records.delete(of.name));
    }
  });
  of.isSaving = false;
  if (isDone) of.kept = text;
  // Where nothing can be stored, nothing has to be removed either.
  else of.isDirty ||= !!text;
  if (!of.isDirty) dropTail(of);
};

// Only our own values are read: the host may keep megabytes beside them.
const tailNames = () => guard(() => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) ?? [];

/** Stores synchronously: the document may be gone after this task, and IndexedDB doesn't get to it any more. */
export const saveTail = (of: Writer): unknown =>
  guard(() => {
    // Others' tails are theirs.
    const text = of.lineMs && (of.isDirty || of.isSaving) && textOf(of, MAX_TAILS_LENGTH, pendingOf(of));
    const name = PREFIX + of.id;
    const others = tailNames().filter((other) => other !== name);
    const { length } = text + others.map((other) => localStorage[other] as string).join("");
    if (text && others.length < MAX_TAILS && length < MAX_TAILS_LENGTH) of.tail = localStorage[name] = text;
  });

/** Takes over one text. What isn't one, whoever put it there, stands in nobody's way. */
const adopt = (name: string, text: string, more: Partial<Writer>) =>
  guard(() => {
    const { key, id, account, user, token, isMoved, cells } = JSON.parse(text) as Kept;
    if (key === workspace && Object.values(cells).every(({ activeMs }) => activeMs))
      addWriter(id, { account, user, token, isMoved, cells, name, lineMs: 0, ...more });
  });

/** Takes over what documents have left behind. */
export const restore = async (): Promise<void> => {
  const present = generation;
  // Each gets a place of its own in the database: the record of that writer may be another tab's, and later.
  tailNames().forEach((name) =>
    guard(() => {
      if (!writers.has(name.slice(PREFIX.length)))
        adopt(name, localStorage[name], { tail: localStorage[name], isDirty: true });
    }),
  );
  await transact((records) => {
    const names = records.getAllKeys();
    const texts = records.getAll();
    const take = () => {
      let length = 0;
      if (present !== generation) return;
      texts.result
        .map((text, index) => ({ text: `${text}`, name: names.result[index] as string }))
        .sort((one, other) => (one.text < other.text ? 1 : -1))
        .forEach(({ text, name }) => {
          length += text.length;
          if (length >= MAX_KEPT_LENGTH) records.delete(name);
          else if (!writers.has(name)) adopt(name, text, { kept: text });
        });
    };
    texts.onsuccess = () => guard(take);
  });
};

/** Removes everything. */
export const erase = (): void => {
  generation += 1;
  tailNames().forEach((name) => guard(() => delete localStorage[name]));
  void transact((records) => records.clear());
};
