import type { ExplainReply } from "../contract.ts";
import { ALL_OF_IT } from "../numbers/measure-known.ts";
import type { Found } from "./numbers-of-reply.ts";
import { valueFromList } from "./value-from-list.ts";

/** Follows numbers to where they open. */
export interface NumberFollower {
  /** The numbers that what they open to, or its list, doesn't come to. */
  wrongAmong(found: readonly Found[]): Promise<readonly unknown[]>;
  /** What opens at an address. */
  open(address: string): Promise<ExplainReply>;
}

/** @param read reads an address; nothing changes between the questions, so that each is asked once. */
export function createNumberFollower(read: (address: string) => Promise<ExplainReply>): NumberFollower {
  const openedBefore = new Map<string, Promise<ExplainReply>>();
  const open = (address: string): Promise<ExplainReply> => {
    const known = openedBefore.get(address) ?? read(`${address}&limit=1000`);
    openedBefore.set(address, known);
    return known;
  };
  return {
    open,
    async wrongAmong(found) {
      const wrong: unknown[] = [];
      for (const [where, value, address] of found) {
        const opened = await open(address);
        // Before anything was heard columns of lists are 0, since what they count is none of what is there; what opens says
        // that nobody can know.
        if (value === 0 && opened.excluded.some(({ what }) => what === ALL_OF_IT)) continue;
        const listed = opened.value === null ? null : valueFromList(opened).value;
        if (!isSame(value, opened.value) || !isSame(opened.value, listed)) {
          wrong.push({ where, shown: value, opened: opened.value, listed, address });
        }
      }
      return wrong;
    },
  };
}

function isSame(one: number | null, other: number | null): boolean {
  if (one === null || other === null) return one === other;
  return Math.abs(one - other) < 1e-9 * Math.max(1, Math.abs(one));
}
