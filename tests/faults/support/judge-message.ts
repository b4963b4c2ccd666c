import type { CellState } from "../../../packages/tracker/src/protocol/index.ts";
import type { CellPlace } from "./model.ts";

/**
 * What the protocol says about a message, read once more from its description and not from the collector's code: which cells
 * count, and what the reply must name as refused.
 */
export type MessageVerdict =
  | { readonly kind: "refused" }
  | {
      readonly kind: "taken";
      readonly counted: readonly (readonly [CellPlace, CellState])[];
      readonly writers: number;
      /** As {@link refusalName} names them; a cell may be refused in part and as a whole. */
      readonly refused: ReadonlySet<string>;
    };

/** What the verdict depends on beside the message. */
export interface JudgeCircumstances {
  /** The collector's clock, Unix ms. */
  readonly nowMs: number;
  /** Cells below this slot come too late. */
  readonly watermarkSlot: number;
  /** Actions that browsers may not count. */
  readonly serverActions: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Judges a body of at most 64 KiB. */
export function judgeMessage(body: Uint8Array, circumstances: JudgeCircumstances): MessageVerdict {
  const message = parse(body);
  if (!isObject(message) || message["v"] !== 1 || typeof message["sdk"] !== "string") return { kind: "refused" };
  const { sentAt, writers } = message;
  if (!Number.isFinite(sentAt) || !Array.isArray(writers) || writers.length > 64) return { kind: "refused" };
  const readable = writers.filter(isWriter);
  const cells = readable.flatMap((writer) => writer.cells.map((cell) => [writer, cell] as const));
  if (cells.length > 1_000) return { kind: "refused" };
  const refused = new Set(writers.filter((writer) => !isWriter(writer)).map((writer) => refusalName(writer)));
  const counted: (readonly [CellPlace, CellState])[] = [];
  for (const [{ id, account, user }, cell] of cells) {
    if (!isCell(cell) || !isInWindow(cell.slot, circumstances)) {
      refused.add(refusalName({ id }, cell));
      continue;
    }
    const actions = Object.entries(cell.actions ?? {});
    const own = actions.filter(([action]) => !circumstances.serverActions.includes(action));
    // The cell counts without them, and the reply says so.
    if (own.length < actions.length) refused.add(refusalName({ id }, cell));
    counted.push([
      { account, user, writer: id, feature: cell.feature, slot: cell.slot },
      { ...cell, actions: Object.fromEntries(own) },
    ]);
  }
  return { kind: "taken", counted, writers: readable.length, refused };
}

/** One name for a refused writer, or a cell of it, by what of them can be read. */
export function refusalName(writer: unknown, cell?: unknown): string {
  const id = isObject(writer) && isName(writer["id"]) ? writer["id"] : "";
  if (cell === undefined) return JSON.stringify([id]);
  const { feature, slot } = isObject(cell) ? cell : {};
  return JSON.stringify([id, isName(feature) ? feature : "", Number.isSafeInteger(slot) ? slot : -1]);
}

/** Nothing where the bytes are no UTF-8, or the text no JSON. */
function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body));
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null;
}

interface Writer {
  readonly id: string;
  readonly account: string;
  readonly user: string;
  readonly cells: readonly unknown[];
}

function isWriter(value: unknown): value is Writer {
  if (!isObject(value)) return false;
  const { id, seq, account, user, token, cells } = value;
  const hasToken = !("token" in value) || (typeof token === "string" && token.length <= 8_192);
  const isNamed = typeof id === "string" && /^[A-Za-z0-9_-]{22}$/.test(id);
  return isNamed && isCount(seq) && isName(account) && isName(user) && hasToken && Array.isArray(cells);
}

function isCell(value: unknown): value is CellState {
  if (!isObject(value)) return false;
  const { feature, slot, activeMs, visits, actions, vitals } = value;
  const isTimed =
    Array.isArray(activeMs) &&
    activeMs.length === 4 &&
    activeMs.every((one, index) => isCount(one, 900_000) && (index === 0 || activeMs[index - 1] <= one));
  const isActive =
    !("actions" in value) ||
    (isObject(actions) &&
      !Array.isArray(actions) &&
      Object.keys(actions).length <= 32 &&
      Object.entries(actions).every(([name, count]) => isName(name) && isCount(count, 10_000)));
  const isVital =
    !("vitals" in value) ||
    (isObject(vitals) && ["lcpMs", "inpMs", "cls1000"].every((name) => !(name in vitals) || isCount(vitals[name])));
  return isName(feature) && isCount(slot) && isTimed && isCount(visits, 3_600) && isActive && isVital;
}

function isInWindow(slot: number, { nowMs, watermarkSlot }: JudgeCircumstances): boolean {
  return slot >= watermarkSlot && slot * 900_000 <= nowMs + 300_000;
}

function isCount(value: unknown, limit = Number.MAX_SAFE_INTEGER): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0 && Number(value) <= limit;
}

function isName(value: unknown): value is string {
  if (typeof value !== "string" || value.length === 0 || value.length > 128) return false;
  if (["__proto__", "constructor", "prototype"].includes(value)) return false;
  return [...value].every((character) => {
    const code = character.codePointAt(0) ?? 0;
    return code >= 0x20 && !(code >= 0x7f && code <= 0x9f) && !(code >= 0xd800 && code <= 0xdfff);
  });
}
