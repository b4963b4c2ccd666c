import type { DatabaseSync } from "node:sqlite";
import { prepareArrays } from "../database.ts";

/** Slots of users that somebody took out. */
export interface Voids {
  /** Whether nothing of this member is taken in this slot any more. */
  has(account: number, user: number, slot: number): boolean;
}

interface VoidedSlots {
  /** Null: all of the user's. */
  readonly account: number | null;
  readonly fromSlot: number;
  /** Not itself. */
  readonly toSlot: number;
}

/** Remembers all of them, by user: people do this, so there are few, and mostly none. */
export function createVoids(database: DatabaseSync): Voids & { forget(): void } {
  const select = prepareArrays(database, "SELECT user, account, from_slot, to_slot FROM voids");
  let known: ReadonlyMap<number, readonly VoidedSlots[]> | null = null;
  const load = (): ReadonlyMap<number, readonly VoidedSlots[]> => {
    const byUser = new Map<number, VoidedSlots[]>();
    for (const [user, account, fromSlot, toSlot] of select.all() as unknown as [
      number,
      number | null,
      number,
      number,
    ][]) {
      byUser.set(user, [...(byUser.get(user) ?? []), { account, fromSlot, toSlot }]);
    }
    return byUser;
  };
  return {
    has(account, user, slot) {
      known ??= load();
      if (known.size === 0) return false;
      const ranges = known.get(user) ?? [];
      return ranges.some(
        (range) => (range.account ?? account) === account && slot >= range.fromSlot && slot < range.toSlot,
      );
    },
    forget() {
      known = null;
    },
  };
}
