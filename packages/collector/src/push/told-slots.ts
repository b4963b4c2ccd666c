import { slotStartMs } from "@uptake/tracker/protocol";
import { hash } from "node:crypto";
import type { LineKind, LineWrites, UsageWrite } from "./push-schema.ts";

/**
 * Remembers which lines of a batch tell of which slot, over its pieces. Rows of one slot take each other's place, so of two
 * different ones the order would decide what counts; what the host has meant are most likely parts, which add up.
 */
export interface ToldSlots {
  /**
   * Remembers a line, unless another one has told something else of the same slot.
   * @param json the line as it was sent.
   * @returns why the line can't be taken; null: it can.
   */
  refusal(line: number, row: LineWrites[LineKind], json: unknown): string | null;
}

/** Rows of other kinds say what there is so far, of which the last one counts. */
export function createToldSlots(kind: LineKind): ToldSlots {
  /** By the digest of what tells rows apart: a line, and the digest of what it says. A file may have millions. */
  const told = new Map<string, { readonly line: number; readonly says: string }>();
  return {
    refusal(line, row, json) {
      if (kind !== "usage") return null;
      const { source, account, user, feature, slot, ...counted } = row as UsageWrite;
      const key = digestOf([source, account, user, feature, slot]);
      const before = told.get(key);
      const says = digestOf([momentOf(slot, json), counted.activeMs, counted.visits, sorted(counted.actions)]);
      if (before === undefined) {
        told.set(key, { line, says });
        return null;
      }
      if (before.says === says) return null;
      const begin = new Date(slotStartMs(slot)).toISOString();
      return `Line ${before.line} tells of the same person, feature and 15 minutes (${begin}) from the same source, and only one of them can be kept. Add both up in one line.`;
    },
  };
}

/** Two moments of a slot are two parts of it, even where they say as much. */
function momentOf(slot: number, json: unknown): unknown {
  const at = typeof json === "object" && json !== null ? (Reflect.get(json, "at") as unknown) : undefined;
  return at ?? slotStartMs(slot);
}

function sorted(actions: UsageWrite["actions"]): readonly unknown[] {
  return Object.entries(actions).toSorted(([one], [other]) => (one < other ? -1 : 1));
}

function digestOf(value: unknown): string {
  return hash("sha1", JSON.stringify(value), "base64url");
}
