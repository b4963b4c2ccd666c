import {
  isId,
  MAX_ACTION_COUNT_PER_SLOT,
  MAX_ACTIONS_PER_SLOT,
  MAX_VISITS_PER_SLOT,
  PROTOCOL_VERSION,
  type RejectionReason,
  SLOT_MS,
} from "@uptake/tracker/protocol";
import * as v from "valibot";

/**
 * The body of `POST /v1/collect` in three layers, so that each writer and each cell is judged by itself. Where a cell
 * breaks a limit, the message of the issue is the reason that the reply names. Unknown fields are ignored.
 */

/** UTF-16 code units. */
export const MAX_TOKEN_LENGTH = 8_192;
/** UTF-16 code units, as for ids. */
const MAX_NAME_LENGTH = 128;
/** What a tracker calls a document load. */
export const WRITER_ID = /^[A-Za-z0-9_-]{22}$/;

const malformed: RejectionReason = "malformed";

/** A whole number from 0 up. */
const wholeNumber = v.pipe(v.number(malformed), v.safeInteger(malformed), v.minValue(0, malformed));
const atMost = (limit: number, reason: RejectionReason) => v.pipe(wholeNumber, v.maxValue(limit, reason));
const id = v.custom<string>(isId, malformed);
const activeMs = atMost(SLOT_MS, "active_exceeds_slot");

/** Valibot's `record` skips prototype keys in silence; here they are refused like every other id that is none. */
function isObjectOfIds(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value) && Object.keys(value).every(isId);
}

/** What a page calls its link. One that can't be shown becomes empty: it must not cost the cell. */
const name = v.fallback(
  v.pipe(v.string(), v.trim(), v.nonEmpty(), v.maxLength(MAX_NAME_LENGTH), v.regex(/^[^\p{Cc}\p{Cs}]*$/u)),
  "",
);

/** One cell. */
export const cellSchema = v.object({
  feature: id,
  name: v.exactOptional(name),
  slot: wholeNumber,
  activeMs: v.pipe(
    v.strictTuple([activeMs, activeMs, activeMs, activeMs]),
    v.check(([first, second, third, fourth]) => first <= second && second <= third && third <= fourth, malformed),
  ),
  visits: atMost(MAX_VISITS_PER_SLOT, "visits_exceed_limit"),
  actions: v.exactOptional(
    v.pipe(
      v.custom<Readonly<Record<string, unknown>>>(isObjectOfIds, malformed),
      v.record(v.string(), atMost(MAX_ACTION_COUNT_PER_SLOT, "actions_exceed_limit")),
      v.maxEntries(MAX_ACTIONS_PER_SLOT, "actions_exceed_limit"),
    ),
  ),
  vitals: v.exactOptional(
    v.object({
      lcpMs: v.exactOptional(wholeNumber),
      inpMs: v.exactOptional(wholeNumber),
      cls1000: v.exactOptional(wholeNumber),
    }),
  ),
});

/** One writer, its cells not yet judged. */
export const writerSchema = v.object({
  id: v.pipe(v.string(), v.regex(WRITER_ID)),
  seq: wholeNumber,
  account: id,
  user: id,
  token: v.exactOptional(v.pipe(v.string(), v.maxLength(MAX_TOKEN_LENGTH))),
  cells: v.array(v.unknown()),
});

/** The request, its writers not yet judged. */
export const envelopeSchema = v.object({
  v: v.literal(PROTOCOL_VERSION, `\`v\` must be ${PROTOCOL_VERSION}`),
  sdk: v.string("`sdk` must be a string"),
  sentAt: v.pipe(v.number("`sentAt` must be Unix ms"), v.finite("`sentAt` must be Unix ms")),
  writers: v.array(v.unknown(), "`writers` must be a list"),
});
