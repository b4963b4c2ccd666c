/** How texts are searched and sorted everywhere, so that a store can do it by its own means. */

/** Without case and diacritics: a search for "jose" finds "José". */
export function foldText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/** Longer runs of digits are ordered as if they had this many. */
const MAX_DIGITS = 48;

/**
 * A key by which texts are sorted as people expect it: by its characters alone, no collator needed. Without case and
 * diacritics; punctuation before numbers, numbers before letters and by their value ("Item 9" before "Item 10"). Equal for
 * texts that differ in nothing else.
 */
export function textOrderKey(text: string): string {
  return foldText(text).replace(/\p{Nd}+|[^\p{L}\p{N}]/gu, (part) =>
    /^\p{Nd}/u.test(part) ? numberKey(part) : `\u0001${part}`,
  );
}

/** The number of digits first, as a character between "0" and the first letter, so that longer ones come later. */
function numberKey(digits: string): string {
  const value = digits.replace(/^0+(?=.)/u, "").slice(0, MAX_DIGITS);
  return String.fromCodePoint(0x30 + value.length) + value;
}
