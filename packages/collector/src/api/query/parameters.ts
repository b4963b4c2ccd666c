import { HttpProblem } from "../../http/problem.ts";

/**
 * A parameter that is refused: the reply names it, its value and what is allowed.
 * @param allowed completes the sentence "Allowed: …".
 */
export function invalidParameter(name: string, value: string, allowed: string): HttpProblem {
  return new HttpProblem("invalid-parameter", `${name} is "${value.slice(0, 80)}". Allowed: ${allowed}.`);
}

/** Longer ones can't be pushed, neither ids nor plans. */
const MAX_TEXT_LENGTH = 256;

/** A parameter's value; null where it is absent or empty. */
export function readText(parameters: URLSearchParams, name: string, maxLength = MAX_TEXT_LENGTH): string | null {
  const value = parameters.get(name);
  if (value === null || value === "") return null;
  assertLength(name, value, maxLength);
  return value;
}

function assertLength(name: string, { length }: string, maxLength: number): void {
  if (length > maxLength) throw invalidParameter(name, `${length} characters`, `at most ${maxLength} characters`);
}

/** One of several words; `fallback` where the parameter is absent. */
export function readWord<const Word extends string, Fallback>(
  parameters: URLSearchParams,
  name: string,
  words: readonly Word[],
  fallback: Fallback,
): Word | Fallback {
  const value = readText(parameters, name);
  if (value === null) return fallback;
  const word = words.find((known) => known === value);
  if (word === undefined) throw invalidParameter(name, value, words.join(", "));
  return word;
}

/** Several words, each a parameter of its own or with commas between them; null where there is none. */
export function readWords<const Word extends string>(
  parameters: URLSearchParams,
  name: string,
  words: readonly Word[],
): readonly Word[] | null {
  const values = parameters.getAll(name).flatMap((value) => value.split(","));
  if (values.length === 0) return null;
  return [...new Set(values)].map((value) => {
    const word = words.find((known) => known === value.trim());
    if (word === undefined) throw invalidParameter(name, value, `${words.join(", ")}, with commas between them`);
    return word;
  });
}

/**
 * Texts that hosts chose, each a parameter of its own, `plan=a&plan=b`; null where there is none. There may be commas in
 * them, and spaces at their ends.
 */
export function readTexts(
  parameters: URLSearchParams,
  name: string,
  maxLength = MAX_TEXT_LENGTH,
): readonly string[] | null {
  const values = [...new Set(parameters.getAll(name))];
  for (const value of values) assertLength(name, value, maxLength);
  return values.length === 0 ? null : values;
}

/** The problem of a text with commas that nobody is called: it was meant as a list, and would be shown as nothing. */
export function noList(name: string, value: string): HttpProblem {
  const parts = value.split(",").map((part) => `${name}=${part.trim()}`);
  return invalidParameter(
    name,
    value,
    `what there is, one value each, such as ${parts.join("&").slice(0, MAX_TEXT_LENGTH)}`,
  );
}

/** `true` or `false`; null where the parameter is absent. */
export function readFlag(parameters: URLSearchParams, name: string): boolean | null {
  const value = readWord(parameters, name, ["true", "false"], null);
  return value === null ? null : value === "true";
}

/** A whole number in a range. */
export function readWholeNumber(
  parameters: URLSearchParams,
  name: string,
  fallback: number,
  minimum: number,
  maximum: number,
): number {
  const value = readText(parameters, name);
  if (value === null) return fallback;
  const number = /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= minimum && number <= maximum) return number;
  throw invalidParameter(name, value, `whole numbers from ${minimum} to ${maximum}`);
}
