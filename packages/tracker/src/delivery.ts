import { learnOffset, lineMs, nowMs } from "./clock.ts";
import { after, guard, ignore, listen } from "./edges.ts";
import { restore, save, saveTail } from "./keep.ts";
import {
  MAX_PIECE_BYTES,
  MAX_WRITERS,
  PROTOCOL_VERSION,
  SLOT_MS,
  slotOf,
  staysPending,
  type CollectReply,
} from "./protocol/index.ts";
import { backoffMs, REFUSAL_MS, request, type Failure } from "./request.ts";
import { VERSION } from "./version.ts";
import { pendingOf, startWriter, writer, writers, type Entry, type Writer } from "./writer.ts";

/** Brings what writers measure to the collector, and to the browser's storage until the collector has it. */

/** While there is something new, it is sent at most this often. */
export const FLUSH_INTERVAL_MS = 15_000;

/** The first request waits this long, so that it doesn't stand in the way of the page's own. */
export const FIRST_FLUSH_MS = 2_000;

/** Storage that doesn't answer in this time won't hold up what is in memory. */
const PATIENCE_MS = 1_000;

/** Bytes that may be under way with keepalive: the browser allows 64 KiB, to all scripts of a page together. */
export const KEEPALIVE_BUDGET_BYTES = 60_000;

/** A cell that travels: its writer, its entry, its revision. */
type Parcel = readonly [of: Writer, entry: Entry, revision: number];

let url: string;
let onTokenExpired: () => void;
let running: Promise<void> | undefined;
let restored: Promise<unknown> | undefined;
let isScheduled: boolean;
let maxBytes = MAX_PIECE_BYTES;
let underWayBytes = 0;
let failures: number;
let seq = 0;
/** Monotonic: the next regular flush, or the end of the back-off. */
let nextMs: number;
/** Monotonic: the end of a back-off that the collector's answer asks for. A lost network forbids nothing. */
let forbiddenUntilMs: number;

/** How many bytes a text has on its way, or more. */
export const bytesOf = (text: string) => guard(() => new TextEncoder().encode(text).length) ?? text.length * 3;

const isForbidden = () => nowMs() < forbiddenUntilMs;

/** Something may be new: sends it within {@link FLUSH_INTERVAL_MS}. */
export const touch = () => {
  if (isScheduled || running || !writers.size) return;
  isScheduled = true;
  after(Math.max(0, nextMs - nowMs()), () => {
    isScheduled = false;
    void flush();
  });
};

/**
 * A cell refused as `slot_in_future` counted nothing: a wrong clock measured it. It moves, once, to another writer and another
 * slot, and with it all that its own writer still gets, such as its part of a gap that is open. Several documents may find
 * the same cell, so both follow from what it was: whoever moves it, and however often, the collector takes the maximum.
 * @param nowSlot the collector's present.
 */
const relocate = (of: Writer, entry: Entry, nowSlot: number) => {
  const { cell, revision } = entry;
  const slot = (entry.movedTo ??= Math.min(cell.slot + (of.shift ?? 0), nowSlot));
  // One for each slot, since several may end up in one.
  const turn = cell.slot % of.id.length;
  // oxlint-disable-next-line no-array-reverse -- Browsers of 2022 have no other.
  const id = [...(of.id.slice(turn) + of.id.slice(0, turn))].reverse().join("");
  const target = writers.get(id) ?? { ...of, id, moved: true, shift: 0, isSaving: false, entries: {} };
  target.entries[`${slot} ${cell.feature}`] = {
    cell: { ...cell, activeMs: [...cell.activeMs], slot },
    revision,
    sent: 0,
    confirmed: 0,
  };
  target.revision = of.revision;
  target.isDirty = of.isDirty = true;
  entry.confirmed = revision;
  // Stored in this order: twice is harmless, never is not.
  writers.set(id, target);
  writers.delete(of.id);
  writers.set(of.id, of);
};

/** Moves what writers with a wrong clock have got since. */
const carryOver = () => {
  // Moving changes their order.
  for (const of of Array.from(writers.values()))
    if (of.shift) for (const [, entry] of pendingOf(of)) relocate(of, entry, slotOf(nowMs() + lineMs()));
};

/** Stores what is new, and forgets writers that are done. */
export const checkpoint = () => {
  carryOver();
  for (const of of writers.values()) {
    void save(of);
    if (of !== writer && !of.isDirty && !of.isSaving && !pendingOf(of)[0]) writers.delete(of.id);
  }
};

/** There is a new token or another person: what was refused may be sent again. */
export const retryRefused = () => {
  for (const { entries } of writers.values()) for (const entry of Object.values(entries)) entry.sent = 0;
};

/** Takes as many cells as one request may have: those that are neither confirmed nor on their way. */
const take = (): readonly Parcel[] => {
  carryOver();
  const piece: Parcel[] = [];
  let bytes = 0;
  for (const of of writers.values())
    for (const [, entry] of pendingOf(of)) {
      if (entry.revision <= entry.sent) continue;
      // Weighed with its writer's names, and so above its real size. One that is larger on its own travels alone.
      bytes += bytesOf(JSON.stringify({ ...of, entries: entry.cell }));
      if (piece[0] && (bytes >= maxBytes || piece.length >= MAX_WRITERS)) return piece;
      piece.push([of, entry, (entry.sent = entry.revision)]);
    }
  return piece;
};

