import type { Identity } from "./api.ts";
import type { Edges } from "./edges.ts";
import type { Environment } from "./environment.ts";
import type { Pending } from "./pending.ts";
import { splitPieces, type Parcel } from "./pieces.ts";
import { MAX_PIECE_BYTES, PROTOCOL_VERSION, type CollectReply, type WriterState } from "./protocol/index.ts";
import { relocate } from "./relocate.ts";
import { decideRetry } from "./retry.ts";
import type { Transport } from "./transport.ts";
import { verdictOf } from "./verdict.ts";
import { mergeRecords, restoreWriter, toRecord, type OwnedWriter, type Writer } from "./writer.ts";

/** While there is something new, it is sent at most this often. */
export const FLUSH_INTERVAL_MS = 15_000;

/** The first request waits this long, so that it doesn't stand in the way of the page's own. */
export const FIRST_FLUSH_MS = 2_000;

/** A collector that refuses even this size will refuse everything. */
const SMALLEST_PIECE_BYTES = 1_024;

/** Brings what writers measure to the collector, and to the browser's storage until the collector has it. */
export interface Delivery {
  /** Takes care of a writer from now on. */
  add(writer: Writer): void;
  /** Takes over what earlier documents left behind. */
  restore(): Promise<void>;
  /** Something may be new: sends it within {@link FLUSH_INTERVAL_MS}. */
  touch(): void;
  /** Stores what is new. */
  checkpoint(): void;
  /** There is a new token or another person: what was refused may be sent again. */
  retryRefused(): void;
  /** Sends what is pending, after the request that is under way. Never rejects. */
  flush(): Promise<void>;
  /** Same, when the network is back: without waiting for the back-off's end. */
  wake(): void;
  /** The document may be gone after this task: stores and sends everything at once. */
  hide(): void;
}

/** An error of ours is not the page's: no rejection is left unhandled. */
const ignore = () => undefined;

interface Parts {
  readonly environment: Environment;
  readonly edges: Edges;
  readonly transport: Transport;
  readonly pending: Pending;
  /** Version of the tracker. */
  readonly version: string;
  /** The writer that measures now. */
  readonly current: () => Writer | null;
  readonly onReply: (reply: CollectReply, sentAtMs: number) => void;
}

