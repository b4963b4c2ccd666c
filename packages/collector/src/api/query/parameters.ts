import { HttpProblem } from "../../http/problem.ts";

/**
 * A parameter that is refused: the reply names it, its value and what is allowed.
 * @param allowed completes the sentence "Allowed: …".
 */
export function invalidParameter(name: string, value: string, allowed: string): HttpProblem {
  return new HttpProblem("invalid-parameter", `${name} is "${value.slice(0, 80)}". Allowed: ${allowed}.`);
}

/** A parameter's value; null where it is absent or empty. */
export function readText(parameters: URLSearchParams, name: string, maxLength = 200): string | null {
  const value = parameters.get(name);
  if (value === null || value === "") return null;
  if (value.length > maxLength) {
    throw invalidParameter(name, `${value.length} characters`, `at most ${maxLength} characters`);
  }
  return value;
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

/** Several words with commas between them; null where the parameter is absent. */
export function readWords<const Word extends string>(
  parameters: URLSearchParams,
  name: string,
  words: readonly Word[],
): readonly Word[] | null {
  const values = readList(parameters, name);
  return (
    values?.map((value) => {
      const word = words.find((known) => known === value);
      if (word === undefined) throw invalidParameter(name, value, `${words.join(", ")}, with commas between them`);
      return word;
    }) ?? null
  );
}

/** Texts with commas between them; null where the parameter is absent. */
export function readList(parameters: URLSearchParams, name: string): readonly string[] | null {
  const value = readText(parameters, name, 4_000);
  return value === null
    ? null
    : [...new Set(value.split(",").map((part) => part.trim()))].filter((part) => part !== "");
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
