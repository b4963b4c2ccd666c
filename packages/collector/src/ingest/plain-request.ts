import { isId, PROTOCOL_VERSION, type CollectRequest, type WriterState } from "@uptake/tracker/protocol";
import { MAX_TOKEN_LENGTH, WRITER_ID } from "./collect-schema.ts";

/** The parts of an envelope that are read. */
export interface PlainEnvelope {
  /** By the browser's clock, Unix ms. */
  readonly sentAt: number;
  readonly writers: readonly unknown[];
}

/** A writer, its cells not yet judged. */
export type PlainWriter = Omit<WriterState, "cells"> & { readonly cells: readonly unknown[] };

/**
 * Reads an envelope that holds, as nearly all do. The schema says the same of it, at ten times the cost.
 * @returns null: the schema has to say what is wrong with it.
 */
export function readPlainEnvelope(raw: unknown): PlainEnvelope | null {
  if (typeof raw !== "object" || raw === null) return null;
  const { v, sdk, sentAt, writers } = raw as Readonly<Record<keyof CollectRequest, unknown>>;
  if (v !== PROTOCOL_VERSION || typeof sdk !== "string") return null;
  if (typeof sentAt !== "number" || !Number.isFinite(sentAt) || !Array.isArray(writers)) return null;
  return { sentAt, writers };
}

/**
 * Likewise a writer.
 * @returns null: it doesn't hold, or the schema has to say so.
 */
export function readPlainWriter(raw: unknown): PlainWriter | null {
  if (typeof raw !== "object" || raw === null) return null;
  const { id, seq, account, user, token, cells } = raw as Readonly<Record<keyof WriterState, unknown>>;
  if (typeof id !== "string" || !WRITER_ID.test(id) || !isId(account) || !isId(user)) return null;
  if (!Number.isSafeInteger(seq) || (seq as number) < 0 || !Array.isArray(cells)) return null;
  const writer = { id, seq: seq as number, account, user, cells };
  if (token === undefined) return writer;
  return typeof token === "string" && token.length <= MAX_TOKEN_LENGTH ? { ...writer, token } : null;
}
