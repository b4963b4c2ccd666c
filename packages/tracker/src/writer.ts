import { lineMs } from "./clock.ts";
import type { CellState, Vitals } from "./protocol/index.ts";

/** A cell as it grows. */
export interface Cell extends CellState {
  readonly activeMs: [number, number, number, number];
  visits: number;
  actions?: Record<string, number>;
  vitals?: Vitals;
}

/** A cell and its revisions. Each grows: `revision` with the cell, the others are what it was when … */
export interface Entry {
  readonly cell: Cell;
  revision: number;
  /** … it was sent, or refused. */
  sent: number;
  /** … the collector confirmed it. */
  confirmed: number;
}

/** One document load for one member. It is stored as it is, without what is confirmed. */
export interface Writer {
  /** The workspace's public key: two workspaces on one origin don't mix. */
  readonly key: string;
  readonly id: string;
  /** Monotonic time plus this is wall time, for as long as the writer lives. */
  readonly lineMs: number;
  /** Absent before the document's first identity; then nothing is stored or sent. */
  account?: string | undefined;
  user?: string | undefined;
  token?: string | undefined;
  /** Of two states of one writer the one with the higher revision is the later. */
  revision: number;
  /** Its cell was moved here from a writer with a wrong clock, which happens once. */
  readonly moved?: boolean;
  readonly entries: Record<string, Entry>;
  /** Begun by another document. */
  isRestored?: boolean;
  /** The browser's storage doesn't hold its present state. */
  isDirty?: boolean;
  isSaving?: boolean;
  /** The browser's storage has held it. */
  isStored?: boolean;
}

/** The writer that measures now; null after a sign-out. */
export let writer: Writer | null = null;

/** Those that have an owner and aren't done: of this document, and of earlier ones. */
export const writers = new Map<string, Writer>();

/** 22 random letters and digits, more than 112 bits. */
export const createId = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => (byte % 36).toString(36)).join("");

/** Another writer measures from now on. */
export const startWriter = (key: string, account?: string, user?: string, token?: string) => {
  writer = { key, id: createId(), lineMs: lineMs(), account, user, token, revision: 0, entries: {} };
  if (account) writers.set(writer.id, writer);
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
  return entry.cell;
};
