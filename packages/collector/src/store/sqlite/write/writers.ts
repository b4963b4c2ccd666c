import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";
import type { RememberedCells } from "./remembered-cells.ts";

/** Document loads. */
export interface Writers {
  /** The writer, made if need be; remembers that it has a cell in `slot`. */
  intern(account: number, user: number, source: number, key: string, slot: number): KnownWriter;
  /** Notes by how much the clock of the writer's browser is behind, ms. */
  noteSkew(writer: KnownWriter, skewMs: number): void;
}

/** A writer that was heard of lately. */
export interface KnownWriter {
  readonly id: number;
  readonly account: number;
  readonly user: number;
  readonly source: number;
  readonly key: string;
  /** Somebody took out all that it sent: nothing more is taken. */
  readonly isVoided: boolean;
  firstSlot: number;
  lastSlot: number;
  /** As it was noted in this process; null: not at all. */
  skewMs: number | null;
  /** How much had been put into the remembered cells when it was made here; -1: it had been before. */
  readonly madeAt: number;
}

/** Most remembered writers, those heard of last: about as many as are open at once. */
const MAX_REMEMBERED = 10_000;

/** A clock that has moved by less is noted as it was: what it takes to cross the network is no skew. */
const SKEW_STEP_MS = 60_000;

/** Prepares the look-ups on a connection. */
export function createWriters(database: DatabaseSync, cells: RememberedCells): Writers & { forget(): void } {
  const select = prepareArrays(
    database,
    "SELECT id, first_slot, last_slot, voided FROM writers WHERE account = ? AND user = ? AND source = ? AND key = ?",
  );
  const insert = database.prepare(
    "INSERT INTO writers (account, user, source, key, first_slot, last_slot) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const widen = database.prepare("UPDATE writers SET first_slot = ?, last_slot = ? WHERE id = ?");
  const setSkew = database.prepare("UPDATE writers SET skew_ms = ? WHERE id = ?");
  // Two halves, the older of which is dropped when the younger is full: who is heard of again moves to the younger.
  let younger = new Map<string, KnownWriter>();
  let older = new Map<string, KnownWriter>();
  // Cells that follow each other are mostly one writer's.
  let latest: KnownWriter | undefined;

  const recall = (key: string): KnownWriter | undefined => {
    if (latest?.key === key) return latest;
    const known = younger.get(key);
    if (known !== undefined) return (latest = known);
    const longAgo = older.get(key);
    return longAgo && remember(longAgo);
  };
  const remember = (writer: KnownWriter): KnownWriter => {
    if (younger.size >= MAX_REMEMBERED / 2) {
      older = younger;
      younger = new Map();
    }
    younger.set(writer.key, writer);
    return (latest = writer);
  };
  const find = (account: number, user: number, source: number, key: string): KnownWriter | undefined => {
    const known = recall(key);
    // Ids are the browser's: one that was reused or forged belongs to somebody else.
    return known?.account === account && known.user === user && known.source === source ? known : undefined;
  };
  const load = (account: number, user: number, source: number, key: string, slot: number): KnownWriter => {
    const owner = { account, user, source, key, skewMs: null };
    const row = select.get(account, user, source, key) as unknown as readonly number[] | undefined;
    if (row !== undefined) {
      const [id = 0, firstSlot = 0, lastSlot = 0, voided = 0] = row;
      return remember({ ...owner, id, firstSlot, lastSlot, isVoided: voided !== 0, madeAt: -1 });
    }
    const id = Number(insert.run(account, user, source, key, slot, slot).lastInsertRowid);
    return remember({ ...owner, id, firstSlot: slot, lastSlot: slot, isVoided: false, madeAt: cells.putSoFar() });
  };
  return {
    intern(account, user, source, key, slot) {
      const writer = find(account, user, source, key) ?? load(account, user, source, key, slot);
      if (slot < writer.firstSlot || slot > writer.lastSlot) {
        writer.firstSlot = Math.min(writer.firstSlot, slot);
        writer.lastSlot = Math.max(writer.lastSlot, slot);
        widen.run(writer.firstSlot, writer.lastSlot, writer.id);
      }
      return writer;
    },
    noteSkew(writer, skewMs) {
      if (writer.skewMs !== null && Math.abs(skewMs - writer.skewMs) < SKEW_STEP_MS) return;
      setSkew.run(skewMs, writer.id);
      writer.skewMs = skewMs;
    },
    forget() {
      younger = new Map();
      older = new Map();
      latest = undefined;
    },
  };
}
