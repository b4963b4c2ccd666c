import {
  type CellState,
  CLOCK_SKEW_TOLERANCE_MS,
  isId,
  MAX_CELLS,
  MAX_WRITERS,
  type RejectionReason,
  slotStartMs,
} from "@uptake/tracker/protocol";
import * as v from "valibot";
import { HttpProblem } from "../http/problem.ts";
import { cellSchema, envelopeSchema, writerSchema } from "./collect-schema.ts";
import { readPlainCell } from "./plain-cell.ts";
import { readPlainEnvelope, readPlainWriter, type PlainEnvelope, type PlainWriter } from "./plain-request.ts";

/** A request, its writers not yet judged. */
export interface ReadRequest {
  /** By the browser's clock, Unix ms. */
  readonly sentAtMs: number;
  readonly writers: readonly ReadWriter[];
}

/** One writer of a request: readable, or refused as a whole. */
export type ReadWriter =
  | ({ readonly kind: "writer" } & PlainWriter)
  /** `id` is empty where it can't be read. */
  | { readonly kind: "malformed"; readonly id: string };

/** One cell of a writer: readable, or refused. */
export type ReadCell =
  | { readonly kind: "cell"; readonly cell: CellState }
  | ({ readonly kind: "refused"; readonly reason: RejectionReason } & CellName);

/** How a reply names a cell: an empty feature or the slot -1 where it can't be read. */
export interface CellName {
  readonly feature: string;
  readonly slot: number;
}

/**
 * Reads the envelope and each writer by itself.
 * @throws HttpProblem `malformed` when there is no envelope, `too-large` when there is too much in it.
 */
export function readRequest(body: unknown): ReadRequest {
  const envelope = readPlainEnvelope(body) ?? readEnvelope(body);
  assertCount("writers", envelope.writers.length, MAX_WRITERS);
  const writers = envelope.writers.map(readWriter);
  const cells = writers.reduce((sum, writer) => sum + (writer.kind === "writer" ? writer.cells.length : 0), 0);
  assertCount("cells", cells, MAX_CELLS);
  return { sentAtMs: envelope.sentAt, writers };
}

function readEnvelope(body: unknown): PlainEnvelope {
  const envelope = v.safeParse(envelopeSchema, body, { abortEarly: true });
  if (envelope.success) return envelope.output;
  throw new HttpProblem("malformed", `The body is no request of protocol version 1: ${envelope.issues[0].message}.`);
}

/** Too many is too large: a tracker answers both by sending smaller pieces. */
function assertCount(what: string, count: number, limit: number): void {
  if (count <= limit) return;
  throw new HttpProblem("too-large", `The request has ${count} ${what}; ${limit} are allowed. Send fewer at once.`);
}

function readWriter(raw: unknown): ReadWriter {
  const plain = readPlainWriter(raw);
  if (plain !== null) return { kind: "writer", ...plain };
  const writer = v.safeParse(writerSchema, raw, { abortEarly: true });
  if (writer.success) return { kind: "writer", ...writer.output };
  const id = field(raw, "id");
  return { kind: "malformed", id: isId(id) ? id : "" };
}

/** Reads one cell: its shape, its limits, and that it does not lie in the future. */
export function readCell(raw: unknown, nowMs: number): ReadCell {
  const plain = readPlainCell(raw);
  if (plain !== null) return inTime(plain, nowMs);
  const parsed = v.safeParse(cellSchema, raw, { abortEarly: true });
  if (!parsed.success) return { kind: "refused", ...cellName(raw), reason: reasonOf(parsed.issues[0].message) };
  return inTime(parsed.output, nowMs);
}

function inTime(cell: CellState, nowMs: number): ReadCell {
  return slotStartMs(cell.slot) > nowMs + CLOCK_SKEW_TOLERANCE_MS
    ? { kind: "refused", feature: cell.feature, slot: cell.slot, reason: "slot_in_future" }
    : { kind: "cell", cell };
}

function cellName(raw: unknown): CellName {
  const [feature, slot] = [field(raw, "feature"), field(raw, "slot")];
  return { feature: isId(feature) ? feature : "", slot: Number.isSafeInteger(slot) ? Number(slot) : -1 };
}

function field(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

/** Messages that the schema doesn't set itself are Valibot's own, about shape. */
function reasonOf(message: string): RejectionReason {
  switch (message) {
    case "active_exceeds_slot":
    case "visits_exceed_limit":
    case "actions_exceed_limit":
      return message;
    default:
      return "malformed";
  }
}
