import { learnOffset, nowMs } from "./clock.ts";
import { after, ignore, listen } from "./edges.ts";
import { restore, save, saveTail } from "./keep.ts";
import { PROTOCOL_VERSION, SLOT_MS, slotOf, staysPending, type CollectReply } from "./protocol/index.ts";
import { backoffMs, REFUSAL_MS, request, type Failure } from "./request.ts";
import { VERSION } from "./version.ts";
import {
  addWriter,
  hasOwner,
  isPresents,
  pendingOf,
  renewWriter,
  writer,
  writers,
  type Cell,
  type CellText,
  type Writer,
} from "./writer.ts";

/** Brings what writers measure to the collector, and to the browser's storage until the collector has it. */

/** While there is something new, it is sent at most this often. */
export const FLUSH_INTERVAL_MS = 20_000;

/** The first request waits this long, so that it doesn't stand in the way of the page's own. */
export const FIRST_FLUSH_MS = 2_000;

/** What is confirmed is out of the storage after this, unless the page goes first: then it is sent once more. */
const CONFIRMED_MS = 5_000;

/** Storage that doesn't answer in this time won't hold up what is in memory. */
const PATIENCE_MS = 1_000;

/** UTF-16 units of cells in one request: three bytes each would be 16 KiB with what surrounds them. */
export const MAX_PIECE_LENGTH = 5_000;

/** Requests that may be under way: the browser allows 64 KiB with keepalive, to all scripts of a page together. */
export const MAX_FLIGHTS = 4;

/** A cell that travels. */
interface Parcel extends CellText {
  readonly of: Writer;
}

let url: string;
let askForToken: () => void;
let restored: Promise<unknown> | undefined;
let isScheduled: boolean;
let maxLength = MAX_PIECE_LENGTH;
let failures: number;
let seq = 0;
/** Monotonic: the next regular flush, or the end of the back-off. */
let nextMs: number;
/** Monotonic: the end of a back-off that the collector's answer asks for. A lost network forbids nothing. */
let forbiddenUntilMs: number;
const flights = new Set<Promise<unknown>>();

/** Something may be new: sends it within {@link FLUSH_INTERVAL_MS}. */
export const touch = () => {
  if (isScheduled || !hasOwner()) return;
  isScheduled = true;
  after(Math.max(0, nextMs - nowMs()), () => {
    isScheduled = false;
    void flush();
  });
};

/** Stores what is new, and forgets writers that are done. */
export const checkpoint = () =>
  writers.forEach((of) => {
    if (!of.account) return;
    void save(of);
    if (of !== writer && !of.isDirty && !of.isSaving && !pendingOf(of)[0]) writers.delete(of.name);
  });

/** There is a new token or another person: what was refused may be sent again. */
export const retryRefused = () => writers.forEach((of) => (of.sent = {}));

/**
 * A cell refused as `slot_in_future` counted nothing: a wrong clock measured it. It moves, once, to another writer and another
 * slot, and so does all that it still gets, such as its part of a gap that is open. Several documents may find the same cell,
 * so both follow from what it was: whoever moves it, and however often, the collector takes the maximum.
 */
const relocate = (of: Writer, key: string, text: string, collectorNowMs: number) => {
  const cell = JSON.parse(text) as Cell;
  // Most clocks are wrong by hours; a cell that is refused is at least one slot ahead.
  of.shift ??= Math.min(-1, Math.round((collectorNowMs - Date.now()) / SLOT_MS));
  // One for each slot, since several may end up in one.
  const turn = 1 + (cell.slot % (of.id.length - 1));
  const id = of.id.slice(turn) + of.id.slice(0, turn);
  const { account, user, token } = of;
  const target = writers.get(id) ?? addWriter(id, { account, user, token, isMoved: true });
  // A tail and the record beside it both go there, each by its own name: the collector takes their maximum as well.
  target.cells[of.name + key] = { ...cell, slot: Math.min(cell.slot + of.shift, slotOf(collectorNowMs)) };
  target.isDirty = true;
  touch();
};

/** Takes as many cells as one request may have: those that are neither confirmed nor on their way. */
const take = (): readonly Parcel[] => {
  const piece: Parcel[] = [];
  let length = 0;
  [...writers.values()].some((of) =>
    pendingOf(of).some(({ key, text }) => {
      if (of.sent[key] === text) return false;
      // With its writer's names and token, once each. One that is larger on its own travels alone.
      length += text.length + (piece.at(-1)?.of === of ? 0 : 300 + `${of.token}`.length);
      if (piece[0] && length > maxLength) return true;
      of.sent[key] = text;
      return !piece.push({ of, key, text });
    }),
  );
  return piece;
};

