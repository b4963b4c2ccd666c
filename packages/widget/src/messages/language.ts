import { createFormat, type Format } from "../format.ts";
import { english } from "./english.ts";
import type { Messages } from "./messages.ts";

/** One language: its words, and how it writes numbers and dates. */
export interface Language {
  /** BCP 47 tag of the words. */
  readonly tag: string;
  readonly format: Format;
  readonly messages: Messages;
}

/** To add a language, add its file and its line. The first one is the fallback. */
const CATALOGUES: Readonly<Record<string, (format: Format) => Messages>> = { en: english };
const FALLBACK = "en";

/**
 * The first of the wanted languages that there are words for, else English. Numbers and dates follow the words, so
 * that a sentence is never in two languages; a page that says only `en` takes the region that the person prefers.
 * @param wanted BCP 47 tags, best first; invalid ones are skipped.
 */
export function chooseLanguage(wanted: readonly (string | null | undefined)[]): Language {
  const known = wanted.filter(isKnown);
  const { language } = new Intl.Locale(known[0] ?? FALLBACK);
  const regional = known.find((candidate) => candidate.startsWith(`${language}-`));
  const tag = known[0] === language ? (regional ?? language) : (known[0] ?? FALLBACK);
  const format = createFormat(tag);
  return { tag, format, messages: (CATALOGUES[language] ?? english)(format) };
}

function isKnown(tag: string | null | undefined): tag is string {
  try {
    return new Intl.Locale(tag ?? "").language in CATALOGUES;
  } catch {
    return false;
  }
}
