import type { DatabaseSync } from "node:sqlite";
import { foldedText, naturalKey } from "../../../domain/text-order.ts";
import { prepareArrays } from "../database.ts";

/** An account by its integer, and the place of its name among all: those that are called alike have the same. */
export type RankedAccount = readonly [account: number, rank: number];

/** What accounts are called; one that the host hasn't named is called as its id. */
export interface AccountNames {
  /** As people sort their names. @param accounts which; null: all. */
  ranked(accounts: ReadonlySet<number> | null, descending: boolean): readonly RankedAccount[];
  /** Those whose name or id contains a text. @param needle as `foldedText` folds it. */
  containing(needle: string): readonly number[];
}

/** Texts that stay folded: whoever asks for a page asks for the next one. */
const MAX_FOLDED = 20_000;

/** Reads them anew for each question; what is folded of a text stays known. */
export function createAccountNames(database: DatabaseSync): AccountNames {
  const names = prepareArrays(database, "SELECT id, name, key FROM accounts");
  const read = (): readonly (readonly [number, string | null, string])[] => names.all() as never;
  const [sortKey, folded] = [remembering(naturalKey), remembering(foldedText)];
  return {
    ranked(accounts, descending) {
      const known = read().filter(([id]) => accounts === null || accounts.has(id));
      const sorted = known.map(([id, name, key]) => [id, sortKey(name ?? key)] as const);
      const direction = descending ? -1 : 1;
      sorted.sort(([, one], [, other]) => (one === other ? 0 : one < other ? -direction : direction));
      let rank = 0;
      return sorted.map(([id, own], index) => {
        if (index > 0 && sorted[index - 1]?.[1] !== own) rank++;
        return [id, rank];
      });
    },
    containing: (needle) =>
      read().flatMap(([id, name, key]) =>
        folded(key).includes(needle) || (name !== null && folded(name).includes(needle)) ? [id] : [],
      ),
  };
}

/** Folds each text once, as long as they are not too many. */
function remembering(fold: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    if (known.size === MAX_FOLDED) known.clear();
    const made = fold(text);
    known.set(text, made);
    return made;
  };
}
