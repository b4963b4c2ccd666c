import { leftByMs, lineMs } from "./clock.ts";
import type { CellState, Vitals } from "./protocol/index.ts";

/** A cell as it grows. */
export interface Cell extends CellState {
  readonly activeMs: [number, number, number, number];
  visits: number;
  actions?: Record<string, number>;
  vitals?: Vitals;
}

/** One document load for one member, this document's or an earlier one's. */
export interface Writer {
  readonly id: string;
  /** Absent before the document's first identity; then nothing is stored or sent. */
  account?: string | undefined;
  user?: string | undefined;
  token?: string | undefined;
  /** By slot and feature. */
  readonly cells: Record<string, Cell>;
  /** Each cell's text as the collector has confirmed it. */
  readonly told: Record<string, string>;
  /** Each cell's text that is on its way or was refused. */
  sent: Record<string, string>;
  /** Monotonic time plus this is wall time, for as long as the writer lives; 0 for another document's. */
  readonly lineMs: number;
  /** How many slots its clock is behind the collector's, negative, where that has refused a cell. */
  shift?: number;
  /** Its cells were moved here from a writer with a wrong clock, which happens once. */
  readonly isMoved?: boolean | undefined;
  /** Under which name the browser's database holds it. */
  readonly name: string;
  /** What that held when it was last written or read. */
  kept?: string | undefined;
  /** What this document has left of it in localStorage. */
  tail?: string;
  /** The database doesn't hold its present state. */
  isDirty?: boolean;
  isSaving?: boolean;
}

/** The writer that measures now; null after a sign-out. */
export let writer: Writer | null = null;

/** Those that aren't done, by name: of this document, and of earlier ones. */
export const writers = new Map<string, Writer>();

/** Whether any of them has an owner. Others stay in memory. */
export const hasOwner = () => [...writers.values()].some(({ account }) => account);

/** Makes one known. */
export const addWriter = (id: string, more: Partial<Writer>): Writer => {
  const of: Writer = { id, name: id, lineMs: lineMs(), cells: {}, told: {}, sent: {}, ...more };
  writers.set(of.name, of);
  return of;
};

/** Another writer measures from now on. Its id: 22 random letters and digits, more than 112 bits. */
export const startWriter = ({ account, user, token }: Pick<Writer, "account" | "user" | "token"> = {}) => {
  writer = addWriter(
    Array.from(crypto.getRandomValues(new Uint8Array(22)), (byte) => (byte % 36).toString(36)).join(""),
    { account, user, token },
  );
};

/**
 * Another writer, for the same person, where the browser's clock has left the present one's line.
 * @returns by how much it has, see {@link leftByMs}.
 */
export const renewWriter = (): number => {
  const byMs = writer ? leftByMs(writer.lineMs) : 0;
  if (writer && byMs) startWriter(writer);
  return byMs;
};

/** Whether somebody is the one who is measured now. */
export const isPresents = ({ account, user }: Pick<Writer, "account" | "user">) =>
  writer?.account === account && writer?.user === user;

/** Nobody measures from now on. */
export const endWriter = () => {
  writer = null;
};

/** A cell as it is now, by its key. */
export interface CellText {
  readonly key: string;
  readonly text: string;
}

/** What the collector doesn't know yet. */
export const pendingOf = ({ account, cells, told }: Writer): CellText[] =>
  Object.keys(account ? cells : {}).flatMap((key) => {
    const text = JSON.stringify(cells[key]);
    return told[key] === text ? [] : { key, text };
  });

/** A writer in a feature, and what the page calls it: what time is credited to. */
export interface Place {
  readonly of: Writer;
  readonly feature: string;
  readonly name: string | null | undefined;
}

/** A cell that is about to grow, made when there is none. */
export const grow = ({ of, feature, name }: Place, slot: number): Cell => {
  of.isDirty = true;
  // One that has ended and was done may still get its part of a gap that was open then.
  writers.set(of.name, of);
  return (of.cells[`${slot} ${feature}`] ??= {
    feature,
    slot,
    ...(name && { name }),
    activeMs: [0, 0, 0, 0],
    visits: 0,
  });
};
