import { slotOf } from "@uptake/tracker/protocol";

/** What browsers send, made up and the same each time: 4 cells a request, 12 a writer in the end, an action in every fifth. */

/** People who send at the same time. */
export const USERS = 20_000;
/** Customer companies that they belong to. */
export const ACCOUNTS = 1_000;
export const FEATURES = 9;
export const CELLS_PER_REQUEST = 4;
const REQUESTS_PER_WRITER = 3;
/** Document loads that are open at once: between two requests of a writer lie those of the others. */
const OPEN_WRITERS = 1_000;
const CELLS_PER_ACTION = 5;

/** One cell, as numbers: what a bare loop merges, and what a request says in words. */
export interface WorkloadCell {
  readonly account: number;
  readonly user: number;
  readonly writer: number;
  readonly feature: number;
  readonly slot: number;
  readonly activeMs: readonly [number, number, number, number];
  readonly visits: number;
  /** How often the one action of the workload was counted; 0: not. */
  readonly actions: number;
}

/** The cells of one request, all of one writer. */
export function requestCells(request: number, nowMs: number): readonly WorkloadCell[] {
  const generation = Math.floor(request / (OPEN_WRITERS * REQUESTS_PER_WRITER));
  const part = Math.floor(request / OPEN_WRITERS) % REQUESTS_PER_WRITER;
  const writer = generation * OPEN_WRITERS + (request % OPEN_WRITERS);
  const user = scatter(writer) % USERS;
  const slot = slotOf(nowMs) - REQUESTS_PER_WRITER + 1 + part;
  return Array.from({ length: CELLS_PER_REQUEST }, (_, index) => {
    const number = request * CELLS_PER_REQUEST + index;
    const activeMs = 1_000 + (scatter(number) % 200_000);
    return {
      account: user % ACCOUNTS,
      user,
      writer,
      feature: (writer + index) % FEATURES,
      slot,
      activeMs: [activeMs, activeMs + 1_000, activeMs + 1_000, activeMs + 2_000],
      visits: 1 + (number % 3),
      actions: number % CELLS_PER_ACTION === 0 ? 1 + (number % 4) : 0,
    };
  });
}

/** A whole HTTP/1.1 request, as it goes over the wire. */
export function requestBytes(request: number, nowMs: number, { host, path }: { host: string; path: string }): Buffer {
  const cells = requestCells(request, nowMs);
  const [first] = cells;
  const body = JSON.stringify({
    v: 1,
    sdk: "1.0.0",
    sentAt: nowMs,
    writers: [
      {
        id: `w${String(first?.writer).padStart(21, "0")}`,
        seq: 1 + Math.floor(request / OPEN_WRITERS),
        account: `account-${first?.account}`,
        user: `user-${first?.user}`,
        cells: cells.map(({ feature, slot, activeMs, visits, actions }) => {
          const cell = { feature: `feature-${feature}`, slot, activeMs, visits };
          return actions > 0 ? Object.assign(cell, { actions: { "email.sent": actions } }) : cell;
        }),
      },
    ],
  });
  const head = `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: text/plain;charset=UTF-8\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n`;
  return Buffer.from(head + body);
}

/** Spreads numbers that follow each other over 32 bits. */
function scatter(number: number): number {
  let mixed = Math.imul(number ^ (number >>> 16), 0x45d9f3b);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x45d9f3b);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
