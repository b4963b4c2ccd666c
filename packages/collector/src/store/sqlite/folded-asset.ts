import { foldedText } from "../../domain/text-order.ts";

/** Between an asset's name and its id, where they are searched. */
const BETWEEN = "\n";

/** The text in which an asset is searched, in SQL: what was folded, or what SQLite can fold by itself. */
export const SEARCHED = "coalesce(assets.folded, lower(coalesce(assets.name, '') || char(10) || assets.key))";

/** An asset's name and id without case and diacritics; null where SQLite's `lower` makes the same of them. */
export function foldedAsset(name: string | null, key: string): string | null {
  const text = `${name ?? ""}${BETWEEN}${key}`;
  return /^\p{ASCII}*$/u.test(text) ? null : foldedText(text);
}
