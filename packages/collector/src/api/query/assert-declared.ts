import { closest, distance } from "fastest-levenshtein";
import { HttpProblem } from "../../http/problem.ts";
import type { QueryParameter } from "../openapi/operations/operation.ts";

/** A name with at most so many letters wrong was probably meant. */
const MAX_WRONG_LETTERS = 3;
const MAX_SHOWN = 80;

/**
 * Refuses what a request asks and its operation doesn't declare: a filter that is misspelt would else leave everything in.
 * @param declared the parameters of the operation, which are all that its door reads.
 * @throws HttpProblem `invalid-parameter`, naming the parameter, its value, and those that there are.
 */
export function assertDeclared(parameters: URLSearchParams, declared: readonly QueryParameter[]): void {
  const names = declared.map(({ name }) => name).toSorted();
  for (const [name, value] of parameters) {
    if (!names.includes(name)) throw unknownParameter(name, value, names);
  }
}

function unknownParameter(name: string, value: string, known: readonly string[]): HttpProblem {
  const meant = meantBy(name, known);
  const sentences = [
    `${name.slice(0, MAX_SHOWN)} is "${value.slice(0, MAX_SHOWN)}", and no parameter of this address.`,
    ...(meant === null ? [] : [`Did you mean ${meant}?`]),
    `Allowed: ${known.length === 0 ? "no parameters" : known.join(", ")}.`,
  ];
  return new HttpProblem("invalid-parameter", sentences.join(" "));
}

/** The name that is written most like it; null: none is. */
function meantBy(name: string, known: readonly string[]): string | null {
  if (known.length === 0 || name.length > MAX_SHOWN) return null;
  const lower = name.toLowerCase();
  const same = known.find((one) => one.toLowerCase() === lower);
  if (same !== undefined) return same;
  const nearest = closest(name, known);
  const wrong = distance(name, nearest);
  // Half of the letters wrong make another name.
  return wrong <= MAX_WRONG_LETTERS && 2 * wrong < nearest.length ? nearest : null;
}
