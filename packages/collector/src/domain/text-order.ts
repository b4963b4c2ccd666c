/** Letters that decompose into nothing, as people sort them in English. */
const LETTERS: Readonly<Record<string, string>> = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  ł: "l",
  đ: "d",
  ð: "d",
  ħ: "h",
};

/** What stands before digits and letters, in the order of a collator: spaces, punctuation, symbols. */
const SIGNS = "\t\n\u000B\f\r _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$";

/** In front of a number's digits, by how many they are, so that longer numbers come later; above all signs, below `a`. */
const FIRST_LENGTH = 0x30;
const LAST_LENGTH = 0x60;

/** Above the signs, below the numbers: signs of other alphabets follow it. */
const OTHER_SIGN = "\u002F";

/** A key needs no more of a text than that: what begins alike for so long is alike. */
const KEY_LENGTH = 100;

/** Without case and diacritics: a search for "jose" finds "José". */
export function foldedText(text: string): string {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase();
}

/**
 * A text that sorts by its code points as people sort what it was made of: without case and diacritics, numbers by their
 * size. What a collator (English, numeric, base letters) says of the letters of Western and Central Europe, digits and ASCII
 * signs, this says too; other letters come in the order of their code points, and of long texts only the beginning counts.
 */
export function naturalKey(text: string): string {
  const folded = foldedText(text).replace(/[ßæœøłđðħ]/gu, (letter) => LETTERS[letter] ?? letter);
  return folded
    .slice(0, KEY_LENGTH)
    .replace(/[0-9]+|[^a-z0-9]/gu, (part) => (/[0-9]/u.test(part) ? numberKey(part) : signKey(part)))
    .replace(/\p{Cs}/gu, "\uFFFD");
}

function numberKey(digits: string): string {
  const number = digits.replace(/^0+/u, "");
  return String.fromCharCode(Math.min(LAST_LENGTH, FIRST_LENGTH + number.length)) + number;
}

function signKey(sign: string): string {
  const rank = SIGNS.indexOf(sign);
  if (rank >= 0) return String.fromCharCode(rank + 1);
  if (/\p{Cc}/u.test(sign)) return "";
  return /[\p{P}\p{S}\p{Z}]/u.test(sign) ? OTHER_SIGN + sign : sign;
}
