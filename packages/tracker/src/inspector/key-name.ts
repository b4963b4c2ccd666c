import { isId } from "../protocol/index.ts";

/** Longest key that is proposed, UTF-16 units: what nobody reads aloud is no name. */
const MAX_PROPOSED_LENGTH = 40;

/** What people press, and what has then been done. Others end in `d` or `ed`. */
const IRREGULAR: Readonly<Record<string, string>> = {
  apply: "applied",
  build: "built",
  buy: "bought",
  cancel: "cancelled",
  copy: "copied",
  make: "made",
  pay: "paid",
  reply: "replied",
  run: "run",
  send: "sent",
  set: "set",
  submit: "submitted",
  write: "written",
};
const REGULAR: ReadonlySet<string> = new Set(
  (
    "accept add approve archive assign book call close complete confirm connect convert create delete dial disable " +
    "download duplicate edit enable export filter generate import install invite launch merge move open order post print " +
    "publish record refund reject remove rename request reset restore save schedule search share sign start stop sync " +
    "update upload upgrade"
  ).split(" "),
);
/** Words between a verb and its object that name nothing. */
const FILLERS: ReadonlySet<string> = new Set(["a", "an", "the", "new", "your", "my", "this", "all", "now"]);

/** The words of a label in small letters, without signs and accents; those of other scripts stay. */
const wordsOf = (label: string): readonly string[] =>
  label
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036F]/g, "")
    .normalize("NFC")
    // contactList → contact-list
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, "$1-$2")
    .toLowerCase()
    .split(/[^\p{L}\p{M}\p{N}]+/u)
    .filter((word) => word !== "");

/** Words as one key, as many of them as fit. */
function join(words: readonly string[]): string {
  const [first = "", ...more] = words;
  let key = first.slice(0, MAX_PROPOSED_LENGTH);
  for (const word of more) {
    if (key.length + 1 + word.length > MAX_PROPOSED_LENGTH) break;
    key += `-${word}`;
  }
  return isId(key) ? key : "";
}

const pastOf = (verb: string): string | undefined =>
  Object.hasOwn(IRREGULAR, verb)
    ? IRREGULAR[verb]
    : REGULAR.has(verb)
      ? verb + (verb.endsWith("e") ? "d" : "ed")
      : undefined;

/** @returns a key for a feature, as `contact-list`; empty where the label has no word. */
export const proposeFeatureKey = (label: string): string => join(wordsOf(label));

/**
 * The name of an action, `<thing>.<what was done>`: "Send email" is `email.sent`, and "Export" on the reports `reports.exported`.
 * @param feature in which it is done; takes the place of a thing that the label doesn't name.
 * @returns empty where the label has no word.
 */
export function proposeActionName(label: string, feature = ""): string {
  const [first = "", ...rest] = wordsOf(label);
  if (first === "") return "";
  const past = pastOf(first);
  if (past === undefined) {
    const thing = join([first, ...rest]);
    return thing && `${thing}.clicked`;
  }
  const thing = join(rest.filter((word) => !FILLERS.has(word))) || proposeFeatureKey(feature) || "thing";
  return `${thing}.${past}`;
}

/** @returns the name that a screen could show for a key: `contact-list` is "Contact list". */
export function nameOf(key: string): string {
  const words = key.replaceAll(/[-_.:\s]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1) || key;
}
