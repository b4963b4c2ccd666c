import { changeBetween } from "../domain/usage/change.ts";
import type { OverviewReply } from "./contract.ts";
import type { Subject } from "./numbers/number.ts";
import { NUMBERS } from "./numbers/numbers.ts";

/** One number on a screen, which opens with `GET /v1/explain`. */
export type Tile = OverviewReply["tiles"][number];

/**
 * A tile of a number, with its change.
 * @param values null: no data; null before: not known then.
 * @param about what the number is about; null: everything that was asked for.
 */
export function tileOf(
  group: Tile["group"],
  number: string,
  values: { readonly value: number | null; readonly previous: number | null },
  about: { readonly subject: Subject; readonly name: string } | null = null,
): Tile {
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
