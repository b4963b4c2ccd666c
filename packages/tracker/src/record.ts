import type { CellState, Vitals } from "./protocol/index.ts";

/** What the browser's storage keeps of a writer: what the collector hasn't confirmed. Other versions of the script read it. */
export interface WriterRecord {
  /** The workspace's public key: two workspaces on one origin don't mix. */
  readonly key: string;
  readonly id: string;
  /** Absent before the document's first identity; then nothing is stored or sent. */
  account?: string | undefined;
  user?: string | undefined;
  token?: string | undefined;
  /** Of two states of one writer the one with the higher revision is the later. */
  revision: number;
  /** Its cell was moved here from a writer with a wrong clock, which happens once. */
  readonly moved?: boolean | undefined;
  /** It was too much: the oldest cells are in an earlier state of the same writer, if anywhere. */
  readonly cut?: boolean | undefined;
  /** By slot and feature. */
  readonly entries: Record<string, EntryRecord>;
}

/** A cell and its revisions. */
export interface EntryRecord {
  readonly cell: Cell;
  /** The writer's when it last grew. */
  revision: number;
  /** The one that the collector has confirmed. */
  confirmed: number;
}

/** A cell as it grows. */
export interface Cell extends CellState {
  readonly activeMs: [number, number, number, number];
  visits: number;
  actions?: Record<string, number>;
  vitals?: Vitals;
}
