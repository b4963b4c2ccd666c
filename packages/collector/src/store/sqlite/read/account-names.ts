import type { DatabaseSync } from "node:sqlite";
import { foldedText, naturalKey } from "../../../domain/text-order.ts";
import { prepareArrays } from "../database.ts";

/** An account by its integer, and the place of its name among all: those that are called alike have the same. */
export type RankedAccount = readonly [account: number, rank: number];

/** What accounts are called; one that the host hasn't named is called as its id. */
export interface AccountNames {
  /** As people sort their names. @param accounts which; null: all. */
  ranked(accounts: ReadonlySet<number> | null, descending: boolean): readonly RankedAccount[];
  /** Those whose name or id contains a text, each once. @param needle as `foldedText` folds it; not empty. */
  containing(needle: string): readonly number[];
}

/** Names of more accounts aren't kept in memory, in which one takes some 300 bytes. */
const MAX_KEPT_NAMES = 50_000;

interface Name {
  readonly name: string | null;
  readonly sortKey: string;
  /** Name and id. */
  readonly folded: readonly string[];
}

/**
 * Reads them for each question as one text, which is four times as fast as one by one. Names change rarely: what was made of
 * the same text is there already, and so is what was made of each that hasn't changed.
 */
export function createAccountNames(database: DatabaseSync): AccountNames {
  const all = prepareArrays(database, "SELECT json_group_array(json_array(id, name, key)) FROM accounts");
  let told = "";
  let names: ReadonlyMap<number, Name> = new Map();
  let ranked: readonly RankedAccount[] | null = null;
  const read = (): ReadonlyMap<number, Name> => {
    const [text] = all.get() as unknown as readonly [string];
    if (text === told) return names;
    const accounts = JSON.parse(text) as readonly (readonly [id: number, name: string | null, key: string])[];
    const made = new Map(
      accounts.map(([id, name, key]) => {
        const known = names.get(id);
        return [id, known?.name === name ? known : nameOf(name, key)] as const;
      }),
    );
    const isKept = made.size <= MAX_KEPT_NAMES;
    told = isKept ? text : "";
    names = isKept ? made : new Map();
    ranked = null;
    return made;
  };
  return {
    ranked(accounts, descending) {
      const made = read();
      ranked ??= rankedBy(made);
      const some = accounts === null ? ranked : ranked.filter(([id]) => accounts.has(id));
      return descending ? some.map(([id, rank]) => [id, -rank] as const).toReversed() : some;
    },
    containing: (needle) =>
      [...read()].flatMap(([id, { folded }]) => (folded.some((text) => text.includes(needle)) ? [id] : [])),
  };
}

function nameOf(name: string | null, key: string): Name {
  return {
    name,
    sortKey: naturalKey(name ?? key),
    folded: name === null ? [foldedText(key)] : [foldedText(name), foldedText(key)],
  };
}

function rankedBy(names: ReadonlyMap<number, Name>): readonly RankedAccount[] {
  const sorted = [...names].toSorted(([, { sortKey: one }], [, { sortKey: other }]) =>
    one === other ? 0 : one < other ? -1 : 1,
  );
  let rank = 0;
  return sorted.map(([id, { sortKey }], index) => {
    if (index > 0 && sorted[index - 1]?.[1].sortKey !== sortKey) rank++;
    return [id, rank];
  });
}