/** @returns whether the collector has answered. */
const send = async (piece: readonly Parcel[], isLast?: boolean): Promise<boolean> => {
  const triedBytes = maxBytes;
  const sentAt = Date.now();
  const now = (seq += 1);
  const states = [...new Set(piece.map(([of]) => of))].map((of) => {
    const { id, account, user } = of;
    // A newer token of the same person opens doors for what earlier documents left.
    const token = (writer?.account === account && writer?.user === user && writer?.token) || of.token;
    return {
      id,
      seq: now,
      account,
      user,
      token,
      cells: piece.flatMap((parcel) => (parcel[0] === of ? parcel[1].cell : [])),
    };
  });
  const body = JSON.stringify({ v: PROTOCOL_VERSION, sdk: VERSION, sentAt, writers: states });
  const bytes = bytesOf(body);
  const keepalive = (isLast || !failures) && underWayBytes + bytes < KEEPALIVE_BUDGET_BYTES;
  if (keepalive) underWayBytes += bytes;
  try {
    // A browser without keepalive (Firefox before 133) may bring it twice: it is all the same.
    if (isLast && !("keepalive" in Request.prototype)) navigator.sendBeacon(url, body);
    // Text goes as `text/plain;charset=UTF-8`, which needs no preflight.
    const reply = (await request(url, { method: "POST", body, keepalive })) as CollectReply;
    let isExpired = false;
    const late = piece.filter(([of, entry, revision]) => {
      const { feature, slot } = entry.cell;
      const reasons = reply.rejected.flatMap((one) =>
        one.id === of.id && (one.feature ?? feature) === feature && (one.slot ?? slot) === slot ? one.reason : [],
      );
      isExpired ||= reasons.includes("token_expired");
      // It is sent again when it has grown, or when there is another token.
      if (reasons.some(staysPending)) return reasons.includes("slot_in_future") && !of.moved;
      if (reasons[0] || reply.accepted.some((one) => one.id === of.id && one.seq === now)) {
        entry.confirmed = Math.max(entry.confirmed, revision);
        of.isDirty = true;
        return false;
      }
      throw reply;
    });
    failures = 0;
    if (isExpired) onTokenExpired();
    if (learnOffset(reply.now, sentAt) && writer) startWriter(writer.key, writer.account, writer.user, writer.token);
    for (const [of, entry] of late) {
      // Most clocks are wrong by hours; a cell that is refused is at least one slot ahead.
      of.shift ||= Math.min(-1, Math.round((reply.now - Date.now()) / SLOT_MS));
      // Unless everything was erased meanwhile.
      if (writers.has(of.id)) relocate(of, entry, slotOf(reply.now));
    }
    if (late[0]) touch();
  } catch (failure) {
    // No answer, or one that isn't the collector's: a captive portal says 200 to everything.
    for (const [, entry] of piece) entry.sent = 0;
    failures += 1;
    // Several may have been under way with the same size.
    if ((failure as Failure).status === 413) maxBytes = Math.min(maxBytes, triedBytes / 2);
    // A single cell can't become smaller.
    const isHopeless = (failure as Failure).status === 413 && !piece[1];
    nextMs = nowMs() + (isHopeless ? REFUSAL_MS : backoffMs(failure as Failure, failures, Math.random()));
    if ((failure as Failure).status) forbiddenUntilMs = nextMs;
  }
  if (keepalive) underWayBytes -= bytes;
  checkpoint();
  return !failures;
};

const run = async () => {
  await (restored ??= Promise.race([restore(), new Promise<void>((resolve) => after(PATIENCE_MS, resolve))]));
  for (let piece; (piece = take())[0];) if (!(await send(piece))) break;
};

/** Sends what is pending, after the request that is under way. Never rejects. */
export const flush = (): Promise<void> => {
  if (running) return running.then(flush);
  if (isForbidden() || !writers.size) return Promise.resolve();
  nextMs = nowMs() + FLUSH_INTERVAL_MS;
  return (running = run()
    .finally(() => {
      running = undefined;
      if (failures) touch();
    })
    .catch(ignore));
};

/** The document may be gone after this task: stores and sends everything at once. */
export const hide = () => {
  carryOver();
  for (const of of writers.values()) saveTail(of);
  if (!isForbidden()) for (let piece; (piece = take())[0];) send(piece, true).catch(ignore);
  checkpoint();
};

/** @param expired called when the collector says that a token has expired. */
export const openDelivery = (collectUrl: string, expired: () => void) => {
  url = collectUrl;
  onTokenExpired = expired;
  running = restored = undefined;
  isScheduled = false;
  failures = forbiddenUntilMs = 0;
  nextMs = nowMs() + FIRST_FLUSH_MS;
  writers.clear();
  listen(window, "online", () => {
    failures = 0;
    void flush();
  });
};
