import { closest, distance } from "fastest-levenshtein";

/** A word with at most so many letters wrong was probably meant. */
const MAX_WRONG_LETTERS = 3;
/** Longer ones nobody has misspelt. */
const MAX_LETTERS = 80;

/** Of the words that are known the one that is written most like another; null: none is. */
export function meantBy(word: string, known: readonly string[]): string | null {
  if (known.length === 0 || word.length > MAX_LETTERS) return null;
  const lower = word.toLowerCase();
  const words = known.map((one) => one.toLowerCase());
  const nearest = closest(lower, words);
  const wrong = distance(lower, nearest);
  // Half of the letters wrong make another word.
  const isMeant = wrong === 0 || (wrong <= MAX_WRONG_LETTERS && 2 * wrong < nearest.length);
  return isMeant ? (known[words.indexOf(nearest)] ?? null) : null;
}