/** @returns whether the collector has answered. */
const send = async (piece: readonly Parcel[], isLast?: boolean): Promise<boolean> => {
  const triedLength = maxLength;
  const sentAt = Date.now();
  const now = (seq += 1);
  const states = Array.from(new Set(piece.map(({ of }) => of)), (of) => {
    const { id, account, user } = of;
    // A newer token of the same person opens doors for what earlier documents left.
    const token = (isPresents(of) && writer?.token) || of.token;
    const cells = piece.filter((parcel) => parcel.of === of).map(({ text }) => text);
    return `${JSON.stringify({ id, seq: now, account, user, token }).slice(0, -1)},"cells":[${cells}]}`;
  });
  // A large number that is made text otherwise costs a browser 46 KiB of memory, once.
  const body = `{"v":${PROTOCOL_VERSION},"sdk":"${VERSION}","sentAt":${BigInt(sentAt)},"writers":[${states}]}`;
  try {
    // A browser without keepalive (Firefox before 133) may bring it twice: it is all the same.
    if (isLast && !("keepalive" in Request.prototype)) navigator.sendBeacon(url, body);
    // Text goes as `text/plain;charset=UTF-8`, which needs no preflight. After a failure it goes without keepalive, whose
    // quota the page's other scripts may have used up.
    const reply = (await request(url, { method: "POST", body, keepalive: isLast || !failures })) as CollectReply;
    let isTokenWanted = false;
    piece.forEach(({ of, key, text }) => {
      const { feature, slot } = JSON.parse(text) as Cell;
      const reason = reply.rejected.find(
        (one) => one.id === of.id && (one.feature ?? feature) === feature && (one.slot ?? slot) === slot,
      )?.reason;
      if (!reason && !reply.accepted.some((one) => one.id === of.id && one.seq === now)) throw reply;
      // Nobody else's can be had here. One that was there and is missing all the same isn't looked at.
      isTokenWanted ||=
        isPresents(of) && (reason === "token_expired" || (reason === "token_missing" && !writer?.token));
      const isEarly = reason === "slot_in_future" && !of.isMoved;
      // Unless everything was erased meanwhile.
      if (isEarly && writers.has(of.name)) relocate(of, key, text, reply.now);
      // What stays pending is sent again when it has grown, or when there is another token.
      if (isEarly || !reason || !staysPending(reason)) {
        of.told[key] = text;
        of.isDirty = true;
      }
    });
    failures = 0;
    if (isTokenWanted) askForToken();
    learnOffset(reply.now, sentAt);
    renewWriter();
  } catch (failure) {
    const { status } = failure as Failure;
    // No answer, or one that isn't the collector's: a captive portal says 200 to everything.
    piece.forEach(({ of, key }) => (of.sent[key] = ""));
    failures += 1;
    // Several may have been under way with the same size.
    if (status === 413) maxLength = Math.min(maxLength, triedLength / 2);
    // A single cell can't become smaller.
    const isHopeless = status === 413 && !piece[1];
    nextMs = nowMs() + (isHopeless ? REFUSAL_MS : backoffMs(failure as Failure, failures));
    if (status) forbiddenUntilMs = nextMs;
    touch();
  }
  // A transaction costs more than most else here. While this page measures, it soon stores something else anyway.
  if (isLast || piece.some(({ of }) => of !== writer || of.tail)) checkpoint();
  else after(CONFIRMED_MS, checkpoint);
  return !failures;
};

/** @returns when everything that is under way has been answered or has failed. */
const pump = (isLast?: boolean): Promise<unknown> => {
  for (let piece; flights.size < MAX_FLIGHTS && (piece = take())[0];) {
    const flight = send(piece, isLast)
      .catch(ignore)
      .then((isWell) => {
        flights.delete(flight);
        return isWell && pump();
      });
    flights.add(flight);
  }
  return Promise.all(flights);
};

const isForbidden = () => nowMs() < forbiddenUntilMs;

/** Sends what is pending. Never rejects. */
export const flush = (): Promise<unknown> | undefined => {
  if (isForbidden() || !hasOwner()) return;
  nextMs = nowMs() + FLUSH_INTERVAL_MS;
  restored ??= Promise.race([restore(), new Promise<void>((resolve) => after(PATIENCE_MS, resolve))]);
  return restored.then(() => pump());
};

/** The document may be gone after this task: stores and sends everything at once. */
export const hide = () => {
  // First what is quick: a full localStorage can take longer than the browser waits for a page that goes.
  if (!isForbidden()) void pump(true);
  writers.forEach(saveTail);
  checkpoint();
};

/**
 * @param startMs since when the page is measured, monotonic.
 * @param refreshToken called when the collector says that the present person's token has expired or is missing.
 */
export const openDelivery = (startMs: number, refreshToken: () => void, collectUrl: string) => {
  url = collectUrl;
  askForToken = refreshToken;
  restored = undefined;
  isScheduled = false;
  failures = forbiddenUntilMs = 0;
  nextMs = startMs + FIRST_FLUSH_MS;
  listen("online", () => {
    failures = 0;
    void flush();
  });
};