export function createDelivery(parts: Parts): Delivery {
  const { environment, edges, transport, pending, version, current, onReply } = parts;
  const writers = new Map<string, Writer>();
  let running: Promise<void> | undefined;
  let cancel: (() => void) | undefined;
  let maxBytes = MAX_PIECE_BYTES;
  let failures = 0;
  let stopped = false;
  /** Monotonic: the next regular flush, and what `Retry-After` forbids. */
  let nextMs = environment.nowMs() + FIRST_FLUSH_MS;
  let forbiddenUntilMs = 0;

  /** A newer token of the same person opens doors for what earlier documents left. */
  const tokenOf = (owner: Identity): string | undefined => {
    const present = current()?.owner;
    const isPresent = present?.account === owner.account && present.user === owner.user;
    return (isPresent ? present.token : undefined) ?? owner.token;
  };
  const owned = () => [...writers.values()].filter((writer) => writer.owner !== null) as OwnedWriter[];
  const unsent = (): Parcel[] =>
    owned().flatMap((writer) => {
      const cells = writer.cells.unsent();
      return cells.length > 0 ? { writer, cells } : [];
    });

  const schedule = (delayMs: number) => {
    cancel?.();
    cancel = edges.after(delayMs, () => {
      cancel = undefined;
      void flush();
    });
  };
  const touch = () => {
    if (stopped || running || cancel || unsent().length === 0) return;
    schedule(Math.max(0, nextMs - environment.nowMs()));
  };

  const save = async (writer: OwnedWriter) => {
    const cells = writer.cells.pending();
    if (!(await pending.save(toRecord(writer, cells)))) return;
    writer.cells.stored(cells);
    if (writer.cells.unstored().length === 0) pending.tails.remove(writer.id);
  };

  const take = async (piece: readonly Parcel[], states: readonly WriterState[], reply: CollectReply) => {
    for (const [index, { writer, cells }] of piece.entries()) {
      const state = states[index];
      if (!state) continue;
      // What was refused with a token that has been renewed since can be sent again.
      const isRenewed = state.token !== tokenOf(writer.owner);
      for (const cell of cells) {
        const verdict = verdictOf(state, cell, reply);
        writer.cells.settle(cell, isRenewed && verdict === "refused" ? "failed" : verdict);
      }
      await save(writer);
      const isSettled = writer.cells.pending().length === 0;
      const moved = await relocate(writer, reply, { pending, createId: environment.createId });
      if (moved) writers.set(moved.id, moved);
      if ((isSettled || moved) && writer.cells.pending().length === 0) pending.tails.remove(writer.id);
    }
  };

  const checkpoint = () => {
    for (const writer of owned()) if (writer.cells.unstored().length > 0) void save(writer);
  };

  /** @returns whether to go on. */
  const send = async (piece: readonly Parcel[]): Promise<boolean> => {
    const triedBytes = maxBytes;
    const sentAt = environment.wallMs();
    const states = piece.map(({ writer, cells }): WriterState => {
      writer.cells.sent(cells);
      const { account, user } = writer.owner;
      const token = tokenOf(writer.owner);
      return { id: writer.id, seq: (writer.seq += 1), account, user, ...(token !== undefined && { token }), cells };
    });
    const body = JSON.stringify({ v: PROTOCOL_VERSION, sdk: version, sentAt, writers: states });
    const outcome = await transport.send(body);
    if (outcome.kind === "reply") {
      failures = 0;
      onReply(outcome.reply, sentAt);
      await take(piece, states, outcome.reply);
      return true;
    }
    for (const { writer, cells } of piece) for (const cell of cells) writer.cells.settle(cell, "failed");
    // It may be long until the next try.
    checkpoint();
    failures += 1;
    const decision = decideRetry(outcome, failures, environment.random());
    if (decision.kind === "retry") {
      forbiddenUntilMs = environment.nowMs() + outcome.retryAfterMs;
      schedule(decision.delayMs);
    } else if (decision.kind === "halve" && triedBytes > SMALLEST_PIECE_BYTES) {
      // Several may have been under way with the same size.
      maxBytes = Math.min(maxBytes, Math.max(SMALLEST_PIECE_BYTES, Math.floor(triedBytes / 2)));
      schedule(0);
    } else stopped = true;
    return false;
  };

  const run = async () => {
    nextMs = environment.nowMs() + FLUSH_INTERVAL_MS;
    for (const piece of splitPieces(unsent(), maxBytes)) if (!(await send(piece))) return;
  };
  const isForbidden = () => stopped || environment.nowMs() < forbiddenUntilMs;
  const flush = (): Promise<void> => {
    if (isForbidden()) return Promise.resolve();
    cancel?.();
    cancel = undefined;
    const mine = (running ? running.then(run) : run()).catch(ignore).finally(() => {
      if (running !== mine) return;
      running = undefined;
      touch();
    });
    running = mine;
    return mine;
  };
  return {
    add: (writer) => void writers.set(writer.id, writer),
    async restore() {
      for (const record of await pending.load(environment.wallMs()))
        if (!writers.has(record.id)) writers.set(record.id, restoreWriter(record));
      touch();
    },
    touch,
    checkpoint,
    retryRefused() {
      for (const writer of writers.values()) writer.cells.retryRefused();
    },
    flush,
    wake() {
      failures = 0;
      void flush();
    },
    hide() {
      for (const writer of owned()) {
        const tail = mergeRecords(toRecord(writer, writer.cells.unstored()), undefined);
        if (tail) pending.tails.keep(tail);
      }
      if (!isForbidden()) for (const piece of splitPieces(unsent(), maxBytes)) send(piece).catch(ignore);
      checkpoint();
    },
  };
}
