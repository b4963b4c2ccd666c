import { lineMs } from "./clock.ts";
import type { Cell, EntryRecord, WriterRecord } from "./record.ts";

/** A cell, and what is known of its delivery. */
export interface Entry extends EntryRecord {
  /** The revision that is on its way or was refused. */
  sent: number;
  /** The slot to which it has moved, since a wrong clock measured it. */
  movedTo?: number;
}

/** One document load for one member. */
export interface Writer extends WriterRecord {
  readonly entries: Record<string, Entry>;
  /** Monotonic time plus this is wall time, for as long as the writer lives. */
  readonly lineMs: number;
  /** How many slots its clock is behind the collector's, negative, where that has refused a cell: nothing is sent any more. */
  shift?: number;
  /** Begun by another document. */
  isRestored?: boolean;
  /** The browser's storage doesn't hold its present state. */
  isDirty?: boolean;
  isSaving?: boolean;
}

/** The writer that measures now; null after a sign-out. */
export let writer: Writer | null = null;

/** Those that have an owner and aren't done: of this document, and of earlier ones. */
export const writers = new Map<string, Writer>();

/** 22 random letters and digits, more than 112 bits. */
export const createId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => (byte % 36).toString(36)).join("");

/** Those that wait for the document's first identity. */
export const anonymous: Writer[] = [];

/** Another writer measures from now on. */
export const startWriter = (key: string, account?: string, user?: string, token?: string) => {
  writer = { key, id: createId(), lineMs: lineMs(), account, user, token, revision: 0, entries: {} };
  if (account) writers.set(writer.id, writer);
  else anonymous.push(writer);
};

/** Nobody measures from now on. */
export const endWriter = () => {
  writer = null;
};

/** What the collector doesn't know yet. */
export const pendingOf = ({ entries }: Writer) =>
  Object.entries(entries).filter(([, { revision, confirmed }]) => revision > confirmed);

/** A cell that is about to grow, made when there is none. */
export const grow = (of: Writer, feature: string, slot: number, name?: string | false | null): Cell => {
  const entry = (of.entries[`${slot} ${feature}`] ??= {
    cell: { feature, slot, ...(name && { name }), activeMs: [0, 0, 0, 0], visits: 0 },
    revision: 0,
    sent: 0,
    confirmed: 0,
  });
  entry.revision = of.revision += 1;
  of.isDirty = true;
  // One that has ended and was done may still get its part of a gap that was open then.
  if (of.account) writers.set(of.id, of);
  return entry.cell;
};
