import { changeBetween } from "../domain/usage/change.ts";
import type { OverviewReply } from "./contract.ts";
import { asksTheSameOfAnyDay, numberAddress } from "./number-address.ts";
import type { NumberReference, Subject } from "./numbers/number.ts";
import { NUMBERS } from "./numbers/numbers.ts";
import { comparablePrevious } from "./reading/known-since.ts";
import type { Reading } from "./reading/reading.ts";

/** One number on a screen, which opens with `GET /v1/explain`. */
export type Tile = OverviewReply["tiles"][number];

/** A tile before it is known with what it was asked for. */
export type PlainTile = Omit<Tile, "address" | "previousAddress">;

/**
 * Over which days, and as of which, numbers of the period before open; null: they aren't known, or the filters would leave
 * other accounts then, or of those that are named none.
 */
export async function whereBeforeOpens(
  reading: Reading,
  asked: URLSearchParams,
  accounts: readonly string[],
): Promise<Pick<Required<NumberReference>, "over" | "asOf"> | null> {
  const previous = asksTheSameOfAnyDay(asked) ? await comparablePrevious(reading) : null;
  const over = previous?.days ?? null;
  if (previous === null || over === null) return null;
  const known = accounts.length === 0 ? [] : await previous.narrow(accounts).accounts();
  if (!accounts.every((account) => known.some(({ id }) => id === account))) return null;
  return { over, asOf: previous.lastDay };
}

/** Tiles with the addresses at which they open. @param asked the parameters of the question that they answer. */
export async function openingTiles(
  tiles: readonly PlainTile[],
  asked: URLSearchParams,
  reading: Reading,
): Promise<readonly Tile[]> {
  const previous = reading.previous();
  const over = previous?.days ?? null;
  const isComparable = previous !== null && over !== null && asksTheSameOfAnyDay(asked);
  const accountsOf = ({ subject }: PlainTile): readonly string[] =>
    subject.account === undefined ? asked.getAll("account") : [subject.account];
  // What began later can't be asked for as of that day. Nobody else is looked up: of everybody it would take long.
  const named = previous?.narrow([...new Set(tiles.flatMap(accountsOf))]);
  const known = new Set((await named?.accounts())?.map(({ id }) => id));
  return tiles.map((tile) => {
    const { number, subject } = tile;
    const accounts = accountsOf(tile);
    const opensPrevious = isComparable && tile.previous !== null && accounts.every((id) => known.has(id));
    return Object.assign({}, tile, {
      address: numberAddress(asked, { number, subject }),
      previousAddress: opensPrevious ? numberAddress(asked, { number, subject, over }, previous.lastDay) : null,
    });
  });
}

/**
 * A tile of a number, with its change.
 * @param values null: no data; null before: not known then.
 * @param about what the number is about; null: everything that was asked for.
 */
export function tileOf(
  group: PlainTile["group"],
  number: string,
  values: { readonly value: number | null; readonly previous: number | null },
  about: { readonly subject: Subject; readonly name: string } | null = null,
): PlainTile {
  const { value, previous } = values;
  const definition = NUMBERS.get(number);
  return {
    group,
    number,
    name: definition?.name ?? number,
    unit: definition?.unit ?? "count",
    subject: about?.subject ?? {},
    subjectName: about?.name ?? null,
    value,
    previous,
    change: changeBetween(previous, value),
  };
}

/** The tile of a number of which nothing is known, nor was before. */
export function unknownTile(tile: PlainTile): PlainTile {
  return { ...tile, value: null, previous: null, change: null };
}
