import { guard } from "./edges.ts";
import type { WriterRecord } from "./writer.ts";

/** Most keys of ours in the host's localStorage. */
export const MAX_TAILS = 20;

/** Most characters of ours in the host's localStorage. */
export const MAX_TAILS_LENGTH = 65_536;

const PREFIX = "uptake:";

/**
 * The last piece of each writer, written synchronously when the document is hidden: IndexedDB may not get to it any more.
 * One localStorage key per writer, `uptake:<writer>`.
 */
export interface Tails {
  /** Writes a writer's tail, if there is room. */
  keep(record: WriterRecord): void;
  read(): readonly WriterRecord[];
  /** Removes a writer's tail, unless another document has written it anew. */
  remove(writer: string): void;
}

/** @param key the workspace's public key: two workspaces on one origin don't mix. Storage that throws holds nothing. */
export function createTails(page: Window, key: string): Tails {
  /** The texts that this document has written or read. */
  const known = new Map<string, string>();
  // Only our own values are read: the host may keep megabytes beside them.
  const entries = () =>
    Object.keys(page.localStorage)
      .filter((name) => name.startsWith(PREFIX))
      .map((name): [string, string] => [name, page.localStorage.getItem(name) ?? ""]);
  return {
    keep(record) {
      guard(() => {
        const name = PREFIX + record.id;
        const text = JSON.stringify({ key, record });
        const others = entries().filter(([other]) => other !== name);
        if (others.length >= MAX_TAILS || others.join().length + text.length > MAX_TAILS_LENGTH) return;
        page.localStorage.setItem(name, text);
        known.set(name, text);
      });
    },
    read: () =>
      guard(entries, []).flatMap(([name, text]) =>
        guard(() => {
          const tail = JSON.parse(text) as { key: string; record: WriterRecord };
          if (tail.key !== key) return [];
          known.set(name, text);
          return tail.record;
        }, []),
      ),
    remove(writer) {
      guard(() => {
        const name = PREFIX + writer;
        if (page.localStorage.getItem(name) === known.get(name)) page.localStorage.removeItem(name);
      });
    },
  };
}
